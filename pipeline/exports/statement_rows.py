"""Statements, organisations and signatories as rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from db.counting import group_of_statement
from db.models import Capture, Organisation, Passage, Revision, Signature, Statement
from pipeline.exports.kinds import BATCH, Kind, Source, columns
from pipeline.exports.tables import Row
from pipeline.references.reference import web_address


def _stream(source: Source, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query, a batch in memory at a time."""
    return iter(source.session.connection().execution_options(yield_per=BATCH).execute(query))


def _statement_rows(source: Source) -> Iterator[Row]:
    passages = select(func.count()).where(col(Passage.revision_id) == col(Statement.revision_id)).scalar_subquery()
    signed = select(func.count()).where(col(Signature.revision_id) == col(Statement.revision_id)).scalar_subquery()
    chosen: tuple[Any, ...] = (
        *(Statement.id, Statement.title, Organisation.name, Organisation.slug, Organisation.kind),
        *(Organisation.country, Statement.published, Statement.published_doubt, Statement.language, Statement.doc_kind),
        *(Statement.on_topic, Statement.relevance_reason, group_of_statement(), Revision.number, passages, signed),
        *(Statement.first_seen, Revision.captured_at, Capture.sha256, Statement.address),
    )
    query = (
        select(*chosen)
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
        .join(Revision, col(Revision.id) == col(Statement.revision_id), isouter=True)
        .join(Capture, col(Capture.id) == col(Revision.capture_id), isouter=True)
        .order_by(col(Statement.id))
    )
    for row in _stream(source, query):
        moments = [moment.isoformat() if moment else None for moment in row[16:18]]
        yield (*row[:16], *moments, row[18], row[19], web_address(row[19]), source.page(f"statements/{row[0]}"))


STATEMENTS = Kind(
    "statements",
    "Every statement in its current wording, those that are not about the treaty included.",
    columns(
        statement="Number of the statement, as in the address of its page",
        title="Its title, as the page gives it",
        organisation="Who published it; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        country="Country of the organisation (ISO 3166), INT for a body of several",
        published="Day or month of publication (ISO); empty when no date was found",
        published_doubt="Why the day is not certain; empty where it is",
        language="Language of most of the text (BCP 47)",
        document_kind="Kind of document",
        about_treaty="Whether it is about the treaty; empty when not decided yet",
        about_treaty_reason="Why",
        group="Address of the first of its copies and translations, which count once together",
        revision="Number of the current wording, from 1",
        passages="Passages of the current wording",
        signatures="Names under the current wording",
        first_seen="When it was first captured (UTC)",
        captured="When the current wording was captured (UTC)",
        capture_sha256="SHA-256 of the archived bytes",
        address="Where it was published, or urn:sha256 of a file that names no address",
        web_address="The same where a browser can open it",
        page="Our page of it",
    ),
    _statement_rows,
)


def _organisation_rows(source: Source) -> Iterator[Row]:
    about = col(Statement.on_topic).is_(True)
    wrote = (
        select(func.count(func.distinct(group_of_statement())))
        .where(col(Statement.organisation_id) == col(Organisation.id), about)
        .scalar_subquery()
    )
    signed = (
        select(func.count(func.distinct(group_of_statement())))
        .join(Signature, col(Signature.revision_id) == col(Statement.revision_id))
        .where(col(Signature.organisation_id) == col(Organisation.id), about)
        .scalar_subquery()
    )
    query = select(
        *(col(Organisation.slug), col(Organisation.name), col(Organisation.kind), col(Organisation.country)),
        *(wrote, signed),
    ).order_by(col(Organisation.slug))
    for row in _stream(source, query):
        yield (*row, source.page(f"organisations/{row[0]}"))


ORGANISATIONS = Kind(
    "organisations",
    "Every organisation that published or signed a statement.",
    columns(
        slug="Last part of the address of its page",
        name="Its name",
        kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        country="Country (ISO 3166), INT for a body of several",
        statements="Statements about the treaty that it published, copies and translations once",
        signed="Statements about the treaty that it signed, copies and translations once",
        page="Our page of it",
    ),
    _organisation_rows,
)


def _signatory_rows(source: Source) -> Iterator[Row]:
    chosen: tuple[Any, ...] = (
        *(Statement.id, Statement.title, Statement.published, Signature.position, Signature.name, Signature.kind),
        *(Signature.country, Organisation.name, Organisation.slug),
    )
    query = (
        select(*chosen)
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .join(Organisation, col(Organisation.id) == col(Signature.organisation_id), isouter=True)
        .order_by(col(Statement.id), col(Signature.position))
    )
    if not source.persons:
        query = query.where(col(Signature.kind) == "organisation")
    for row in _stream(source, query):
        yield (*row[:3], row[3] + 1, *row[4:], source.page(f"statements/{row[0]}"))


SIGNATORIES = Kind(
    "signatories",
    "Names under the current wordings. Private persons are left out unless they are asked for.",
    columns(
        statement="Number of the statement",
        title="Its title",
        published="Day or month of publication (ISO)",
        place="Place of the name in the list, from 1",
        name="The name as it is written there",
        kind="organisation or individual",
        country="Country beside the name, where one is",
        organisation="The organisation that the name stands for; empty when not recognised",
        organisation_slug="Last part of the address of its page",
        page="Our page of the statement",
    ),
    _signatory_rows,
)
