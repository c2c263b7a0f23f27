"""Who only signed: names under the statements of a week, and whether they had been seen before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.models import Organisation, Signature, Statement
from pipeline.digest.known import Known, KnownStatement
from pipeline.digest.week import Week


@dataclass(frozen=True)
class Signed:
    """An organisation's name under a statement. Two with one `key` are the same organisation."""

    key: str
    name: str
    statement: KnownStatement
    first: bool


def signer_key(organisation_id: int | None, name: str) -> str:
    """The register's number, else the name as written without case and spacing."""
    return f"#{organisation_id}" if organisation_id is not None else " ".join(name.casefold().split())


def signed(session: Session, known: Known, statements: Sequence[KnownStatement], week: Week) -> list[Signed]:
    """The signatures under these statements, their authors' left out, by name."""
    of_revision = {statement.revision_id: statement for statement in statements}
    rows = _signatures(session, [key for key in of_revision if key])
    before = _signed_before(session, week) if rows else set()
    found = {}
    for revision_id, organisation_id, name, registered in rows:
        statement, key = of_revision[revision_id], signer_key(organisation_id, name)
        own = {signer_key(statement.organisation_id, ""), signer_key(None, statement.organisation)}
        if key not in own and signer_key(None, name) not in own:
            found[key, statement.id] = Signed(key, registered or name, statement, key not in before)
    return sorted(found.values(), key=lambda line: (line.name.casefold(), line.statement.id))


def _signatures(session: Session, revisions: Sequence[int]) -> Sequence[Any]:
    query = (
        select(*_COLUMNS)
        .join(Organisation, col(Organisation.id) == col(Signature.organisation_id), isouter=True)
        .where(col(Signature.revision_id).in_(revisions), col(Signature.kind) == "organisation")
        .order_by(col(Signature.revision_id), col(Signature.position))
    )
    return session.connection().execute(query).all()


_COLUMNS: tuple[Any, ...] = (Signature.revision_id, Signature.organisation_id, Signature.name, Organisation.name)


def _signed_before(session: Session, week: Week) -> set[str]:
    """Keys of who signed a statement that was captured before the week."""
    query = (
        select(col(Signature.organisation_id), col(Signature.name))
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .where(col(Statement.first_seen) < week.start, col(Signature.kind) == "organisation")
        .distinct()
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return {signer_key(organisation_id, name) for organisation_id, name in rows}
