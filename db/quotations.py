"""Proving quotations: every stored piece of a text against the text itself.

A table is checked when it has offsets (`start`, `end`): they count code points of the revision's text where the
row names a revision, else of the passage's. Where it also has a column `text`, that is the quotation, and it must
be exactly `text[start:end]`. A new table of this form is checked without a word here.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, select
from sqlmodel import Session, SQLModel, col

from db.models import Digest, DraftArticle, DraftParagraph, DraftText, Passage, Revision, Statement
from db.proof import Checked, Wrong
from db.store.statements import sha256_of

BATCH = 20
"""Revisions whose texts are in memory at once."""
RESTORE = "Restore the database from a backup"
STATEMENT_LINK = re.compile(r"/statements/(\d+)")


@dataclass(frozen=True)
class Whole:
    """A text that pieces point into, and the address that a reader knows it by."""

    text: str
    name: str
    place: str


Wholes = dict[int, Whole]


def check_quotations(session: Session) -> Iterator[Checked]:
    """Every text, piece and issued quotation, one `Checked` each; a few texts in memory at a time."""
    for revisions in _batches(session):
        wholes = {row.id: Whole(row.text, row.address, f"revision {row.number}") for row in revisions}
        yield from (_checked_revision(row) for row in revisions)
        for table in tables_of("revision_id"):
            yield from _pieces(session, table, table.c.revision_id, wholes)
        passages = _passages(session, wholes)
        for table in tables_of("passage_id"):
            yield from _pieces(session, table, table.c.passage_id, passages)
    yield from _orphans(session)
    yield from _draft_pieces(session)
    yield from _issued(session)


def tables_of(parent: str) -> list[Table]:
    """The tables with offsets whose nearest whole is `parent`; one that names a revision points into that."""
    found = [table for table in SQLModel.metadata.sorted_tables if {"start", "end", parent} <= set(table.c.keys())]
    return [table for table in found if parent == "revision_id" or "revision_id" not in table.c]


def _batches(session: Session) -> Iterator[Sequence[Any]]:
    columns = (Revision.id, Revision.number, Revision.title, Revision.text, Revision.text_sha256, Statement.address)
    query = select(*columns).join(Statement, col(Statement.id) == col(Revision.statement_id)).order_by(col(Revision.id))  # type: ignore[call-overload]
    last = 0
    while rows := session.connection().execute(query.where(col(Revision.id) > last).limit(BATCH)).all():
        yield rows
        last = rows[-1].id


def _checked_revision(row: Any) -> Checked:
    if sha256_of(f"{row.title}\n{row.text}") == row.text_sha256:
        return Checked("text")
    problem = "title or text was changed after it was stored (SHA-256)"
    return Checked("text", Wrong("revision", row.id, row.address, f"revision {row.number}", problem, f"{RESTORE}."))


def _passages(session: Session, wholes: Wholes) -> Wholes:
    columns = (Passage.id, Passage.revision_id, Passage.text)
    rows = session.connection().execute(select(*columns).where(col(Passage.revision_id).in_(wholes)))  # type: ignore[call-overload]
    return {row.id: Whole(row.text, wholes[row.revision_id].name, f"passage {row.id}") for row in rows}


def _pieces(session: Session, table: Table, parent: Any, wholes: Wholes) -> Iterator[Checked]:
    keys = list(wholes)
    for first in range(0, len(keys), 500):
        query = select(table).where(parent.in_(keys[first : first + 500])).order_by(table.c.id)
        for row in session.connection().execute(query):
            yield checked_piece(table.name, row, wholes[getattr(row, parent.name)])


def checked_piece(kind: str, row: Any, whole: Whole) -> Checked:
    """A row with `id`, `start`, `end` and perhaps `text`, against the text that it is a piece of."""
    counted = "quotation" if "text" in row._fields else "place"
    problem = _what_is_wrong(row, whole.text)
    if not problem:
        return Checked(counted)
    where = f"{whole.place}, characters {row.start} to {row.end}"
    remedy = f"{RESTORE}; until then do not quote it."
    return Checked(counted, Wrong(kind, row.id, whole.name, where, problem, remedy))


def _what_is_wrong(row: Any, text: str) -> str:
    if not 0 <= row.start <= row.end <= len(text):
        return f"its place lies outside the text, which has {len(text)} characters"
    if "text" not in row._fields:
        return ""
    if text[row.start : row.end] != row.text:
        return f"the stored words {row.text[:60]!r} are not those of the text there, {text[row.start : row.end][:60]!r}"
    if "text_sha256" in row._fields and sha256_of(row.text) != row.text_sha256:
        return "the stored words do not have the SHA-256 under which they are kept"
    return ""


def _orphans(session: Session) -> Iterator[Checked]:
    """Pieces of a text that is not there: no batch came by them."""
    for parent, owner in (("revision_id", Revision), ("passage_id", Passage)):
        known = select(col(owner.id))
        for table in tables_of(parent):
            query = select(table.c.id, table.c[parent]).where(table.c[parent].not_in(known))
            for row in session.connection().execute(query):
                name = f"{parent.removesuffix('_id')} {row[1]}"
                problem = "the text that it is a piece of is not in the database"
                yield Checked("quotation", Wrong(table.name, row[0], name, "no text", problem, f"{RESTORE}."))


def _draft_pieces(session: Session) -> Iterator[Checked]:
    """Articles and paragraphs of the loaded drafts: their places lie inside the draft's text."""
    drafts = session.connection().execute(select(DraftText.id, DraftText.draft, DraftText.text)).all()  # type: ignore[call-overload]
    for draft in drafts:
        whole = Whole(draft.text, f"draft {draft.draft}", "the draft's text")
        articles = select(DraftArticle.id, DraftArticle.start, DraftArticle.end)  # type: ignore[call-overload]
        yield from _draft_rows(session, "draft_article", articles, draft.id, whole)
        joined = select(DraftParagraph.id, DraftParagraph.start, DraftParagraph.end).join(  # type: ignore[call-overload]
            DraftArticle, col(DraftArticle.id) == col(DraftParagraph.draft_article_id)
        )
        yield from _draft_rows(session, "draft_paragraph", joined, draft.id, whole)


