"""Passages and pairs as rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from db.counting import counted_pairs, passage_counts
from db.models import Label, Link, Mention, Organisation, Passage, Statement
from db.standing import stands
from pipeline.exports.kinds import BATCH, SEPARATOR, Kind, Source, columns
from pipeline.exports.tables import Row

WHO: tuple[Any, ...] = (Organisation.name, Organisation.slug, Organisation.kind, Statement.title, Statement.published)


@dataclass
class Marks:
    """What is known of one passage."""

    stand: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Kind of label → keys that count."""
    unsure: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """Concerns, unsure ones, stance, rejects, cited and described articles."""
        lists = (self.stand["concern"], self.unsure, self.stand["stance"])
        rejects = "yes" if "true" in self.stand["reject_call"] else "no"
        return (*map(joined, lists), rejects, joined(self.cited), joined(self.described))


def joined(values: Iterable[str]) -> str:
    """Several values in one cell, each once."""
    return SEPARATOR.join(dict.fromkeys(values))


def in_batches(source: Source, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a query, `BATCH` at a time."""
    chosen = source.session.connection().execution_options(yield_per=BATCH).execute(query)
    yield from chosen.partitions()


def _passage_rows(source: Source) -> Iterator[Row]:
    query = (
        select(
            *(col(Passage.id), col(Statement.id), *WHO, col(Passage.language), col(Passage.position)),
            *(col(Passage.start), col(Passage.end), col(Passage.heading), col(Passage.text), passage_counts()),
        )
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
        .order_by(col(Statement.id), col(Passage.position))
    )
    for batch in in_batches(source, query):
        marks = _marks(source, [row[0] for row in batch])
        for row in batch:
            page = source.page(f"statements/{row[1]}#p{row[0]}")
            yield (*row[:8], row[8] + 1, *row[9:14], *marks[row[0]].cells(), page)


def _marks(source: Source, ids: Sequence[int]) -> dict[int, Marks]:
    marks: dict[int, Marks] = defaultdict(Marks)
    labels: tuple[Any, ...] = (Label.passage_id, Label.kind, Label.key)
    for key, kind, value in _of(source, labels, col(Label.passage_id).in_(ids), stands()):
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
        passage="Number of the passage, as in the address of its place",
        statement="Number of its statement",
        organisation="Who published the statement; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        title="Title of the statement",
        published="Day or month of publication (ISO)",
        language="Language of the passage (BCP 47)",
        place="Place of the passage in its statement, from 1",
        start="First character of the passage in the statement's text (Unicode code points, from 0)",
        end="First character after it",
        heading="Heading above it",
        text="Its words, exactly as in the stored text",
        counts="Whether it counts in figures: about the treaty, and neither menu nor letterhead nor the like",
        concerns="Concerns that it raises, by key",
        concerns_unsure="Concerns that it may raise; counted nowhere",
        stance="objection, recommendation, support or neutral",
        rejects_treaty="yes where it calls for rejecting the treaty",
        articles_cited="Articles that it names, by number in the adopted text",
        articles_described="Articles that it is about without naming them",
        page="Our page, at the passage",
    ),
    _passage_rows,
)


def _pair_rows(source: Source) -> Iterator[Row]:
    who = _statements(source)
    titles = source.article_titles
    for origin, how in (("explicit", "named"), ("implicit", "described")):
        for pair in counted_pairs(source.session, [origin]):
            sides = ("yes" if side else "no" for side in (pair.objects, pair.asks, pair.supports))
            place = source.page(f"statements/{pair.statement_id}#p{pair.passage_id}")
            article = (pair.provision, titles.get(pair.provision, ""))
            yield (pair.concern, *article, how, *sides, *who[pair.statement_id], pair.group, pair.passage_id, place)


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
        objects="yes where it is an objection",
        asks="yes where the passage asks something of the article",
        supports="yes where the passage supports it",
        statement="Number of the statement",
        organisation="Who published it; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="Kind of organisation",
        title="Title of the statement",
        published="Day or month of publication (ISO)",
        group="Address of the first of its copies and translations, which count once together",
        passage="Number of the passage",
        page="Our page, at the passage",
    ),
    _pair_rows,
)
