"""The archive gives back exactly the bytes that it was given, or says what is wrong."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import Archive, ArchiveError, Fetched, read_capture

MOMENT = datetime(2024, 8, 8, 12, tzinfo=UTC)


def _page(body: bytes, **given: object) -> Fetched:
    return Fetched("https://org.example/a", body, "text/html", MOMENT, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", b"<p>\r\n\x00\xff", b"WARC/1.0\r\n\r\n", b"x" * 300_000])
@pytest.mark.parametrize("status", [200, None])
def test_bytes_come_back_as_they_were(tmp_path: Path, body: bytes, status: int | None) -> None:
    archive = Archive(tmp_path)
    places = [archive.write(_page(part, status=status)) for part in (b"first", body, b"last")]
    archive.close()
    assert [read_capture(tmp_path, *place) for place in places] == [b"first", body, b"last"]


def test_a_record_can_be_read_before_the_file_is_closed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    place = archive.write(_page(b"<p>now</p>", status=200))
    assert read_capture(tmp_path, *place) == b"<p>now</p>"
    archive.close()


def test_a_half_written_record_hides_none_before_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    places = [archive.write(_page(body, status=200)) for body in (b"kept", b"lost" * 1000)]
    archive.close()
    path = tmp_path / archive.file
    path.write_bytes(path.read_bytes()[: places[1][1] + 40])
    assert read_capture(tmp_path, *places[0]) == b"kept"


def test_hostile_headers_cannot_break_the_record(tmp_path: Path) -> None:
    headers = {
        "x-a": "one\r\nWARC-Type: metadata",
        "é ü": "x",
        "content-encoding": "gzip",
        "x-b": "ü中" * 3000,
    }
    archive = Archive(tmp_path)
    place = archive.write(_page(b"<p>plain</p>", status=200, headers=headers))
    archive.close()
    assert read_capture(tmp_path, *place) == b"<p>plain</p>"
    with (tmp_path / archive.file).open("rb") as stream:
        records = [(record.rec_type, record.http_headers) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "response"]
    kept = records[1][1]
    assert kept.get_header("x-a") == "one WARC-Type: metadata"
    assert kept.get_header("content-encoding") is None


def test_nothing_fetched_leaves_no_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "captures")
    archive.close()
    assert not (tmp_path / "captures").exists()


def test_two_archives_never_share_a_file(tmp_path: Path) -> None:
    names = {Archive(tmp_path).file for _ in range(20)}
    assert len(names) == 20


@pytest.mark.parametrize(("offset", "words"), [(3, "expected a record"), (10**6, "expected a record")])
def test_a_wrong_place_is_told_with_a_remedy(tmp_path: Path, offset: int, words: str) -> None:
    archive = Archive(tmp_path)
    archive.write(_page(b"<p>", status=200))
    archive.close()
    with pytest.raises(ArchiveError, match=words):
        read_capture(tmp_path, archive.file, offset)


def test_a_missing_file_and_plain_rubbish_are_told(tmp_path: Path) -> None:
    (tmp_path / "rubbish.warc.gz").write_bytes(gzip.compress(b"not a record")[:-4])
    with pytest.raises(ArchiveError, match="found none"):
        read_capture(tmp_path, "absent.warc.gz", 0)
    with pytest.raises(ArchiveError, match="restore it"):
        read_capture(tmp_path, "rubbish.warc.gz", 0)
