"""Signatories of a letter, in whatever layout the list has: lines, commas, numbers, columns, tables.

The list begins at a heading such as "Signatories", or after the closing formula where at least three names
follow; it ends at prose or at a heading such as "Notes". What begins it is data (`signatures.toml`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawlers.extract.blocks import Block, count_words
from crawlers.extract.countries import is_country, is_nowhere
from crawlers.extract.furniture import is_furniture, is_sentence
from crawlers.extract.name_kinds import are_people
from crawlers.extract.signature_lines import Entry, read_cells, read_entry
from crawlers.extract.wordlists import all_languages

_COMMAS = re.compile(r"\s*[,،，、]\s*")
_STRONGER = re.compile(r"\s*(?:[;；•·|]|\s{3,})\s*")
_LAST_AND = re.compile(r"^(?:and|et|y|e|und|и|و|及|和)\s+", re.IGNORECASE)
_COLON_LIST = re.compile(r"^([^:：]{3,60})[:：]\s*(\S.*)$")
_FEWEST = 3


@dataclass(frozen=True)
class Signatory:
    """One signature: `kind` is organisation or individual, `country` as written, None where none is shown."""

    name: str
    kind: str
    country: str | None = None


def signature_start(blocks: Sequence[Block]) -> int | None:
    """The index of the block that begins the signature list; None where there is none."""
    for index in range(len(blocks)):
        if _opens(blocks[index].text) and _names_from(blocks, index) >= (
            1 if _inline_list(blocks[index].text) else 2
        ):
            return index
    for index in range(len(blocks)):
        if _closes_letter(blocks[index]) and _names_from(blocks, index) >= _FEWEST:
            return index + 1
    return None


def signature_end(blocks: Sequence[Block], start: int) -> int:
    """The index after the last block of the list that begins at `start`."""
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if not _heading_kind(block) and (_ends_list(block) or _is_prose(block)):
            return index
    return len(blocks)


def read_signatories(blocks: Sequence[Block]) -> tuple[Signatory, ...]:
    """The signatories on the blocks of a signature list (its opening heading included), each once, in order."""
    entries = list(_entries(blocks))
    people = are_people([entry.name for entry in entries], [entry.is_person for entry in entries])
    found: dict[str, Signatory] = {}
    for entry, is_person in zip(entries, people, strict=True):
        kind = "individual" if is_person else "organisation"
        found.setdefault(entry.name.casefold(), Signatory(entry.name, kind, entry.country))
    return tuple(found.values())


def _entries(blocks: Sequence[Block]) -> Iterator[Entry]:
    is_person: bool | None = None
    country: str | None = None
    columns: tuple[str, ...] = ()
    for index, block in enumerate(blocks):
        text = block.text
        inline = _inline_list(text)
        if index == 0 and not inline and _opens(text):
            is_person = _kind_said(text)
        elif inline and _kind_or_opening(inline[0]):
            is_person = _kind_said(inline[0])
            yield from _split(inline[1], is_person, True)
        elif (kind := _heading_kind(block)) is not None:
            is_person, country = kind == "individuals", None
        elif is_country(text.strip(" :")) or is_nowhere(text.strip(" :")):
            country = text.strip(" :") if is_country(text.strip(" :")) else None
        elif block.kind == "row":
            header = _header(block.cells)
            columns = header or columns or _columns(blocks[index:])
            if not header:
                yield from read_cells(block.cells, columns, is_person)
        elif not _is_noise(block):
            for entry in _split(text, is_person, _is_run(block)):
                yield Entry(entry.name, entry.country or country, entry.is_person)


def _split(text: str, is_person: bool | None, many: bool) -> Iterator[Entry]:
    """The entries in one block: one to a line, or many with commas or stronger signs between them."""
    pieces = [piece for piece in _STRONGER.split(text) if piece]
    if len(pieces) == 1 and many:
        pieces = _comma_pieces(text)
    for piece in pieces:
        entry = read_entry(_LAST_AND.sub("", piece) if len(pieces) > 1 else piece, is_person)
        if entry:
            yield entry


def _comma_pieces(text: str) -> list[str]:
    """The pieces between commas, a country going with the name before it."""
    pieces: list[str] = []
    for piece in _COMMAS.split(text.rstrip(" .")):
        if pieces and (is_country(piece) or is_nowhere(piece)):
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _is_run(block: Block) -> bool:
    """A paragraph of many names: at least three commas (or the like), and more words than one entry has."""
    return len(_COMMAS.findall(block.text)) >= 3 and block.words >= 12


def _opens(text: str) -> bool:
    if count_words(text) > 16 and not _inline_list(text):
        return False
    lead = _plain(_inline_list(text)[0] if _inline_list(text) else text)
    phrases = all_languages("signatures", "opening")
    return lead in phrases or (
        count_words(lead) <= 12 and lead.startswith(_openings()) and not is_sentence(text.rstrip(":："))
    )


def _openings() -> tuple[str, ...]:
    return tuple(phrase + " " for phrase in all_languages("signatures", "opening") if len(phrase) > 5)


def _inline_list(text: str) -> tuple[str, str] | tuple[()]:
    match = _COLON_LIST.match(text)
    return (
        (match[1], match[2])
        if match and len(_COMMAS.findall(match[2])) + len(_STRONGER.findall(match[2])) >= 1
        else ()
    )


def _kind_or_opening(lead: str) -> bool:
    return _opens(lead) or _plain(lead) in all_languages("signatures", "organisations") | all_languages(
        "signatures", "individuals"
    )


def _plain(text: str) -> str:
    return re.sub(r"\s*[(（]\d+[)）]|\s*\d+$", "", text.casefold()).strip(" :：.*#-–—")


def _kind_said(text: str) -> bool | None:
    """The kind that a heading names: True for people, False for organisations, None for neither or both."""
    lead = f" {_plain(text)} "
    people = any(f" {word} " in lead for word in all_languages("signatures", "individuals"))
    bodies = any(f" {word} " in lead for word in all_languages("signatures", "organisations"))
    return None if people == bodies else people


def _heading_kind(block: Block) -> str | None:
    """ "organisations" or "individuals" where the block is a heading inside the list, else None."""
    lead = _plain(block.text)
    if block.kind == "row" or block.words > 9:
        return None
    if lead in all_languages("signatures", "individuals"):
        return "individuals"
    if lead in all_languages("signatures", "organisations"):
        return "organisations"
    said = (
        _kind_said(block.text)
        if block.kind == "heading" or block.text.rstrip().endswith((":", "："))
        else None
    )
    return None if said is None else "individuals" if said else "organisations"


def _closes_letter(block: Block) -> bool:
    lead = _plain(block.text).rstrip(",،，")
    closings = all_languages("signatures", "closing")
    return block.words <= 25 and (
        lead in closings or (lead.startswith(tuple(closings)) and block.words <= 22)
    )


def _names_from(blocks: Sequence[Block], index: int) -> int:
    """How many entries a list beginning at `index` would have."""
    return len(list(_entries(blocks[index : signature_end(blocks, index)])))


def _ends_list(block: Block) -> bool:
    return _plain(block.text) in all_languages("signatures", "after")


def _is_prose(block: Block) -> bool:
    """A sentence of some length that is no run of names."""
    if block.kind == "row" or block.words < 14:
        return False
    commas = len(_COMMAS.findall(block.text)) + len(_STRONGER.findall(block.text))
    return commas * 7 < block.words


def _is_noise(block: Block) -> bool:
    """Page marks, counts and short sentences between the names."""
    return is_furniture(block, in_list=True) or (
        is_sentence(block.text) and block.words > 9 and not _is_run(block)
    )


def _header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """What the columns are, where this row is a table's heading; () where it is none."""
    known = [_column(cell) for cell in cells]
    return (
        tuple(known)
        if sum(1 for column in known if column != "other") * 2 > len([cell for cell in cells if cell])
        else ()
    )


def _column(cell: str) -> str:
    words = set(_plain(cell).split())
    for column in ("number", "country", "affiliation", "name"):
        if words & all_languages("columns", column) and len(words) <= 4:
            return column
    return "other"


def _columns(rows: Sequence[Block]) -> tuple[str, ...]:
    """What the columns are, judged by what stands in them."""
    table = [row.cells for row in rows if row.kind == "row"]
    width = max(len(cells) for cells in table)
    return tuple(
        _judge([cells[at] for cells in table if at < len(cells) and cells[at]]) for at in range(width)
    )


def _judge(column: Sequence[str]) -> str:
    if column and all(cell.strip(" .)").isdigit() for cell in column):
        return "number"
    places = sum(1 for cell in column if is_country(cell) or is_nowhere(cell))
    return "country" if places * 2 > len(column) else "name"
