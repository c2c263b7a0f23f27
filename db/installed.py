"""The installation and docket that a command's settings name."""

from pathlib import Path

from sqlalchemy import Engine

from db.docket import DOCKETS, Docket, DocketError, Organisation, Source, load_docket
from db.docket_files import read_sources, read_table
from db.session import open_installation
from db.settings import Settings


def opened(settings: Settings, create: bool = True) -> Engine:
    """The installation's database. Raises `InstallationError`; `DocketError` for an unknown docket, before the
    folder would be given to it.
    """
    load_docket(settings.docket, settings.dockets or DOCKETS)
    return open_installation(settings, create)


def docket_of(settings: Settings) -> Docket:
    """The docket with the sources that are in force, and the organisations that lie beside their file.

    Those are the ones of the file that the setting `sources` names; without it the docket's own, and after them
    the user's: `sources.toml` in the data folder, whose entries take the place of those with the same key.
    """
    docket = load_docket(settings.docket, settings.dockets or DOCKETS)
    if settings.sources:
        return with_sources(docket, sources_file(settings))
    own = own_sources_file(settings)
    return with_sources(docket, own, docket.sources) if own.exists() else docket


def own_sources_file(settings: Settings) -> Path:
    """Where a user's own sources stand: the file that `sources` names, or `sources.toml` in the data folder."""
    return sources_file(settings) if settings.sources else settings.data / "sources.toml"


def sources_file(settings: Settings) -> Path:
    """The file that `sources` names: as given, or in the data folder. Raises `DocketError` when there is none."""
    given = settings.sources or Path("sources.toml")
    for path in (given, settings.data / given):
        if path.exists():
            return path
    raise DocketError(f"The setting 'sources' names {given}, which is neither here nor in {settings.data}. Correct it.")


def with_sources(docket: Docket, path: Path, others: tuple[Source, ...] = ()) -> Docket:
    """The docket with the sources of a file, after those of `others` that have another key, and with the
    organisations that lie beside it added.
    """
    beside = path.parent / "organisations.csv"
    known = read_table(Organisation, beside, ("aliases", "hosts")) if beside.exists() else ()
    found = read_sources(path)
    keys = {source.key for source in found}
    sources = (*(source for source in others if source.key not in keys), *found)
    return docket.model_copy(update={"sources": sources, "organisations": (*docket.organisations, *known)})
