"""What the pages of one installation are made from: its settings, docket, database, search and digests."""

from contextlib import ExitStack
from functools import cached_property
from typing import cast

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlmodel import Session

from db.docket import DOCKETS, Docket, Source, load_docket
from db.docket_files import read_entries
from db.session import open_installation, reading
from db.settings import Settings
from webapp.doors import DigestRenderer, Search


class Desk:
    """The installation behind an app.

    Docket and database are opened when a page first needs them, and tried again on the next page when they
    cannot be: the page then says what is missing. Their errors are `DocketError` and `InstallationError`.
    """

    def __init__(self, settings: Settings, search: Search, render_digest: DigestRenderer) -> None:
        self.settings = settings
        self.search = search
        self.render_digest = render_digest

    @cached_property
    def docket(self) -> Docket:
        """The installation's docket. Raises `DocketError`."""
        return load_docket(self.settings.docket, self.settings.dockets or DOCKETS)

    @cached_property
    def engine(self) -> Engine:
        """The installation's database. Raises `InstallationError`; never creates one.

        The docket is read first: a database must not be claimed for one that does not exist (`DocketError`).
        """
        assert self.docket  # noqa: S101  (a docket that cannot be read raises here)
        return open_installation(self.settings, create=False)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that are read: the docket's, or those of the file that the settings name."""
        if self.settings.sources is None:
            return self.docket.sources
        return read_entries(Source, self.settings.sources, "source")


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
    opened = g.pop("open_things", None)
    if opened is not None:
        opened.close()


def set_up(app: Flask, made: Desk) -> None:
    """Give `app` its desk."""
    app.extensions["travaux"] = made
    app.teardown_appcontext(close_session)
