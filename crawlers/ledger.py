"""The book of one visit to one source: what was read is stored at once, and every count adds up."""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine

from crawlers.address import site_of
from crawlers.archive import Fetched
from crawlers.keeping import Keeper, Kept, KeptList, Settled
from crawlers.patience import Budget
from crawlers.revisits import Known
from db.docket import Source
from db.models import ListPage
from db.reached import unreached
from db.session import reading, writing
from db.store.captures import FailureKind, Outcome, begin_run, finish_run, interrupted_runs, now
from db.store.pages import (
    READ,
    PageState,
    Validators,
    finished_pages,
    newest_list,
    pages_among,
    validators_among,
)

OK = "ok"
RESUMABLE = timedelta(days=1)
"""An interrupted visit is gone on with for so long; after that its pages are asked for anew."""
logger = logging.getLogger(__name__)


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


@dataclass(frozen=True)
class Item:
    """A listed page: the address to ask for, what the list says of its last change, and the list's own address."""

    asked: str
    listed: str = ""
    found_in: str = ""


@dataclass
class Ledger:
    """Writes one visit down as it happens. What is kept is safe when `keep` returns; the rest soon after.

    A visit that follows an interrupted one goes on with it: `carried` are the pages that need not be asked again.
    """

    engine: Engine
    keeper: Keeper
    source: Source
    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    open_addresses: dict[str, None] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)
    carried: dict[str, PageState] = field(default_factory=dict)
    run_id: int = 0
    budget: Budget = field(default_factory=lambda: Budget(sys.maxsize))

    def begin(self) -> None:
        """Open the visit."""
        with writing(self.engine) as session:
            self.run_id = begin_run(session, self.source.key)
            unfinished = interrupted_runs(session, self.source.key, self.run_id, RESUMABLE)
            self.carried = finished_pages(session, self.source.key, unfinished)

    def claim(self, address: str) -> bool:
        """True the first time that this visit meets the address, which is now owed an outcome."""
        if address in self.claimed:
            return False
        self.claimed.add(address)
        self.open_addresses[address] = None
        return True

    def known_among(self, addresses: Sequence[str]) -> dict[str, Known]:
        """Address → what is stored of it, for those of the addresses that were ever read or tried."""
        with reading(self.engine) as session:
            pages = pages_among(session, self.source.key, addresses)
            places = {address: page.led_to or address for address, page in pages.items()}
            validators = validators_among(session, {*addresses, *places.values()})
        found = {}
        for address in addresses:
            place = places.get(address, address)
            if address in pages or place in validators:
                found[address] = Known(pages.get(address), validators.get(place))
        return found

    def validators(self, address: str) -> Validators | None:
        """What makes a request for the address conditional; None without a capture of it."""
        with reading(self.engine) as session:
            return validators_among(session, [address]).get(address)

    def list_at(self, address: str) -> ListPage | None:
        """The list at an address as it was fetched last."""
        with reading(self.engine) as session:
            return newest_list(session, address)

    def list_validators(self, address: str) -> Validators | None:
        """What makes a request for a list conditional; None where none is stored."""
        known = self.list_at(address)
        return Validators(known.etag, known.last_modified) if known else None

    def keep_list(self, fetched: Fetched, listed: str) -> None:
        """Archive a list, so that it can be proved why a page was found."""
        self._put(KeptList(fetched, self.source.key, listed))

    async def keep(
        self, item: Item, fetched: Fetched, declared: Mapping[str, str | None], conditional: bool = False
    ) -> None:
        """Archive and store what was found. `conditional`: only a change was asked for."""
        kept = Kept(fetched, declared, self.source.key, item.asked, self._state(item), conditional)
        self._settle(item.asked, str(await self.keeper.put(kept)))

    def unchanged(self, item: Item, led_to: str) -> None:
        """The site said that the page is as it was (304)."""
        self._put(Settled(replace(self._state(item), outcome="unchanged", led_to=led_to)))
        self._settle(item.asked, "unchanged")

    def as_listed(self, item: Item, page: PageState) -> None:
        """The page's date in the list is that of the last visit which read it; the site was not asked."""
        found_in = item.found_in or page.found_in
        self._put(Settled(replace(page, run_id=self.run_id, outcome="unchanged", found_in=found_in)))
        self._settle(item.asked, "unchanged")

    def carry(self, address: str) -> None:
        """The interrupted visit that this one goes on with has read the page."""
        page = self.carried.pop(address)
        self._put(Settled(replace(page, run_id=self.run_id)))
        self._settle(address, page.outcome)

    def note(self, address: str, kind: FailureKind, reason: str) -> None:
        """An address could not be read."""
        self._put(Settled(PageState(self.source.key, address, self.run_id, kind), reason))
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

    def _state(self, item: Item) -> PageState:
        return PageState(
            self.source.key, item.asked, self.run_id, "", now(), found_in=item.found_in, listed=item.listed
        )

    def _put(self, waiting: KeptList | Settled) -> None:
        self.keeper.put(waiting).add_done_callback(self._stored)

    def _stored(self, stored: "asyncio.Future[Outcome | None]") -> None:
        error = stored.exception()
        if error:
            logger.error("The ledger of %s could not be written", self.source.key, exc_info=error)
            self.trouble(f"What was found could not be stored ({type(error).__name__}).")

    def _settle(self, address: str, outcome: str) -> None:
        self.open_addresses.pop(address, None)
        self.counts[outcome] += 1
        self.counts["seen"] += 1

    async def close(self, unread_reason: str) -> SourceReport:
        """Close the visit and report it. Addresses still without an outcome failed for `unread_reason`."""
        for address in list(self.open_addresses):
            self.note(address, "failed", unread_reason)
        await self.keeper.idle()
        found = sum(self.counts[name] for name in READ)
        with reading(self.engine) as session:
            never = unreached(session, self.source, found)
        outcome = next(iter(self.troubles), "") or self._nothing_read() or self.source.expectation(found) or never or OK
        with writing(self.engine) as session:
            finish_run(session, self.run_id, self.counts, outcome)
        return SourceReport(
            source=self.source.key,
            outcome=outcome,
            failures=tuple(self.failures[address] for address in sorted(self.failures)),
            read_by=tuple(self.forms),
            **self.counts,
        )

    def _nothing_read(self) -> str:
        """Why not one of the listed pages could be read, by the reason that most of them share."""
        if not self.failures or any(self.counts[name] for name in READ):
            return ""
        reasons = Counter(failure.reason for failure in self.failures.values())
        return f"Nothing could be read: {reasons.most_common(1)[0][0]}"

    def is_own_site(self, address: str) -> bool:
        """True when the address belongs to the source's own site."""
        return site_of(address) == site_of(self.source.address)
