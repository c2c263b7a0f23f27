"""Which sources there are: the installation's own list where it names one, else the docket's."""

from db.docket import DocketError, Source
from db.installed import docket_of
from db.settings import Settings


def all_sources(settings: Settings) -> tuple[Source, ...]:
    """Every source of the installation. Raises `DocketError`."""
    return docket_of(settings).sources


def chosen_sources(sources: tuple[Source, ...], names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources called `names`, or all without names. Raises `DocketError` for an unknown one."""
    known = {source.key: source for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(sorted(known)) or "none"
        raise DocketError(f"No source is called {unknown[0]!r}. Known sources: {listed}.")
    return tuple(known[name] for name in dict.fromkeys(names)) or sources
