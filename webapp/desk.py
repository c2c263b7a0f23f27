"""What the pages of one installation are made from: its settings, docket, database, search and digests."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from typing import cast

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlmodel import Session

from db.docket import Docket
from db.installed import docket_of, opened
from db.session import reading
from db.settings import Settings
from webapp.doors import Compare, DigestRenderer, Search
from webapp.pair_door import PairAgain, pair_door


class Desk:
    """The installation behind an app.

    Docket and database are opened when a page first needs them, and tried again on the next page when they
    cannot be: the page then says what is missing. Their errors are `DocketError` and `InstallationError`.
    """

    pair_again: PairAgain = staticmethod(pair_door)

    def __init__(self, settings: Settings, search: Search, render_digest: DigestRenderer, compare: Compare) -> None:
        self.settings = settings
        self.search = search
        self.render_digest = render_digest
        self.compare = compare
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @cached_property
    def docket(self) -> Docket:
        """The installation's docket, with its own sources and organisations. Raises `DocketError`."""
        return docket_of(self.settings)

    def read_docket_again(self) -> None:
        """Forget the docket, so that the next page reads its files as they are now."""
        vars(self).pop("docket", None)

    @cached_property
    def engine(self) -> Engine:
        """The installation's database. Raises `InstallationError`; never creates one.

        The docket is read first: a database must not be claimed for one that does not exist (`DocketError`).
        """
        assert self.docket  # noqa: S101  (a docket that cannot be read raises here)
        return opened(self.settings, create=False)


def desk() -> Desk:
    """The desk of the app that answers this request."""
    return cast(Desk, current_app.extensions["travaux"])


def session() -> Session:
    """This request's database session: one snapshot for the whole page, closed when it is sent."""
    if "session" not in g:
        g.open_things = ExitStack()
        g.session = g.open_things.enter_context(reading(desk().engine))
    return cast(Session, g.session)


def close_session(_error: BaseException | None = None) -> None:
    """End this request's session, if it had one."""
    g.pop("session", None)
    things = g.pop("open_things", None)
    if things is not None:
        things.close()


def set_up(app: Flask, made: Desk) -> None:
    """Give `app` its desk."""
    app.extensions["travaux"] = made
    app.teardown_appcontext(close_session)
