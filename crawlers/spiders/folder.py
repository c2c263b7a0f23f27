"""A folder on disk, and a mailbox: sources that are read without any network."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from crawlers.file_captures import FilePart, is_mail_file, parts_of_file, shown_name
from crawlers.folders import find_files
from db.docket import Source

IsKnown = Callable[[str, str], bool]
"""Whether the file at this address was read before in this state (size and time of its last change)."""


def read_folder(root: Path, source: Source, is_known: IsKnown) -> Iterator[FilePart]:
    """Every file below `root`, those whose size and time are as they were without opening them."""
    for found in find_files([root]):
        where = _below(found.path, root)
        if found.refused:
            yield FilePart(where, kind="refused", reason=found.refused)
        elif is_mail_file(found.path):
            yield from parts_of_file(found.path)
        else:
            yield from _file(found.path, file_address(source.key, where), is_known)


def read_mailbox(root: Path, source: Source, is_known: IsKnown) -> Iterator[FilePart]:
    """Every message of a mailbox file, or of the message and mailbox files below a folder."""
    for found in find_files([root]):
        if found.refused:
            yield FilePart(_below(found.path, root), kind="refused", reason=found.refused)
        elif found.path == root or is_mail_file(found.path):
            yield from parts_of_file(found.path)


def file_address(key: str, where: str) -> str:
    """The address of a file that states none: its name within its source, so that its next text is a revision."""
    return f"urn:folder:{key}:{quote(where)}"


def _file(path: Path, address: str, is_known: IsKnown) -> Iterator[FilePart]:
    state = _state_of(path)
    if state and is_known(address, state):
        yield FilePart(address, unchanged=True)
        return
    for part in parts_of_file(path):
        if part.fetched and part.fetched.address.startswith("urn:sha256:"):
            fetched = replace(part.fetched, address=address, headers={"etag": state})
            yield replace(part, asked=address, fetched=fetched)
        else:
            yield replace(part, asked=address)


def _state_of(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"


def _below(path: Path, root: Path) -> str:
    """The path below `root`, with `/` between its parts on every system."""
    return shown_name(path.relative_to(root)).replace("\\", "/") if path.is_relative_to(root) else shown_name(path)
