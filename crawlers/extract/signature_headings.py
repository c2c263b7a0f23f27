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
_MARKS = " :：.,*#-–—"
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OPEN_LEAD_WORDS, _BARE_LEAD_WORDS = 14, 9
"""Most words of a line that says that somebody signs: with a colon or names after it, and without."""
_CLOSING_ALONE, _SHORT_CLOSING = 9, 5
_CLOSING_WORDS = 22
_LEAD = 80
"""Characters within which a line says that it opens a list."""


def opens_list(text: str) -> bool:
    """Whether `text` may begin a list of signatories: a known heading, or a short line that says who signs."""
    return opens_list_plainly(text) or says_signing(text)


def opens_list_plainly(text: str) -> bool:
    """Whether `text` is a known heading of such lists ("Signatories"), alone or before the names."""
    if not text[:_LEAD].casefold().lstrip(_MARKS).startswith(_phrases()):
        return False
    names = lead_and_names(text)
    lead = plain(names[0] if names else text)
    if count_words(lead) > 14:
        return False
    if lead in all_languages("signatures", "opening"):
        return True
    return lead.startswith(_openings()) and (bool(names) or not is_sentence(text.rstrip(":：")))


def says_signing(text: str) -> bool:
    """Whether a short line says that somebody signs: a word such as "signed by", "endorsed", "Unterzeichner"."""
    if not _stem_pattern().search(text[:_LEAD].casefold()):
        return False
    names = lead_and_names(text)
    lead, has_names = plain(names[0] if names else text), bool(names)
    ends_open = has_names or text.rstrip().endswith((":", "："))
    short = count_words(lead) <= (_OPEN_LEAD_WORDS if ends_open else _BARE_LEAD_WORDS)
    return short and (ends_open or not is_sentence(text)) and bool(_stem_pattern().search(lead))


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
    if _all_words_known(lead):
        return kind_said(block.text)
    is_heading = block.kind == "heading" or block.text.rstrip().endswith((":", "："))
    return kind_said(block.text) if is_heading else None


def closes_letter(block: Block) -> bool:
    """Whether the block is the closing formula of a letter ("Sincerely,")."""
    if block.words > _CLOSING_WORDS:
        return False
    lead = plain(block.text).rstrip(",،，")
    closings = all_languages("signatures", "closing")
    return lead in closings or lead.startswith(tuple(closings)) or _ends_as_closing(lead)


def is_closing(text: str) -> bool:
    """Whether `text` is nothing but a closing formula, which may stand in two lines ("此致", "敬礼")."""
    return plain(text).rstrip(",،，") in all_languages("signatures", "closing")


def _ends_as_closing(lead: str) -> bool:
    """A short line that holds a closing formula among other words ("With deep respect and kind regards")."""
    return count_words(lead) <= _CLOSING_ALONE and any(
        f" {closing}" in lead for closing in all_languages("signatures", "closing") if len(closing) > _SHORT_CLOSING
    )


def _all_words_known(lead: str) -> bool:
    """Whether a line is made of nothing but words of headings ("Individual experts (in their personal capacity)")."""
    known = _heading_tokens()
    tokens = _WORDS.findall(lead)
    if tokens and all(token in known for token in tokens):
        return True
    rest = lead
    for word in _dense_heading_words():
        rest = rest.replace(word, "")
    return bool(lead) and not rest.strip(" ()（）·・、")


def ends_list(block: Block) -> bool:
    """Whether the block is a heading after which no signatories come ("Notes")."""
    return plain(block.text) in all_languages("signatures", "after")


def plain(text: str) -> str:
    """A heading without case, its colon, its numbering and the count in brackets."""
    return _COUNT.sub("", text.casefold().strip(_MARKS)).strip(_MARKS)


@cache
def _stem_pattern() -> re.Pattern[str]:
    """A stem at the beginning of a word; anywhere in scripts that set no spaces or write prefixes to a word."""
    stems = sorted(all_languages("signatures", "stems"), key=len, reverse=True)
    return re.compile("|".join(re.escape(s) if s[0] > "\u0590" else rf"(?<!\w){re.escape(s)}" for s in stems))


@cache
def _heading_tokens() -> frozenset[str]:
    phrases = _of_kind("organisations") | _of_kind("individuals") | all_languages("signatures", "heading_words")
    return frozenset(token for phrase in phrases for token in _WORDS.findall(phrase))


@cache
def _dense_heading_words() -> tuple[str, ...]:
    phrases = _of_kind("organisations") | _of_kind("individuals") | all_languages("signatures", "heading_words")
    return tuple(sorted((phrase for phrase in phrases if phrase[0] > "\u3040"), key=len, reverse=True))


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(all_languages("signatures", "opening"))


@cache
def _openings() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in all_languages("signatures", "opening") if len(phrase) > 5)


def _of_kind(kind: str) -> frozenset[str]:
    return all_languages("signatures", kind)
