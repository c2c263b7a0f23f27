"""Corrections that readers ask for: "this is not what we said"; a reviewer answers each."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import CorrectionRequest, Statement

State = Literal["corrected", "declined", "spam"]
STATES = ("corrected", "declined", "spam")
MOST_NAME, MOST_EMAIL, MOST_MESSAGE, MOST_ANSWER = 120, 254, 4000, 4000
MOST_OPEN = 20
"""Requests on one statement that may wait at a time."""


class CorrectionError(ValueError):
    """A request or its answer cannot be stored. The message says why and what to do."""


def request_correction(session: Session, statement_id: int, name: str, email: str, message: str) -> CorrectionRequest:
    """Store what a reader says of a statement. Raises `CorrectionError`."""
    statement = session.get(Statement, statement_id)
    if statement is None:
        raise CorrectionError(f"There is no statement {statement_id}. The list is at /statements/.")
    if not name or not message:
        raise CorrectionError("Expected your name and what is wrong, found one of them empty. Fill in both.")
    if email and ("@" not in email or any(c.isspace() for c in email)):
        raise CorrectionError(f"Expected an e-mail address or nothing, found {email[:60]!r}.")
    _refuse_flood(session, statement.address)
    row = CorrectionRequest(address=statement.address, name=name, email=email, message=message, at=datetime.now(UTC))
    session.add(row)
    session.flush()
    return row


def _refuse_flood(session: Session, address: str) -> None:
    query = select(func.count(col(CorrectionRequest.id))).where(CorrectionRequest.address == address)
    if session.exec(query.where(CorrectionRequest.state == "open")).one() >= MOST_OPEN:
        raise CorrectionError(f"{MOST_OPEN} requests on this statement wait already. They must be answered first.")


def answer_correction(session: Session, number: int, state: str, answer: str, by: str) -> CorrectionRequest:
    """Answer a request; the answer is shown on the statement's page. Raises `CorrectionError`."""
    row = session.get(CorrectionRequest, number)
    if row is None:
        raise CorrectionError(f"There is no request {number}. The list is at /review/requests.")
    if row.state != "open":
        raise CorrectionError(f"{row.answered_by} answered it meanwhile. Nothing of yours was stored.")
    if state not in STATES:
        raise CorrectionError(f"Expected one of {', '.join(STATES)}, found {state[:20]!r}.")
    if state != "spam" and not answer:
        raise CorrectionError("Expected an answer in words: whoever asked reads it on the statement's page. Write one.")
    row.state, row.answer, row.answered_by, row.answered_at = state, answer, by, datetime.now(UTC)
    session.add(row)
    return row
