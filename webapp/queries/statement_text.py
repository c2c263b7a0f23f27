"""A statement's text as its page shows it: the passages of one part with their marks. Long texts come in parts."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.models import Link, Mention, Passage, Revision
from webapp.queries.keys import key_of, stored
from webapp.queries.marks import Marks, load_marks

PASSAGES = 60
"""Passages of one part at most."""
LETTERS = 30_000
"""Characters after which a part ends at the next passage, or line where there are no passages."""


@dataclass(frozen=True)
class MentionMark:
    """A citation in the text and what became of it; offsets into the revision's text."""

    id: int
    passage_id: int | None
    start: int
    end: int
    text: str
    instrument: str
    draft: str
    status: str
    provision: str
    candidates: tuple[str, ...]
    reason: str
    confidence: float
    origin: str = "rule"
    article: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is not known which provision it means."""
        return self.status in ("ambiguous", "unmatched")


@dataclass(frozen=True)
class LinkMark:
    """A provision that a passage is about without citing it."""

    provision: str
    origin: str
    status: str
    score: float
    reason: str


@dataclass(frozen=True)
class MarkedPassage:
    """One passage of the text with its marks; offsets into the revision's text."""

    id: int
    start: int
    end: int
    language: str
    marks: Marks
    mentions: tuple[MentionMark, ...]
    links: tuple[LinkMark, ...] = ()


@dataclass(frozen=True)
class TextPart:
    """`text[start:end]` is shown: part `number` of `count`. `passage_count` is that of the whole text."""

    number: int
    count: int
    start: int
    end: int
    passages: tuple[MarkedPassage, ...]
    passage_count: int


def read_part(session: Session, revision: Revision, number: int = 1, passage: int | None = None) -> TextPart | None:
    """Part `number` of a revision's text, or that with the passage of this id; None where there is no such part."""
    query = select_columns(key_of(Passage), col(Passage.start)).where(col(Passage.revision_id) == revision.id)
    found: Iterable[Any] = session.connection().execute(query.order_by(col(Passage.start)))
    rows: dict[int, int] = dict(iter(found))
    cuts = cuts_of(revision.text, [*rows.values()])
    place = rows.get(passage or 0)
    number = number if place is None else bisect_right(cuts, place)
    if not 1 <= number <= len(cuts):
        return None
    start, end = cuts[number - 1], [*cuts, len(revision.text)][number]
    shown = [key for key, at in rows.items() if start <= at < end]
    return TextPart(number, len(cuts), start, end, _passages(session, stored(revision.id), shown), len(rows))


def cuts_of(text: str, starts: Sequence[int]) -> list[int]:
    """Where the parts of a text begin, the first at 0; never inside one of the passages that begin at `starts`."""
    cuts, inside = [0], 0
    for start in starts or _line_starts(text):
        if inside >= PASSAGES or start - cuts[-1] >= LETTERS:
            cuts.append(start)
            inside = 0
        inside += bool(starts)
    return cuts


def _line_starts(text: str) -> list[int]:
    """Beginnings of lines, and where a line is longer than a part, of its pieces."""
    found: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        found += range(at, at + len(line), LETTERS)
        at += len(line)
    return found


def _passages(session: Session, revision_id: int, ids: Sequence[int]) -> tuple[MarkedPassage, ...]:
    query = select(Passage).where(col(Passage.id).in_(ids)).order_by(col(Passage.start))
    rows = [(stored(passage.id), passage) for passage in session.exec(query)]
    marks, links = load_marks(session, ids), _links(session, ids)
    mentions = _mentions(session, revision_id, rows[0][1].start, rows[-1][1].end) if rows else []
    return tuple(
        MarkedPassage(
            id_,
            passage.start,
            passage.end,
            passage.language,
            marks[id_],
            tuple(mention for mention in mentions if passage.start <= mention.start < passage.end),
            tuple(links[id_]),
        )
        for id_, passage in rows
    )


def _links(session: Session, ids: Sequence[int]) -> dict[int, list[LinkMark]]:
    found: dict[int, list[LinkMark]] = defaultdict(list)
    for row in session.exec(select(Link).where(col(Link.passage_id).in_(ids)).order_by(col(Link.score).desc())):
        found[row.passage_id].append(LinkMark(row.provision, row.origin, row.status, row.score, row.reason))
    return found


def _mentions(session: Session, revision_id: int, start: int, end: int) -> list[MentionMark]:
    query = select(Mention).where(col(Mention.revision_id) == revision_id, col(Mention.start).between(start, end))
    plain = [name for name in MentionMark.__dataclass_fields__ if name != "candidates"]
    return [
        MentionMark(**{name: getattr(row, name) for name in plain}, candidates=tuple(json.loads(row.candidates)))
        for row in session.exec(query.order_by(col(Mention.start), col(Mention.end)))
    ]
