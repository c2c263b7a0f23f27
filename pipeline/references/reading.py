"""From a public id to its `Reference`: what the database knows of a statement or a passage."""

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Capture, Mention, Organisation, Passage, Revision, Statement
from pipeline.references.fragments import WholeText, fragment_address
from pipeline.references.provisions import drafts_of_day, provision_sentences
from pipeline.references.reference import NO_AUTHOR, Place, Reference, clean, web_address

_ID = re.compile(r"(?:statements?/)?(?P<statement>[0-9]{1,18})?(?:#?p(?P<passage>[0-9]{1,18}))?")
_NUMBERED = re.compile(r"[\[(]?(\d{1,3})[.)\]]\s")
EXPECTED = "Expected the id of a statement (12) or a passage (p345), or its address (http://…/statements/12#p345)"


class UnknownReference(ValueError):
    """There is nothing of this id. The message says what was expected."""


@dataclass(frozen=True)
class Target:
    """What is cited: a statement in one wording (None: the current one), a passage, or both."""

    statement: int | None
    passage: int | None
    revision: int | None = None


def parse_id(given: str) -> Target:
    """The target of a public id or a permalink. Raises `UnknownReference`."""
    try:
        parts = urlsplit(given.strip())
    except ValueError as error:
        raise UnknownReference(f"{EXPECTED}; found {given[:80]!r}.") from error
    path = parts.path.strip("/")
    if parts.scheme:
        path = f"statements/{path.rpartition('statements/')[2]}" if "statements/" in path else "no statement"
    found = _ID.fullmatch(f"{path}{'#' if parts.fragment else ''}{parts.fragment}")
    if not found or not any(found.groups()):
        raise UnknownReference(f"{EXPECTED}; found {given[:80]!r}.")
    revision = parse_qs(parts.query).get("revision", [""])[0]
    number = int(revision) if revision.isdecimal() and len(revision) < 10 else None
    statement, passage = (int(one) if one else None for one in found.group("statement", "passage"))
    return Target(statement, passage, number)


def read_reference(session: Session, docket: Docket, base_url: str, target: Target) -> Reference:
    """What is cited. Raises `UnknownReference` where there is nothing of this id."""
    passage = _passage(session, target)
    revision = _revision(session, target, passage)
    reference = statement_reference(session, base_url, revision)
    if passage is None:
        return reference
    query = select(Mention).where(Mention.revision_id == revision.id, Mention.start >= passage.start)
    mentions = session.exec(query.where(Mention.start < passage.end).order_by(col(Mention.start))).all()
    media = session.get_one(Capture, revision.capture_id).media_type
    return at_passage(reference, docket, revision, passage, mentions, media)


def _passage(session: Session, target: Target) -> Passage | None:
    if target.passage is None:
        return None
    passage = session.get(Passage, target.passage)
    if passage is None:
        raise UnknownReference(f"There is no passage p{target.passage}. {EXPECTED}.")
    return passage


def _revision(session: Session, target: Target, passage: Passage | None) -> Revision:
    if passage:
        revision = session.get_one(Revision, passage.revision_id)
        if target.statement not in (None, revision.statement_id):
            where = f"it is part of statement {revision.statement_id}"
            raise UnknownReference(f"Passage p{passage.id} is not in statement {target.statement}: {where}.")
        return revision
    found = _wording(session, session.get(Statement, target.statement), target.revision)
    if found is None:
        which = f" in revision {target.revision}" if target.revision else ""
        raise UnknownReference(f"There is no statement {target.statement}{which}. {EXPECTED}.")
    return found


def _wording(session: Session, statement: Statement | None, number: int | None) -> Revision | None:
    if statement is None:
        return None
    wanted = Revision.id == statement.revision_id if number is None else Revision.number == number
    return session.exec(select(Revision).where(Revision.statement_id == statement.id, wanted)).first()


def statement_reference(session: Session, base_url: str, revision: Revision) -> Reference:
    """The reference of a whole statement in this wording."""
    statement = session.get_one(Statement, revision.statement_id)
    capture = session.get_one(Capture, revision.capture_id)
    known = session.get(Organisation, statement.organisation_id) if statement.organisation_id else None
    return Reference(
        key=str(statement.id),
        author=clean(known.name if known else statement.author) or NO_AUTHOR,
        title=clean(revision.title) or "Untitled",
        published=statement.published,
        published_from=clean(statement.published_from),
        kind=clean(statement.doc_kind),
        language=clean(statement.language),
        address=statement.address,
        captured_at=capture.captured_at,
        sha256=capture.sha256,
        revision=revision.number,
        cut_off=revision.cut_off,
        permalink=f"{base_url.rstrip('/')}/statements/{statement.id}?revision={revision.number}",
        row=revision.capture_row,
    )


def at_passage(
    reference: Reference, docket: Docket, revision: Revision, passage: Passage, mentions: Sequence[Mention], media: str
) -> Reference:
    """The reference of one passage of the statement. `media` is the media type of the capture."""
    original = fragment_address(reference.address, media, passage.text, passage.start, WholeText(revision.text))
    cited = provision_sentences(docket, mentions) or drafts_of_day(docket, _day(reference.published))
    place = Place(
        passage_id=passage.id or 0,
        text=passage.text,
        page=page_at(json.loads(revision.pages), passage.start),
        paragraph=paragraph_at(revision.text, passage.start),
        provisions=tuple(clean(sentence) for sentence in cited),
        original=original,
    )
    permalink = f"{reference.permalink}#p{passage.id}"
    return replace(reference, key=f"p{passage.id}", permalink=permalink, place=place)


def original_of(session: Session, statement: Statement, passage: Passage) -> str:
    """The original's address, at the passage's words where it is a page; empty when it has no web address."""
    revision = session.get_one(Revision, passage.revision_id)
    media = session.get_one(Capture, revision.capture_id).media_type
    found = fragment_address(statement.address, media, passage.text, passage.start, WholeText(revision.text))
    return found or web_address(statement.address)


def page_at(starts: Sequence[tuple[int, int, str]], offset: int) -> int | None:
    """The page on which the character at `offset` stands, by its printed number; None where pages are not known.

    `starts` as in `Revision.pages`: from this offset on, the page of this place in the file, printed as this.
    """
    if not starts:
        return None
    at = bisect_right([start[0] for start in starts], offset) - 1
    return int(starts[max(at, 0)][2])


def paragraph_at(text: str, start: int) -> str:
    """The paragraph of the character at `start`: by its printed number, else counted, which is said."""
    beginning = text.rfind("\n", 0, start) + 1
    printed = _NUMBERED.match(text, beginning)
    if printed:
        return f"para {printed[1]}"
    return f"para {sum(bool(line.strip()) for line in text[:beginning].split(chr(10))) + 1} as counted"


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None
