"""`travaux import comments`: an export's file is captured whole, then each of its rows becomes a statement.

Rows are stored a thousand at a time, each batch in one transaction: a killed import loses at most one batch, and
the next one goes on after what is stored. A row that is no comment is a failure with its number and the reason.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from crawlers.address import content_address
from crawlers.archive import Archive, Fetched
from crawlers.comments.attachments import Attached, Files
from crawlers.comments.fields import BadRow, Comment, Reader, address_of
from crawlers.comments.rows import TYPES, ExportError, Row, rows_of
from crawlers.extract import language_of
from crawlers.file_captures import LARGEST_FILE, shown_name
from crawlers.keeping import Kept, store_all
from crawlers.ledger import Failure, SourceReport
from db.comment_layouts import CommentLayout, layout_of, unfit
from db.docket import Docket
from db.models import Capture
from db.session import reading, writing
from db.store.captures import FailureKind, now
from db.store.comments import NewComment, add_comments, change_comment, known_wordings, replace_failures

BATCH = 1000
PEEKED = 200
"""Rows whose columns tell the layout: JSON has no header, and leaves out what is empty."""
LANGUAGE_SAMPLES = (160, 800)
"""Characters by which a comment's language is told; the longer piece is read where the shorter one leaves a doubt."""
FAILED: FailureKind = "failed"
Progress = Callable[[int], object]


@dataclass
class Export:
    """One export on its way into the database; `source` is what its captures and failures are filed under."""

    engine: Engine
    docket: Docket
    path: Path
    source: str
    layout: CommentLayout | None
    counts: Counter[str] = field(default_factory=lambda: Counter(seen=0))
    failed: dict[str, str] = field(default_factory=dict)
    attached: list[Attached] = field(default_factory=list)
    repeated: Counter[str] = field(default_factory=Counter)
    met: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file as failures name it."""
        return shown_name(self.path.absolute())


def import_comments(
    engine: Engine, captures: Path, export: Export, on_rows: Progress = lambda _: None
) -> tuple[SourceReport, ...]:
    """Import an export: a report of its rows, and one of its attachments where it names any.

    Raises `ExportError` and `DocketError` for a file that as a whole cannot be read.
    """
    body, media_type = read_export(export.path)
    reader, rows = recognised(rows_of(body, media_type), export.layout)
    archive = Archive(captures)
    try:
        capture = capture_of(engine, archive, export, body, media_type)
        for batch in batches(rows):
            _import_batch(export, capture, reader, batch)
            on_rows(len(batch))
        with writing(engine) as session:
            noted = {address: (FAILED, reason) for address, reason in export.failed.items()}
            replace_failures(session, export.source, f"{export.name} row ", noted)
        files = Files(engine, archive, export.path.absolute(), export.source).stored(export.attached)
    finally:
        archive.close()
    return (_report(export), *([files] if files else []))


def read_export(path: Path) -> tuple[bytes, str]:
    """The bytes and media type of an export. Raises `ExportError`."""
    media_type = TYPES.get(path.suffix.lower())
    if media_type is None:
        raise ExportError(f"Expected an export that ends in {', '.join(TYPES)}, found {path.name[:80]!r}.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ExportError(
                f"{path.name} is larger than {LARGEST_FILE // 1024**2} MB. Split it and import the parts."
            )
        body = path.read_bytes()
    except OSError as error:
        raise ExportError(f"{path} could not be opened: {error.strerror or error}. Check the name.") from error
    if not body.strip():
        raise ExportError(f"{path.name} is empty.")
    return body, media_type


def recognised(rows: Iterator[Row], layout: CommentLayout | None) -> tuple[Reader, Iterator[Row]]:
    """The reader for these rows, by `layout` or by their columns, and all the rows. Raises as `layout_of` does."""
    first = list(islice(rows, PEEKED))
    if not first:
        raise ExportError("Expected rows of comments below the column names, found none.")
    header = list(dict.fromkeys(name for row in first for name in row.cells))
    if layout is not None and not layout.fits(header):
        raise unfit(f"the layout {layout.key}", header)
    return Reader.of(layout or layout_of(header), header), chain(first, rows)


def capture_of(engine: Engine, archive: Archive, export: Export, body: bytes, media_type: str) -> Capture:
    """The row of the export's capture; the file is archived where it is new."""
    address = content_address(hashlib.sha256(body).hexdigest())
    declared: dict[str, str | None] = {"file_name": shown_name(Path(export.path.name)), "doc_kind": "comment"}
    kept = Kept(Fetched(address, body, media_type, now()), declared, export.source, export.name)
    store_all(engine, archive, [kept])
    with reading(engine) as session:
        return session.exec(select(Capture).where(col(Capture.address) == address)).one()


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows in lists of at most `BATCH`."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def _import_batch(export: Export, capture: Capture, reader: Reader, batch: Iterable[Row]) -> None:
    comments = dict(_readable(export, reader, batch))
    with reading(export.engine) as session:
        known = known_wordings(session, comments)
    if all(one.wording in known.get(address, ()) for address, one in comments.items()):
        export.counts["unchanged"] += len(comments)
        return
    with writing(export.engine) as session:
        _store(session, export, session.merge(capture, load=False), comments.values())


