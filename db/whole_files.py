"""Writing files so that nobody ever finds half of one: written beside, then renamed."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


class FileNotWritten(OSError):
    """The file could not be written; nothing of it is left. The message says why."""


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """The content at `path`, or `FileNotWritten` and the file as it was before.

    The piece beside it lies in the same folder, so that the rename is one step, and is on disk before it.
    """
    pieces = (content,) if isinstance(content, bytes) else content
    piece = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as handle:
            piece = Path(handle.name)
            for part in pieces:
                handle.write(part)
            handle.flush()
            os.fsync(handle.fileno())
        piece.chmod(0o644)
        piece.replace(path)
    except OSError as error:
        raise FileNotWritten(
            f"{path} could not be written: {error.strerror}. Nothing of it was left behind."
        ) from error
    finally:
        if piece is not None:
            piece.unlink(missing_ok=True)
