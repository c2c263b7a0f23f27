"""Saved pages of every way of publishing, and what is made of them.

    tests/crawlers/snapshots/<way>/<case>/case.toml      the source, its pages, its items
                                         page1.*         a page of its list (further ones: page2.* …)
                                         item1.*         a page that the list names
                                         files/          of a folder or mailbox, what lies in it
                                         expected.json   what is to be found

`python -m tests.crawlers.snapshot_cases` writes expected.json anew; look at every line that changes. Everything
in them was written for this project; the organisations are invented.
"""

import gzip
import json
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawlers.extract import Declared, Unreadable, media_type_of, read_document
from crawlers.extract.media import PDF
from crawlers.file_captures import FilePart
from crawlers.on_disk import DISK_READERS, is_wanted
from crawlers.spiders.listing_page import Entry, IndexPage, Listing, UnreadableListError
from crawlers.spiders.relevance import has_words
from crawlers.spiders.wanted import fits_pattern
from crawlers.spiders.ways import READERS
from db.docket_source import Source, Way

SNAPSHOTS = Path(__file__).parent / "snapshots"
OF_THE_SOURCE = ("address", "words", "item_pattern", "language")
SHOWN = 70


@dataclass(frozen=True)
class Case:
    """One folder of saved pages."""

    way: Way
    folder: Path

    @property
    def told(self) -> dict[str, Any]:
        """The contents of case.toml."""
        return tomllib.loads((self.folder / "case.toml").read_text(encoding="utf-8"))

    @property
    def source(self) -> Source:
        """The source that the pages belong to."""
        given = {name: self.told[name] for name in OF_THE_SOURCE if name in self.told}
        return Source(key=self.folder.name, organisation="The society", kind="ngo", way=self.way, **given)

    @property
    def expected(self) -> dict[str, Any]:
        """The contents of expected.json."""
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return found


def cases_of(way: Way) -> list[Case]:
    """The saved cases of a way, in order of name."""
    return [Case(way, path.parent) for path in sorted((SNAPSHOTS / way).glob("*/case.toml"))]


def observed(case: Case) -> dict[str, Any]:
    """What the code makes of a case, in the form of expected.json."""
    if case.way in DISK_READERS:
        return {"parts": list(_parts(case))}
    return {"lists": list(_lists(case)), "items": [_item(case, told) for told in case.told.get("item", [])]}


def _lists(case: Case) -> Iterator[dict[str, Any]]:
    default = [{"file": path.name} for path in sorted(case.folder.glob("page*"))]
    for told in case.told.get("page", default):
        body = (case.folder / told["file"]).read_bytes()
        body = gzip.compress(body) if case.told.get("gzip") else body
        page = IndexPage(told.get("address", case.source.address), body, headers=told.get("headers", {}))
        try:
            yield _listing(READERS[case.way](page, case.source), case.source)
        except UnreadableListError as error:
            yield {"unreadable": str(error)}


def _listing(found: Listing, source: Source) -> dict[str, Any]:
    further = [_plain(address=one.address, instead=list(one.instead)) for one in found.further]
    return {
        **_plain(read_by=found.read_by),
        "entries": [_entry(one, source) for one in found.entries],
        "further": further,
    }


def _plain(**values: Any) -> dict[str, Any]:
    """The values that say something."""
    return {name: value for name, value in values.items() if value}


def _entry(entry: Entry, source: Source) -> dict[str, Any]:
    said = _plain(
        address=entry.address,
        title=entry.title,
        summary=entry.summary[:SHOWN],
        published=entry.published,
        language=entry.language,
        organisation=entry.organisation,
    )
    return {**said, "wanted": has_words(entry, source) and fits_pattern(entry.address, source)}


def _item(case: Case, told: dict[str, Any]) -> dict[str, Any]:
    body = (case.folder / told["file"]).read_bytes()
    return {"file": told["file"], **_reading(body, media_type_of(told["file"], body), Declared(url=told["address"]))}


def _reading(body: bytes, media_type: str, declared: Declared) -> dict[str, Any]:
    try:
        found = read_document(body, media_type, declared)
    except Unreadable as error:
        return {"unreadable": str(error)}
    said = {"title": found.title, "published": found.published}
    if media_type == PDF:  # what stands in a paper's columns is looked for, not how its lines are joined
        return said
    return {**said, "organisation": found.organisation, "text": [line for line in found.text.split("\n") if line]}


def text_of(case: Case, file: str) -> str:
    """The text of a saved page that a list names, on one line."""
    body = (case.folder / file).read_bytes()
    return " ".join(read_document(body, media_type_of(file, body), Declared()).text.split())


def _parts(case: Case) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder).resolve()
        root = data / case.source.address
        shutil.copytree(case.folder / "files", data if root.suffix else root, dirs_exist_ok=True)
        for part in DISK_READERS[case.way](root, case.source, lambda *_: False):
            yield _part(part, case.source, str(data))


def _part(part: FilePart, source: Source, data: str) -> dict[str, Any]:
    name = part.asked.replace(data, "").replace("\\", "/")
    if part.fetched is None:
        return {"name": name, "outcome": part.kind, "reason": part.reason}
    kept = {"address": part.fetched.address, "media_type": part.fetched.media_type, "declared": dict(part.declared)}
    reading = _reading(part.fetched.body, part.fetched.media_type, Declared(**part.declared))
    return {"name": name, **kept, "wanted": is_wanted(part, source), **reading}


def main() -> None:
    """Write every expected.json as the code reads the pages now."""
    for way in (*READERS, *DISK_READERS):
        for case in cases_of(way):
            text = json.dumps(observed(case), ensure_ascii=False, indent=1)
            (case.folder / "expected.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
