"""Laying out a statement's text: passages, what stands between them, and the citations inside."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.queries.statement_text import MarkedPassage, MentionMark


@dataclass(frozen=True)
class Span:
    """A piece of text; `mentions` are the citations that it is, none for plain words."""

    text: str
    mentions: tuple[MentionMark, ...] = ()


@dataclass(frozen=True)
class Block:
    """A passage, or (`passage` is None) words between passages, which no stage reads.

    `continues`: the block stands in the same line as the one before it.
    """

    spans: tuple[Span, ...]
    passage: MarkedPassage | None
    continues: bool


def lay_out(text: str, passages: Sequence[MarkedPassage], begin: int = 0, end: int | None = None) -> tuple[Block, ...]:
    """All of `text[begin:end]` but white space at the edges of blocks, in order; every passage is a block."""
    blocks: list[Block] = []
    position, last = begin, len(text) if end is None else end
    for passage in passages:
        blocks += _between(text, position, passage.start)
        spans = spans_of(text, passage.start, passage.end, passage.mentions)
        blocks.append(Block(spans, passage, _continues(text, position, passage.start)))
        position = max(position, passage.end)
    return (*blocks, *_between(text, position, last))


def _between(text: str, start: int, end: int) -> list[Block]:
    words = text[start:end].strip()
    return [Block((Span(words),), None, _continues(text, start, end))] if words else []


def _continues(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    leading = gap[: len(gap) - len(gap.lstrip())]
    return start > 0 and "\n" not in leading


def spans_of(text: str, start: int, end: int, mentions: Sequence[MentionMark]) -> tuple[Span, ...]:
    """`text[start:end]` cut at its citations; those that overlap (a range is several) become one span."""
    spans: list[Span] = []
    position = start
    for first, last, found in _clusters(start, end, mentions):
        if first > position:
            spans.append(Span(text[position:first]))
        spans.append(Span(text[first:last], found))
        position = last
    if position < end:
        spans.append(Span(text[position:end]))
    return tuple(spans)


def _clusters(start: int, end: int, mentions: Sequence[MentionMark]) -> list[tuple[int, int, tuple[MentionMark, ...]]]:
    clusters: list[tuple[int, int, tuple[MentionMark, ...]]] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, mention.end)):
        first, last = max(start, mention.start), min(end, mention.end)
        if clusters and first < clusters[-1][1]:
            before = clusters.pop()
            clusters.append((before[0], max(before[1], last), (*before[2], mention)))
        elif first < last:
            clusters.append((first, last, (mention,)))
    return clusters
