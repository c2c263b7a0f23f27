"""Cutting a text into passages: one to four sentences of one paragraph, with exact offsets.

Newlines come first: a passage never crosses one. Sentences are found by nupunkt (see
docs/decisions/sentences.md), with the abbreviations of treaty talk added and the full stops of
Chinese and Japanese, which nupunkt does not know. Headings are context, not passages.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.ask_words import VERBS, ask_words

VERSION = "2"
ENOUGH_WORDS = 25
"""A passage is closed once it has this many words: about the length of a labelled passage."""
REST_WORDS = 8
"""A last sentence shorter than this means nothing alone."""
MOST_SENTENCES = 4
MOST_CHARACTERS = 2000
"""A "sentence" longer than this is cut at a space: nobody wrote it as one, a reader cannot use it as one."""
HEADING_WORDS = 14
OPENING = 30
"""A verb of change is looked for in so many characters at the beginning of a line."""
_LABEL = re.compile(r"\s*[\w'’]+\s?\d{0,3}(?:\(\w{1,3}\))?\s?[:：.–—-]\s*")
WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
WIDE_STOP = re.compile(r"(?<=[。！？])(?![”’」』）)\"])")
SENTENCE_END = re.compile(r"[.!?…。！？؟;:,]['\"”’»)\]]*$")
LIST_MARK = re.compile(r"^\s*(?:[•·▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")


@dataclass(frozen=True)
class Span:
    """A passage: `text[start:end]`, under `heading` (empty when there is none)."""

    start: int
    end: int
    heading: str = ""


@lru_cache(maxsize=1)
def _sentences() -> Any:
    import nupunkt

    tokenizer = nupunkt.load_default_model()
    lines = (Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8").splitlines()
    tokenizer.add_abbreviations([line for line in lines if line and not line.startswith("#")])
    return tokenizer


def count_words(text: str) -> int:
    """Words as a reader would count them; two wide characters are taken for a word."""
    wide = len(re.findall(WIDE, text))
    return len(re.sub(WIDE, " ", text).split()) + wide // 2


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the non-empty lines, without white space at their ends."""
    for match in re.finditer(r"[^\n]+", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield start, start + len(stripped)


def is_heading(line: str) -> bool:
    """True for a short line without an end mark that is no list item."""
    short = count_words(line) <= HEADING_WORDS
    return short and not SENTENCE_END.search(line) and not LIST_MARK.match(line)


def asks_for_itself(line: str) -> bool:
    """Whether a short line is a request as well as a heading: "Recommendation 3: delete Article 17"."""
    label = _LABEL.match(line)
    rest = line[label.end() :] if label else line
    opening = any(start == 0 for verb in VERBS for start, _ in ask_words(None)[verb].spans(rest[:OPENING]))
    return opening and bool(re.search(r"\d", line))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one line, together covering all of it but white space."""
    spans: list[tuple[int, int]] = []
    for start, end in _sentences().spans(text):
        edges = [start, *(start + m.start() for m in WIDE_STOP.finditer(text[start:end])), end]
        for left, right in itertools.pairwise(edges):
            spans.extend(_trimmed(text, left, right))
    return spans


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its ends, cut into pieces that are not endless."""
    while start < end:
        piece = min(end, start + MOST_CHARACTERS)
        if piece < end:
            piece = max(text.rfind(" ", start, piece), start) or piece
            piece = piece if piece > start else start + MOST_CHARACTERS
        part = text[start:piece]
        if part.strip():
            left = start + len(part) - len(part.lstrip())
            yield left, left + len(part.strip())
        start = piece


def grouped(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences joined into passages: until there are enough words, at most four; a short rest joins the last."""
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        if groups and _may_join(text, groups[-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    for group in groups:
        yield group[0][0], group[-1][1]


def _may_join(text: str, group: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    fits = len(group) < MOST_SENTENCES and span[1] - group[0][0] <= MOST_CHARACTERS
    wanting = count_words(text[group[0][0] : group[-1][1]]) < ENOUGH_WORDS
    is_rest = span[1] == len(text) and count_words(text[slice(*span)]) < REST_WORDS
    return fits and (wanting or is_rest)


def segment(text: str, end: int | None = None) -> list[Span]:
    """The passages of `text[:end]`, in order. Offsets are code points; every span is non-empty."""
    heading = ""
    spans: list[Span] = []
    lines = list(lines_of(text[:end]))
    for number, (start, stop) in enumerate(lines):
        line = text[start:stop]
        if is_heading(line) and number + 1 < len(lines):
            if asks_for_itself(line):
                spans.append(Span(start, stop, heading))
            heading = line
            continue
        spans += [Span(start + a, start + b, heading) for a, b in grouped(line, sentence_spans(line))]
    return spans
