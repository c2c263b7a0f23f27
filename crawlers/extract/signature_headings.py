"""The lines around a list of signatories: what opens it, divides it, and ends it (`signatures.toml`)."""

import re
from functools import cache

from crawlers.extract.blocks import Block, count_words
from crawlers.extract.furniture import is_sentence
from crawlers.extract.wordlists import all_languages

BETWEEN_NAMES = re.compile(r"\s*[,،，、]\s*")
STRONGER = re.compile(r"\s*(?:[;；•·|]|\s{3,})\s*")
_LEAD_AND_NAMES = re.compile(r"^([^:：]{1,60})[:：]\s*(\S.*)$")
_COUNT = re.compile(r"\s*[(（]\d+[)）]|\s*\d+$")
_HEADING_WORDS = 9
_MARKS = " :：.*#-–—"
_CLOSING_WORDS = 22
_LEAD = 80
"""Characters within which a line says that it opens a list."""


def opens_list(text: str) -> bool:
    """Whether `text` begins a list of signatories: a heading such as "Signatories", alone or before the names."""
    if not text[:_LEAD].casefold().lstrip(_MARKS).startswith(_phrases()):
        return False
    names = lead_and_names(text)
    lead = plain(names[0] if names else text)
    if count_words(lead) > 14:
        return False
    if lead in all_languages("signatures", "opening"):
        return True
    return lead.startswith(_openings()) and (bool(names) or not is_sentence(text.rstrip(":：")))


def lead_and_names(text: str) -> tuple[str, str] | None:
    """The heading and the names of a line that holds both ("Signed by: A, B"); None for any other line."""
    match = _LEAD_AND_NAMES.match(text)
    if match and (BETWEEN_NAMES.search(match[2]) or STRONGER.search(match[2])):
        return match[1], match[2]
    return None


def leads_names(lead: str) -> bool:
    """Whether `lead` opens the list or says of what kind the names after it are."""
    return opens_list(lead) or plain(lead) in _of_kind("organisations") | _of_kind("individuals")


def kind_said(text: str) -> bool | None:
    """The kind that a heading names: True for people, False for organisations, None for neither or both."""
    lead = f" {plain(text)} "
    people = any(f" {word} " in lead for word in _of_kind("individuals"))
    bodies = any(f" {word} " in lead for word in _of_kind("organisations"))
    return None if people == bodies else people


def heading_kind(block: Block) -> bool | None:
    """The kind that the block announces as a heading inside the list; None where it is no such heading."""
    lead = plain(block.text)
    if block.kind == "row" or block.words > _HEADING_WORDS:
        return None
    if lead in _of_kind("individuals"):
        return True
    if lead in _of_kind("organisations"):
        return False
    is_heading = block.kind == "heading" or block.text.rstrip().endswith((":", "："))
    return kind_said(block.text) if is_heading else None


def closes_letter(block: Block) -> bool:
    """Whether the block is the closing formula of a letter ("Sincerely,")."""
    if block.words > _CLOSING_WORDS:
        return False
    lead = plain(block.text).rstrip(",،，")
    closings = all_languages("signatures", "closing")
    return lead in closings or lead.startswith(tuple(closings))


def ends_list(block: Block) -> bool:
    """Whether the block is a heading after which no signatories come ("Notes")."""
    return plain(block.text) in all_languages("signatures", "after")


def plain(text: str) -> str:
    """A heading without case, its colon, its numbering and the count in brackets."""
    return _COUNT.sub("", text.casefold()).strip(_MARKS)


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(all_languages("signatures", "opening"))


@cache
def _openings() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in all_languages("signatures", "opening") if len(phrase) > 5)


def _of_kind(kind: str) -> frozenset[str]:
    return all_languages("signatures", kind)
