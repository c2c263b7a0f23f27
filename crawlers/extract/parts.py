"""Sorting the blocks of a page: the headline, the statement itself, and the list of those who signed it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from crawlers.extract.blocks import Block, clean, squash
from crawlers.extract.bylines import byline_of
from crawlers.extract.furniture import strip_furniture
from crawlers.extract.headlines import headline_of, without_split_title
from crawlers.extract.html_blocks import SIDE
from crawlers.extract.limits import TITLE_CHARACTERS
from crawlers.extract.page import Page, Said
from crawlers.extract.published import is_date_line
from crawlers.extract.signatories import signature_end, signature_start
from crawlers.extract.signature_headings import opens_list

_OUTSIDE = frozenset({"nav", "aside", "footer", "form", SIDE})


@dataclass(frozen=True)
class Parts:
    """`headline` is its index among all blocks of the page (None where none was found), `prose` the statement
    without furniture, `notes` its footnotes, `signatures` the blocks of the signature list, its heading first.
    """

    headline: int | None
    title: str
    prose: Sequence[Block]
    signatures: Sequence[Block]
    notes: Sequence[Block] = ()

    @property
    def blocks(self) -> list[Block]:
        """The blocks of which the text is composed."""
        return [*self.prose, *self._notes(), *self.signatures]

    def _notes(self) -> list[Block]:
        """The notes on lines of their own below the statement, a blank line before the first."""
        return [replace(note, tight=at > 0) for at, note in enumerate(self.notes)]


def parts_of(page: Page, title: str | None, file_name: str | None) -> Parts:
    """The parts of `page`. `title` is what a feed or record calls it, `file_name` the last resort."""
    headline, heading, after = _headline(page, title, file_name)
    body = (
        list(page.body[after:])
        if page.body is page.everything
        else _without_title(page.body, page.title.value if page.title else "")
    )
    start = signature_start(body)
    if start is None:
        body, start = _with_missed_signatures(page, body)
    end = signature_end(body, start) if start is not None else len(body)
    statement = _without_site(_without_byline(body[: len(body) if start is None else start]), page.site)
    signatures = strip_furniture(body[start:end], in_list=True) if start is not None else []
    return Parts(headline, heading, strip_furniture(statement), signatures, page.notes)


def _headline(page: Page, declared: str | None, file_name: str | None) -> tuple[int | None, str, int]:
    """The index of the headline among all blocks, the title, and the index after the headline."""
    said = page.title.value if page.title else None
    if page.headline is not None:
        return page.headline, _short(said or declared or page.everything[page.headline].text), 0
    index = _index_of(page.everything, said) if said else None
    if index is not None or page.body is not page.everything:
        return index, _short(said or declared or _first_line(page, file_name)), (index or 0) + 1
    index = headline_of(page.everything)
    if index is None:
        return None, _short(said or declared or _first_line(page, file_name)), 0
    title, after = without_split_title(page.everything, index)
    return index, _short(said or declared or title), after


def _index_of(blocks: Sequence[Block], title: str) -> int | None:
    """The last heading that says `title`, else the last block that does."""
    wanted = squash(title)
    same = [index for index, block in enumerate(blocks) if squash(block.text) == wanted]
    headings = [index for index in same if blocks[index].kind == "heading"]
    found = headings or same
    return found[-1] if found else None


def _first_line(page: Page, file_name: str | None) -> str:
    heading = next((block.text for block in page.body if block.kind == "heading"), None)
    return heading or file_name or page.body[0].text


def _short(title: str) -> str:
    title = clean(title)
    return title if len(title) <= TITLE_CHARACTERS else title[: TITLE_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"


def _without_title(blocks: Sequence[Block], title: str) -> list[Block]:
    wanted = squash(title)
    return [block for at, block in enumerate(blocks) if not wanted or at > 3 or squash(block.text) != wanted]


def _with_missed_signatures(page: Page, body: list[Block]) -> tuple[list[Block], int | None]:
    """The body with signatures that stand after it on the page but were not taken for part of it."""
    if not body or page.body is page.everything:
        return body, None
    last = max((index for index, block in enumerate(page.everything) if block is body[-1]), default=-1)
    rest = [block for block in page.everything[last + 1 :] if block.region not in _OUTSIDE]
    if opens_list(body[-1].text):
        body, rest = body[:-1], [body[-1], *rest]
    start = signature_start(rest)
    return ([*body, *rest[start:]], len(body)) if start is not None else (body, None)


def _without_byline(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the date lines and bylines with which they begin."""
    return list(dropwhile(lambda block: is_date_line(block) or bool(byline_of(block)), blocks))


def _without_site(blocks: Sequence[Block], site: Said | None) -> list[Block]:
    """The blocks without those that are nothing but the site's name."""
    name = squash(site.value) if site else ""
    return [block for block in blocks if not name or squash(block.text) != name]
