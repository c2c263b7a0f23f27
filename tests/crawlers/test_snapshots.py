"""Every way of publishing is read from saved pages in the shapes of real systems; a way without any fails."""

import pytest

from crawlers.on_disk import DISK_READERS
from crawlers.spiders.ways import READERS
from db.docket_source import WAYS, Way
from tests.crawlers.snapshot_cases import SNAPSHOTS, Case, cases_of, observed, text_of

SEVERAL = 2
CASES = [case for way in (*READERS, *DISK_READERS) for case in cases_of(way)]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_publishing_has_several_saved_cases(way: Way) -> None:
    assert way in READERS or way in DISK_READERS
    assert len(cases_of(way)) >= SEVERAL


def test_every_saved_case_is_of_a_way() -> None:
    assert {path.name for path in SNAPSHOTS.iterdir()} == set(WAYS)
    assert {path.parent for path in SNAPSHOTS.rglob("case.toml")} == {case.folder for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.way}/{case.folder.name}")
def test_a_saved_case_is_read_as_expected(case: Case) -> None:
    assert observed(case) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.way}/{case.folder.name}")
def test_a_saved_case_expects_something_and_no_furniture(case: Case) -> None:
    expected = case.expected
    assert [one for part in expected.get("lists", [expected]) for one in part.get("entries", part.get("parts", ()))]
    for told in case.told.get("item", ()):
        text = text_of(case, told["file"])
        assert [words for words in told["holds"] if words not in text] == []
        assert [words for words in told["absent"] if words in text] == []
