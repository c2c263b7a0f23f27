"""Words that a line's end parts: joined again, unless the hyphen is their own ("cross-" / "border").

What the paper itself writes elsewhere decides first. Otherwise a hyphen stays before a capital or a figure,
after a part that already has one ("end-to-"), after a word that only forms compounds (`hyphens.toml`), and
where both parts are words of the paper but what they would make together is not.
"""

import re
from collections.abc import Iterable

from crawlers.extract.blocks import clean
from crawlers.extract.pdf_lines import HYPHEN
from crawlers.extract.wordlists import all_languages

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-‐‑][^\W_]+)*")
_LAST = re.compile(r"[^\s(\[\"“«]*$")
_FIRST = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_FEWEST = 3


class Vocabulary:
    """The words of a paper, those parted by a line's end left out."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            whole = re.sub(rf"\S*{HYPHEN}$|\S*-$", "", line)
            self._words.update(word.casefold().replace("‑", "-") for word in _WORDS.findall(whole))

    def continued(self, text: str, line: str) -> str:
        """`text` with the next line: a word parted between them joined, else a space (none in Han and kana)."""
        if not text:
            return line
        if text.endswith(HYPHEN) or (re.search(r"[^\W\d_]{2}[-‐]$", text) and line[:1].isalpha()):
            return self._unparted(text[:-1], line)
        dense = "\u3000" <= text[-1] <= "\u9fff" and "\u3000" <= line[:1] <= "\u9fff"
        return text + ("" if dense else " ") + line

    def _unparted(self, text: str, line: str) -> str:
        found = _FIRST.match(line)
        before, after = _last_word(text), found.group() if found else ""
        if after.casefold() in all_languages("hyphens", "hanging"):
            return f"{text}- {line}"
        return f"{text}-{line}" if not before or not after or self._is_compound(before, after) else text + line

    def _is_compound(self, before: str, after: str) -> bool:
        first, second = before.casefold(), after.casefold()
        if f"{first}-{second}" in self._words:
            return True
        if first.rpartition("-")[2] + second in self._words or first + second in self._words:
            return False
        if not after[0].islower() and after[0].isascii() and not before.isupper():
            return True
        if "-" in first or first in all_languages("hyphens", "compounding"):
            return True
        return min(len(first), len(second)) >= _FEWEST and first in self._words and second in self._words


def _last_word(text: str) -> str:
    found = _LAST.search(text)
    return clean(found.group()) if found else ""


def without_mark(text: str) -> str:
    """`text` without the sign for a hyphen at its end."""
    return f"{text[:-1]}-" if text.endswith(HYPHEN) else text
