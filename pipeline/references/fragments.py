"""Links that open the original at the quoted words: text fragments (WICG, Scroll To Text Fragment).

`#:~:text=[prefix-,]start[,end][,-suffix]`. Each term must stand within one block of the page, so a quotation of
several paragraphs is found by its first one of some length. A browser goes to the first match: where the words
stand elsewhere too, the words before or after them are added.
"""

import re
from urllib.parse import quote

from pipeline.references.reference import web_address

HTML = ("text/html", "application/xhtml+xml")
WHOLE = 120
"""Characters up to which a block is named whole; a longer one by its first and last words."""
EDGE_WORDS = 6
CONTEXT_WORDS = 4
ENOUGH = 20
"""Characters from which a block is taken for a paragraph rather than a heading or a number."""
_LIST_MARK = re.compile(r"^(?:[-–—•*·▪◦]\s+)+")
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"[^，。；：、！？]+[，。；：、！？]*")
"""Scripts without spaces are cut at their punctuation: a match must begin and end at the edge of a word."""


class WholeText:
    """A text against which several quotations are placed; white space and case count as browsers count them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = _folded(text)

    def is_once(self, words: str) -> bool:
        """Whether `words` stand in the text no more than once."""
        return self._folded.count(_folded(words)) <= 1

    def before(self, start: int) -> str:
        """The last words of the same block before offset `start`."""
        block = self._text[max(0, start - 200) : start].rpartition("\n")[2]
        return " ".join(_spoken(block)[-CONTEXT_WORDS:])

    def after(self, end: int) -> str:
        """The next words of the same block from offset `end`."""
        block = self._text[end : end + 200].partition("\n")[0]
        return " ".join(_spoken(block)[:CONTEXT_WORDS])


def _spoken(block: str) -> list[str]:
    """Its words, unless it is only marks: a bullet is not on the page as text."""
    return block.split() if any(char.isalnum() for char in block) else []


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def fragment_address(address: str, media_type: str, text: str, start: int, whole: WholeText | None = None) -> str:
    """The address that opens the original at `text`, which begins at offset `start` of `whole`.

    Empty unless the capture is HTML from the web. Without `whole`, nothing is said of the words around it.
    """
    page = web_address(address)
    if not page or media_type.partition(";")[0].strip().lower() not in HTML:
        return ""
    directive = text_directive(text, start, whole)
    return f"{page}{'' if '#' in page else '#'}:~:text={directive}" if directive else page


def text_directive(text: str, start: int, whole: WholeText | None = None) -> str:
    """What follows `text=`; empty when the text has no words."""
    offset, block = _block_of(text)
    first, last = edges(block)
    if not first:
        return ""
    terms = [_encoded(first)] + ([_encoded(last)] if last else [])
    if whole is None or whole.is_once(first):
        return ",".join(terms)
    before, after = whole.before(start + offset), whole.after(start + offset + len(block))
    prefix = [f"{_encoded(before)}-"] if before else []
    suffix = [f"-{_encoded(after)}"] if after else []
    return ",".join([*prefix, *terms, *suffix])


def _block_of(text: str) -> tuple[int, str]:
    """The first line of some length, without its list mark, and its offset; a line is taken for a block."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        bare = _LIST_MARK.sub("", words)
        found.append((line.start() + line[0].index(words) + len(words) - len(bare), bare))
    return next(
        (one for one in found if len(one[1]) >= ENOUGH), max(found, key=lambda one: len(one[1]), default=(0, ""))
    )


def edges(block: str) -> tuple[str, str]:
    """How a block is named: whole as (words, ""), or by its first and last words."""
    block = " ".join(block.split())
    if len(block) <= WHOLE:
        return block, ""
    words = _WORD.findall(block)
    if len(words) >= 3 * EDGE_WORDS:
        return " ".join(words[:EDGE_WORDS]), " ".join(words[-EDGE_WORDS:])
    clauses = _CLAUSE.findall(block)
    return (clauses[0].strip(), clauses[-1].strip()) if len(clauses) > 1 else (block, "")


def _encoded(words: str) -> str:
    """Percent-encoded so that no dash, comma or ampersand of the words is read as the directive's own."""
    return quote(" ".join(words.split()).encode("utf-8", "replace"), safe="").replace("-", "%2D")
