"""The one shape to which every format is read: a list of blocks, from which the text is composed.

The text rule: Unicode NFC; white space inside a block collapsed to single spaces; blocks parted by a blank
line ("\\n\\n"), except list items, table rows and lines of one address or list, which follow each other on
lines of their own ("\\n"). Invisible and direction-forcing characters are taken out, since they would let a
quotation look unlike what it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row", "quote", "note"]

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_WORD = re.compile(r"(?<!\S)[^\sA-Za-z0-9]*+[A-Za-z0-9]")
"""The start of a piece with a letter or digit; looked for once a piece, however long it is."""
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Block:
    """A piece of a document that stands on its own.

    `links` is the share (0 to 1) of its characters inside links, `tight` says that it follows the block before
    it without a blank line, `region` names the HTML landmark around it (nav, footer, aside …) or is empty,
    `cells` are the columns of a table row, `page` counts from 0, `breaks` are (offset in `text`, page) where the
    block runs on to a further page.
    """

    kind: Kind
    text: str
    level: int = 0
    links: float = 0.0
    tight: bool = False
    region: str = ""
    cells: tuple[str, ...] = ()
    page: int = 0
    breaks: tuple[tuple[int, int], ...] = ()

    @cached_property
    def words(self) -> int:
        """Number of words, as `count_words` counts them."""
        return count_words(self.text)


def clean(text: str) -> str:
    """`text` in NFC, without invisible characters, white space collapsed."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def count_words(text: str) -> int:
    """Number of words in `text`; where a script sets no spaces, two Han or kana or five Thai signs are a word."""
    if text.isascii():
        return len(_WORD.findall(text))
    spaced = sum(1 for piece in text.split() if any(sign.isalnum() for sign in piece))
    han = sum(1 for sign in text if "\u3040" <= sign <= "\u9fff")
    thai = sum(1 for sign in text if "\u0e00" <= sign <= "\u0e7f")
    return spaced + han // 2 + thai // 5


def squash(text: str) -> str:
    """`text` reduced to its letters and digits in one case, for comparing what two readers made of it."""
    if text.isascii():
        return _NO_LETTERS.sub("", text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def cleaned(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with their texts cleaned; those left without any letter or digit are dropped."""
    tidy = (replace(block, text=clean(block.text)) for block in blocks)
    return [block for block in tidy if any(character.isalnum() for character in block.text)]


def compose(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """The text of `blocks`, and the offset at which each of them starts in it."""
    text: list[str] = []
    offsets: list[int] = []
    length = 0
    for index, block in enumerate(blocks):
        gap = "" if index == 0 else "\n" if block.tight else "\n\n"
        offsets.append(length + len(gap))
        text += [gap, block.text]
        length += len(gap) + len(block.text)
    return "".join(text), offsets
