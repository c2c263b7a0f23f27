"""Checking a docket as a whole: what its files say must fit together."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.docket import DOCKETS, PRELIMINARY, Docket, DocketError
from db.docket_files import complain, entry_lines, line_of, read_docket

STANCES = {"objection", "recommendation", "support", "neutral"}
COUNTRY = r"[A-Z]{2}|INT"
"""ISO 3166, or a body of several countries."""
LESSONS = {"all", "stance"}
"""What an example teaches: every label, or stance and flags without its concerns."""
EXAMPLE_KEYS = {"id", "text", "language", "concerns", "stance", "reject_call", "on_topic", "boilerplate", "provisions"}


def check_docket(key: str, root: Path | None = None) -> list[str]:
    """Every complaint about the docket, each with file, line and remedy; empty when all is well."""
    folder = (root or DOCKETS) / key
    try:
        docket = read_docket(folder)
    except DocketError as error:
        return [str(error)]
    checks = (
        *(draft_complaints, title_complaints, lineage_complaints, concern_complaints),
        *(unique_complaints, source_complaints, date_complaints),
    )
    found = [complaint for check in checks for complaint in check(docket)]
    return [*map(str, found), *map(str, example_complaints(docket))]


def draft_complaints(docket: Docket) -> Iterator[DocketError]:
    """Dates run forward, and `counts_as` names a draft."""
    path, keys = docket.folder / "drafts.csv", {draft.key for draft in docket.drafts}
    for draft in docket.drafts:
        line = line_of(path, f"{draft.key},")
        if draft.in_force_from and draft.in_force_to and draft.in_force_to < draft.in_force_from:
            yield complain(path, line, "in_force_to after in_force_from", f"{draft.in_force_to}", "Correct the dates.")
        if draft.counts_as and draft.counts_as not in keys:
            yield complain(
                path, line, "counts_as to name a draft", repr(draft.counts_as), f"Use one of {sorted(keys)}."
            )
    if "adopted" not in keys:
        yield complain(path, 1, "a draft with the key 'adopted'", "none", "Add the row of the adopted text.")


def title_complaints(docket: Docket) -> Iterator[DocketError]:
    """Titles belong to known drafts, once each, and the adopted ones match the concordance."""
    path, keys = docket.folder / "articles.csv", {draft.key for draft in docket.drafts}
    seen: set[tuple[str, str]] = set()
    for title in docket.titles:
        name, line = (title.draft, title.number), line_of(path, f"{title.draft},{title.number},")
        if title.draft not in keys:
            yield complain(path, line, "a draft of drafts.csv", repr(title.draft), "Correct the key or add the draft.")
        if name in seen:
            yield complain(path, line, "each article once", f"{title.draft} {title.number} twice", "Remove one row.")
        seen.add(name)
    adopted = {title.number for title in docket.titles if title.draft == "adopted"}
    for number in sorted(set(docket.lineage_by_number) ^ adopted):
        yield complain(path, 0, "the same adopted articles as concordance.csv", f"article {number} in one only",
                       "Add the missing row.")  # fmt: skip


def lineage_complaints(docket: Docket) -> Iterator[DocketError]:
    """The concordance speaks of known drafts, and of articles that they have where their titles are known."""
    path, keys = docket.folder / "concordance.csv", {draft.key for draft in docket.drafts}
    titled = {draft: {t.number for t in docket.titles if t.draft == draft} for draft in keys}
    for lineage in docket.lineages:
        line = line_of(path, f"{lineage.adopted},")
        for draft, numbers in lineage.numbers.items():
            if draft not in keys:
                yield complain(path, 1, "columns named after drafts", repr(draft), "Rename the column.")
            for number in numbers:
                if titled.get(draft) and number not in titled[draft] and len(titled[draft]) > 10:
                    yield complain(
                        path, line, f"an article of {draft}", number, "Correct it, or add it to articles.csv."
                    )


def concern_complaints(docket: Docket) -> Iterator[DocketError]:
    """Concerns point at adopted articles."""
    path = docket.folder / "concerns.toml"
    for concern in docket.concerns:
        for number in concern.articles:
            if not is_lineage(docket, number):
                yield complain(path, line_of(path, f'"{concern.key}"'), "adopted article numbers", repr(number),
                               "Correct the list of articles.")  # fmt: skip


def unique_complaints(docket: Docket) -> Iterator[DocketError]:
    """Keys and slugs occur once."""
    tables: dict[str, list[str]] = {
        "drafts.csv": [draft.key for draft in docket.drafts],
        "concerns.toml": [concern.key for concern in docket.concerns],
        "organisations.csv": [organisation.slug for organisation in docket.organisations],
        "dates.csv": [date.key for date in docket.dates],
    }
    for name, keys in tables.items():
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield complain(docket.folder / name, line_of(docket.folder / name, key), "each key once", repr(key),
                           "Rename or remove one.")  # fmt: skip


def source_complaints(docket: Docket) -> Iterator[DocketError]:
    """Each source says from where it comes, how much it should hold, and lists what no other does."""
    path = docket.folder / "sources.toml"
    lines, seen = entry_lines(path, "source"), dict[tuple[str, str, tuple[str, ...]], int]()
    for source, line in zip(docket.sources, lines, strict=False):
        if not re.fullmatch(COUNTRY, source.country):
            yield complain(path, line, "a country of two capitals, or INT", repr(source.country), "Correct 'country'.")
        if source.expect_max is None:
            yield complain(path, line, "'expect_max'", "none", "Say how many items one visit may find at most.")
        listed = (source.address, source.item_pattern, source.words)
        if listed in seen:
            yield complain(path, line, "a list of its own", f"that of line {seen[listed]}", "Remove one of the two.")
        seen[listed] = line


def date_complaints(docket: Docket) -> Iterator[DocketError]:
    """No run of days ends before it begins."""
    path = docket.folder / "dates.csv"
    for date in docket.dates:
        if date.last < date.day:
            line = line_of(path, f"{date.key},")
            yield complain(path, line, "until after day", f"{date.until}", "Correct the dates.")


def is_lineage(docket: Docket, name: str) -> bool:
    """True for an adopted number, `preamble` and `ch.IV`."""
    return name in docket.lineage_by_number or name in PRELIMINARY or name.startswith("ch.")


def example_complaints(docket: Docket) -> Iterator[DocketError]:
    """Each labelled example is complete, and its labels exist."""
    path = docket.folder / "examples.jsonl"
    if not path.exists():
        return
    seen: dict[str, int] = {}
    said: dict[str, tuple[str, Any]] = {}
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(text)
        except json.JSONDecodeError as error:
            yield complain(path, line, "one JSON object", str(error), "Correct the line.")
            continue
        wrong = list(_example_row(docket, path, line, row, seen))
        yield from wrong or _contradiction(path, line, row, said)


def _contradiction(
    path: Path, line: int, row: dict[str, Any], said: dict[str, tuple[str, Any]]
) -> Iterator[DocketError]:
    """A text that stood before, white space and case aside, with other labels. `said`: text → id and labels."""
    text = " ".join(str(row["text"]).lower().split())
    labels = (sorted(row["concerns"]), row["stance"], row["reject_call"], row["on_topic"], row["boilerplate"])
    before, known = said.setdefault(text, (row["id"], labels))
    if known != labels:
        yield complain(path, line, f"the labels of {before!r}, which has the same text", f"others in {row['id']!r}",
                       "Make them agree, or drop one.")  # fmt: skip


def _example_row(
    docket: Docket, path: Path, line: int, row: dict[str, Any], seen: dict[str, int]
) -> Iterator[DocketError]:
    missing = EXAMPLE_KEYS - set(row)
    if missing:
        yield complain(path, line, f"the keys {sorted(missing)}", "none", "Add them.")
        return
    if row["id"] in seen:
        yield complain(path, line, "a new id", f"{row['id']!r} of line {seen[row['id']]}", "Rename it.")
    seen[row["id"]] = line
    for concern in row["concerns"]:
        if concern not in docket.concern_by_key:
            yield complain(path, line, "concerns of concerns.toml", repr(concern), "Correct the key.")
    yield from _choices(path, line, row)
    for provision in row["provisions"]:
        if not is_lineage(docket, provision):
            yield complain(path, line, "adopted articles", repr(provision), "Correct the number.")


def _choices(path: Path, line: int, row: dict[str, Any]) -> Iterator[DocketError]:
    """What is one of a few words is one of them."""
    for key, allowed in (("stance", STANCES), ("teaches", LESSONS)):
        if str(row.get(key, "all")) not in allowed:
            yield complain(path, line, f"{key}: one of {sorted(allowed)}", repr(row[key]), "Correct it.")