def _draft_rows(session: Session, kind: str, query: Any, draft_id: int, whole: Whole) -> Iterator[Checked]:
    for row in session.connection().execute(query.where(col(DraftArticle.draft_text_id) == draft_id)):
        yield checked_piece(kind, row, whole)


def _issued(session: Session) -> Iterator[Checked]:
    """Quotations in issued digests: each must stand in some wording of the statement that it is from."""
    for key in session.connection().execute(select(cast(ColumnElement[int], col(Digest.id)))).scalars().all():
        digest = session.get_one(Digest, key)
        for statement_id, text in quoted_in(json.loads(digest.content)):
            wordings = select(col(Revision.text)).where(col(Revision.statement_id) == statement_id)
            if any(text in wording for wording in session.connection().execute(wordings).scalars()):
                yield Checked("issued quotation")
                continue
            problem = f"the words {text[:60]!r} stand in no wording of statement {statement_id}"
            remedy = f"Compare with a backup, or issue it again: travaux digest --week {digest.week} --reissue."
            where = f"statement {statement_id}"
            yield Checked("issued quotation", Wrong("digest", key, f"week {digest.week}", where, problem, remedy))


def quoted_in(part: Any) -> Iterator[tuple[int, str]]:
    """(statement, words) of every object of a digest's JSON that quotes one: it has `text` and says whose it is."""
    if isinstance(part, list):
        for one in part:
            yield from quoted_in(one)
    if not isinstance(part, dict):
        return
    link = STATEMENT_LINK.search(str(part.get("link", "")))
    number = part.get("statement_id") or (int(link[1]) if link else 0)
    if number and isinstance(part.get("text"), str):
        yield number, part["text"]
    for one in part.values():
        yield from quoted_in(one)
