"""The concordance, asked both ways: what a number of a draft became, and what texts a date allows."""

from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from db.docket import Docket, Draft
from db.docket_citations import docket_citations

ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class Published:
    """The days on which a statement may have been published: one, or a whole month."""

    first: date
    last: date

    @classmethod
    def parse(cls, written: str) -> "Published":
        """From "2024-02-05" or "2024-02". Raises `ValueError` for anything else."""
        parts = [int(part) for part in written.split("-")]
        if len(parts) == 2:
            year, month = parts
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        day = date.fromisoformat(written)
        return cls(day, day)

    def words(self) -> str:
        """As said in a sentence: "on 5 February 2024", "in February 2024"."""
        return _words(self)


@lru_cache(maxsize=256)
def _words(when: Published) -> str:
    month = f"{month_name[when.first.month]} {when.first.year}"
    return f"on {when.first.day} {month}" if when.first == when.last else f"in {month}"


class Numbering:
    """The docket's concordance and calendar."""

    def __init__(self, docket: Docket) -> None:
        """Inverts the concordance once."""
        self.docket = docket
        self.drafts = {draft.key: draft for draft in docket.drafts}
        self.citations = docket_citations(docket)
        self.doubt = timedelta(days=self.citations.release_doubt_days)
        self.chapters = len(docket.chapters())
        self._names: dict[str, str] = {}
        self.became: dict[tuple[str, str], tuple[str, ...]] = {}
        for lineage in docket.lineages:
            for draft, numbers in lineage.numbers.items():
                for number in numbers:
                    self.became[draft, number] = (*self.became.get((draft, number), ()), lineage.adopted)
        self.chaptered = self._chaptered()
        self.numbered = tuple(dict.fromkeys(key for key, _ in self.became))
        self.highest = max((int(row.adopted) for row in docket.lineages if row.adopted.isdigit()), default=0)

    def _chaptered(self) -> frozenset[str]:
        """Drafts all of whose chapters have Roman numerals, as articles.csv shows."""
        numerals: dict[str, set[str]] = {}
        for title in self.docket.titles:
            numerals.setdefault(title.draft, set()).add(title.chapter.split(" ")[0])
        return frozenset(key for key, found in numerals.items() if all(set(n) <= set("IVXL") for n in found))

    def counts_as(self, key: str) -> str:
        """The draft under whose key `key` is reported."""
        return self.drafts[key].counts_as or key

    def lineages(self, key: str, number: str | None) -> tuple[str, ...]:
        """Adopted numbers that `number` of draft `key` became; none: not established."""
        return self.became.get((self.counts_as(key), number or ""), ())

    def in_force(self, published: Published) -> list[Draft]:
        """Every text in force on one of the days, in file order."""
        return [
            draft
            for draft in self.docket.drafts
            if draft.in_force_from
            and draft.in_force_from <= published.last
            and published.first <= (draft.in_force_to or date.max)
        ]

    def just_replaced(self, published: Published) -> list[Draft]:
        """Texts that were replaced so few days before that a statement may still mean them."""
        if published.first != published.last:
            return []
        current = self.in_force(published)
        if not any(draft.in_force_from and published.first - draft.in_force_from < self.doubt for draft in current):
            return []
        before = Published(published.first - self.doubt, published.first - timedelta(days=1))
        return [draft for draft in self.in_force(before) if draft not in current]

    def name(self, key: str) -> str:
        """The draft's name as said in a sentence, with its shortest alias for recognition."""
        if key not in self._names:
            self._names[key] = "adopted text" if key == ADOPTED else _named(self.drafts[key])
        return self._names[key]


def _named(draft: Draft) -> str:
    name = draft.name[0].lower() + draft.name[1:]
    new = [alias for alias in draft.aliases if alias.lower() not in name.lower() and "/" not in alias]
    short = next((alias for alias in new if any(c.isdigit() for c in alias)), new[0] if new else "")
    return f"{name} ({short})" if short else name
