"""Passages and pairs as rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlmodel import col

from db.counting import CountedPair, counted_pairs
from db.models import Label, Link, Mention, Organisation, Passage, Statement
from db.standing import stands
from pipeline.exports.kinds import SEPARATOR, KeyedRow, Kind, Source, columns, number, several, yes_or_no
from pipeline.exports.tables import Cell

WHO: tuple[Any, ...] = (Organisation.name, Organisation.slug, Organisation.kind, Statement.title, Statement.published)


FLAGS = (("reject_call", "true"), ("boilerplate", "true"), ("on_topic", "false"))
"""The answers to yes-or-no questions that change something."""


@dataclass
class Marks:
    """What is known of one passage."""

    stand: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Kind of label → keys that count."""
    unsure: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)

    @property
    def may_count(self) -> bool:
        """Whether nothing keeps it out of figures (`db.counting.passage_counts`, without the statement's part)."""
        return "true" not in self.stand["boilerplate"] and "false" not in self.stand["on_topic"]

    def cells(self) -> tuple[Cell, ...]:
        """Concerns, unsure ones, stance, rejects, cited and described articles."""
        lists = (self.stand["concern"], self.unsure, self.stand["stance"])
        rejects = "true" in self.stand["reject_call"]
        return (*map(joined, lists), rejects, joined(self.cited), joined(self.described))


def joined(values: Iterable[str]) -> str:
    """Several values in one cell, each once."""
    return SEPARATOR.join(dict.fromkeys(values))


def _passage_rows(source: Source) -> Iterator[KeyedRow]:
    query = (
        select(
            *(col(Passage.id), col(Statement.id), *WHO, col(Passage.language), col(Passage.position)),
            *(col(Passage.start), col(Passage.end), col(Passage.heading), col(Passage.text), col(Statement.on_topic)),
        )
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
    )
    for batch in source.batches(query, col(Passage.id), col(Statement.id), col(Passage.position)):
        marks = _marks(source, [row[0] for row in batch])
        for row in batch:
            page = source.page(f"statements/{row[1]}#p{row[0]}")
            found = marks[row[0]]
            counts = bool(row[13]) and found.may_count
            yield row.row_key, (*row[:8], row[8] + 1, *row[9:13], counts, *found.cells(), page)


def _marks(source: Source, ids: Sequence[int]) -> dict[int, Marks]:
    marks: dict[int, Marks] = defaultdict(Marks)
    labels: tuple[Any, ...] = (Label.passage_id, Label.kind, Label.key)
    telling = or_(col(Label.kind).in_(("concern", "stance")), tuple_(col(Label.kind), col(Label.key)).in_(FLAGS))
    for key, kind, value in _of(source, labels, col(Label.passage_id).in_(ids), telling, stands()):
        marks[key].stand[kind].append(value)
    unsure = (col(Label.status) == "unsure", col(Label.kind) == "concern")
    for key, _kind, value in _of(source, labels, col(Label.passage_id).in_(ids), *unsure):
        marks[key].unsure.append(value)
    resolved = (col(Mention.passage_id).in_(ids), col(Mention.status) == "resolved")
    for key, value in _of(source, (Mention.passage_id, Mention.provision), *resolved):
        marks[key].cited.append(value)
    shown = (col(Link.passage_id).in_(ids), col(Link.status) == "shown")
    for key, value in _of(source, (Link.passage_id, Link.provision), *shown):
        marks[key].described.append(value)
    return marks


def _of(source: Source, chosen: tuple[Any, ...], *conditions: ColumnElement[bool]) -> Iterable[Any]:
    query: Select[Any] = select(*chosen).where(*conditions).order_by(*chosen)
    return source.session.connection().execute(query).all()


PASSAGES = Kind(
    "passages",
    "Every passage of the current wordings, with what was found in it. Unsure marks are kept apart and count nowhere.",
    columns(
        passage=number("Number of the passage, as in the address of its place"),
        statement=number("Number of its statement"),
        organisation="Who published the statement; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        title="Title of the statement",
        published="Day or month of publication (ISO)",
        language="Language of the passage (BCP 47)",
        place=number("Place of the passage in its statement, from 1"),
        start=number("First character of the passage in the statement's text (Unicode code points, from 0)"),
        end=number("First character after it"),
        heading="Heading above it",
        text="Its words, exactly as in the stored text",
        counts=yes_or_no("Whether it counts in figures: about the treaty, no menu, letterhead or the like"),
        concerns=several("Concerns that it raises, by key"),
        concerns_unsure=several("Concerns that it may raise; counted nowhere"),
        stance="objection, recommendation, support or neutral",
        rejects_treaty=yes_or_no("Whether it calls for rejecting the treaty"),
        articles_cited=several("Articles that it names, by number in the adopted text"),
        articles_described=several("Articles that it is about without naming them"),
        page="Our page, at the passage",
    ),
    _passage_rows,
)


def _pair_rows(source: Source) -> Iterator[KeyedRow]:
    who = _statements(source)
    after, most = (source.window.after, source.window.most) if source.window else (0, None)
    chosen = islice(_counted(source), after, None if most is None else after + most)
    for key, (pair, how) in enumerate(chosen, start=after + 1):
        sides = (pair.objects, pair.asks, pair.supports)
        article = (pair.provision, source.article_titles.get(pair.provision, ""))
        place = source.page(f"statements/{pair.statement_id}#p{pair.passage_id}")
        yield key, (pair.concern, *article, how, *sides, *who[pair.statement_id], pair.group, pair.passage_id, place)


def _counted(source: Source) -> Iterator[tuple[CountedPair, str]]:
    conditions = source.window.conditions if source.window else ()
    for origin, how in (("explicit", "named"), ("implicit", "described")):
        yield from ((pair, how) for pair in counted_pairs(source.session, [origin], *conditions))


def _statements(source: Source) -> dict[int, tuple[Any, ...]]:
    query: Select[Any] = select(col(Statement.id), *WHO).join(
        Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True
    )
    return {row[0]: (row[0], *row[1:]) for row in source.session.connection().execute(query)}


PAIRS = Kind(
    "pairs",
    "Every concern on an article in one clause of a passage, as figures count them.",
    columns(
        concern="The concern, by key",
        article="The article, by number in the adopted text",
        article_title="Its title in the adopted text",
        how="named or described; the two are never added up",
        objects=yes_or_no("Whether it is an objection"),
        asks=yes_or_no("Whether the passage asks something of the article"),
        supports=yes_or_no("Whether the passage supports it"),
        statement=number("Number of the statement"),
        organisation="Who published it; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="Kind of organisation",
        title="Title of the statement",
        published="Day or month of publication (ISO)",
        group="Address of the first of its copies and translations, which count once together",
        passage=number("Number of the passage"),
        page="Our page, at the passage",
    ),
    _pair_rows,
)
