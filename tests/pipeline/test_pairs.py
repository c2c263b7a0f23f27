import pytest

from pipeline.asks import asks_of
from pipeline.clauses import clauses_of
from pipeline.concerns import Label
from pipeline.pairs import ProvisionSpan, pairs_of
from tests.pipeline.labelling import docket


def cited(text: str, *numbers: tuple[str, str]) -> list[ProvisionSpan]:
    """Resolved citations: (as written, adopted number)."""
    return [ProvisionSpan(text.index(w), text.index(w) + len(w), number, "resolved") for w, number in numbers]


def concerns(*keys: str) -> list[Label]:
    return [Label("concern", key, 0.9, "shown", "model", "") for key in keys]


def found(text: str, keys: tuple[str, ...], *numbers: tuple[str, str]) -> set[tuple[str, str]]:
    return {(p.concern, p.provision) for p in pairs_of(text, concerns(*keys), cited(text, *numbers), docket())}


def test_each_clause_carries_its_own_pair() -> None:
    text = "Article 24 has no judge, and Article 7 jails researchers"
    pairs = found(text, ("safeguards", "researchers"), ("Article 24", "24"), ("Article 7", "7"))
    assert pairs == {("safeguards", "24"), ("researchers", "7")}


@pytest.mark.parametrize("joint", [". ", "; ", " - ", ", while ", ", but ", ", whereas "])
def test_any_joint_parts_the_pairs(joint: str) -> None:
    text = f"Article 24 provides no judge{joint}Article 7 sends researchers to prison"
    pairs = found(text, ("safeguards", "researchers"), ("Article 24", "24"), ("Article 7", "7"))
    assert pairs == {("safeguards", "24"), ("researchers", "7")}


def test_a_clause_without_a_citation_takes_the_one_before() -> None:
    text = "Article 27 compels providers to hand over data. No judge has to approve it."
    assert found(text, ("safeguards",), ("Article 27", "27")) == {("safeguards", "27")}


def test_a_list_goes_with_its_concern_as_a_whole() -> None:
    text = "Articles 29, 30 and 40 bind providers to secrecy."
    pairs = found(text, ("secrecy",), ("Articles 29", "29"), ("30", "30"), ("40", "40"))
    assert pairs == {("secrecy", "29"), ("secrecy", "30"), ("secrecy", "40")}


def test_a_citation_that_only_bounds_makes_no_pair() -> None:
    text = "Interception in Article 30 should be limited to the offences set out in Articles 7 to 11."
    pairs = found(text, ("surveillance",), ("Article 30", "30"), ("Articles 7 to 11", "7"))
    assert pairs == {("surveillance", "30")}


@pytest.mark.parametrize("status", ["ambiguous", "unmatched", "other_instrument", "proposed"])
def test_only_resolved_citations_make_pairs(status: str) -> None:
    span = ProvisionSpan(0, 9, "6", status)
    assert pairs_of("Article 5 has no safeguards.", concerns("safeguards"), [span], docket()) == []


def test_a_chapter_makes_no_pair() -> None:
    assert found("Chapter V has no safeguards.", ("safeguards",), ("Chapter V", "ch.V")) == set()


def test_a_pair_names_a_span_of_the_passage_and_its_words() -> None:
    text = "Thank you. Article 24 has no judge; Article 7 jails researchers."
    pairs = pairs_of(text, concerns("safeguards"), cited(text, ("Article 24", "24")), docket())
    assert text[pairs[0].start : pairs[0].end] == "Article 24 has no judge;"
    assert "judge" in pairs[0].reason


def test_an_unsure_concern_gives_an_unsure_pair() -> None:
    text = "Article 24 has no judge."
    unsure = [Label("concern", "safeguards", 0.4, "unsure", "model", "")]
    assert pairs_of(text, unsure, cited(text, ("Article 24", "24")), docket())[0].status == "unsure"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("One.", 1), ("Art. 5 para. 2 is vague. It stays.", 2), ("第一条模糊。第二条没有法官。", 2),
     ("الأولى غامضة؛ الثانية بلا قاض", 2)],
)  # fmt: skip
def test_clauses_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert len(clauses_of(text)) == count


def test_clauses_lie_inside_the_text_and_never_cut_a_citation() -> None:
    text = "Delete Articles 6, 7, and 12; keep Article 24, but add a judge."
    whole = [(7, 28)]
    clauses = clauses_of(text, whole)
    assert all(0 <= c.start < c.end <= len(text) for c in clauses)
    assert not any(a < edge < b for a, b in whole for c in clauses for edge in (c.start, c.end))


@pytest.mark.parametrize(
    ("text", "written", "verb"),
    [("We ask that Article 4 be deleted.", "Article 4", "delete"), ("Delete Article 4.", "Article 4", "delete"),
     ("Article 4 should be limited to intent.", "Article 4", "amend"),
     ("Please keep Article 4.", "Article 4", "retain"),
     ("Nous demandons de supprimer l'article 4.", "article 4", "delete"),
     ("We welcome Article 4.", "Article 4", "support")],
)  # fmt: skip
def test_an_ask_has_its_verb_and_target(text: str, written: str, verb: str) -> None:
    asks = asks_of(text, cited(text, (written, "4")), docket())
    assert [(ask.verb, ask.target) for ask in asks] == [(verb, "4")]
    assert text[asks[0].start : asks[0].end] == asks[0].text


def test_an_ask_takes_its_article_from_the_sentence_before() -> None:
    text = "Article 4 brings back what was refused. It must be deleted."
    assert [(a.verb, a.target) for a in asks_of(text, cited(text, ("Article 4", "4")), docket())] == [("delete", "4")]


def test_a_call_to_reject_is_about_the_treaty() -> None:
    asks = asks_of("We urge governments to vote no.", [], docket())
    assert [(ask.verb, ask.target) for ask in asks] == [("reject", "treaty")]


def test_a_description_asks_for_nothing() -> None:
    text = "Article 29 allows the collection of traffic data."
    assert asks_of(text, cited(text, ("Article 29", "29")), docket()) == []
