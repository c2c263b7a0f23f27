"""Files on disk as captures: `travaux import`.

One bad file never stops the others: it is kept as a failure with its reason.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from crawlers.archive import Archive
from crawlers.file_captures import FilePart, parts_of_file, shown_name
from crawlers.folders import Found, find_files
from crawlers.keeping import Kept, store_all
from crawlers.ledger import Failure, SourceReport
from db.session import writing
from db.store.captures import note_failure

IMPORT = "import"
MOST_AT_ONCE = 100
BYTES_AT_ONCE = 8 * 1024 * 1024
Settled = tuple[str, Failure | None]
"""An outcome (new, changed, unchanged, refused, failed), and the failure where it is one."""


def _parts(found: Found) -> Iterator[FilePart]:
    if found.refused:
        yield FilePart(shown_name(found.path.absolute()), kind="refused", reason=found.refused)
    else:
        yield from parts_of_file(found.path)


def keep_parts(engine: Engine, archive: Archive, source: str, parts: Sequence[FilePart]) -> list[Settled]:
    """Store parts under `source` in one transaction, or the reasons why not; the outcome of each, in order."""
    kept = [Kept(part.fetched, part.declared, source, part.asked) for part in parts if part.fetched]
    outcomes = iter(store_all(engine, archive, kept) if kept else [])
    return [(next(outcomes), None) if part.fetched else _not_kept(engine, source, part) for part in parts]


def _not_kept(engine: Engine, source: str, part: FilePart) -> Settled:
    if part.unchanged:
        return "unchanged", None
    with writing(engine) as session:
        note_failure(session, source, part.asked, part.kind, part.reason)
    return part.kind, Failure(address=part.asked, kind=part.kind, reason=part.reason)


def in_batches(parts: Iterable[FilePart]) -> Iterator[list[FilePart]]:
    """The parts in lists that are stored together: few enough that a kill loses little, and small enough to hold."""
    batch: list[FilePart] = []
    size = 0
    for part in parts:
        batch.append(part)
        size += len(part.fetched.body) if part.fetched else 0
        if len(batch) >= MOST_AT_ONCE or size >= BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def import_paths(
    engine: Engine,
    captures: Path,
    paths: Iterable[Path],
    on_file: Callable[[Path], object] = lambda _: None,
) -> SourceReport:
    """Import files and folders; `on_file` hears of each before it is read. Each file is
    stored by itself, the messages of a mailbox in batches.
    """
    archive = Archive(captures)
    counts: Counter[str] = Counter(seen=0)
    failures: list[Failure] = []
    try:
        for found in find_files(paths):
            on_file(found.path)
            for batch in in_batches(_parts(found)):
                for outcome, failure in keep_parts(engine, archive, IMPORT, batch):
                    counts.update((outcome, "seen"))
                    failures += [failure] if failure else []
    finally:
        archive.close()
    outcome = "ok" if counts["seen"] else "No files were found there."
    return SourceReport(source=IMPORT, outcome=outcome, failures=tuple(failures), **counts)
