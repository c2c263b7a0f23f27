"""An HTML tree to blocks, without recursion, so that no depth of nesting can lose a text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from crawlers.extract.blocks import Block, Kind, clean
from crawlers.extract.html_layout import side_cells
from crawlers.extract.wordlists import all_languages

_SKIPPED = all_languages("markup", "skipped")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LANDMARKS = {
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "header": "header",
    "menu": "nav",
}
_ROLES = {
    "navigation": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "dialog": "aside",
    "banner": "header",
    "alertdialog": "aside",
    "menu": "nav",
    "menubar": "nav",
}
_BLOCKS = all_languages("markup", "blocks")
_MOST_IN_A_FORM = 3
SIDE = "side"
"""The region of the cells beside the article on a page laid out with tables."""
_HIDDEN = ("display:none", "visibility:hidden")


@dataclass
class _Line:
    """The inline text gathered so far for one block."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    length: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            size = len(text.strip())
            self.length += size
            self.linked += size if in_link else 0


@dataclass
class _Place:
    """Where in the tree the walk stands: the kind of block, the landmark, and whether inside a link."""

    kind: Kind = "paragraph"
    level: int = 0
    region: str = ""
    in_link: bool = False


class _Walk:
    """One pass over a tree. Rows of data tables become one block each, cells of layout tables their own."""

    def __init__(self, sides: frozenset[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self._sides = sides
        self._line = _Line()
        self._tight = False

    def blocks_of(self, root: HtmlElement) -> list[Block]:
        stack: list[tuple[HtmlElement, _Place, bool]] = [(root, _Place(), False)]
        while stack:
            element, place, leaving = stack.pop()
            if leaving:
                self._leave(element, place)
            elif _is_skipped(element):
                self._line.add(element.tail, place.in_link)
            else:
                inner = self._enter(element, place)
                stack.append((element, place, True))
                children = [] if inner is None else [(child, inner, False) for child in element]
                stack.extend(reversed(children))
        self._close(_Place())
        return self.blocks

    def _enter(self, element: HtmlElement, outer: _Place) -> _Place | None:
        """The place inside `element`; None when its content was taken whole."""
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._close(outer)
        if tag == "br":
            self._close(outer, tight_next=True)
            return outer
        if tag == "tr" and (cells := _data_row(element)):
            self.blocks.append(_row(cells, outer.region, tight=_follows_row(self.blocks)))
            return None
        place = self._inside(element, outer)
        self._line.add(element.text, place.in_link)
        return place

    def _leave(self, element: HtmlElement, outer: _Place) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._close(self._inside(element, outer))
        self._line.add(element.tail, outer.in_link)

    def _inside(self, element: HtmlElement, outer: _Place) -> _Place:
        place = _inside(str(element.tag), element, outer)
        return replace(place, region=SIDE) if element in self._sides else place

    def _close(self, place: _Place, tight_next: bool = False) -> None:
        line, self._line = self._line, _Line()
        text = clean("".join(line.pieces))
        if text:
            share = min(1.0, line.linked / max(line.length, 1))
            tight = self._tight or (place.kind == "item" and bool(self.blocks) and self.blocks[-1].kind == "item")
            self.blocks.append(Block(place.kind, text, place.level, share, tight and bool(self.blocks), place.region))
        self._tight = tight_next and (bool(text) or self._tight)


def blocks_of(root: HtmlElement) -> list[Block]:
    """Every visible block under `root` in reading order, furniture included."""
    return _Walk(side_cells(root)).blocks_of(root)


def depth_of(root: HtmlElement) -> int:
    """The deepest nesting under `root`."""
    deepest, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in element)
    return deepest


def _is_skipped(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return any(hidden in style for hidden in _HIDDEN)


def _inside(tag: str, element: HtmlElement, outer: _Place) -> _Place:
    region = outer.region or _ROLES.get((element.get("role") or "").lower(), "") or _LANDMARKS.get(tag, "")
    if (tag == "header" and _is_article_header(element)) or (tag == "form" and _holds_the_page(element)):
        region = outer.region
    kind, level = outer.kind, outer.level
    if tag in _HEADINGS:
        kind, level = "heading", _HEADINGS[tag]
    elif tag in {"li", "dd", "dt"}:
        kind, level = "item", 0
    elif tag == "blockquote":
        kind, level = "quote", 0
    return _Place(kind, level, region, outer.in_link or tag == "a")


def _is_article_header(element: HtmlElement) -> bool:
    """A header inside an article holds the title and the byline, not the site's menu."""
    return any(str(parent.tag) in {"article", "main"} for parent in element.iterancestors())


def _holds_the_page(form: HtmlElement) -> bool:
    """Some page systems put the whole page into one form."""
    return sum(1 for _ in form.iter("p", "h1", "article", "main")) > _MOST_IN_A_FORM


def _data_row(row: HtmlElement) -> tuple[str, ...]:
    """The cells of a row of a data table; () for a row of a table that only lays out the page."""
    cells = [cell for cell in row if str(cell.tag) in {"td", "th"}]
    if len(cells) < 2 or any(_holds_blocks(cell) for cell in cells):
        return ()
    texts = [clean(" ".join(_texts(cell))) for cell in cells]
    return tuple(texts) if any(texts) else ()


def _holds_blocks(cell: HtmlElement) -> bool:
    inner = sum(1 for element in cell.iter() if element is not cell and str(element.tag) in _BLOCKS)
    return inner > 1


def _texts(cell: HtmlElement) -> Iterator[str]:
    for element in cell.iter():
        if element is cell or not _is_skipped(element):
            yield element.text or ""
        if element is not cell:
            yield element.tail or ""


def _row(cells: tuple[str, ...], region: str, tight: bool) -> Block:
    filled = [cell for cell in cells if cell]
    return Block("row", " | ".join(filled), region=region, cells=cells, tight=tight)


def _follows_row(blocks: list[Block]) -> bool:
    return bool(blocks) and blocks[-1].kind == "row"
