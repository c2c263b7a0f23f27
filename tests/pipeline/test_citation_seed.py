"""A real session report: each of its citations, in order, with what it should resolve to."""

from pathlib import Path

import pytest

from tests.pipeline.citing import SHARED, settled

REPORT = next(iter(sorted((SHARED / "seeds").glob("004_*.txt"))), Path("absent"))
EXPECTED = """
3 rev1 resolved 3
3(3) rev1 proposed 3
ch.2 rev1 resolved -
6(2) rev1 resolved 7
7(2) rev1 resolved 8
12 rev1 resolved 13
5 rev1 resolved 6
24 rev1 resolved 24
24 rev1 resolved 24
13 rev1 resolved 14
15 rev1 resolved 16
13 rev1 resolved 14
1 rev1 resolved 1
54 rev1 resolved 54
1(3) rev1 resolved 1
54 rev1 resolved 54
54 rev1 resolved 54
54(1) rev1 resolved 54
54(1) rev1 resolved 54
35(1)(c) rev1 resolved 35
35(3) rev1 resolved 35
35(4) rev1 resolved 35
35 rev1 resolved 35
35(3) rev1 resolved 35
37(15) rev1 resolved 37
ch.5 rev1 resolved -
ch.5 rev1 resolved -
45 rev1 resolved 45
46 rev1 resolved 46
53 rev1 resolved 53
53(2) rev1 resolved 53
53(3)(h) rev1 resolved 53
41 rev1 resolved 41
""".strip().splitlines()
"""As of a day of the session, on which Rev.1 was the text in force."""

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason=f"the real report is not beside the project: {REPORT}")


def test_every_citation_of_the_report_is_found_and_resolved_in_the_text_of_the_session() -> None:
    assert settled(REPORT.read_text(encoding="utf-8"), "2024-02-07") == EXPECTED


def test_in_the_month_of_two_texts_the_provisions_stay_and_only_the_draft_is_open() -> None:
    found = settled(REPORT.read_text(encoding="utf-8"), "2024-02")
    assert [line.split()[0::3] for line in found] == [line.split()[0::3] for line in EXPECTED]
    assert {line.split()[1] for line in found} <= {"-", "rev1"}


def test_by_its_number_alone_every_renumbered_citation_would_be_wrong() -> None:
    found = [line.split() for line in settled(REPORT.read_text(encoding="utf-8"), "2024-02-07")]
    renumbered = [
        (number.split("(")[0], provision) for number, _, _, provision in found if number.split("(")[0] != provision
    ]
    assert [pair for pair in renumbered if pair[1] != "-"] == [
        ("6", "7"), ("7", "8"), ("12", "13"), ("5", "6"), ("13", "14"), ("15", "16"), ("13", "14"),
    ]  # fmt: skip
