"""Many phrases looked up in one pass: the text is cut into words, and each word opens the phrases that begin with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.citation.flatten import phrase

Payload = TypeVar("Payload")
WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LONGEST_ACRONYM = 8


@dataclass(frozen=True, slots=True)
class Hit(Generic[Payload]):
    """A phrase in a text: offsets, and what was registered with it."""

    start: int
    end: int
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """Phrases with payloads. The longest phrase at a place wins. An acronym must be in capitals in the text.

    A leading "the" is dropped, so that "the Convention" does not hide "Convention on Cybercrime".
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        """`entries` are phrases as written in data files."""
        self._by_word: dict[str, list[tuple[str, bool, Payload]]] = {}
        self._by_character: dict[str, list[tuple[str, bool, Payload]]] = {}
        for words, payload in entries:
            self._add(words, payload)
        for table in (self._by_word, self._by_character):
            for options in table.values():
                options.sort(key=lambda option: -len(option[0]))

    def _add(self, words: str, payload: Payload) -> None:
        flat = phrase(words).removeprefix("the ")
        acronym = words.isupper() and words.isascii() and words.isalpha() and len(words) <= LONGEST_ACRONYM
        if UNSPACED.match(flat):
            self._by_character.setdefault(flat[0], []).append((flat, False, payload))
        elif first := WORD.search(flat):
            if first.start() == 0:
                self._by_word.setdefault(first.group(), []).append((flat, acronym, payload))

    def hits(self, text: str, flat: str, start: int = 0, end: int | None = None) -> Iterator[Hit[Payload]]:
        """Phrases of [start, end), in order, not overlapping. `flat` is `text` flattened."""
        done = start
        for word in WORD.finditer(flat, start, len(flat) if end is None else end):
            if word.end() <= done:
                continue
            if word.start() >= done and (options := self._by_word.get(word.group())):
                if hit := _longest(options, text, flat, word.start()):
                    done = hit.end
                    yield hit
            elif self._by_character and not word.group().isascii() and UNSPACED.search(word.group()):
                for hit in self._inside(text, flat, max(done, word.start()), word.end()):
                    done = hit.end
                    yield hit

    def _inside(self, text: str, flat: str, start: int, end: int) -> Iterator[Hit[Payload]]:
        at = start
        while at < end:
            options = self._by_character.get(flat[at])
            hit = _longest(options, text, flat, at) if options else None
            if hit:
                yield hit
            at = hit.end if hit else at + 1


def _longest(options: list[tuple[str, bool, Payload]], text: str, flat: str, at: int) -> Hit[Payload] | None:
    for words, acronym, payload in options:
        end = at + len(words)
        if not flat.startswith(words, at):
            continue
        whole = UNSPACED.match(words) or not (words[-1].isalnum() and flat[end : end + 1].isalnum())
        if whole and not (acronym and not text[at:end].isupper()):
            return Hit(at, end, payload)
    return None
