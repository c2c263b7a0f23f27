"""What stands around the statements of a week: topics that appeared, dates ahead, sources that failed."""

from datetime import timedelta

from sqlmodel import Session, col, select

from db.models import CrawlRun
from db.topics import current_topics
from pipeline.digest.content import DateAhead, FailedSource, TopicNews
from pipeline.digest.objections import Desk
from pipeline.digest.week import Week

AHEAD = timedelta(days=183)
"""How far ahead of the week's end a date is worth telling."""


def topics(session: Session, desk: Desk, week: Week) -> tuple[TopicNews, ...]:
    """Topics first found in the week; none for the run with which topics began."""
    lines = current_topics(session, week.end)
    began = min((topic.found_at for topic in lines if topic.found_at), default=None)
    return tuple(
        TopicNews(name=topic.name, passages=topic.passages, link=desk.link(f"topics/{topic.key}"))
        for topic in lines
        if topic.found_at and topic.found_at != began and week.start <= topic.found_at < week.end
    )


def dates_ahead(desk: Desk, week: Week) -> tuple[DateAhead, ...]:
    """Days of the treaty's calendar that begin within half a year after the week, or still run."""
    found = [date for date in desk.docket.dates if date.last > week.sunday and date.day <= week.sunday + AHEAD]
    return tuple(
        DateAhead(
            day=date.day.isoformat(),
            until=date.until.isoformat() if date.until else "",
            title=date.title,
            place=date.place,
        )
        for date in found
    )


def failed_sources(session: Session, desk: Desk, week: Week) -> tuple[FailedSource, ...]:
    """Sources whose last visit in the week failed."""
    names = {source.key: source.organisation for source in desk.docket.sources}
    query = select(CrawlRun).where(CrawlRun.started_at >= week.start, CrawlRun.started_at < week.end)
    last = {run.source: run for run in session.exec(query.order_by(col(CrawlRun.id)))}
    return tuple(
        FailedSource(source=key, name=names.get(key, key), reason=run.outcome or "the visit did not end")
        for key, run in sorted(last.items())
        if run.outcome != "ok"
    )
