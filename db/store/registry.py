"""Decisions of people about the names of organisations, and what follows from them in the rows."""

from datetime import UTC, datetime

from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Organisation, OrganisationDecision, Signature, Statement
from db.registry import decided_name, find_row, known_by_name, organisation_row, plain_name, standing_decision


class DecisionError(ValueError):
    """A decision that cannot be taken. The message says why and what to do."""


def merge_organisations(session: Session, docket: Docket, name: str, into: str, by: str) -> OrganisationDecision:
    """Decide that `name` is the organisation `into`; statements and signatures follow. Raises `DecisionError`."""
    row, target = find_row(session, docket, name), find_row(session, docket, into)
    registered = known_by_name(docket, into)
    if row is None:
        raise DecisionError(_unknown(name))
    if target is None and registered is None:
        raise DecisionError(_unknown(into))
    goal = target.name if target else registered.name if registered else into
    if plain_name(decided_name(session, goal)) == plain_name(row.name):
        raise DecisionError(f"{row.name!r} and {goal!r} are one organisation already.")
    decision = _decide(session, "merge", row.name, goal, by)
    apply_decisions(session, docket)
    return decision


def accept_organisation(session: Session, docket: Docket, name: str, by: str) -> OrganisationDecision:
    """Decide that `name` is an organisation of its own: it waits for review no more. Raises `DecisionError`."""
    row = find_row(session, docket, name)
    if row is None:
        raise DecisionError(_unknown(name))
    if standing_decision(session, plain_name(row.name), "accept"):
        raise DecisionError(f"{row.name!r} is accepted already.")
    return _decide(session, "accept", row.name, "", by)


def undo_decision(session: Session, docket: Docket, number: int, by: str) -> OrganisationDecision:
    """Take a decision back; what it moved goes back to the names as written. Raises `DecisionError`."""
    decision = session.get(OrganisationDecision, number)
    if decision is None or decision.undone_at is not None:
        raise DecisionError(
            f"No standing decision has the number {number}. `travaux organisations decisions` lists them."
        )
    decision.undone_by, decision.undone_at = by, datetime.now(UTC)
    session.add(decision)
    session.flush()
    apply_decisions(session, docket)
    return decision


def apply_decisions(session: Session, docket: Docket) -> None:
    """Point every statement and signature to the row that its name as written means, and drop rows merged away."""
    for statement in session.exec(select(Statement).where(Statement.organisation_name != "")):
        statement.organisation_id = organisation_row(session, docket, statement.organisation_name)
        session.add(statement)
    for signature in session.exec(select(Signature).where(col(Signature.organisation_id).is_not(None))):
        signature.organisation_id = organisation_row(session, docket, signature.name, country=signature.country)
        session.add(signature)
    session.flush()
    _drop_merged(session)


def _drop_merged(session: Session) -> None:
    """Delete the rows of merged names, to which nothing points any more."""
    for row in session.exec(select(Organisation)).all():
        if plain_name(decided_name(session, row.name)) != plain_name(row.name):
            session.delete(row)
    session.flush()


def _decide(session: Session, action: str, name: str, into: str, by: str) -> OrganisationDecision:
    decision = OrganisationDecision(
        action=action, name=name, name_key=plain_name(name), into=into, by=by, at=datetime.now(UTC)
    )
    session.add(decision)
    session.flush()
    return decision


def _unknown(name: str) -> str:
    return f"No organisation {name!r} is known here. `travaux organisations list` shows the names; quote them in full."
