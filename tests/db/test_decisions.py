"""Decisions on marks: they win, keep the machine's answer, survive every re-run, and can be taken back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.counting import counted_pairs
from db.decisions import stranded
from db.models import Ask, Decision, Label, Link, Mention, Pair, Passage, StageRow, Statement
from db.session import open_installation, writing
from db.settings import Settings
from db.store import findings
from db.store.decisions import MarkError, Overtaken, Said, decide
from db.store.ledger import Entry, record
from tests.stories import Story
from tests.story_parts import Cited, Mark, Piece

TEXT = "Article 6 lets a prosecutor read every message (sample)."
ADDRESS = "https://x.example/letter"
MACHINE = {"score": 0.9, "status": "shown", "origin": "model", "reason": "Sample."}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An installation with one statement of three passages."""
    engine = open_installation(Settings(data=tmp_path))
    with writing(engine) as opened:
        Story(opened).statement(
            ADDRESS,
            "A letter (sample)",
            [
                Piece(
                    TEXT, ("surveillance",), pairs=(("surveillance", "7"),), asks=(("delete", "7"),),
                    cited=(Cited("Article 6", "6", provision="7"),), marks=(Mark("concern", "scope", 0.4, "unsure"),),
                ),
                Piece("Nothing else stands here (sample).", stance="neutral"),
                Piece("It ends here (sample).", stance="neutral"),
            ],
        )  # fmt: skip
        yield opened
    engine.dispose()


def passage(session: Session) -> Passage:
    """The passage with the marks."""
    return session.exec(select(Passage).where(Passage.text == TEXT)).one()


def say(session: Session, kind: str, key: str, verdict: str, **more: Any) -> Decision:
    """Decide on the passage."""
    return decide(session, passage(session).id or 0, Said(kind, key, verdict, **{"by": "Ana Sample", **more}))


def human(session: Session) -> set[tuple[str, str, float]]:
    """Labels by people: kind, key, score."""
    return {(r.kind, r.key, r.score) for r in session.exec(select(Label).where(Label.origin == "human"))}


def machine(session: Session) -> list[dict[str, Any]]:
    """The machine's labels as stored."""
    return [r.model_dump() for r in session.exec(select(Label).where(Label.origin != "human").order_by(col(Label.id)))]


def cell(session: Session) -> set[tuple[str, str]]:
    """What counts in the matrix."""
    return {(pair.concern, pair.provision) for pair in counted_pairs(session)}


def mention(session: Session) -> Mention:
    """The citation."""
    return session.exec(select(Mention)).one()


MENTION_KEY = "0:6:Article 6"


def test_a_rejected_concern_counts_nowhere_and_the_machines_answer_is_kept(session: Session) -> None:
    before = machine(session)
    row = say(session, "concern", "surveillance", "reject", note="It is about prosecutors.")
    assert human(session) == {("concern", "surveillance", 0.0)}
    assert cell(session) == set() and machine(session) == before
    assert json.loads(row.machine)[0]["score"] == 0.9
    reason = session.exec(select(Label.reason).where(Label.origin == "human")).one()
    assert "Ana Sample" in reason and "prosecutors" in reason


def test_an_undo_brings_the_machines_answer_back(session: Session) -> None:
    say(session, "concern", "surveillance", "reject")
    say(session, "concern", "surveillance", "undo")
    assert human(session) == set() and cell(session) == {("surveillance", "7")}
    with pytest.raises(MarkError, match="nothing to take back"):
        say(session, "concern", "surveillance", "undo")
    assert [row.verdict for row in session.exec(select(Decision).order_by(col(Decision.id)))] == ["reject", "undo"]


def test_an_unsure_concern_that_is_accepted_and_one_put_in_its_place(session: Session) -> None:
    say(session, "concern", "scope", "accept")
    say(session, "concern", "surveillance", "change", answer="children")
    assert human(session) == {
        *(("concern", "scope", 1.0), ("concern", "surveillance", 0.0), ("concern", "children", 1.0)),
    }


