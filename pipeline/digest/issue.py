"""Issuing: the digest of a week that has ended is stored at first request and shown as issued ever after."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from db.docket import Docket
from db.session import reading, writing
from db.settings import Settings
from db.store.ledger import issue_digest, issued_digest
from pipeline.digest.collect import collect, nothing_found
from pipeline.digest.content import DigestContent, content_from_json, content_to_json
from pipeline.digest.objections import Desk
from pipeline.digest.scope import Find, Scope
from pipeline.digest.week import Week


@dataclass(frozen=True)
class IssuedDigest:
    """A digest with its state, as a note for the reader (empty when there is nothing to say)."""

    content: DigestContent
    issued_at: datetime | None
    note: str = ""


def digest_for(
    engine: Engine,
    settings: Settings,
    docket: Docket,
    week: Week,
    now: datetime,
    reissue: bool = False,
    scope: Scope | None = None,
    find: Find = nothing_found,
) -> IssuedDigest:
    """The digest of a week: as issued when it was, else made now; stored once the week is over."""
    complete, about = now >= week.end, scope or Scope()
    with reading(engine) as session:
        stored = issued_digest(session, week.name, about.key)
        present = collect(session, Desk(docket, settings.base_url), week, complete, about, find)
    if stored and not reissue:
        kept = content_from_json(stored.content)
        return IssuedDigest(kept, stored.issued_at, "" if kept == present else _outdated(stored.issued_at))
    if not complete:
        return IssuedDigest(present, None, f"{week.name} is still running; this is the digest so far.")
    with writing(engine) as session:
        row = issue_digest(session, week.name, content_to_json(present), about.key)
        return IssuedDigest(present, row.issued_at)


def digest_so_far(
    engine: Engine,
    settings: Settings,
    docket: Docket,
    week: Week,
    now: datetime,
    scope: Scope | None = None,
    find: Find = nothing_found,
) -> DigestContent:
    """The digest of a week from what is stored now. Nothing is stored: looking at a page issues nothing."""
    with reading(engine) as session:
        return collect(session, Desk(docket, settings.base_url), week, now >= week.end, scope, find)


def _outdated(issued_at: datetime) -> str:
    return (
        f"This digest was issued on {issued_at:%d %B %Y, %H:%M} UTC and is shown as issued; the collection has "
        "changed since. `--reissue` makes it anew."
    )
