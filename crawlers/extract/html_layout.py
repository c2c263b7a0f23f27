"""Pages laid out with tables: which cell holds the article, and which ones only menus and notices.

Old page systems put the whole page into one table. Its main cell is the one with by far the most words outside
links; the other cells of that table are furniture.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawlers.extract.blocks import count_words

_MAIN_SHARE = 0.6
_FEWEST_WORDS = 80
_INSIDE = frozenset({"p", "h1", "h2", "h3", "div", "ul", "table", "form"})


def side_cells(root: HtmlElement) -> frozenset[HtmlElement]:
    """The cells of layout tables that do not hold the article."""
    return frozenset(cell for table in root.iter("table") for cell in _side_cells(table))


def unwrap_layout(root: HtmlElement) -> None:
    """Take the side cells out of the tree, and make plain boxes of the tables that held them."""
    sides = side_cells(root)
    wrappers = {parent for cell in sides for parent in cell.iterancestors("table", "tbody", "tr")}
    for cell in sides:
        cell.drop_tree()
    for wrapper in wrappers:
        for part in [wrapper, *(child for child in wrapper if child.tag in {"td", "th"})]:
            part.tag = "div"


def _side_cells(table: HtmlElement) -> Iterator[HtmlElement]:
    cells = list(_own_cells(table))
    if len(cells) < 2 or not any(_holds_layout(cell) for cell in cells):
        return
    words = [_words_outside_links(cell) for cell in cells]
    most = max(words)
    if most >= _FEWEST_WORDS and most >= _MAIN_SHARE * sum(words):
        main = cells[words.index(most)]
        yield from (cell for cell in cells if cell is not main)


def _own_cells(table: HtmlElement) -> Iterator[HtmlElement]:
    """The cells of the table itself, not those of tables inside it."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield from (cell for cell in row if cell.tag in {"td", "th"})


def _holds_layout(cell: HtmlElement) -> bool:
    """More than one block inside: the cell is a column of the page, not a figure or a name."""
    return sum(1 for child in cell if child.tag in _INSIDE) > 1


def _words_outside_links(cell: HtmlElement) -> int:
    linked = sum(count_words(link.text_content()) for link in cell.iter("a"))
    return count_words(cell.text_content()) - linked
