"""Who argues alike: shared and rare things, each with two sentences written apart."""

from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session, col, select

from db.counting import counted_pairs
from db.docket import load_docket
from db.models import Statement
from db.session import reading, writing
from tests.builders import installation, organisation, pair, statement
from webapp.lens import Lens
from webapp.queries.alike import FEWEST, Alike, read_alike

DOCKET = load_docket("un-cybercrime")
SHARED = (("safeguards", "24"), ("researchers", "7"))


def says(session: Session, who: str, *pairs: tuple[str, str], stance: str = "objection", at: str = "") -> None:
    """A statement of an organisation with one passage a pair."""
    known = session.info.setdefault("ids", {})
    if who not in known:
        known[who] = organisation(session, who)
    texts = [f"{who} on {concern} and Article {provision} (sample)." for concern, provision in pairs]
    address = at or f"https://{who.casefold()}.example/{len(session.exec(select(Statement)).all())}"
    for passage, (concern, provision) in zip(statement(session, address, texts, known[who]), pairs, strict=True):
        pair(session, passage, concern, provision, stance)


def alike(tmp_path: Path, tell: Callable[[Session], object]) -> tuple[int, tuple[Alike, ...]]:
    """Who argues like Lamp."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        tell(session)
        ids = session.info["ids"]
    with reading(engine) as session:
        own = counted_pairs(session, ["explicit"], col(Statement.organisation_id) == ids["Lamp"])
        found = read_alike(session, DOCKET, ids["Lamp"], own, Lens())
    engine.dispose()
    return found


def names(found: tuple[int, tuple[Alike, ...]]) -> list[tuple[str, int]]:
    """Name and number of shared things."""
    return [(each.author.name, each.count) for each in found[1]]


def test_shared_positions_are_shown_with_a_sentence_of_each(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED)
        says(session, "Oil", *SHARED)

    count, (other,) = alike(tmp_path, tell)
    assert (count, other.author.name, other.count, other.rare) == (1, "Oil", 2, 2)
    assert {(one.provision.key, one.concern.key, one.side) for one in other.shared} == {
        ("24", "safeguards", "against"),
        ("7", "researchers", "against"),
    }
    for one in other.shared:
        assert one.ours.text.startswith("Lamp on") and one.theirs.text.startswith("Oil on")


def test_less_than_the_least_evidence_shows_nobody(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED)
        says(session, "Oil", SHARED[0])

    assert FEWEST == 2
    assert alike(tmp_path, tell) == (0, ())


def test_the_other_side_is_not_alike(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED)
        says(session, "Oil", *SHARED, stance="support")
        says(session, "Wick", *SHARED, stance="neutral")

    assert alike(tmp_path, tell) == (0, ())


def test_support_is_alike_too(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED, stance="support")
        says(session, "Oil", *SHARED, stance="support")

    _, (other,) = alike(tmp_path, tell)
    assert {one.side for one in other.shared} == {"for"}


def test_a_letter_on_two_hosts_shows_nothing(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED, at="https://a.example/letter")
        says(session, "Oil", *SHARED, at="https://b.example/letter")
        for row in session.exec(select(Statement)):
            row.same_text = row.same_statement = "https://a.example/letter"

    assert alike(tmp_path, tell) == (0, ())


def test_one_passage_is_one_piece_of_evidence(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED)
        says(session, "Oil", SHARED[0])
        (both,) = statement(session, "https://oil.example/both", ["Oil on everything."], session.info["ids"]["Oil"])
        for concern, provision in (*SHARED, ("scope", "4")):
            pair(session, both, concern, provision)

    assert names(alike(tmp_path, tell)) == [("Oil", 2)]


def test_what_few_say_weighs_more(tmp_path: Path) -> None:
    common, rare = (("safeguards", "24"), ("scope", "4")), (("children", "14"), ("gender", "16"))

    def tell(session: Session) -> None:
        says(session, "Lamp", *common, *rare)
        for who in ("Amber", "Beeswax", "Candle", "Dip"):
            says(session, who, *common)
        says(session, "Zinc", *rare)

    found = alike(tmp_path, tell)
    assert found[0] == 5
    assert names(found)[0] == ("Zinc", 2)
    assert found[1][0].rare == 2 and found[1][1].rare == 0


def test_statements_of_nobody_known_are_nobody(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        says(session, "Lamp", *SHARED)
        for passage, (concern, provision) in zip(
            statement(session, "https://x.example/1", ["One (sample).", "Two (sample)."]), SHARED, strict=True
        ):
            pair(session, passage, concern, provision)

    assert alike(tmp_path, tell) == (0, ())
