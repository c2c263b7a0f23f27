"""Reading a record of the archive back."""

import tracemalloc
from pathlib import Path

from crawlers.archive import Archive, Fetched
from crawlers.archive_check import read_record
from tests.builders import AUGUST


def test_a_large_capture_is_read_in_little_memory(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    place = archive.write(Fetched("https://sample.example/large", b"x" * 30_000_000, "text/plain", AUGUST))
    archive.close()
    tracemalloc.start()
    assert read_record(tmp_path / place[0], place[1]).size == 30_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
