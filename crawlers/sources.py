"""Which sources there are: the installation's own list where it names one, else the docket's."""

from db.docket import DOCKETS, DocketError, Source, load_docket
from db.docket_files import read_entries
from db.settings import Settings


def all_sources(settings: Settings) -> tuple[Source, ...]:
    """Every source of the installation. Raises `DocketError`."""
    if settings.sources:
        return read_entries(Source, settings.sources, "source")
    return load_docket(settings.docket, settings.dockets or DOCKETS).sources


def chosen_sources(sources: tuple[Source, ...], names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources called `names`, or all without names. Raises `DocketError` for an unknown one."""
    known = {source.key: source for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(sorted(known)) or "none"
        raise DocketError(f"No source is called {unknown[0]!r}. Known sources: {listed}.")
    return tuple(known[name] for name in dict.fromkeys(names)) or sources
