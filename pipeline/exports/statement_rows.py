"""Statements, organisations and signatories as rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from db.counting import group_of_statement
from db.models import Capture, Organisation, Passage, Revision, Signature, Statement
from pipeline.exports.kinds import KeyedRow, Kind, Source, columns, number, yes_or_no
from pipeline.references.reference import web_address


def _statement_rows(source: Source) -> Iterator[KeyedRow]:
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
    )
    for batch in source.batches(query, col(Statement.id), col(Statement.id)):
        for row in batch:
            moments = [moment.isoformat() if moment else None for moment in row[16:18]]
            page = source.page(f"statements/{row[0]}")
            yield row.row_key, (*row[:16], *moments, row[18], row[19], web_address(row[19]), page)


STATEMENTS = Kind(
    "statements",
    "Every statement in its current wording, those that are not about the treaty included.",
    columns(
        statement=number("Number of the statement, as in the address of its page"),
        title="Its title, as the page gives it",
        organisation="Who published it; empty when not known",
        organisation_slug="Last part of the address of the organisation's page",
        organisation_kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        country="Country of the organisation, where it is known",
        published="Day or month of publication (ISO); empty when no date was found",
        published_doubt="Why the day is not certain; empty where it is",
        language="Language of most of the text (BCP 47)",
        document_kind="Kind of document",
        about_treaty=yes_or_no("Whether it is about the treaty; empty when not decided yet"),
        about_treaty_reason="Why",
        group="Address of the first of its copies and translations, which count once together",
        revision=number("Number of the current wording, from 1"),
        passages=number("Passages of the current wording"),
        signatures=number("Names under the current wording"),
        first_seen="When it was first captured (UTC)",
        captured="When the current wording was captured (UTC)",
        capture_sha256="SHA-256 of the archived bytes",
        address="Where it was published, or urn:sha256 of a file that names no address",
        web_address="The same where a browser can open it",
        page="Our page of it",
    ),
    _statement_rows,
)


def _organisation_rows(source: Source) -> Iterator[KeyedRow]:
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
    )
    for batch in source.batches(query, col(Organisation.id), col(Organisation.slug)):
        for row in batch:
            yield row.row_key, (*row[:-1], source.page(f"organisations/{row[0]}"))


ORGANISATIONS = Kind(
    "organisations",
    "Every organisation that published or signed a statement.",
    columns(
        slug="Last part of the address of its page",
        name="Its name",
        kind="ngo, industry, un_body, igo, academia, state, media; empty when not known",
        country="Country, where it is known",
        statements=number("Statements about the treaty that it published, copies and translations once"),
        signed=number("Statements about the treaty that it signed, copies and translations once"),
        page="Our page of it",
    ),
    _organisation_rows,
)


def _signatory_rows(source: Source) -> Iterator[KeyedRow]:
    chosen: tuple[Any, ...] = (
        *(Statement.id, Statement.title, Statement.published, Signature.position, Signature.name, Signature.kind),
        *(Signature.country, Organisation.name, Organisation.slug),
    )
    query = (
        select(*chosen)
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .join(Organisation, col(Organisation.id) == col(Signature.organisation_id), isouter=True)
    )
    if not source.persons:
        query = query.where(col(Signature.kind) == "organisation")
    for batch in source.batches(query, col(Signature.id), col(Statement.id), col(Signature.position)):
        for row in batch:
            yield row.row_key, (*row[:3], row[3] + 1, *row[4:-1], source.page(f"statements/{row[0]}"))


SIGNATORIES = Kind(
    "signatories",
    "Names under the current wordings. Private persons are left out unless they are asked for.",
    columns(
        statement=number("Number of the statement"),
        title="Its title",
        published="Day or month of publication (ISO)",
        place=number("Place of the name in the list, from 1"),
        name="The name as it is written there",
        kind="organisation or individual",
        country="Country beside the name, where one is",
        organisation="The organisation that the name stands for; empty when not recognised",
        organisation_slug="Last part of the address of its page",
        page="Our page of the statement",
    ),
    _signatory_rows,
)
