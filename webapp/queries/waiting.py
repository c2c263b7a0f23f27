"""What waits for a person beside marks: corrections asked for, names, doubtful texts, decisions without their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.decisions import stranded
from db.docket import Docket
from db.models import CorrectionRequest, Decision, RelevanceDecision, Statement
from db.naming import waiting_count

DOUBT = (0.25, 0.75)
"""A text is doubtful whose score lies between these."""


@dataclass(frozen=True)
class Waiting:
    """How many of each wait; `lost` are decisions whose words stand in no current text any more."""

    requests: int
    names: int
    doubtful: int
    lost: Sequence[Decision]

    @property
    def total(self) -> int:
        """All of them."""
        return self.requests + self.names + self.doubtful + len(self.lost)


def read_waiting(session: Session, docket: Docket) -> Waiting:
    """What waits now."""
    open_ = select(func.count(col(CorrectionRequest.id))).where(CorrectionRequest.state == "open")
    return Waiting(session.exec(open_).one(), waiting_count(session, docket), _doubtful(session), stranded(session))


def _doubtful(session: Session) -> int:
    """Texts that count nowhere, by a close call, on which nobody has decided."""
    decided = select(RelevanceDecision.statement_id)
    query = select(func.count(col(Statement.id))).where(
        col(Statement.on_topic).is_(False),
        col(Statement.relevance_score).between(*DOUBT),
        col(Statement.id).not_in(decided),
    )
    return session.exec(query).one()


def requests_on(session: Session, address: str) -> tuple[CorrectionRequest, ...]:
    """What readers asked to correct in a statement, oldest first; what a reviewer called spam is left out."""
    query = select(CorrectionRequest).where(CorrectionRequest.address == address, CorrectionRequest.state != "spam")
    return tuple(session.exec(query.order_by(col(CorrectionRequest.id))))


@dataclass(frozen=True)
class RequestLine:
    """A correction asked for, with the statement that it is about; None where that is not here any more."""

    request: CorrectionRequest
    statement: Statement | None


def all_requests(session: Session, answered: bool, limit: int = 200) -> list[RequestLine]:
    """The requests that wait, oldest first; or those that were answered, newest first."""
    order = col(CorrectionRequest.id).desc() if answered else col(CorrectionRequest.id)
    state = CorrectionRequest.state != "open" if answered else CorrectionRequest.state == "open"
    query = (
        select(CorrectionRequest, Statement)
        .outerjoin(Statement, col(Statement.address) == col(CorrectionRequest.address))
        .where(state)
        .order_by(order)
        .limit(limit)
    )
    return [RequestLine(*row) for row in session.exec(query)]
