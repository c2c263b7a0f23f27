"""Whether a statement is about the docket: the machine's answer, and a person's, which wins."""

from typing import Literal

from sqlmodel import Session, col, select

from db.models import RelevanceDecision, Statement
from db.store.captures import now

Decision = Literal["rescue", "dismiss", "undo"]
VERDICTS = {"rescue": True, "dismiss": False}


class DecisionError(ValueError):
    """The decision cannot be stored. The message says why and what to do."""


def decision_on(session: Session, statement_id: int) -> RelevanceDecision | None:
    """The decision that counts; None when nobody decided, or it was undone."""
    query = select(RelevanceDecision).where(RelevanceDecision.statement_id == statement_id)
    newest = session.exec(query.order_by(col(RelevanceDecision.id).desc())).first()
    return newest if newest and newest.decision in VERDICTS else None


def save_relevance(session: Session, statement_id: int, on_topic: bool, score: float, reason: str) -> None:
    """Store the machine's answer. Where a person decided, it is kept beside and theirs still counts."""
    statement = session.get_one(Statement, statement_id)
    decided = decision_on(session, statement_id)
    statement.on_topic = VERDICTS[decided.decision] if decided else on_topic
    statement.relevance_score, statement.relevance_reason = score, reason
    session.add(statement)


def decide(session: Session, statement_id: int, decision: Decision, by: str, note: str = "") -> Statement:
    """Store a person's decision with name and time; it counts at once. Raises `DecisionError`."""
    statement = session.get(Statement, statement_id)
    if statement is None:
        raise DecisionError(f"There is no statement {statement_id}. `travaux off-topic list` shows which there are.")
    if not by.strip():
        raise DecisionError("Expected the name of who decides, found none. Give it with --by.")
    if decision == "undo" and decision_on(session, statement_id) is None:
        raise DecisionError(f"Nobody decided on statement {statement_id}: there is nothing to undo.")
    session.add(RelevanceDecision(statement_id=statement_id, decision=decision, by=by.strip(), at=now(), note=note))
    statement.on_topic = VERDICTS[decision] if decision in VERDICTS else machine_verdict(statement)
    session.add(statement)
    session.flush()
    return statement


def machine_verdict(statement: Statement) -> bool | None:
    """What the program said; None when it has not judged yet. Its score is above 0.5 where it says yes."""
    return statement.relevance_score > 0.5 if statement.relevance_reason else None
