"""Citations, described articles and asks as rows."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import col

from db.models import Ask, Link, Mention, Organisation, Passage, Revision, Statement
from pipeline.exports.kinds import KeyedRow, Kind, Source, columns, number, share
from pipeline.exports.passage_rows import WHO


def _citation_rows(source: Source) -> Iterator[KeyedRow]:
    mentions = (
        select(
            *(col(Statement.id), col(Mention.passage_id), *WHO, col(Mention.start), col(Mention.end)),
            *(col(Mention.text), col(Mention.instrument), col(Mention.unit), col(Mention.article)),
            *(col(Mention.paragraph), col(Mention.letter), col(Mention.draft), col(Mention.status)),
            *(col(Mention.provision), col(Mention.candidates), col(Mention.confidence), col(Mention.reason)),
        )
        .join(Statement, col(Statement.revision_id) == col(Mention.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
        .join(Passage, col(Passage.id) == col(Mention.passage_id), isouter=True)
    )
    for batch in source.batches(mentions, col(Mention.id), col(Statement.id), col(Mention.start), col(Mention.id)):
        for row in batch:
            yield row.row_key, (*row[:2], "named", *row[2:-1], _place(source, row[0], row[1]))


def _described_rows(source: Source) -> Iterator[KeyedRow]:
    links = (
        select(
            *(col(Statement.id), col(Link.passage_id), col(Link.origin), *WHO, col(Passage.start), col(Passage.end)),
            *(col(Link.status), col(Link.provision), col(Link.score), col(Link.reason)),
        )
        .join(Passage, col(Passage.id) == col(Link.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
    )
    order = (col(Statement.id), col(Passage.position), col(Link.provision))
    for batch in source.batches(links, col(Link.id), *order):
        for row in batch:
            how = "named in the heading" if row[2] == "heading" else "described"
            empty = ("", source.docket.key, "article", "", "", "", "")
            cells = (*row[:2], how, *row[3:10], *empty, row[10], row[11], "[]", *row[12:-1])
            yield row.row_key, (*cells, _place(source, row[0], row[1]))


def _place(source: Source, statement: int, passage: int | None) -> str:
    return source.page(f"statements/{statement}" + (f"#p{passage}" if passage else ""))


COLUMNS = columns(
    statement=number("Number of the statement"),
    passage=number("Number of the passage; empty for a citation in a heading or a note"),
    how="named, named in the heading, or described; the three are never added up",
    organisation="Who published the statement",
    organisation_slug="Last part of the address of the organisation's page",
    organisation_kind="Kind of organisation",
    title="Title of the statement",
    published="Day or month of publication (ISO)",
    start=number("First character in the statement's text (Unicode code points, from 0)"),
    end=number("First character after it"),
    text="The citation as it is written",
    instrument="Key of the docket, or of another instrument",
    unit="article, chapter, preamble or another",
    article="The number as it is written",
    paragraph="The paragraph as it is written",
    letter="The letter as it is written",
    draft="The draft whose numbering is meant, by key",
    status="resolved, ambiguous, unmatched, other_instrument, proposed; shown or unsure for described ones",
    provision="The article, by number in the adopted text",
    candidates="Articles that are possible, where it is ambiguous (JSON)",
    confidence=share("How sure, 0 to 1"),
    reason="Why",
    page="Our page, at the passage",
)
CITATIONS = Kind(
    "citations", "Every citation, with what it was resolved to or why it was not.", COLUMNS, _citation_rows
)
DESCRIBED = Kind(
    "described", "Articles that passages are about without naming them: never a citation.", COLUMNS, _described_rows
)


def _link_rows(source: Source) -> Iterator[KeyedRow]:
    yield from _citation_rows(source)
    yield from _described_rows(source)


LINKS = Kind(
    "links",
    "Every citation with what it was resolved to or why it was not, then the articles that passages describe.",
    COLUMNS,
    _link_rows,
)


def _ask_rows(source: Source) -> Iterator[KeyedRow]:
    query = (
        select(
            *(col(Statement.id), col(Ask.passage_id), *WHO, col(Ask.verb), col(Ask.target), col(Ask.status)),
            *(col(Ask.origin), col(Ask.text), col(Ask.proposed), col(Ask.start), col(Ask.end), col(Ask.reason)),
        )
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Revision, col(Revision.id) == col(Passage.revision_id))
        .join(Statement, col(Statement.revision_id) == col(Revision.id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
    )
    order = (col(Statement.id), col(Passage.position), col(Ask.start), col(Ask.id))
    for batch in source.batches(query, col(Ask.id), *order):
        for row in batch:
            yield row.row_key, (*row[:-1], _place(source, row[0], row[1]))


ASKS = Kind(
    "asks",
    "What statements ask for, in their own words.",
    columns(
        statement=number("Number of the statement"),
        passage=number("Number of the passage"),
        organisation="Who published it; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="Kind of organisation",
        title="Title of the statement",
        published="Day or month of publication (ISO)",
        verb="delete, amend, retain, add, clarify, reject or support",
        target="The article by number in the adopted text, or treaty; as written where unmatched",
        status="resolved, or unmatched where no text of the treaty has such an article",
        how="explicit, by the heading above, or implicit where the article is described",
        text="The ask as it is written",
        proposed="The wording that is asked for, where one is quoted",
        start=number("First character in the passage (Unicode code points, from 0)"),
        end=number("First character after it"),
        reason="Why it was read so",
        page="Our page, at the passage",
    ),
    _ask_rows,
)
