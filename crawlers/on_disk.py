"""A visit to a source on this machine: a folder, or a mailbox. Nothing is asked over the network.

What is read is stored in small batches, so that a kill loses at most the one in flight.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from crawlers.archive import Archive
from crawlers.extract.media import DOCX, PDF
from crawlers.file_captures import FilePart
from crawlers.importing import in_batches, keep_parts
from crawlers.ledger import OK, Failure, SourceReport
from crawlers.spiders.folder import IsKnown, read_folder, read_mailbox
from crawlers.spiders.listing_page import Entry
from crawlers.spiders.relevance import has_words
from crawlers.spiders.wanted import fits_pattern
from db.docket import Source
from db.docket_source import Way
from db.reached import unreached
from db.session import reading, writing
from db.settings import Settings
from db.store.captures import begin_run, finish_run, latest_capture

DiskReader = Callable[[Path, Source, IsKnown], Iterator[FilePart]]
DISK_READERS: dict[Way, DiskReader] = {"folder": read_folder, "mailbox": read_mailbox}
"""Way of publishing → what reads it; the ways on the web are in `crawlers.spiders.ways`."""
MOST_PARTS = 100_000
"""Files, messages and attachments of one visit."""
PAPERS = (PDF, DOCX)
WORDS_IN = 100_000
"""Bytes of a text file in which the source's words are looked for."""


def place_of(source: Source, data: Path) -> Path:
    """Where the source lies: its address, below the data folder unless it is absolute."""
    return data / source.address


def why_not(source: Source, place: Path) -> str:
    """Why there is nothing to read at `place`, or an empty string."""
    wanted = "a folder" if source.way == "folder" else "a mailbox file or a folder of messages"
    is_there = place.is_dir() or (source.way == "mailbox" and place.is_file())
    return "" if is_there else f"Expected {wanted} at {place}, found none. Correct the source's address."


@dataclass
class _Visit:
    engine: Engine
    source: Source
    ends: float
    counts: Counter[str]
    failures: dict[str, Failure]

    def is_known(self, address: str, state: str) -> bool:
        with reading(self.engine) as session:
            known = latest_capture(session, address)
            return known is not None and known.etag == state

    def run(self, archive: Archive, parts: Iterator[FilePart]) -> str:
        """What makes the visit a failure, or an empty string."""
        for batch in in_batches(islice(parts, MOST_PARTS)):
            if time.monotonic() > self.ends:
                return "Stopped at the limit of time, before the end. Run it again; what was read is kept."
            self._settle(archive, batch)
        if next(parts, None):
            return f"Stopped after {MOST_PARTS:,} files and messages; there are more. Divide the source."
        return "" if self.counts["seen"] or self.counts["left_aside"] else "Empty listing: there is nothing to read."

    def _settle(self, archive: Archive, batch: list[FilePart]) -> None:
        wanted = [part for part in batch if is_wanted(part, self.source)]
        self.counts["left_aside"] += len(batch) - len(wanted)
        for outcome, failure in keep_parts(self.engine, archive, self.source.key, wanted):
            self.counts.update((outcome, "seen"))
            if failure:
                self.failures[failure.address] = failure


def is_wanted(part: FilePart, source: Source) -> bool:
    """False for what the source's pattern or words leave out. Words are looked for in the name and in the text, or
    for what came with a message in that message; what another PDF or DOCX file says is judged after it was kept.
    """
    fetched = part.fetched
    if fetched is None:
        return True
    if not fits_pattern(part.asked, source):
        return False
    if fetched.media_type in PAPERS and not part.words:
        return True
    words = part.words or fetched.body[:WORDS_IN].decode("utf-8", "replace")
    return has_words(Entry(part.asked, part.declared.get("file_name") or "", words), source)


def visit_on_disk(engine: Engine, settings: Settings, source: Source) -> SourceReport:
    """Read a folder or mailbox; stores what is new or changed, and reports as a visit on the web does."""
    place = place_of(source, settings.data)
    visit = _Visit(engine, source, time.monotonic() + settings.crawl_max_seconds, Counter(seen=0), {})
    archive = Archive(settings.captures)
    with writing(engine) as session:
        run = begin_run(session, source.key)
    try:
        trouble = why_not(source, place) or visit.run(archive, DISK_READERS[source.way](place, source, visit.is_known))
    finally:
        archive.close()
    read = sum(visit.counts[name] for name in ("new", "changed", "unchanged"))
    with writing(engine) as session:
        outcome = trouble or source.expectation(read) or unreached(session, source, read) or OK
        finish_run(session, run, visit.counts, outcome)
    failures = tuple(visit.failures[address] for address in sorted(visit.failures))
    return SourceReport(source=source.key, outcome=outcome, failures=failures, **visit.counts)
