"""Signatories of a letter, in whatever layout the list has: lines, commas, numbers, columns, tables.

The list begins at a heading such as "Signatories", or after the closing formula where at least three names
follow; it ends at prose or at a heading such as "Notes".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crawlers.extract.blocks import Block, count_words
from crawlers.extract.countries import is_country, is_nowhere
from crawlers.extract.furniture import is_furniture, is_sentence, is_tail_heading
from crawlers.extract.name_kinds import are_people
from crawlers.extract.signature_headings import (
    BETWEEN_NAMES,
    STRONGER,
    closes_letter,
    ends_list,
    heading_kind,
    is_closing,
    kind_said,
    lead_and_names,
    leads_names,
    opens_list,
    opens_list_plainly,
)
from crawlers.extract.signature_lines import Entry, is_role_line, read_entry, says_role
from crawlers.extract.signature_tables import table_entries

_LAST_AND = re.compile(r"^(?:and|et|y|e|und|и|و|及|和)\s+", re.IGNORECASE)
_FEWEST = 3
_NAME_WORDS = 9
_ONE_WRITER = 4
"""So many lines at most has the signature of one person: name, office, organisation, address."""


@dataclass(frozen=True)
class Signatory:
    """One signature: `kind` is organisation or individual, `country` as written, None where none is shown."""

    name: str
    kind: str
    country: str | None = None


def signature_start(blocks: Sequence[Block]) -> int | None:
    """The index of the block that begins the signature list; None where there is none."""
    closings = [index + 1 for index, block in enumerate(blocks) if closes_letter(block)]
    for index, block in enumerate(blocks):
        if opens_list(block.text) and _names_follow(blocks, index):
            return next((start for start in closings if _parted_before(blocks, start, index)), index)
    return next((start for start in closings if _is_list_after_closing(blocks, start)), None)


def _names_follow(blocks: Sequence[Block], index: int) -> bool:
    """Whether names stand below or in the line: two after a known heading, more and short ones after another."""
    if opens_list_plainly(blocks[index].text):
        return _names_from(blocks, index) >= 2
    entries = list(_entries(blocks[index : signature_end(blocks, index)]))
    short = sum(1 for entry in entries if count_words(entry.name) <= _NAME_WORDS)
    return len(entries) >= _FEWEST and short * 10 >= 9 * len(entries)


def _parted_before(blocks: Sequence[Block], start: int, opening: int) -> bool:
    """Whether the list begins at `start`, under a heading such as "Organisations", and goes on at `opening`."""
    parted = start < opening and heading_kind(blocks[start]) is not None
    return parted and signature_end(blocks, start) > opening


def _is_list_after_closing(blocks: Sequence[Block], start: int) -> bool:
    """Whether names of several follow, and not the name, office and house of the one who wrote the letter."""
    names = _names_from(blocks, start)
    few = blocks[start : start + _ONE_WRITER]
    roles = sum(1 for block in few if says_role([block.text]))
    by_one = names <= _ONE_WRITER and roles == 1
    return names >= _FEWEST and not by_one


def signature_end(blocks: Sequence[Block], start: int) -> int:
    """The index after the last block of the list that begins at `start`."""
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if heading_kind(block) is None and (ends_list(block) or is_tail_heading(block) or _is_prose(block)):
            return index
    return len(blocks)


def read_signatories(blocks: Sequence[Block]) -> tuple[Signatory, ...]:
    """The signatories in the blocks of a signature list, its heading included: each once, in order."""
    entries = list(_entries(blocks))
    people = are_people([entry.name for entry in entries], [entry.is_person for entry in entries])
    found: dict[str, Signatory] = {}
    for entry, is_person in zip(entries, people, strict=True):
        kind = "individual" if is_person else "organisation"
        found.setdefault(entry.name.casefold(), Signatory(entry.name, kind, entry.country))
    return tuple(found.values())


def _entries(blocks: Sequence[Block]) -> Iterator[Entry]:
    reading = _Reading()
    for is_row, run in groupby(blocks, key=lambda block: block.kind == "row"):
        if is_row:
            yield from table_entries(list(run), reading.is_person)
        else:
            yield from _with_roles_below(list(run), reading)


def _with_roles_below(blocks: Sequence[Block], reading: "_Reading") -> Iterator[Entry]:
    """The entries of the blocks; a line that says what the person named above it does is no entry."""
    last: Entry | None = None
    for block in blocks:
        if last and block.tight and is_role_line(block.text):
            last = Entry(last.name, last.country, True)
            continue
        for entry in reading.entries(block):
            if last:
                yield last
            last = entry
    if last:
        yield last


class _Reading:
    """A pass down a list: the kind and the country that the last heading gave to the names below it."""

    def __init__(self) -> None:
        self.is_person: bool | None = None
        self._country: str | None = None

    def entries(self, block: Block) -> Iterator[Entry]:
        names = lead_and_names(block.text)
        if names and leads_names(names[0]):
            self.is_person = kind_said(names[0])
            yield from _split(names[1], self.is_person, many=True)
        elif not self._is_heading(block) and not _is_noise(block) and not is_closing(block.text):
            for entry in _split(block.text, self.is_person, many=_is_run(block)):
                yield Entry(entry.name, entry.country or self._country, entry.is_person)

    def _is_heading(self, block: Block) -> bool:
        """Whether the block is a heading of the list; if so, what it says is kept for the names below."""
        place = block.text.strip(" :")
        if is_country(place) or is_nowhere(place):
            self._country = place if is_country(place) else None
            return True
        kind = heading_kind(block)
        if kind is None and not opens_list(block.text):
            return False
        self.is_person, self._country = (kind_said(block.text) if kind is None else kind), None
        return True


def _split(text: str, is_person: bool | None, many: bool) -> Iterator[Entry]:
    """The entries in one block: one to a line, or many with commas or stronger signs between them."""
    pieces = [piece for piece in STRONGER.split(text) if piece]
    if len(pieces) == 1 and many:
        pieces = _comma_pieces(text)
    for piece in _with_countries(pieces):
        entry = read_entry(_LAST_AND.sub("", piece) if len(pieces) > 1 else piece, is_person)
        if entry:
            yield entry


def _with_countries(pieces: Sequence[str]) -> list[str]:
    """The pieces, a country that stands alone going with the name before it ("Mirador | Chile")."""
    joined: list[str] = []
    for piece in pieces:
        if joined and is_country(piece) and not is_country(joined[-1]):
            joined[-1] += f" ({piece})"
        else:
            joined.append(piece)
    return joined


def _comma_pieces(text: str) -> list[str]:
    """The pieces between commas, a country going with the name before it."""
    pieces: list[str] = []
    for piece in BETWEEN_NAMES.split(text.rstrip(" .")):
        if pieces and (is_country(piece) or is_nowhere(piece)):
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _names_from(blocks: Sequence[Block], index: int) -> int:
    """How many entries a list beginning at `index` would have."""
    return len(list(_entries(blocks[index : signature_end(blocks, index)]))) if index < len(blocks) else 0


def _is_run(block: Block) -> bool:
    """A paragraph of many names: at least three commas (or the like), and more words than one entry has."""
    return len(BETWEEN_NAMES.findall(block.text)) >= 3 and block.words >= 12


def _is_prose(block: Block) -> bool:
    """A sentence of some length that is no run of names."""
    if block.kind == "row" or block.words < 14:
        return False
    signs = len(BETWEEN_NAMES.findall(block.text)) + len(STRONGER.findall(block.text))
    return signs * 7 < block.words


def _is_noise(block: Block) -> bool:
    """Page marks, counts and short sentences between the names."""
    return is_furniture(block, in_list=True) or (is_sentence(block.text) and block.words > 9 and not _is_run(block))
