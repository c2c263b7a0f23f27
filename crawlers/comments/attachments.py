"""Files that came with comments: read from the export's own folder as statements of their own.

An export is somebody else's file: a name in it never leads out of the folder in which it lies.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine
from sqlmodel import col, select

from crawlers.archive import Archive
from crawlers.comments.fields import Comment
from crawlers.file_captures import NoCaptureError, read_as_capture, shown_name
from crawlers.keeping import Kept, store_all
from crawlers.ledger import Failure, SourceReport
from db.models import Capture
from db.session import reading, writing
from db.store.captures import FailureKind
from db.store.comments import replace_failures, save_attachment


@dataclass(frozen=True)
class Attached:
    """A file named by a row: `address` is the comment's, empty where the row is no comment."""

    address: str
    comment: Comment
    name: str


@dataclass
class Files:
    """The files beside an export; each is read once, whoever attached it."""

    engine: Engine
    archive: Archive
    export: Path
    source: str
    counts: Counter[str] = field(default_factory=lambda: Counter(seen=0))
    failures: dict[str, Failure] = field(default_factory=dict)
    captures: dict[Path, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self.export.parent

    @property
    def prefix(self) -> str:
        """How the addresses of failures begin."""
        return f"{shown_name(self.export)} attachment "

    def stored(self, attached: Sequence[Attached]) -> SourceReport | None:
        """Read and store all of them; None where there are none."""
        for one in attached:
            self.counts["seen"] += 1
            capture_id, reason = self._stored(one)
            if one.address:
                with writing(self.engine) as session:
                    save_attachment(session, one.address, one.name, capture_id, reason)
        with writing(self.engine) as session:
            noted = {address: (failure.kind, failure.reason) for address, failure in self.failures.items()}
            replace_failures(session, self.source, self.prefix, noted)
        if not attached:
            return None
        return SourceReport(source="attachments", failures=tuple(self.failures.values()), **self.counts)

    def _stored(self, one: Attached) -> tuple[int | None, str]:
        try:
            path = locate(self.folder, one.name, one.comment.id)
            if path in self.captures:
                self.counts["unchanged"] += 1
            else:
                self._read(path, one.comment)
            return self.captures[path], ""
        except NoCaptureError as error:
            self._failed(one, error.kind, str(error))
            return None, str(error)

    def _read(self, path: Path, comment: Comment) -> None:
        fetched, declared = read_as_capture(path)
        said = {"organisation": comment.organisation, "published": comment.published}
        declared |= {name: value for name, value in said.items() if value and not declared.get(name)}
        kept = Kept(fetched, declared, self.source, shown_name(path))
        self.counts[store_all(self.engine, self.archive, [kept])[0]] += 1
        with reading(self.engine) as session:
            query = select(Capture.id).where(Capture.address == fetched.address, col(Capture.sha256) == kept.sha256)
            self.captures[path] = session.exec(query).one() or 0

    def _failed(self, one: Attached, kind: FailureKind, reason: str) -> None:
        self.counts[kind] += 1
        address = f"{self.prefix}{one.name[:300]!r} of row {one.comment.row}"
        self.failures[address] = Failure(address=address, kind=kind, reason=reason)


def locate(folder: Path, name: str, comment_id: str) -> Path:
    """The file that a row names, inside `folder`. Raises `NoCaptureError`."""
    if urlsplit(name).scheme in ("http", "https"):
        found = next((path for path in _beside(folder, name, comment_id) if path.is_file()), None)
        if found is None:
            raise NoCaptureError("A web address, which is not fetched. Save the file beside the export.", "refused")
        return _inside(folder, found)
    written = PurePosixPath(name.replace("\\", "/"))
    if written.is_absolute() or ".." in written.parts or ":" in written.parts[0]:
        raise NoCaptureError("The name leads out of the export's folder; it was not followed.", "refused")
    path = _inside(folder, folder / written)
    if not path.is_file():
        raise NoCaptureError("There is no such file beside the export.")
    return path


def _beside(folder: Path, address: str, comment_id: str) -> Iterable[Path]:
    """Where a file of this web address may have been saved: under its comment's id, or by its own last names."""
    parts = [part for part in unquote(urlsplit(address).path).split("/") if part not in ("", ".", "..")]
    places = [[comment_id, *parts[-1:]], parts[-2:], parts[-1:]]
    return [folder.joinpath(*place) for place in places if all(place) and not any("/" in part for part in place)]


def _inside(folder: Path, path: Path) -> Path:
    try:
        target = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise NoCaptureError("The name is none that a file can have.", "refused") from error
    if not target.is_relative_to(folder.resolve()):
        raise NoCaptureError("A link that leads out of the export's folder; it was not followed.", "refused")
    return target