def _readable(export: Export, reader: Reader, batch: Iterable[Row]) -> Iterator[tuple[str, NewComment]]:
    """The comments of a batch by address; what is none is counted and noted. A repeated row is unchanged."""
    for row in batch:
        export.counts["seen"] += 1
        try:
            comment = reader.comment(row)
            address, new = _new(export, reader.layout, comment)
        except BadRow as error:
            export.counts["failed"] += 1
            export.failed[f"{export.name} row {row.number}"] = str(error)
            _attach(export, row, reader)
            continue
        if address in export.met:
            export.counts["unchanged"] += 1
            continue
        export.met[address] = (row.number, new.wording)
        export.attached += [Attached(address, comment, name) for name in comment.attachments]
        yield address, new


def _attach(export: Export, row: Row, reader: Reader) -> None:
    """Files of a row without a text of its own are read all the same: often the text stands in them."""
    if not row.trouble:
        stub = Comment(row.number, "", "", "", "", "", "", "", "", "")
        export.attached += [Attached("", stub, name) for name in reader.attachments(row)]


def _new(export: Export, layout: CommentLayout, comment: Comment) -> tuple[str, NewComment]:
    """The comment's address and what is stored of it. Raises `BadRow` where its id stands for another text."""
    address = address_of(comment, layout, export.path.stem, _fingerprint(export, comment))
    new = NewComment(
        address=address,
        capture_row=comment.row,
        title=comment.title or (f"Comment {comment.id}" if comment.id else "Comment"),
        text=comment.text,
        published=comment.published,
        published_from=comment.published_from,
        language=_language(comment.text[: LANGUAGE_SAMPLES[-1]]),
        organisation=comment.organisation,
        organisation_from="the export",
        country=comment.country,
        author=comment.author,
    )
    row, wording = export.met.get(address, (0, new.wording))
    if wording != new.wording:
        raise BadRow(f"Row {row} has the same id, {comment.id[:60]!r}, and another text.")
    return address, new


@lru_cache(maxsize=10_000)
def _language(text: str) -> str:
    return next(filter(None, (language_of(text[:size]) for size in LANGUAGE_SAMPLES)), "")


def _fingerprint(export: Export, comment: Comment) -> str:
    """Of a comment without an id: its content, and how many equal ones stood before it in the file."""
    if comment.id:
        return ""
    parts = (comment.consultation, comment.author, comment.organisation, comment.published, comment.title, comment.text)
    content = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    export.repeated[content] += 1
    return f"{content[:32]}:{export.repeated[content]}"


def _store(session: Session, export: Export, capture: Capture, comments: Iterable[NewComment]) -> None:
    known = known_wordings(session, [one.address for one in comments])
    fresh = [one for one in comments if one.address not in known]
    changed = [one for one in comments if one.address in known and one.wording not in known[one.address]]
    add_comments(session, export.docket, capture, fresh)
    for one in changed:
        change_comment(session, export.docket, capture, one)
    counts = {"new": len(fresh), "changed": len(changed)}
    export.counts.update(counts, unchanged=len(list(comments)) - sum(counts.values()))


def _report(export: Export) -> SourceReport:
    failures = tuple(Failure(address=name, kind="failed", reason=why) for name, why in export.failed.items())
    return SourceReport(source=export.source, failures=failures, **export.counts)
