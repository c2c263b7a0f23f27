"""Opening an installation's database: pragmas, transactions, migrations."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlmodel import Session, select

from db.models import Installation
from db.recounting import counted_as_defined, drop_triggers, forget_definition, recount, set_triggers, wait_all
from db.settings import Settings

HEAD = "0013"
"""The newest migration; a test holds it equal to what Alembic says."""
VERSIONS = Path(__file__).parent / "migrations" / "versions"
BUSY_SECONDS = 30


class InstallationError(RuntimeError):
    """The data folder or database cannot be used. The message says why and what to do."""


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """WAL so that readers never wait for the writer; keys enforced; transactions begun by us alone."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")


def without_password(url: str) -> str:
    """A database address as it may be shown: without its password."""
    return re.sub(r"(://[^:@/]*):[^@/]*@", r"\1:***@", url)


def make_engine(url: str) -> Engine:
    """An engine for `url`, prepared for SQLite where it is SQLite."""
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError) as error:
        raise InstallationError(
            f"Expected in TRAVAUX_DATABASE_URL an address such as sqlite:////folder/travaux.db, and its driver "
            f"installed; found {without_password(url)} ({error}). Correct it, or leave it out."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session on one consistent snapshot that writes nothing. Rows stay readable after it."""
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().execute(text("BEGIN"))
        yield session
        session.expunge_all()
        session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: all of it or nothing.

    SQLite takes the write lock at once (BEGIN IMMEDIATE): a read that later turns into a write would fail
    without waiting, whatever the busy timeout. What the write changed in the figures is counted before it ends.
    """
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().execute(text("BEGIN IMMEDIATE"))
        yield session
        recount(session)
        session.commit()


def current_migration(engine: Engine) -> str:
    """The migration that the database is at; empty for a new one."""
    if not inspect(engine).has_table("alembic_version"):
        return ""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def migrate(engine: Engine) -> None:
    """Bring the database to `HEAD`. Raises `InstallationError` when a newer Travaux made it."""
    found = current_migration(engine)
    if found == HEAD:
        count_by_definition(engine)
        return
    if found and not any(VERSIONS.glob(f"{found}_*.py")):
        raise InstallationError(
            f"The database is at version {found}, this Travaux knows {HEAD}. Install the newer Travaux that made it."
        )
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Outside a transaction, or it has no effect: a batch alter of a parent table would otherwise
            # delete the children of its rows by cascade.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _upgrade(connection)
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    count_by_definition(engine)


def count_by_definition(engine: Engine) -> None:
    """Count everything again when another definition counted it: of an older version, or a changed program."""
    with engine.connect() as connection:
        if counted_as_defined(connection):
            return
    with writing(engine) as session:
        wait_all(session.connection())


def _upgrade(connection: Connection) -> None:
    """Run the migrations; a second process that waited for the lock finds nothing left to do."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    drop_triggers(connection)
    command.upgrade(config, "head")
    set_triggers(connection)
    forget_definition(connection)


def _claim_docket(engine: Engine, docket: str) -> None:
    """Read first: opening an installation must not wait for a program that writes to it."""
    with reading(engine) as session:
        claimed = session.exec(select(Installation)).first() is not None
    with reading(engine) if claimed else writing(engine) as session:
        row = session.exec(select(Installation)).first()
        if row is None:
            session.add(Installation(docket=docket))
        elif row.docket != docket:
            raise InstallationError(
                f"This data folder belongs to the docket {row.docket!r}, not {docket!r}. "
                f"Use --docket {row.docket}, or another folder with --data."
            )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InstallationError(
            f"The folder {folder} could not be made: {error.strerror}. Choose another with --data."
        ) from error


def open_installation(settings: Settings, create: bool = True) -> Engine:
    """The engine of the installation, migrated.

    Raises `InstallationError`; without `create`, also when there is none yet.
    """
    database = settings.data / "travaux.db"
    if not settings.database_url and not database.exists():
        if not create:
            raise InstallationError(
                f"Expected an installation in {settings.data}, found none. "
                "Run `travaux import` or `travaux crawl` first, or name another folder with --data."
            )
        _make_folder(settings.data)
    engine = make_engine(settings.url)
    try:
        migrate(engine)
        _claim_docket(engine, settings.docket)
    except DatabaseError as error:
        raise InstallationError(
            f"The database {settings.url} could not be opened: {error.orig}. "
            "Check the path, or restore the file from a backup."
        ) from error
    return engine
