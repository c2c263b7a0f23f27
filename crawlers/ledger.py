"""The book of one visit to one source: what was read is stored at once, and every count adds up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine
from sqlmodel import col, select

from crawlers.address import site_of
from crawlers.archive import Fetched
from crawlers.keeping import Keeper, Kept
from db.docket import Source
from db.models import Capture
from db.reached import unreached
from db.session import reading, writing
from db.store.captures import (
    FailureKind,
    begin_run,
    clear_failure,
    finish_run,
    latest_capture,
    note_failure,
)

OK = "ok"
READ = ("new", "changed", "unchanged")
VALIDATORS = ("If-None-Match", "If-Modified-Since")


class Failure(BaseModel):
    """An address that could not be read, and why, in words."""

    model_config = ConfigDict(frozen=True)

    address: str
    kind: FailureKind
    reason: str


class SourceReport(BaseModel):
    """One visit: seen = new + changed + unchanged + refused + failed.

    `left_aside` counts entries that carry none of the source's words; they are not part of `seen`.
    `outcome` is `ok`, or why the visit as a whole counts as a failure.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    failed: int = 0
    left_aside: int = 0
    outcome: str = OK
    failures: tuple[Failure, ...] = ()
    read_by: tuple[str, ...] = ()
    """The forms in which its lists were read, where its way of publishing has several."""

    @property
    def read(self) -> int:
        """Addresses that were read, whatever was found there."""
        return self.new + self.changed + self.unchanged

    @property
    def is_ok(self) -> bool:
        """False when something failed, the visit as a whole failed, or every address was refused."""
        return self.outcome == OK and not self.failed and not (self.refused and not self.read)


@dataclass
class Ledger:
    """Writes one visit down as it happens; each method is one transaction, so that a kill loses nothing."""

    engine: Engine
    keeper: Keeper
    source: Source
    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    open_addresses: dict[str, None] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)
    run_id: int = 0

    def begin(self) -> None:
        """Open the visit."""
        with writing(self.engine) as session:
            self.run_id = begin_run(session, self.source.key)

    def claim(self, address: str) -> bool:
        """True the first time that this visit meets the address, which is now owed an outcome."""
        if address in self.claimed:
            return False
        self.claimed.add(address)
        self.open_addresses[address] = None
        return True

    def known_among(self, addresses: Iterable[str]) -> set[str]:
        """Those of the addresses of which some capture is stored."""
        found: set[str] = set()
        with reading(self.engine) as session:
            for part in batched(addresses):
                found.update(session.exec(select(Capture.address).where(col(Capture.address).in_(part))))
        return found

    def validators(self, address: str) -> dict[str, str]:
        """Headers that make a request for the address conditional on its newest capture."""
        with reading(self.engine) as session:
            known = latest_capture(session, address)
            stated = (known.etag, known.last_modified) if known else ("", "")
        return {name: value for name, value in zip(VALIDATORS, stated, strict=True) if value}

    async def keep(self, asked: str, fetched: Fetched, declared: Mapping[str, str | None]) -> None:
        """Archive and store what was found; `asked` is the address that was claimed for it."""
        outcome = await self.keeper.keep(Kept(fetched, declared, self.source.key, asked))
        self._settle(asked, outcome)

    def unchanged(self, asked: str) -> None:
        """The site said that the page is as it was (304)."""
        with writing(self.engine) as session:
            clear_failure(session, self.source.key, asked)
        self._settle(asked, "unchanged")

    def note(self, address: str, kind: FailureKind, reason: str) -> None:
        """An address could not be read."""
        with writing(self.engine) as session:
            note_failure(session, self.source.key, address, kind, reason)
        self.failures[address] = Failure(address=address, kind=kind, reason=reason)
        self.claimed.add(address)
        self._settle(address, kind)

    def read_by(self, form: str) -> None:
        """A list was read in this form; empty where its way of publishing has one only."""
        if form:
            self.forms[form] = None

    def trouble(self, reason: str) -> None:
        """Something that makes the visit as a whole a failure; the first one becomes its outcome."""
        self.troubles.append(reason)

    def _settle(self, address: str, outcome: str) -> None:
        self.open_addresses.pop(address, None)
        self.counts[outcome] += 1
        self.counts["seen"] += 1

    def close(self, unread_reason: str) -> SourceReport:
        """Close the visit and report it. Addresses still without an outcome failed for `unread_reason`."""
        for address in list(self.open_addresses):
            self.note(address, "failed", unread_reason)
        found = sum(self.counts[name] for name in READ)
        with reading(self.engine) as session:
            never = unreached(session, self.source, found)
        outcome = next(iter(self.troubles), "") or self.source.expectation(found) or never or OK
        with writing(self.engine) as session:
            finish_run(session, self.run_id, self.counts, outcome)
        return SourceReport(
            source=self.source.key,
            outcome=outcome,
            failures=tuple(self.failures[address] for address in sorted(self.failures)),
            read_by=tuple(self.forms),
            **self.counts,
        )

    def is_own_site(self, address: str) -> bool:
        """True when the address belongs to the source's own site."""
        return site_of(address) == site_of(self.source.address)


def batched(addresses: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """The addresses in lists of at most `size`: databases bound the number of values in one question."""
    rest = iter(addresses)
    while part := list(islice(rest, size)):
        yield part