@pytest.mark.parametrize(
    ("verdict", "answer", "made"),
    [
        ("accept", "objection", {("stance", "objection", 1.0)}),
        ("change", "support", {("stance", "support", 1.0)}),
        ("reject", "", {("stance", "objection", 0.0)}),
    ],
)
def test_a_passage_has_one_stance(
    session: Session, verdict: str, answer: str, made: set[tuple[str, str, float]]
) -> None:
    say(session, "stance", "", "change", answer="neutral")
    say(session, "stance", "", verdict, answer=answer)
    assert human(session) == made
    assert {pair.objects for pair in counted_pairs(session)} == {True}, "the ask to delete it still objects"


def test_a_mention_is_put_right_and_back(session: Session) -> None:
    before = mention(session).model_dump()
    say(session, "mention", MENTION_KEY, "change", answer="6")
    found = mention(session)
    assert (found.provision, found.status, found.origin) == ("6", "resolved", "human")
    assert "Ana Sample" in found.reason and "The program said: 7" in found.reason
    say(session, "mention", MENTION_KEY, "change", answer="other", note="The Budapest Convention.")
    assert (mention(session).provision, mention(session).status) == ("", "other_instrument")
    assert "The program said: 7" in mention(session).reason
    say(session, "mention", MENTION_KEY, "reject")
    assert mention(session).status == "unmatched"
    say(session, "mention", MENTION_KEY, "undo")
    assert {**mention(session).model_dump(), "id": 0} == {**before, "id": 0}


def test_a_pair_and_an_ask_can_be_denied_and_come_back(session: Session) -> None:
    say(session, "pair", "surveillance:7", "reject")
    say(session, "ask", "delete:7", "reject")
    assert cell(session) == set() and session.exec(select(Ask)).all() == []
    say(session, "pair", "surveillance:7", "undo")
    say(session, "ask", "delete:7", "undo")
    assert cell(session) == {("surveillance", "7")} and session.exec(select(Ask.verb)).all() == ["delete"]


def link_row(session: Session, **more: Any) -> dict[str, Any]:
    """A link as the stage writes it."""
    made = {"passage_id": passage(session).id, "provision": "28", "origin": "implicit", "status": "unsure",
            "score": 0.4, "reason": "Sample."}  # fmt: skip
    return {**made, **more}


def test_links_are_accepted_changed_added_and_denied(session: Session) -> None:
    ids = [passage(session).id or 0]

    def links() -> set[tuple[str, str]]:
        return {(row.provision, row.status) for row in session.exec(select(Link))}

    findings.replace_links(session, ids, [link_row(session)])
    say(session, "link", "28", "accept")
    assert links() == {("28", "shown")}
    say(session, "link", "28", "change", answer="29")
    assert links() == {("29", "shown")}
    say(session, "link", "23", "accept")
    assert links() == {("29", "shown"), ("23", "shown")}
    findings.replace_links(session, ids, [link_row(session), link_row(session, provision="30")])
    assert links() == {("29", "shown"), ("23", "shown"), ("30", "unsure")}
    say(session, "link", "28", "undo")
    assert links() == {("28", "unsure"), ("23", "shown"), ("30", "unsure")}


def rerun(session: Session) -> None:
    """Every stage writes its rows anew, as after a new version; the first passage is cut anew first."""
    revision = passage(session).revision_id
    rows = [p.model_dump(exclude={"id", "revision_id"}) for p in findings.passages_of(session, revision)]
    kept = {
        model: [row.model_dump(exclude={"id"}) for row in session.exec(select(model))] for model in (Mention, Pair, Ask)
    }
    findings.replace_passages(session, revision, rows[1:])
    findings.replace_passages(session, revision, rows)
    found = passage(session)
    findings.replace_labels(
        session, [found.id or 0], [{**MACHINE, "passage_id": found.id, "kind": "concern", "key": "surveillance"}]
    )
    plain = [{k: v for k, v in row.items() if k not in ("passage_id", "revision_id")} for row in kept[Mention]]
    findings.replace_mentions(session, revision, plain)
    for row in (*kept[Pair], *kept[Ask]):
        row["passage_id"] = found.id
    findings.replace_pairs(session, [found.id or 0], kept[Pair], kept[Ask])


