"""The docket is data: what is wrong in it is said with file, line and remedy."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.docket import DOCKETS, DocketError, load_docket
from db.docket_check import check_docket
from db.docket_files import read_docket

KEY = "un-cybercrime"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder of dockets with a copy that may be spoilt."""
    shutil.copytree(DOCKETS / KEY, tmp_path / KEY)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_bundled_docket_is_valid() -> None:
    for folder in sorted(p for p in DOCKETS.iterdir() if (p / "docket.toml").exists()):
        assert check_docket(folder.name) == []


def test_the_treaty_has_its_68_articles_and_14_concerns_led_by_three() -> None:
    docket = load_docket(KEY)
    assert [lineage.adopted for lineage in docket.lineages] == [str(n) for n in range(1, 69)]
    assert sum(title.draft == "adopted" for title in docket.titles) == 68
    assert [c.name for c in docket.ordered_concerns()[:3]] == ["Surveillance", "Researcher protection", "Scope"]
    assert len(docket.concerns) == 14


def test_unverified_rows_keep_their_mark() -> None:
    docket = load_docket(KEY)
    assert {title.certainty for title in docket.titles} == {"seen", "inferred", "unverified"}
    assert {lineage.confidence for lineage in docket.lineages} == {"high", "medium", "low"}


def test_each_draft_has_a_name_of_its_own_that_is_no_key() -> None:
    drafts = load_docket(KEY).drafts
    assert len({draft.label for draft in drafts}) == len(drafts)
    labels = {draft.key: draft.label for draft in drafts}
    assert labels["rev3"] == "Updated draft text (A/AC.291/22/Rev.3)"
    assert labels["l15"] == "Draft United Nations convention against cybercrime (A/AC.291/L.15)"
    assert not any(draft.key in draft.label.split() for draft in drafts)


def test_the_draft_of_a_day_is_the_one_in_force() -> None:
    docket = load_docket(KEY)
    assert [d.key for d in docket.draft_on(date(2024, 2, 5))] == ["rev1"]
    assert [d.key for d in docket.draft_on(date(2023, 1, 10))] == ["cnd1", "cnd2"]
    assert list(docket.draft_on(date(2019, 1, 1))) == []


SPOILT: list[tuple[str, str, str, str, str]] = [
    ("drafts.csv", "2024-06-14,2024-08-08", "2024-06-14,2024-01-01", "drafts.csv, line", "Correct the dates"),
    ("dates.csv", "2025-10-25,2025-10-26", "2025-10-25,2025-10-24", "dates.csv, line", "Correct the dates"),
    ("dates.csv", "hanoi,", "adoption,", "dates.csv", "Rename or remove one"),
    ("drafts.csv", ",rev3,", ",rev9,", "counts_as", "Use one of"),
    ("articles.csv", "rev3,4,", "rev8,4,", "articles.csv, line", "add the draft"),
    ("articles.csv", "adopted,7,", "adopted,77,", "concordance.csv", "Add the missing row"),
    (
        "concordance.csv",
        "6,Respect for human rights,5,,5,5,5,6,",
        "6,Respect for human rights,5,,5,5,99,6,",
        "line",
        "articles.csv",
    ),
    ("concerns.toml", 'articles = ["14", "15"]', 'articles = ["99"]', "concerns.toml, line", "Correct the list"),
    ("sources.toml", 'key = "apc"', 'key = "eff"', "each key once", "Rename"),
]


@pytest.mark.parametrize(("name", "old", "new", "said", "remedy"), SPOILT)
def test_a_contradiction_is_named_with_its_remedy(
    copy: Path, name: str, old: str, new: str, said: str, remedy: str
) -> None:
    replace(copy / KEY / name, old, new)
    complaints = "\n".join(check_docket(KEY, copy))
    assert said in complaints
    assert remedy in complaints


UNREADABLE: list[tuple[str, Callable[[Path], object], str]] = [
    ("drafts.csv", lambda p: replace(p, "2024-06-14,2024-06-14", "2024-06-14,14 June"), "in_force_from"),
    ("drafts.csv", lambda p: replace(p, "key,name", "kee,name"), "kee|key"),
    ("articles.csv", lambda p: p.write_text("draft,number\nrev1,1,2,3\n"), "2 cells"),
    ("concerns.toml", lambda p: p.write_text("[[concern]\n"), "concerns.toml: expected TOML"),
    ("concerns.toml", lambda p: replace(p, "definition =", "defintion ="), "defin"),
    ("organisations.csv", lambda p: p.unlink(), "organisations.csv"),
]


@pytest.mark.parametrize(("name", "spoil", "said"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(copy: Path, name: str, spoil: Callable[[Path], object], said: str) -> None:
    spoil(copy / KEY / name)
    with pytest.raises(DocketError, match=said):
        read_docket(copy / KEY)


def test_an_unknown_docket_lists_the_known_ones() -> None:
    with pytest.raises(DocketError, match=r"No docket 'nowhere' in .*\. Known dockets: .*un-cybercrime"):
        load_docket("nowhere")


def test_a_folder_of_dockets_that_is_absent_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DocketError, match=r"absent\. Known dockets: none\."):
        load_docket("un-cybercrime", tmp_path / "absent")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "one JSON object"),
        ('{"id": "x"}', "the keys"),
        ('{"id":"x","text":"t","language":"en","concerns":["weather"],"stance":"objection","reject_call":false,'
         '"on_topic":true,"boilerplate":false,"provisions":["99"]}', "weather"),
        ('{"id":"x","text":"t","language":"en","concerns":[],"stance":"anger","reject_call":false,'
         '"on_topic":true,"boilerplate":false,"provisions":[]}', "stance: one of"),
        ('{"id":"x","text":"t","language":"en","concerns":[],"stance":"neutral","reject_call":false,'
         '"on_topic":true,"boilerplate":false,"provisions":[],"teaches":"articles"}', "teaches: one of"),
    ],
)  # fmt: skip
def test_a_wrong_example_is_named_with_its_line(copy: Path, line: str, said: str) -> None:
    (copy / KEY / "examples.jsonl").write_text(line + "\n", encoding="utf-8")
    complaints = check_docket(KEY, copy)
    assert said in complaints[0]
    assert "examples.jsonl, line 1" in complaints[0]


def test_the_same_text_with_other_labels_is_reported_with_both_ids(copy: Path) -> None:
    row = (
        '{"id":"%s","text":"%s","language":"en","concerns":[],"stance":"%s","reject_call":false,"on_topic":true,'
        '"boilerplate":false,"provisions":[]}\n'
    )
    lines = row % ("one", "The same  words.", "neutral") + row % ("two", "the same words.", "objection")
    (copy / KEY / "examples.jsonl").write_text(lines + row % ("three", "Others.", "support"), encoding="utf-8")
    complaints = check_docket(KEY, copy)
    assert len(complaints) == 1
    assert "examples.jsonl, line 2" in complaints[0] and "'one'" in complaints[0] and "'two'" in complaints[0]
