"""Which files of a folder are read: all but hidden ones, in order of name, never by a link that leads out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """A file, or with `refused` the reason for which it is not opened."""

    path: Path
    refused: str = ""


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file of `paths`. A named path is taken as it is; below a folder, hidden names are no content."""
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        else:
            yield Found(path)


def _walk(folder: Path) -> Iterator[Found]:
    root = folder.resolve()
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names + links):
            if not name.startswith("."):
                path = Path(parent) / name
                yield Found(path, _why_not(path, root))
    for error in closed:
        yield Found(Path(error.filename), f"The folder could not be opened: {error.strerror}.")


def _why_not(path: Path, root: Path) -> str:
    if not path.is_symlink():
        return ""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # Python 3.11 calls a loop of links a RuntimeError
        return "A link that leads round in a circle; it was not followed."
    if not target.is_relative_to(root):
        return "A link that leads out of the folder; it was not followed."
    return "" if path.is_file() else "A link to another folder of this folder, which is read by its own name."
