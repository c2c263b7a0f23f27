"""Which draft is meant: what outranks what, and what stays open."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from db.docket import DOCKETS, Docket, load_docket
from tests.pipeline.citing import cited, docket, settled


def moved(folder: Path, old: str, new: str) -> Docket:
    """The docket with `old` replaced by `new` in drafts.csv."""
    copytree(DOCKETS / "un-cybercrime", folder / "un-cybercrime")
    path = folder / "un-cybercrime" / "drafts.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return load_docket("un-cybercrime", folder)


def test_the_date_decides_where_the_text_says_nothing() -> None:
    assert settled("Article 5 is weak.", "2024-02-05") == ["5 rev1 resolved 6"]
    assert settled("Article 5 is weak.", "2024-07-05") == ["5 rev3 resolved 5"]


def test_moving_a_date_in_the_table_of_drafts_moves_the_answer(tmp_path: Path) -> None:
    later = moved(tmp_path, "2024-06-14,2024-06-14,2024-08-08", "2024-06-14,2024-07-10,2024-08-08")
    later_still = load_docket("un-cybercrime", tmp_path)
    assert later_still.draft_on(date(2024, 7, 20)) is not None
    assert settled("Article 5 is weak.", "2024-07-20") == ["5 rev3 resolved 5"]
    assert settled("Article 5 is weak.", "2024-06-20") == ["5 rev3 resolved 5"]
    assert settled("Article 5 is weak.", "2024-06-20", within=later) != ["5 rev3 resolved 5"]


def test_a_name_outranks_the_date() -> None:
    assert settled("Article 5 of the zero draft had no remedies.", "2024-11-20") == ["5 zero resolved 6"]
    assert settled("A/AC.291/22/Rev.1, article 13, is broad.", "2024-11-20") == ["13 rev1 resolved 14"]


def test_a_title_outranks_the_date_and_leaves_the_draft_open_where_several_fit() -> None:
    assert settled("Article 6 (illegal access) exposes testers.", "2024-10-08") == ["6 - resolved 7"]


def test_a_name_outranks_a_title() -> None:
    assert settled("Article 6 of Rev.1 (illegal access) is weak.", "2024-10-08") == ["6 rev1 resolved 7"]


def test_other_citations_of_the_document_outrank_the_date() -> None:
    text = "Article 5 (human rights) is short. Article 13 punishes drawings."
    assert settled(text, "2024-10-01") == ["5 - resolved 6", "13 - resolved 14"]


def test_around_a_release_there_is_doubt_only_where_the_numberings_differ() -> None:
    assert settled("Article 5 fails; Article 24 too.", "2024-06-14") == ["5 - ambiguous -", "24 rev3 resolved 24"]
    (mention,) = cited("Article 5 fails.", "2024-06-14")
    assert mention.candidates == ("5", "6")
    assert "around that time" in mention.reason
    assert settled("The new Article 4 fails.", "2024-06-14") == ["4 rev3 resolved 4"]


def test_a_month_leaves_doubt_only_where_it_spans_a_renumbering() -> None:
    assert settled("Article 10 and Article 35.", "2024-06") == ["10 - ambiguous -", "35 - resolved 35"]
    assert settled("Article 10.", "2024-07") == ["10 rev3 resolved 10"]


def test_a_text_that_counts_as_another_is_reported_under_that_key_and_named_in_the_reason() -> None:
    (mention,) = cited("The rolling text leaves Article 5 open.", "2023-09-04")
    assert (mention.draft, mention.provision) == ("zero", "6")
    assert "rolling text" in mention.reason


def test_a_draft_named_only_by_its_date() -> None:
    text = "The latest draft is the one published on 28 November, and there Article 10 punishes tools."
    assert settled(text, "2024-03-12") == ["10 rev1 resolved 11"]
    assert settled("The May 2024 draft keeps Article 6.", "2025-01-10") == ["6 rev3 resolved 6"]


def test_without_a_date_only_names_and_titles_resolve() -> None:
    text = "Article 10 is broad. Article 6 (illegal access) is broad. Article 5 of the zero draft is short."
    assert settled(text) == ["10 - ambiguous -", "6 - resolved 7", "5 zero resolved 6"]
    assert "no date" in cited("Article 10 is broad.")[0].reason


def test_before_the_process_began_nothing_is_matched() -> None:
    (mention,) = cited("Article 10 is broad.", "2018-01-01")
    assert (mention.status, mention.provision) == ("unmatched", None)
    assert "1 January 2018" in mention.reason


@pytest.mark.parametrize(
    ("text", "day", "outcome"),
    [
        ("An earlier version of Article 14 was milder.", "2025-05-19", ["14 - ambiguous -"]),
        ("An earlier version of Article 24 was milder.", "2025-05-19", ["24 - resolved 24"]),
        ("During the negotiations Article 5 changed often.", "2025-05-19", ["5 - ambiguous -"]),
        ("During the negotiations Article 5 changed often.", "2024-02-01", ["5 rev1 resolved 6"]),
        ("What was then Article 17 survives as Article 4.", "2025-11-01", ["17 - resolved 4", "4 adopted resolved 4"]),
        ("Articles 6 to 9 convict the curious.", "2024-10-01", [f"{n} - ambiguous -" for n in range(6, 10)]),
    ],
)  # fmt: skip
def test_words_that_point_to_another_text(text: str, day: str, outcome: list[str]) -> None:
    assert settled(text, day) == outcome


@pytest.mark.parametrize(
    ("text", "day", "outcome"),
    [
        ("Delete Articles 47 and 42-26.", "2024-07-01", ["47 rev3 resolved 47", "42-26 rev3 unmatched -"]),
        ("Article 75 governs withdrawal.", "2024-12-01", ["75 adopted unmatched -"]),
        ("Article 62 of the zero draft is unclear.", "2023-08-01", ["62 zero unmatched -"]),
        ("Article 5(2) is missing.", "2024-01-20", ["5(2) rev1 unmatched -"]),
        ("Article 28 of the Russian draft was dropped.", "2022-06-01", ["28 ru2021 unmatched -"]),
        ("Article 27 of the consolidated negotiating document is broad.", "2023-01-11", ["27 cnd1 unmatched -"]),
        ("Article 42 (conditions and safeguards) is weak.", "2023-01-11", ["42 cnd1 resolved 24"]),
        ("Add a new Article 24bis on notice.", "2024-07-08", ["24bis rev3 proposed -"]),
        ("We propose a new paragraph 5 in Article 36.", "2024-07-08", ["36(5) rev3 proposed 36"]),
        ("States asked for Article 3.3.", "2024-02-01", ["3(3) rev1 proposed 3"]),
    ],
)  # fmt: skip
def test_what_cannot_be_matched_is_said_and_not_guessed(text: str, day: str, outcome: list[str]) -> None:
    assert settled(text, day) == outcome


def test_the_reason_is_a_sentence() -> None:
    (mention,) = cited("Article 5 is weak.", "2024-02-05")
    assert mention.reason == (
        "Article 5 of the revised draft text of the convention (Rev.1), in force on 5 February 2024, "
        "became Article 6 of the adopted text."
    )


def test_a_link_is_no_surer_than_its_row_of_the_concordance() -> None:
    for lineage in docket().lineages:
        numbers = lineage.numbers.get("rev3", ())
        mentions = cited(f"Article {numbers[0]} is long.", "2024-07-20")
        ceiling = {"high": 1.0, "medium": 0.9, "low": 0.7}[lineage.confidence]
        assert mentions[0].confidence <= ceiling
        assert (lineage.confidence == "high") == (f"{lineage.confidence} confidence" not in mentions[0].reason)


def test_known_paragraphs_can_be_plugged_in() -> None:
    from pipeline.resolve import cite

    (mention,) = cite(
        "Article 24(9) is new.",
        published=date(2024, 7, 20),
        docket=docket(),
        known_paragraphs=lambda draft, article: frozenset({"1", "2"}),
    )
    assert mention.status == "unmatched"
    assert "2 numbered paragraphs" in mention.reason


def test_today_is_the_text_as_it_is_whatever_was_named_before() -> None:
    text = "Article 14 of the zero draft says almost the same as Article 15 does today."
    assert settled(text, "2025-04-14") == ["14 zero resolved 15", "15 adopted resolved 15"]


def test_a_clause_about_a_compared_draft_is_of_that_draft_up_to_its_comma() -> None:
    text = "Compared with Rev.1, where Article 15 had no age limit, Article 16 now has one."
    assert settled(text, "2024-12-27") == ["15 rev1 resolved 16", "16 adopted resolved 16"]


def test_a_second_thing_asked_for_is_proposed_like_the_first() -> None:
    text = "Please insert an article 10 bis on testing, and a paragraph 3 in Article 5 on encryption."
    assert settled(text, "2024-02-01") == ["10bis rev1 proposed -", "5(3) rev1 proposed 6"]
