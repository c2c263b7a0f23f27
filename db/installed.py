"""The installation and docket that a command's settings name."""

from pathlib import Path

from sqlalchemy import Engine

from db.docket import DOCKETS, Docket, DocketError, Organisation, Source, load_docket
from db.docket_files import read_entries, read_table
from db.session import open_installation
from db.settings import Settings


def opened(settings: Settings, create: bool = True) -> Engine:
    """The installation's database. Raises `InstallationError`; `DocketError` for an unknown docket, before the
    folder would be given to it.
    """
    load_docket(settings.docket, settings.dockets or DOCKETS)
    return open_installation(settings, create)


def docket_of(settings: Settings) -> Docket:
    """The docket, with the sources and organisations of another file where the settings name one."""
    docket = load_docket(settings.docket, settings.dockets or DOCKETS)
    return with_sources(docket, sources_file(settings)) if settings.sources else docket


def sources_file(settings: Settings) -> Path:
    """The file that `sources` names: as given, or in the data folder. Raises `DocketError` when there is none."""
    given = settings.sources or Path("sources.toml")
    for path in (given, settings.data / given):
        if path.exists():
            return path
    raise DocketError(f"The setting 'sources' names {given}, which is neither here nor in {settings.data}. Correct it.")


def with_sources(docket: Docket, sources: Path) -> Docket:
    """The docket with the sources of a file instead of its own, and the organisations that lie beside it added."""
    beside = sources.parent / "organisations.csv"
    known = read_table(Organisation, beside, ("aliases", "hosts")) if beside.exists() else ()
    found = read_entries(Source, sources, "source")
    return docket.model_copy(update={"sources": found, "organisations": (*docket.organisations, *known)})
