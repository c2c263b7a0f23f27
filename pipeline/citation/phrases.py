"""Many phrases looked up at once: only those all of whose words occur in the text are searched for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.citation.flatten import phrase

Payload = TypeVar("Payload")
WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LONGEST_ACRONYM = 8
MARGIN = 200
"""Longer than any phrase."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[Payload]):
    """A phrase in a text: offsets, and what was registered with it."""

    start: int
    end: int
    payload: Payload


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Payload]):
    """A phrase to look for: flattened, with its words, and whether it must be in capitals."""

    flat: str
    words: frozenset[str]
    acronym: bool
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """Phrases with payloads. The longest phrase at a place wins. An acronym must be in capitals in the text.

    A leading "the" is dropped, so that "the Convention" does not hide "Convention on Cybercrime".
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        """`entries` are phrases as written in data files."""
        self._by_word: dict[str, list[Phrase[Payload]]] = {}
        self._unspaced: list[Phrase[Payload]] = []
        for words, payload in entries:
            self._add(words, payload)
        for options in self._by_word.values():
            options.sort(key=lambda option: -len(option.flat))

    def _add(self, words: str, payload: Payload) -> None:
        flat = phrase(words).removeprefix("the ")
        acronym = words.isupper() and words.isascii() and words.isalpha() and len(words) <= LONGEST_ACRONYM
        if UNSPACED.match(flat):
            self._unspaced.append(Phrase(flat, frozenset(), False, payload))
            return
        parts = WORD.findall(flat)
        if parts and flat.startswith(parts[0]):
            self._by_word.setdefault(parts[0], []).append(Phrase(flat, frozenset(parts), acronym, payload))

    def hits(
        self, text: str, flat: str, start: int = 0, end: int | None = None, words: set[str] | None = None
    ) -> Iterator[Hit[Payload]]:
        """Phrases that begin in [start, end), in order, not overlapping.

        `flat` is `text` flattened; `words` are the words of that stretch, where the caller has them already.
        """
        stop = len(flat) if end is None else min(end, len(flat))
        found = self._spaced(text, flat, start, stop, words or words_of(flat, start, stop))
        if self._unspaced and UNSPACED.search(flat, start, stop):
            found += [hit for phrase_ in self._unspaced for hit in _occurrences(phrase_, flat, start, stop)]
        done = start
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= done:
                done = hit.end
                yield hit

    def at(self, text: str, flat: str, at: int) -> Hit[Payload] | None:
        """The longest phrase that begins exactly at `at`."""
        word = WORD.match(flat, at)
        spaced = self._by_word.get(word.group(), []) if word else []
        unspaced = self._unspaced if UNSPACED.match(flat, at) else []
        options = [option for option in (*spaced, *unspaced) if flat.startswith(option.flat, at)]
        hits = [
            Hit(at, at + len(option.flat), option.payload) for option in options if self._fits(option, text, flat, at)
        ]
        return max(hits, key=lambda hit: hit.end, default=None)

    def _fits(self, option: Phrase[Payload], text: str, flat: str, at: int) -> bool:
        hit = Hit(at, at + len(option.flat), option.payload)
        whole = not option.words or _whole(option, flat, hit)
        return whole and not (option.acronym and not text[at : hit.end].isupper())

    def _spaced(self, text: str, flat: str, start: int, stop: int, words: set[str]) -> list[Hit[Payload]]:
        """Only phrases all of whose words occur are looked for."""
        possible = [p for word in words & self._by_word.keys() for p in self._by_word[word] if p.words <= words]
        return [
            hit
            for option in possible
            for hit in _occurrences(option, flat, start, stop)
            if _whole(option, flat, hit) and not (option.acronym and not text[hit.start : hit.end].isupper())
        ]


def words_of(flat: str, start: int, stop: int) -> set[str]:
    """The different words of [start, stop) and a little beyond, so that a phrase at the end is whole."""
    return set(WORD.findall(flat, start, min(len(flat), stop + MARGIN)))


def _occurrences(option: Phrase[Payload], flat: str, start: int, stop: int) -> Iterator[Hit[Payload]]:
    length = len(option.flat)
    reach = stop + length - 1
    at = flat.find(option.flat, start, reach)
    while at >= 0:
        yield Hit(at, at + length, option.payload)
        at = flat.find(option.flat, at + length, reach)


def _whole(option: Phrase[Payload], flat: str, hit: Hit[Payload]) -> bool:
    """Whether the phrase begins and ends with whole words."""
    if hit.start and flat[hit.start - 1].isalnum():
        return False
    return not (option.flat[-1].isalnum() and flat[hit.end : hit.end + 1].isalnum())
