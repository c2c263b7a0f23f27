"""Reading what is searched for from an address, and asking for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app, request

from pipeline.query import written
from pipeline.wanted import SORTS, Wanted
from webapp.desk import desk, session
from webapp.narrowing import Arguments, Place, chosen

if TYPE_CHECKING:
    from pipeline.search import Ranked

LONGEST_QUERY = 10_000
UNAVAILABLE = "Search is not available in this installation right now. The reason is in the server's log."
MOST_DIGITS = 15
"""Of a passage's number: SQLite has no larger ones than nineteen."""


@dataclass(frozen=True)
class Search:
    """What was asked and what was found. `ranked` is None when nothing was asked, and when search failed."""

    typed: str
    wanted: Wanted
    ranked: "Ranked | None"
    notes: tuple[str, ...]

    @property
    def asked(self) -> bool:
        """Whether anything was asked."""
        return bool(self.typed or self.wanted.chosen or self.wanted.like is not None)

    @property
    def words(self) -> str:
        """The words without the filters typed among them; as typed while they are not understood."""
        return written(self.ranked.asked) if self.ranked and self.ranked.asked.fields else self.typed

    @property
    def place(self) -> Place:
        """The address of this search, every filter on its own."""
        wanted = self.wanted
        others = (
            *((("like", str(wanted.like)),) if wanted.like is not None else ()),
            *((("after", str(wanted.after)),) if wanted.after else ()),
            *((("sort", wanted.sort),) if wanted.sort != "relevance" else ()),
            *((("fold", "0"),) if not wanted.fold else ()),
        )
        place = Place("/search", self.words, others=others)
        return Place(place.path, place.words, self.ranked.filters, others) if self.ranked else place


def asked_for(arguments: Arguments) -> tuple[str, Wanted, tuple[str, ...]]:
    """What an address asks: the words as typed, what is wanted, and notes on what was cut."""
    given = arguments.get("q", "").replace("\0", " ").strip()
    typed = given[:LONGEST_QUERY]
    notes = (f"Only the first {LONGEST_QUERY:,} characters were used.",) if typed != given else ()
    sort = next((each for each in SORTS if each == arguments.get("sort", "")), SORTS[0])
    like = passage_number(arguments.get("like", ""))
    after = passage_number(arguments.get("after", "")) or 0
    return typed, Wanted(typed, chosen(arguments), sort, like, after, arguments.get("fold", "") != "0"), notes


def passage_number(written_number: str) -> int | None:
    """The number of a passage in an address; None for none, 0 (which none has) for anything else."""
    if not written_number:
        return None
    plain = written_number.isascii() and written_number.isdigit() and len(written_number) <= MOST_DIGITS
    return int(written_number) if plain else 0


def search_now() -> Search:
    """What this request's address asks, answered."""
    return answered(cast(Arguments, request.args))


def answered(arguments: Arguments) -> Search:
    """What these arguments ask, answered; when search fails, a sentence instead, and the reason in the log."""
    typed, wanted, notes = asked_for(arguments)
    asked = Search(typed, wanted, None, notes)
    if not asked.asked:
        return asked
    current = session()
    docket = desk().docket
    try:
        ranked = desk().search(current, docket, wanted)
    except Exception:
        current_app.logger.exception("Search failed.")
        return Search(typed, wanted, None, (*notes, UNAVAILABLE))
    return Search(typed, wanted, ranked, (*notes, *ranked.notes))
