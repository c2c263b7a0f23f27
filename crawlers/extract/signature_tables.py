"""Tables of signatories: what each column holds, by its heading or by what stands in it."""

from collections.abc import Iterator, Sequence

from crawlers.extract.blocks import Block
from crawlers.extract.countries import country_of, is_country, is_nowhere
from crawlers.extract.signature_headings import plain
from crawlers.extract.signature_lines import Entry, read_entry, says_role
from crawlers.extract.wordlists import all_languages

_MOST_HEADING_WORDS = 4


def table_entries(rows: Sequence[Block], is_person: bool | None) -> Iterator[Entry]:
    """The entries of the rows of one table, column by column where several columns hold names."""
    columns = _header(rows[0].cells)
    table = [row.cells for row in rows[1:]] if columns else [row.cells for row in rows]
    columns = columns or _judged(table)
    affiliated = "affiliation" in columns
    only_people = affiliated and _all_filled(table, columns.index("affiliation"))
    for at, column in enumerate(columns):
        if column == "name":
            for cells in table:
                has_role = affiliated and _says_something(cells, columns.index("affiliation"))
                yield from _entry(cells, at, columns, True if only_people or has_role else is_person)


def _says_something(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and any(sign.isalpha() for sign in cells[at])


def _all_filled(table: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the column says something in nearly every row, so that all rows are people's."""
    return sum(1 for cells in table if _says_something(cells, at)) * 10 >= 9 * len(table)


def _entry(cells: Sequence[str], at: int, columns: Sequence[str], is_person: bool | None) -> Iterator[Entry]:
    entry = read_entry(cells[at], is_person) if at < len(cells) else None
    if entry is None:
        return
    place = next((cell for cell, column in zip(cells, columns, strict=False) if column == "country"), "")
    yield Entry(entry.name, entry.country or country_of(place), entry.is_person)


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """What the columns are, where this row is a table's heading; () where it is none."""
    known = [_heading(cell) for cell in cells]
    if sum(1 for column in known if column) * 2 <= sum(1 for cell in cells if cell):
        return ()
    body = "affiliation" if "person" in known else "name"
    names = {"person": "name", "body": body, "": "other"}
    return tuple(names.get(column, column) for column in known)


def _heading(cell: str) -> str:
    words = set(plain(cell).split())
    if len(words) > _MOST_HEADING_WORDS:
        return ""
    kinds = ("number", "country", "affiliation", "body", "person")
    return next((kind for kind in kinds if words & all_languages("columns", kind)), "")


def _judged(table: Sequence[Sequence[str]]) -> tuple[str, ...]:
    width = max((len(cells) for cells in table), default=0)
    return tuple(_judge([cells[at] for cells in table if at < len(cells) and cells[at]]) for at in range(width))


def _judge(column: Sequence[str]) -> str:
    """The kind of a column without a heading: by far most of what stands in it decides."""
    if column and all(cell.strip(" .)").isdigit() for cell in column):
        return "number"
    if sum(1 for cell in column if is_country(cell) or is_nowhere(cell)) * 2 > len(column):
        return "country"
    said = [cell for cell in column if any(sign.isalpha() for sign in cell)]
    return "affiliation" if sum(1 for cell in said if says_role([cell])) * 2 > len(said) else "name"