def test_no_run_undoes_a_decision(session: Session) -> None:
    old = mention(session).model_dump(exclude={"id", "passage_id", "revision_id"})
    say(session, "concern", "surveillance", "reject")
    say(session, "stance", "", "change", answer="support")
    before = human(session)
    rerun(session)
    assert human(session) == before and cell(session) == set()
    say(session, "mention", MENTION_KEY, "change", answer="6")
    findings.replace_mentions(session, passage(session).revision_id, [old])
    assert (mention(session).provision, mention(session).origin) == ("6", "human")
    assert "The program said: 7" in mention(session).reason


def test_a_pair_that_was_denied_stays_denied_when_it_is_made_again(session: Session) -> None:
    rows = [row.model_dump(exclude={"id"}) for row in session.exec(select(Pair))]
    say(session, "pair", "surveillance:7", "reject")
    findings.replace_pairs_alone(session, [passage(session).id or 0], rows)
    assert cell(session) == set()


def test_a_decision_follows_the_words_to_another_copy(session: Session) -> None:
    say(session, "concern", "surveillance", "reject")
    statement = session.exec(select(Statement)).one()
    statement.address, statement.same_text = "https://y.example/copy", "https://a.example/"
    session.add(statement)
    Story(session).statement(ADDRESS, "The first (sample)", [Piece("Moved.")], same_text="https://a.example/")
    rerun(session)
    assert ("concern", "surveillance", 0.0) in human(session)


def test_words_that_are_gone_are_told(session: Session) -> None:
    say(session, "concern", "surveillance", "reject")
    assert stranded(session) == []
    revision = passage(session).revision_id
    rows = [p.model_dump(exclude={"id", "revision_id"}) for p in findings.passages_of(session, revision)]
    findings.replace_passages(session, revision, rows[1:])
    assert [row.text for row in stranded(session)] == [TEXT]


def test_the_second_of_two_is_told_who_was_first(session: Session) -> None:
    first = say(session, "concern", "surveillance", "reject", seen=0)
    with pytest.raises(Overtaken) as told:
        say(session, "concern", "surveillance", "accept", by="Bo Sample", seen=0)
    assert told.value.by_other.by == "Ana Sample"
    say(session, "concern", "scope", "accept", by="Bo Sample", seen=0)
    say(session, "concern", "surveillance", "accept", by="Bo Sample", seen=first.id)
    assert ("concern", "surveillance", 1.0) in human(session)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said("mood", "", "accept", "Ana"), "exist"),
        (Said("concern", "x", "maybe", "Ana"), "exist"),
        (Said("concern", "x", "accept", " "), "name of who"),
        (Said("concern", "x", "change", "Ana"), "instead"),
        (Said("pair", "x:7", "change", "Ana", "y"), "accepted or rejected"),
        (Said("stance", "x", "accept", "Ana", "objection"), "one mark"),
        (Said("stance", "", "accept", "Ana"), "value"),
        (Said("boilerplate", "", "change", "Ana", "perhaps"), "true or false"),
    ],
)
def test_what_is_no_decision_is_refused(session: Session, said: Said, why: str) -> None:
    with pytest.raises(MarkError, match=why):
        decide(session, passage(session).id or 0, said)
    assert session.exec(select(Decision)).all() == []


def test_a_passage_that_is_gone_is_no_error_of_ours(session: Session) -> None:
    with pytest.raises(MarkError, match="read again"):
        decide(session, 999_999, Said("concern", "scope", "accept", "Ana"))


def test_the_next_run_does_what_reads_the_mark_again(session: Session) -> None:
    unit = str(passage(session).revision_id)
    for kind, key, verdict, left in (
        ("concern", "scope", "accept", {"tag", "resolve", "link"}),
        ("mention", MENTION_KEY, "reject", {"tag", "resolve"}),
        ("mention", MENTION_KEY, "undo", {"tag"}),
    ):
        for stage in ("tag", "resolve", "link", "pair"):
            record(session, stage, [Entry(unit, "x", "done")])
        session.flush()
        say(session, kind, key, verdict)
        assert set(session.exec(select(StageRow.stage))) == left, verdict
