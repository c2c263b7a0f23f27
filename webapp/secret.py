"""The key that signs cookies and forms: a file of the data folder that only its owner can read, made when needed."""

import os
from pathlib import Path
from secrets import token_bytes
from tempfile import mkstemp

NAME = "secret.key"
BYTES = 32


def secret_key(folder: Path) -> bytes | None:
    """The installation's key, made if there is none; None when there is no such folder or it may not be written.

    Two servers that start at once end with one key: a file is put in place whole, and never over another.
    """
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        found = path.read_bytes()
    except OSError:
        return None
    return found if len(found) >= BYTES else None


def _make(path: Path) -> None:
    handle, name = mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(token_bytes(BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
