"""A provision's way through the drafts in plain sentences, and its months."""

from db.counting import CountedPair
from db.docket import load_docket
from webapp.queries.months import MOST_MONTHS, by_month
from webapp.story import in_words

DOCKET = load_docket("un-cybercrime")


def pair(published: str, group: str = "a", organisation: int | None = 1, passage: int = 1) -> CountedPair:
    """A pair of a statement of that day."""
    return CountedPair(passage, 1, organisation, group, "scope", "7", "explicit", True, published=published)


def test_a_moved_number_is_told() -> None:
    told = " ".join(in_words(DOCKET, "7"))
    assert told == (
        "The zero draft (A/AC.291/22) has it as Article 6, “Illegal access”. "
        "In the updated draft text (A/AC.291/22/Rev.3) it became Article 7."
    )
    assert any("stayed the same" in " ".join(in_words(DOCKET, lineage.adopted)) for lineage in DOCKET.lineages)
    assert in_words(DOCKET, "ch.IV") == ()


def test_no_sentence_names_a_key_of_the_data() -> None:
    keys = {draft.key for draft in DOCKET.drafts} - {"adopted", "zero"}
    for lineage in DOCKET.lineages:
        assert not keys & set(" ".join(in_words(DOCKET, lineage.adopted)).replace(",", " ").split())


def test_a_statement_counts_in_its_first_month_and_gaps_are_shown() -> None:
    found = by_month([pair("2024-03-05"), pair("2024-01"), pair("2024-03-09", "b", None, 2), pair("", "c")])
    assert [(month.month, month.organisations, month.statements) for month in found] == [
        ("2024-01", 1, 1),
        ("2024-02", 0, 0),
        ("2024-03", 0, 1),
    ]
    assert by_month([]) == () and by_month([pair("2024")]) == ()


def test_a_wrong_year_draws_no_thousand_empty_ones() -> None:
    assert len(by_month([pair("0024-01-01"), pair("2024-01-01", "b")])) == MOST_MONTHS
