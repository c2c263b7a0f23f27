"""Word lists made to match: plain terms, or stems that end in an asterisk, in any script.

A term of an alphabetic script matches whole words; an asterisk stands for the rest of a word, ` ... ` for up to six
words. A term of a script
that writes prefixes or no spaces (Arabic, Chinese, Japanese, Korean, Thai) matches anywhere.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

CUES = Path(__file__).parent / "cues.toml"
KEPT = 64
"""Texts whose hits are kept, of each list."""
_LETTER = re.compile(r"\w")
_WORD = re.compile(r"(?<!\w)\w")
_JOINED_SCRIPTS = re.compile(r"[\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def lower_in_place(text: str) -> str:
    """Lower case at the same length: a letter whose lower case is longer stays, so that offsets keep their meaning."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def _body(term: str) -> str:
    escaped = re.escape(lower_in_place(term)).replace(r"\ \.\.\.\ ", r"\s+(?:\S+\s+){0,6}?")
    return escaped.replace(r"\*", r"\w*").replace(r"\ ", r"[\s\u00a0-]+").replace("'", "['’]")


def _by_first_letter(terms: list[str]) -> str:
    """One alternation, branched by first letter: an engine that tries branches in turn then tries few of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        groups[lower_in_place(term[0])].append(_body(term))
    return "|".join(f"(?={re.escape(letter)})(?:{'|'.join(bodies)})" for letter, bodies in sorted(groups.items()))


@lru_cache(maxsize=256)
def words_in(text: str) -> tuple[str, dict[str, list[int]] | None]:
    """The text in lower case, and where its words begin, by their first letter and by their first two; None where it
    has a script without such words: there a term may begin anywhere.
    """
    lowered = lower_in_place(text)
    if _JOINED_SCRIPTS.search(lowered):
        return lowered, None
    places: dict[str, list[int]] = defaultdict(list)
    for match in _WORD.finditer(lowered):
        at = match.start()
        places[lowered[at]].append(at)
        places[lowered[at : at + 2]].append(at)
    return lowered, dict(places)


@dataclass(frozen=True)
class Terms:
    """A compiled word list. An empty list matches nothing. Case is ignored."""

    pattern: re.Pattern[str]
    openings: frozenset[str] | None = None
    """The first one or two letters of every term of an alphabetic script; None where one begins with no letter."""

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Start and end of each hit, in order, without overlaps. Those of the last texts are kept: they are asked for
        once to score a passage and once more for each reason that is given.
        """
        return self._kept(text)

    @cached_property
    def _kept(self) -> Callable[[str], tuple[tuple[int, int], ...]]:
        return lru_cache(maxsize=KEPT)(self._spans)

    def _spans(self, text: str) -> tuple[tuple[int, int], ...]:
        lowered, places = words_in(text)
        if self.openings is None or places is None:
            return tuple(match.span() for match in self.pattern.finditer(lowered))
        found, end = [], 0
        for at in sorted({at for opening in self.openings & places.keys() for at in places[opening]}):
            if at >= end and (match := self.pattern.match(lowered, at)):
                found.append(match.span())
                end = match.end()
        return tuple(found)

    def words(self, text: str) -> list[str]:
        """The hits as written, in order."""
        return [text[start:end] for start, end in self.spans(text)]

    def count(self, text: str) -> int:
        """How many hits the text has."""
        return len(self.spans(text))


def compile_terms(terms: Iterable[str]) -> Terms:
    """The word list as `Terms`; of terms that begin alike the longer wins."""
    kept = {term for term in terms if term.strip("* ")}
    joined = [term for term in kept if _JOINED_SCRIPTS.search(term)]
    spaced = [term for term in kept if not _JOINED_SCRIPTS.search(term)]
    parts = [rf"(?<!\w)(?:{_by_first_letter(spaced)})(?!\w)"] if spaced else []
    parts += [f"(?:{_by_first_letter(joined)})"] if joined else []
    return Terms(re.compile("|".join(parts) or r"(?!)"), _openings(spaced))


def _openings(terms: Iterable[str]) -> frozenset[str] | None:
    """See `Terms.openings`; None where a term does not begin with a letter, which may be anywhere."""
    lowered = [lower_in_place(term) for term in terms]
    if not all(_LETTER.match(term) for term in lowered):
        return None
    return frozenset(term[:2] if _LETTER.match(term, 1) else term[0] for term in lowered)


@lru_cache(maxsize=1)
def cues() -> dict[str, Terms]:
    """The word lists of `cues.toml` by name: words of language and law, of no treaty in particular."""
    groups = tomllib.loads(CUES.read_text(encoding="utf-8"))
    return {name: compile_terms(term for terms in group.values() for term in terms) for name, group in groups.items()}
