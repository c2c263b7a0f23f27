"""The pages that sources list, and the lists that name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from db.models import Capture, ListPage, SourcePage
from db.store.captures import batched

READ = ("new", "changed", "unchanged")
"""Outcomes of a page that was read, whatever was found there."""


@dataclass(frozen=True)
class PageState:
    """What a visit settled for an address of a source. Fields as in `db.models.SourcePage`."""

    source: str
    address: str
    run_id: int
    outcome: str
    read_at: datetime | None = None
    led_to: str = ""
    found_in: str = ""
    listed: str = ""
    gives_whole: bool = False


@dataclass(frozen=True)
class NewList:
    """A list that was just archived. Fields as in `db.models.ListPage`."""

    address: str
    source: str
    sha256: str
    fetched_at: datetime
    etag: str
    last_modified: str
    listed: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True)
class Validators:
    """What makes a request for an address conditional on its newest capture."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


def save_pages(session: Session, pages: Sequence[PageState]) -> None:
    """Store the newest state of pages, replacing what was stored of each."""
    newest = {(one.source, one.address): vars(one) for one in pages}
    for source in {source for source, _ in newest}:
        for part in batched(address for of, address in newest if of == source):
            session.execute(
                delete(SourcePage).where(col(SourcePage.source) == source, col(SourcePage.address).in_(part))
            )
    if newest:
        session.execute(insert(SourcePage), list(newest.values()))


def pages_among(session: Session, source: str, addresses: Iterable[str]) -> dict[str, PageState]:
    """Address → state, for those of the addresses that a visit of the source has settled."""
    columns = [getattr(SourcePage, name) for name in PageState.__dataclass_fields__]
    found: dict[str, PageState] = {}
    for part in batched(addresses):
        query = select(*columns).where(col(SourcePage.source) == source, col(SourcePage.address).in_(part))
        found.update((row.address, PageState(*row)) for row in session.execute(query))
    return found


def finished_pages(session: Session, source: str, runs: Sequence[int]) -> dict[str, PageState]:
    """Address → state of the pages that these runs of the source read."""
    columns = [getattr(SourcePage, name) for name in PageState.__dataclass_fields__]
    query = select(*columns).where(
        col(SourcePage.source) == source, col(SourcePage.run_id).in_(runs), col(SourcePage.outcome).in_(READ)
    )
    return {row.address: PageState(*row) for row in session.execute(query)} if runs else {}


def validators_among(session: Session, addresses: Iterable[str]) -> dict[str, Validators]:
    """Address → validators of its newest capture, which are empty where the site sent none."""
    found: dict[str, Validators] = {}
    for part in batched(addresses):
        query = select(col(Capture.address), col(Capture.etag), col(Capture.last_modified))
        query = query.where(col(Capture.address).in_(part)).order_by(col(Capture.captured_at), col(Capture.id))
        found.update((row[0], Validators(row[1], row[2])) for row in session.execute(query))
    return found


def newest_list(session: Session, address: str) -> ListPage | None:
    """The list at an address as it was fetched last."""
    query = select_rows(ListPage).where(ListPage.address == address)
    return session.exec(query.order_by(col(ListPage.fetched_at).desc(), col(ListPage.id).desc())).first()


def add_list(session: Session, new: NewList) -> None:
    """Store a list whose content is not that of the newest one stored."""
    session.execute(insert(ListPage), [vars(new)])


def confirm_list(session: Session, row: ListPage, etag: str, last_modified: str, listed: str) -> None:
    """The list is as it was: keep what now tells whether it changes."""
    values = {"etag": etag, "last_modified": last_modified, "listed": listed}
    session.execute(update(ListPage).where(col(ListPage.id) == row.id).values(**values))
