"""Whether a source still yields: its lists are read, as far as a look reaches, and no page."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from crawlers.address import AddressError, canonical_address, site_of
from crawlers.folders import find_files
from crawlers.looking import Get, at_once, look
from crawlers.on_disk import place_of, why_not
from crawlers.spiders.listing_page import Further, IndexPage, Listing, UnreadableListError
from crawlers.spiders.relevance import has_words
from crawlers.spiders.wanted import fits_pattern
from crawlers.spiders.ways import READERS
from db.docket import Source
from db.settings import Settings

MOST_LISTS = 8
"""Pages of lists that a look reads of one source."""


class SourceCheck(BaseModel):
    """What a look at a source found. `listed` are the items of the lists that were read, `fitting` those among
    them that the source's pattern and words let through; `trouble` says in words why it does not yield.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    listed: int = 0
    fitting: int = 0
    read_by: tuple[str, ...] = ()
    lists_left: int = 0
    trouble: str = ""

    @property
    def yields(self) -> bool:
        """True where a crawl would find something."""
        return not self.trouble


def check_sources(
    settings: Settings, sources: Sequence[Source], on_check: Callable[[SourceCheck], object] = lambda _: None
) -> tuple[SourceCheck, ...]:
    """A look at each source, in their order; `on_check` hears of each as it is done. Raises `CrawlError`."""
    on_web = [source for source in sources if not source.is_on_disk]
    found = {source.key: _on_disk(source, settings.data) for source in sources if source.is_on_disk}
    order = {"sources": [source.model_dump(mode="json") for source in on_web]}
    for row in look(settings, "check", order) if on_web else ():
        check = SourceCheck.model_validate(row)
        found[check.source] = check
        on_check(check)
    missing = SourceCheck(source="", trouble="The look ended before this source was asked. Run it again.")
    return tuple(found.get(one.key, missing.model_copy(update={"source": one.key})) for one in sources)


async def check_errand(get: Get, order: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """Checks of `order["sources"]`, as they come."""
    sources = [Source.model_validate(row) for row in order["sources"]]

    async def checked(source: Source) -> Mapping[str, Any]:
        return (await check_source(get, source)).model_dump(mode="json")

    async for row in at_once([checked(source) for source in sources]):
        yield row


async def check_source(get: Get, source: Source) -> SourceCheck:
    """A look at one source on the web."""
    look_at = _Look(source)
    waiting = [Further(source.address)]
    asked: set[str] = set()
    while waiting and len(asked) < MOST_LISTS:
        further = waiting.pop(0)
        address = look_at.address_of(further)
        if address and address not in asked:
            asked.add(address)
            waiting[:0] = [*await look_at.read(get, address, further.instead), *look_at.take_further()]
    return look_at.result(len(waiting))


class _Look:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.listed: set[str] = set()
        self.fitting: set[str] = set()
        self.read_by: dict[str, None] = {}
        self.troubles: list[str] = []
        self.further: list[Further] = []

    def address_of(self, further: Further) -> str:
        try:
            address = canonical_address(further.address)
        except AddressError as error:
            self.troubles.append(f"{error}.")
            return ""
        if site_of(address) != site_of(self.source.address):
            self.troubles.append("The list goes on at another site, which is not this source's.")
            return ""
        return address

    async def read(self, get: Get, address: str, instead: tuple[str, ...]) -> list[Further]:
        """Read one page of the list; what to read in its place where that failed."""
        looked = await get(address)
        reason = looked.reason or self._understand(looked.page)
        if reason and instead:
            return [Further(instead[0], instead[1:])]
        if reason:
            self.troubles.append(reason)
        return []

    def _understand(self, page: IndexPage | None) -> str:
        try:
            assert page  # noqa: S101  (there is a page where there is no reason)
            self._count(READERS[self.source.way](page, self.source))
        except UnreadableListError as error:
            return str(error)
        except Exception:
            return "The list could not be understood."
        return ""

    def _count(self, listing: Listing) -> None:
        fitting = [entry for entry in listing.entries if fits_pattern(entry.address, self.source)]
        self.listed |= {entry.address for entry in listing.entries}
        self.fitting |= {entry.address for entry in fitting if has_words(entry, self.source)}
        self.read_by |= {listing.read_by: None} if listing.read_by else {}
        self.further = list(listing.further)

    def take_further(self) -> list[Further]:
        further, self.further = self.further, []
        return further

    def result(self, lists_left: int) -> SourceCheck:
        """The check, with the first trouble where there is one."""
        listed, fitting = len(self.listed), len(self.fitting)
        return SourceCheck(
            source=self.source.key,
            listed=listed,
            fitting=fitting,
            read_by=tuple(self.read_by),
            lists_left=lists_left,
            trouble=next(iter(self.troubles), "") or _why_none(self.source, listed, fitting, lists_left),
        )


def _why_none(source: Source, listed: int, fitting: int, lists_left: int) -> str:
    if not listed:
        return "Empty listing: the site's list names no items."
    if fitting or not source.expect_min:
        return ""
    where = f"the {listed} items of the first pages of its list" if lists_left else f"the {listed} items of its list"
    return f"Of {where} none fits: they are not this source's items, or have none of its words."


def _on_disk(source: Source, data: Path) -> SourceCheck:
    place = place_of(source, data)
    trouble = why_not(source, place)
    files = 0 if trouble else sum(1 for found in find_files([place]) if not found.refused)
    trouble = trouble or ("" if files or not source.expect_min else "There is no file.")
    return SourceCheck(source=source.key, listed=files, fitting=files, trouble=trouble)
