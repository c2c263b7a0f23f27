"""All that counts, in memory: columns of numbers that a page adds up without asking the database for each pair.

The columns are those of the table `counted`, at one count. When something was counted again, only its revisions are
read anew (`db.recounting`), so that a page shows every change at once and costs little while others write.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from db.counting import CountedPair, Side
from webapp.lens import NO_DRAFT, UNKNOWN_KIND, Lens
from webapp.queries.figures import Endorsers

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
NO_ORGANISATION = 0
NUMBERS = ("pair_id", "revision_id", "passage_id", "statement_id", "organisation_id", "day", "seen")
WORDS = ("statement_group", "concern", "provision", "published", "drafts")
FLAGS = ("implicit", "objects", "asks", "supports")
ROW = (*NUMBERS[:5], *WORDS, "origin", *FLAGS[1:], "first_seen")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FLAG_OF: dict[Side, str] = {"objections": "objects", "asks": "asks", "support": "supports"}


class Codes:
    """Words as numbers. A word keeps its number for as long as the program runs."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, word: str) -> int:
        """The number of `word`, a new one when it has none."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def known(self, word: str) -> int:
        """The number of `word`, -1 when it has none."""
        return self._numbers.get(word, -1)


@dataclass(frozen=True)
class Standing:
    """Columns of equal length, one entry a pair, as of the count `number`."""

    number: int
    columns: dict[str, Numbers]
    codes: dict[str, Codes]
    kinds: dict[int, str]
    """Organisation → kind, of those whose kind is known."""
    signed: Endorsers
    group_of: dict[int, str]
    """Current revision → statement group."""
    known: dict[Hashable, Any] = field(default_factory=dict)
    """What was worked out of these columns alone, so that the next page need not."""

    @property
    def last_seen(self) -> datetime | None:
        """When the newest text that counts was collected first; None without any."""
        seen = self.columns["seen"]
        return EPOCH + timedelta(microseconds=int(seen.max())) if seen.size else None

    def through(self, lens: Lens, **wanted: str) -> Mask:
        """The pairs that `lens` lets through, whatever their side. `wanted`: provision=, concern=."""
        mask: Mask = self.columns["implicit"] == (lens.origin == "implicit")
        for name, word in wanted.items():
            mask &= self.columns[name] == self.codes[name].known(word)
        if lens.kind:
            mask &= self._of_kind(lens.kind)
        if lens.cited:
            mask &= self._citing(lens.cited)
        return self._in_period(mask, lens)

    def _of_kind(self, kind: str) -> Mask:
        known = [key for key, found in self.kinds.items() if kind in (UNKNOWN_KIND, found)]
        written = np.isin(self.columns["organisation_id"], known)
        return ~written if kind == UNKNOWN_KIND else written

    def _citing(self, draft: str) -> Mask:
        mark = ",," if draft == NO_DRAFT else f",{draft},"
        citing = [number for number, drafts in enumerate(self.codes["drafts"].words) if mark in drafts]
        return np.isin(self.columns["drafts"], citing)

    def _in_period(self, mask: Mask, lens: Lens) -> Mask:
        day = self.columns["day"]
        if lens.since:
            mask &= day >= day_number(lens.since)
        if lens.until:
            mask &= (day <= day_number(lens.until)) & (day > 0)
        if lens.seen_moment:
            mask &= self.columns["seen"] > microseconds(lens.seen_moment)
        return mask

    def side(self, side: Side) -> Mask:
        """The pairs on one side."""
        return self.columns[FLAG_OF[side]].astype(np.bool_)

    def pairs(self, lens: Lens, **wanted: str) -> list[CountedPair]:
        """The pairs that `lens` lets through, newest text first; those on its side are `pair.on(lens.side)`."""
        found = np.flatnonzero(self.through(lens, **wanted))
        named = ("day", "statement_id", "passage_id", "provision", "concern")
        day, *rest = (self.columns[name][found] for name in named)
        return self._as_pairs(found[np.lexsort((*reversed(rest), -day))])

    def pairs_in(self, places: Collection[tuple[str, str]], lens: Lens) -> list[CountedPair]:
        """The pairs of any of the cells `places` (provision, concern) that `lens` lets through."""
        span = len(self.codes["concern"].words) + 1
        keys = [self.codes["provision"].known(p) * span + self.codes["concern"].known(c) for p, c in places]
        here = np.isin(self.columns["provision"] * span + self.columns["concern"], keys)
        return self._as_pairs(np.flatnonzero(here & self.through(lens)))

    def _as_pairs(self, places: Numbers) -> list[CountedPair]:
        words = {name: self.codes[name].words for name in WORDS}
        lists = {name: self.columns[name][places].tolist() for name in (*NUMBERS, *WORDS, *FLAGS)}
        rows = zip(*lists.values(), strict=True)
        return [_pair(dict(zip(lists, row, strict=True)), words) for row in rows]


def _pair(row: dict[str, int], words: dict[str, list[str]]) -> CountedPair:
    return CountedPair(
        passage_id=row["passage_id"],
        statement_id=row["statement_id"],
        organisation_id=row["organisation_id"] or None,
        group=words["statement_group"][row["statement_group"]],
        concern=words["concern"][row["concern"]],
        provision=words["provision"][row["provision"]],
        origin="implicit" if row["implicit"] else "explicit",
        objects=bool(row["objects"]),
        asks=bool(row["asks"]),
        supports=bool(row["supports"]),
        published=words["published"][row["published"]],
    )


def day_number(published: str) -> int:
    """`2024-07-03` as 20240703; a month or year alone as its first day; 0 for no date."""
    digits = published.replace("-", "")
    return int(digits + "0101"[len(digits) - 4 :]) if digits else 0


def microseconds(moment: datetime) -> int:
    """A time as whole microseconds since 1970, without rounding."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def columns_of(rows: Sequence[Any], codes: dict[str, Codes]) -> dict[str, Numbers]:
    """Rows of `counted`, with the columns in the order of `ROW`, as columns."""
    lists = dict(zip(ROW, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(ROW, ())
    made: dict[str, Any] = {name: lists[name] for name in (*NUMBERS[:4], *FLAGS[1:])}
    made["organisation_id"] = [key or NO_ORGANISATION for key in lists["organisation_id"]]
    made["implicit"] = [origin == "implicit" for origin in lists["origin"]]
    made["day"] = [day_number(published) for published in lists["published"]]
    made["seen"] = [microseconds(seen) for seen in lists["first_seen"]]
    for name in WORDS:
        made[name] = [codes[name].of(word) for word in lists[name]]
    return {name: np.array(values, dtype=np.int64) for name, values in made.items()}
