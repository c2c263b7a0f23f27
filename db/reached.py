"""Which sources have ever yielded. One that is only assumed to be there counts as never reached until it has."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.docket import Source
from db.models import Capture, CrawlRun

NEVER_REACHED = "Never reached: its address is only assumed, and nothing was found there yet."


def reached_sources(session: Session) -> set[str]:
    """Keys of the sources of which something was ever read or kept."""
    read = col(CrawlRun.new) + col(CrawlRun.changed) + col(CrawlRun.unchanged)
    runs = select(CrawlRun.source).group_by(col(CrawlRun.source)).having(func.sum(read) > 0)
    return {*session.exec(runs), *session.exec(select(Capture.source).distinct())}


def has_yielded(session: Session, source: Source) -> bool:
    """Whether something of this source was ever read or kept."""
    read = col(CrawlRun.new) + col(CrawlRun.changed) + col(CrawlRun.unchanged)
    runs = select(CrawlRun.id).where(CrawlRun.source == source.key, read > 0).limit(1)
    return session.exec(runs).first() is not None


def unreached(session: Session, source: Source, found: int) -> str:
    """`NEVER_REACHED` for an assumed source that has not yielded, in this visit's `found` items or before; else ''."""
    if found or source.certainty == "seen" or has_yielded(session, source):
        return ""
    return NEVER_REACHED
