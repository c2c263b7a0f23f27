"""Locks between processes: a file that one process holds. It is let go when that process ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Held(RuntimeError):
    """Another process holds the lock."""


def take(path: Path, wait: bool = False) -> IO[bytes]:
    """The open lock file, held until it is closed or the process ends. Raises `Held` unless it may `wait`.

    A process that is forked off holds it too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("ab")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        handle.close()
        raise Held(f"{path} is held by another process.") from error
    return handle


@contextmanager
def held(path: Path, wait: bool = False) -> Iterator[None]:
    """Hold the lock for a while. Raises `Held` at once where another process has it, unless it may `wait`."""
    with take(path, wait):
        yield


def is_held(path: Path) -> bool:
    """Whether a process holds the lock now; false where there is no such file. Those who ask do not disturb."""
    try:
        with path.open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
