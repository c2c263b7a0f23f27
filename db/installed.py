"""The installation and docket that a command's settings name."""

from pathlib import Path

from sqlalchemy import Engine

from db.docket import DOCKETS, Docket, Organisation, Source, load_docket
from db.session import open_installation
from db.settings import Settings


def opened(settings: Settings, create: bool = True) -> Engine:
    """The installation's database; raises `InstallationError`."""
    return open_installation(settings, create)


def docket_of(settings: Settings) -> Docket:
    """The docket, with the sources and organisations of another file where the settings name one."""
    docket = load_docket(settings.docket, settings.dockets or DOCKETS)
    return with_sources(docket, settings.sources) if settings.sources else docket


def with_sources(docket: Docket, sources: Path) -> Docket:
    """The docket with the sources of a file instead of its own, and the organisations that lie beside it added."""
    from db.docket_files import read_entries, read_table

    beside = sources.parent / "organisations.csv"
    known = read_table(Organisation, beside, ("aliases", "hosts")) if beside.exists() else ()
    found = read_entries(Source, sources, "source")
    return docket.model_copy(update={"sources": found, "organisations": (*docket.organisations, *known)})
