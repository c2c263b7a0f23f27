"""A file appears whole or not at all."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.whole_files import FileNotWritten, write_whole


def full_after(pieces: int) -> Iterator[bytes]:
    """Pieces until the disk is full."""
    for _ in range(pieces):
        yield b"sample" * 1000
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_half_way_leaves_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with pytest.raises(FileNotWritten, match="No space left on device"):
        write_whole(path, full_after(5))
    assert list(tmp_path.iterdir()) == []
    write_whole(path, b"the old one")
    with pytest.raises(FileNotWritten):
        write_whole(path, full_after(5))
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="could not be written: No such file or directory"):
        write_whole(tmp_path / "none" / "export.csv", b"sample")


def test_a_whole_file_can_be_read_by_others(tmp_path: Path) -> None:
    write_whole(tmp_path / "export.csv", [b"one", b"two"])
    assert (tmp_path / "export.csv").read_bytes() == b"onetwo"
    assert (tmp_path / "export.csv").stat().st_mode & 0o777 == 0o644
