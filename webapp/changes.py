"""What changed between two wordings of a statement, by `difflib`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LONGEST = 400_000
"""Characters of both wordings together; beyond, comparing could take minutes and the page says so."""
MOST_WORDS = 2_000
"""Words of a changed stretch that are compared one by one; longer ones are shown as cut and added whole."""
MOST_REDLINED = 20_000
"""Words of both texts of an article together that are compared one by one."""
CONTEXT = 2
"""Unchanged lines shown around a change."""
SHOWN_WORDS = 15
"""Unchanged words shown before and after a change; what lies between is folded away."""

Change = Literal["same", "cut", "added", "folded"]


@dataclass(frozen=True)
class Part:
    """Some words, and whether they stand in both wordings or only in the older or newer one. `folded` words stand
    in both and are not shown: `text` is their number.
    """

    change: Change
    text: str


@dataclass(frozen=True)
class Stretch:
    """Lines that changed, with the lines around them."""

    parts: tuple[Part, ...]


def compare(older: str, newer: str) -> tuple[Stretch, ...] | None:
    """The changed stretches in order, () when the texts are equal, None when they are too long to compare."""
    if len(older) + len(newer) > LONGEST:
        return None
    old, new = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)
    return tuple(
        Stretch(tuple(part for tag, a, b, c, d in group for part in _parts(tag, "".join(old[a:b]), "".join(new[c:d]))))
        for group in groups
    )


def folded(stretches: tuple[Stretch, ...] | None) -> tuple[Stretch, ...] | None:
    """The stretches without the middle of long unchanged parts, so that a change in a long paragraph is seen."""
    if stretches is None:
        return None
    return tuple(Stretch(tuple(shown for part in one.parts for shown in _folded(part))) for one in stretches)


def _folded(part: Part) -> tuple[Part, ...]:
    words = words_of(part.text)
    edge = 2 * SHOWN_WORDS
    if part.change != "same" or len(words) <= 3 * edge:
        return (part,)
    hidden = sum(1 for word in words[edge:-edge] if not word.isspace())
    return Part("same", "".join(words[:edge])), Part("folded", str(hidden)), Part("same", "".join(words[-edge:]))


def _parts(tag: str, old: str, new: str) -> tuple[Part, ...]:
    if tag == "equal":
        return (Part("same", old),)
    if tag == "replace":
        before, after = words_of(old), words_of(new)
        if len(before) + len(after) <= MOST_WORDS:
            return _word_parts(before, after)
    return tuple(part for part in (Part("cut", old), Part("added", new)) if part.text)


def redline(older: str, newer: str) -> tuple[Part, ...] | None:
    """Both texts as one, word by word; their lines are kept. None when they are too long to compare."""
    before, after = _line_words(older), _line_words(newer)
    if len(before) + len(after) > MOST_REDLINED:
        return None
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", _joined(before[a:b])))
        else:
            parts += _replaced(_joined(before[a:b]), _joined(after[c:d]))
    return tuple(part for part in parts if part.text)


def _replaced(cut: str, added: str) -> tuple[Part, Part]:
    """What was cut and what came instead; where both end a line, they end it once."""
    if cut.endswith("\n") and added.endswith("\n"):
        cut = f"{cut[:-1]} "
    return Part("cut", cut), Part("added", added)


def _line_words(text: str) -> list[str]:
    """Words, each line's last one with its line end."""
    return [word for line in text.splitlines() for word in f"{line.strip()}\n".split(" ")]


def _joined(words: Sequence[str]) -> str:
    return "".join(word if word.endswith("\n") else f"{word} " for word in words)


def words_of(text: str) -> list[str]:
    """`text` as words and the white space between them; joined again, it is the same text."""
    return re.findall(r"\s+|[^\s]+", text)


def _word_parts(before: Sequence[str], after: Sequence[str]) -> tuple[Part, ...]:
    """Word by word; changed words with nothing but spaces between them are one change."""
    parts: list[Part] = []
    cut = added = gap = ""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[a:b]) if tag == "equal" else ""
        if same.isspace():
            gap = same
        elif same:
            parts += [Part("cut", cut), Part("added", added), Part("same", gap + same)]
            cut = added = gap = ""
        else:
            joint = gap if cut or added else ""
            parts += [Part("same", gap)] if not joint else []
            cut, added, gap = cut + joint + "".join(before[a:b]), added + joint + "".join(after[c:d]), ""
    parts += [Part("cut", cut), Part("added", added), Part("same", gap)]
    return tuple(part for part in parts if part.text)
