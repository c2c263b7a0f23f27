"""Which page of a paper each piece of the text stands on, and what text recognition did, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from crawlers.extract.blocks import Block
from crawlers.extract.page import Recognition


class PageStart(NamedTuple):
    """From `offset` on, up to the next start, the text stands on the `number`th page, which is printed as `name`."""

    offset: int
    number: int
    name: str


def page_starts(blocks: Sequence[Block], offsets: Sequence[int], names: Sequence[str]) -> tuple[PageStart, ...]:
    """The starts in order. Notes stand after the text, so that a page may come more than once."""
    starts: list[PageStart] = []
    for block, offset in zip(blocks, offsets, strict=True):
        for inside, page in [(0, block.page), *block.breaks]:
            if not starts or starts[-1].number != page + 1:
                starts.append(PageStart(offset + inside, page + 1, names[page]))
    return tuple(starts)


def in_words(recognition: Recognition) -> str:
    """What the reader of a quotation must know of how its text was read."""
    if recognition.unread:
        pages = ", ".join(str(page + 1) for page in recognition.unread[:12])
        more = " and others" if len(recognition.unread) > 12 else ""
        return f"Pictures without a text layer were not read: pages {pages}{more}. Install tesseract to have them read."
    which = "All pages" if recognition.pages == recognition.of else f"{recognition.pages} of {recognition.of} pages"
    return f"{which} read by text recognition (OCR); mean confidence {recognition.confidence:.0f} of 100."
