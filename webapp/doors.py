"""The doors into the pipeline. They open on first use: a page that needs no model must not wait for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from db.docket import Docket, Source
from db.settings import Settings
from db.topics import TopicLine

if TYPE_CHECKING:
    from pipeline.digest.formats import DigestFile
    from pipeline.digest.lists import DigestList
    from pipeline.hits import Hit
    from pipeline.letter_comparison import Comparison
    from pipeline.search import Ranked
    from pipeline.wanted import Wanted


class Search(Protocol):
    """`pipeline.search.rank`."""

    def __call__(self, session: Session, docket: Docket, wanted: "Wanted", /) -> "Ranked": ...


class DigestRenderer(Protocol):
    """An issued digest's stored JSON as a fragment of HTML, already escaped."""

    def __call__(self, content: str, /) -> str: ...


def search_door(session: Session, docket: Docket, wanted: "Wanted") -> "Ranked":
    """Search through the pipeline."""
    from pipeline.search import rank

    return rank(session, docket, wanted)


def hits_door(session: Session, ranked: "Ranked", page: int) -> "tuple[Hit, ...]":
    """One page of what was found, counted from 1."""
    from pipeline.search import page_of

    return page_of(session, ranked, page)


def every_hit_door(session: Session, ranked: "Ranked") -> "Iterator[Hit]":
    """All that was found, none folded."""
    from pipeline.search import every_hit

    return every_hit(session, ranked)


def digest_door(content: str) -> str:
    """Render a digest through the pipeline."""
    from pipeline.digest.content import content_from_json
    from pipeline.digest.render import render_html

    return render_html(content_from_json(content), on_site=True)


def preview_door(engine: Engine, settings: Settings, docket: Docket, week: str, about: str = "") -> str | None:
    """The digest of a week that was not issued, as JSON, from what is stored now; None for a week to come, and for
    a scope that names nothing.
    """
    from pipeline.digest import DigestError, content_to_json, digest_so_far, parse_scope, parse_week
    from pipeline.digest.found import passages_found

    now = datetime.now(UTC)
    try:
        wanted, scope = parse_week(week, now.date()), parse_scope(about, docket)
        made = digest_so_far(
            engine, settings, docket, wanted, now, scope, lambda query: passages_found(engine, docket, query)
        )
    except DigestError:
        return None
    return content_to_json(made)


class UnusableScope(ValueError):
    """What a digest should be about names nothing. The message says what was expected."""


def scope_door(session: Session, docket: Docket, about: str) -> str:
    """What a digest is about, as it is stored. Raises `UnusableScope`."""
    from pipeline.digest import DigestError, parse_scope
    from pipeline.digest.scope import scope_words

    try:
        scope = parse_scope(about, docket)
        scope_words(session, docket, scope)
    except DigestError as error:
        raise UnusableScope(str(error)) from error
    return scope.key


class Unmakeable(ValueError):
    """The file cannot be made on this machine now. The message says why and what to do."""


def digest_file_door(content: str, form: str, settings: Settings, at: datetime) -> "DigestFile | None":
    """A digest's stored JSON as a file; None for a format that there is not. Raises `Unmakeable`."""
    from pipeline.digest.content import content_from_json
    from pipeline.digest.formats import FORMATS, formed
    from pipeline.digest.pdf import PdfMissing
    from pipeline.digest.word import WordTemplateError

    try:
        return formed(content_from_json(content), form, settings, at) if form in FORMATS else None
    except (PdfMissing, WordTemplateError) as error:
        raise Unmakeable(str(error)) from error


def digest_list_door(content: str, name: str) -> "DigestList | None":
    """The list that a digest's figure counts; None for a name that is no list."""
    from pipeline.digest.content import content_from_json
    from pipeline.digest.lists import list_of

    return list_of(content_from_json(content), name)


class Compare(Protocol):
    """`compare_door`: a draft letter beside what is stored. Raises `UnusableLetter`."""

    def __call__(self, session: Session, docket: Docket, draft: "Draft", /) -> "Comparison": ...


@dataclass(frozen=True)
class Draft:
    """A letter as it was pasted; all but the text may be empty."""

    text: str
    title: str = ""
    published: str = ""
    kind: str = ""


class UnusableLetter(ValueError):
    """The letter cannot be compared. The message says why and what to do."""


def compare_door(session: Session, docket: Docket, draft: Draft, data: Path | None = None) -> "Comparison":
    """Compare a letter through the pipeline, read by the label models of the installation in `data` where it has its
    own. Nothing is stored. Raises `UnusableLetter`."""
    from pipeline.letter import LetterError, read_letter
    from pipeline.letter_comparison import compare
    from pipeline.letter_said import Ours

    try:
        letter = read_letter(draft.text, draft.title, draft.published, docket, data=data)
    except LetterError as error:
        raise UnusableLetter(str(error)) from error
    return compare(session, letter, Ours(kind=draft.kind, published=draft.published))


def concern_door(session: Session, docket: Docket, topic: TopicLine) -> str:
    """The entry that makes a topic a concern, through the pipeline."""
    from pipeline.topic_concern import entry_of

    return entry_of(session, docket, topic)


class LostCapture(LookupError):
    """The archived bytes cannot be read. The message says why and what to do."""


def capture_door(settings: Settings, file: str, offset: int) -> bytes:
    """The body of an archived record, through the crawlers. Raises `LostCapture`."""
    from crawlers.archive import ArchiveError, read_capture

    try:
        return read_capture(settings.data / "captures", file, offset)
    except ArchiveError as error:
        raise LostCapture(str(error)) from error


def append_source_door(settings: Settings, source: Source) -> None:
    """Append a source to the installation's own sources. Raises `DocketError`; the file is then as it was."""
    from crawlers.source_files import append_source
    from db.installed import own_sources_file
    from db.locks import held

    with held(settings.data / "sources.lock", wait=True):
        append_source(own_sources_file(settings), source)
