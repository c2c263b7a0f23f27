"""Telling a site's furniture (menus, share buttons, page numbers, banners) from the words of a statement.

Signs used, none of them a site's own: how much of a block is links, pieces of menus in one line, words that
stand in such places in each language (`furniture.toml`), running headers that repeat, contact lines at the
edges, and headings after which only links to other pages come. A block of prose is never furniture.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from crawlers.extract.blocks import Block, count_words
from crawlers.extract.wordlists import all_languages

_SEPARATOR = re.compile(r"\s+(?:[|·•»>›/–—-]|::|>>)\s+|\s{3,}")
# Every repetition has an upper bound: a page may hold a "word" of a million letters.
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,}")
_PHONE = re.compile(r"\+?\d[\d ().-]{6,30}\d")
_ADDRESS = re.compile(
    r"\bP\.? ?O\.? Box\b|\b(?:Postbus|Postfach|Postboks|Apartado|Casilla)\s\d|\bwww\.|https?://|\b[\w-]{1,63}\.(?:org|net|com|example|int)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?:\[[^\[\]]{2,60}\]\s*){1,6}")
_NUMBERED = re.compile(
    r"^[-–—\s]*\d{1,4}(?:\s*(?:/|of|de|von|van|di|da|z|dari|sur|из|з|من)\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE
)
_WORD_OF = re.compile(r"^[^\W\d_]{1,20}\s\d{1,5}\s(?:of|de|sur|von|van|di|z|из|з|من)\s\d{1,5}$", re.IGNORECASE)
"""A word and its place among so many ("Response 88 of 213"), alone on its line."""
_OF_MARK = re.compile(
    r"(?:^|\s)-+\s*\d{1,4}\s*(?:/|of|de|von|van|di|da|z|dari|sur|из|з|من)\s*\d{1,4}\s*-+(?:\s|$)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…。؟।][\"'”»)\]]*$")
_MANY_WORDS = 25
_EDGE = 4


def is_furniture(block: Block, at_edge: bool = False, in_list: bool = False) -> bool:
    """Whether `block` is no part of the document.

    `at_edge`: it stands within the first or last blocks, where contact lines and menus do. `in_list`: it stands
    in a list of signatories, where links and short lines are names.
    """
    if _is_blob(block.text):
        return True
    words = block.words
    if words > _MANY_WORDS:
        return False
    lowered = block.text.casefold()
    if _says_furniture(lowered, words) or is_page_mark(block.text):
        return True
    if _BRACKETED.fullmatch(block.text) and words <= 14 and not block.text.startswith("[1"):
        return True
    if in_list:
        return False
    return _is_link_block(block, words) or is_menu_line(block.text) or (at_edge and is_contact_line(block.text))


def strip_furniture(blocks: Sequence[Block], in_list: bool = False) -> list[Block]:
    """`blocks` without furniture, running headers and what follows a closing heading."""
    repeated = _running_lines(blocks)
    kept: list[Block] = []
    last = len(blocks) - 1
    for index, block in enumerate(blocks):
        at_edge = index < _EDGE or index > last - _EDGE
        if _mask(block.text) in repeated or is_furniture(block, at_edge, in_list):
            continue
        kept.append(block)
    return _without_tail(kept) if not in_list else kept


def is_page_mark(text: str) -> bool:
    """A running header or footer: a page number, alone or with a short name ("KIF/SUB/07 | page 2")."""
    if _NUMBERED.match(text) or _WORD_OF.match(text) or _OF_MARK.search(text):
        return True
    return count_words(text) <= 16 and bool(_page_pattern().search(text))


def is_menu_line(text: str) -> bool:
    """Three or more short pieces in a line, of which one is an item of menus, or five short ones."""
    if _SENTENCE_END.search(text):
        return False
    pieces = [piece.strip(" |·•»>›:-").casefold() for piece in _SEPARATOR.split(text) if piece and piece.strip()]
    if len(pieces) < 2 or any(count_words(piece) > 5 for piece in pieces):
        return False
    known = sum(1 for piece in pieces if piece in all_languages("furniture", "menu"))
    return known >= 2 or (known == 1 and len(pieces) >= 3) or (len(pieces) >= 5 and known >= 1)


def is_contact_line(text: str) -> bool:
    """A short line with a mail address, a telephone number, a site or a post box."""
    return count_words(text) <= _MANY_WORDS and bool(
        _EMAIL.search(text) or _ADDRESS.search(text) or (_PHONE.search(text) and count_words(text) <= 14)
    )


def is_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def _is_blob(text: str) -> bool:
    """Encoded data that a page leaves among its words: one piece far longer than any word."""
    pieces = text.split()
    return len(pieces) <= 3 and any(len(piece) > 120 and piece.isascii() for piece in pieces)


def _says_furniture(lowered: str, words: int) -> bool:
    if words <= 14 and lowered.lstrip("*[( ").startswith(_starts()):
        return True
    return any(phrase in lowered for phrase in all_languages("furniture", "contains"))


@cache
def _starts() -> tuple[str, ...]:
    return tuple(all_languages("furniture", "starts"))


@cache
def _page_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(all_languages("furniture", "page"), key=len, reverse=True))
    of = r"\s*(?:/|of|sur|de|von|van|di|da|z|dari|из|з|من)\s*\d{1,4}"
    alone = rf"(?:^|[|·•/–—-]\s*|\s{{2,}})(?:{words})\s*\d{{1,4}}(?:{of})?(?=\s*(?:$|[|·•.–—-]))"
    return re.compile(
        rf"{alone}|,\s*(?:{words})\s*\d{{1,4}}$|(?:^|\s)(?:{words})\s*\d{{1,4}}{of}\s*$|第\s*\d+\s*[页頁]",
        re.IGNORECASE,
    )


def _is_link_block(block: Block, words: int) -> bool:
    """Almost nothing but links, and no sentence: a menu, a share bar, a call to click."""
    if block.links < 0.75 or words > 20:
        return False
    return not is_sentence(block.text) or words <= 6


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _running_lines(blocks: Sequence[Block]) -> set[str]:
    """Short lines that occur more than once but for their digits and are no sentences: running headers."""
    counts = Counter(_mask(block.text) for block in blocks if _may_run(block))
    return {line for line, count in counts.items() if count > 1}


def _may_run(block: Block) -> bool:
    if block.kind in {"item", "row"} or block.words > 14 or is_sentence(block.text):
        return False
    return bool(re.search(r"\d", block.text)) and bool(_SEPARATOR.search(block.text))


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Drop a closing heading ("You may also like") and what follows it, up to the next prose."""
    kept: list[Block] = []
    in_tail = False
    for index, block in enumerate(blocks):
        if index > 0 and is_tail_heading(block):
            in_tail = not any(_is_prose(later) for later in blocks[index + 1 : index + 3])
            if in_tail:
                continue
        if in_tail and _is_prose(block):
            in_tail = False
        if not in_tail:
            kept.append(block)
    return kept


def is_tail_heading(block: Block) -> bool:
    """Whether the block is a heading after which nothing belongs to the document ("You may also like")."""
    text = block.text.casefold().strip(" :…»>*")
    if block.words > 6 or block.kind == "item":
        return False
    phrases = all_languages("furniture", "tail")
    return text in phrases or (
        block.kind == "heading" and any(" " in phrase and text.startswith(f"{phrase} ") for phrase in phrases)
    )


def _is_prose(block: Block) -> bool:
    return block.words >= 20 and block.links < 0.5
