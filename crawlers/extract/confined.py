"""Reading a file in a child process that may use so much memory and time, and no more.

A PDF of a thousand bytes can unpack to gigabytes, and its reader, which is no Python, then ends the whole
process. So files that can swell are read in a child; if it dies, that file is unreadable and nothing else is.
"""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from crawlers.extract.limits import CHILD_MEMORY, CHILD_SECONDS, MIB, WALL_SECONDS, Unreadable
from crawlers.extract.page import Page

_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}


def confined(read: Callable[[], Page]) -> Page:
    """What `read` returns. Raises `Unreadable` as `read` does, and where it needs more than it may have."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_answer, args=(read, sender), daemon=True)
    child.start()
    sender.close()
    try:
        answer = receiver.recv() if receiver.poll(WALL_SECONDS) else None
    except EOFError:
        answer = None
    finally:
        receiver.close()
        if child.is_alive():
            child.join(1)
            child.kill()
        child.join()
    if isinstance(answer, Page):
        return answer
    raise Unreadable(answer if isinstance(answer, str) else _why(child.exitcode))


def _answer(read: Callable[[], Page], sender: Connection) -> None:
    """In the child: the page that `read` returns, or the reason why there is none, in words."""
    _bind()
    answer: Page | str
    try:
        answer = read()
    except Unreadable as error:
        answer = str(error)
    except MemoryError:
        answer = _why(None)
    except RecursionError:
        answer = "The file nests its parts too deeply to be read."
    except Exception as error:
        answer = f"The file could not be read: {type(error).__name__}: {str(error)[:200]}"
    sender.send(answer)
    sender.close()


def _bind() -> None:
    """Bound this process: memory beyond what it has already, seconds of processor, no dump of its memory."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + CHILD_MEMORY, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes that this process has mapped; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _why(status: int | None) -> str:
    if status in _OUT_OF_TIME:
        return f"Reading the file took more than {CHILD_SECONDS} seconds; it is made to be slow."
    return f"The file needs more than {CHILD_MEMORY // MIB} MB of memory to be read, or breaks its reader."
