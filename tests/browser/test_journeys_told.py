"""`docs/journeys.md` and the tests tell of the same walks."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TOLD = HERE.parents[1] / "docs" / "journeys.md"


def test_every_walk_is_told_and_every_walk_that_is_told_is_taken() -> None:
    told = set(re.findall(r"`(test_from_\w+)`", TOLD.read_text(encoding="utf-8")))
    taken = {
        name
        for path in HERE.glob("test_*journeys.py")
        for name in re.findall(r"^def (test_from_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert told == taken != set()
