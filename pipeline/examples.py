"""The labelled passages of a docket, from which the heads learn: our own wording, one JSON object a line."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from db.docket import Docket, DocketError, OrgKind, Record, Stance
from db.docket_files import complain, parse


class Example(Record):
    """One labelled passage. `pairs` are (concern, adopted number); `genre` and the file name make its group.

    One that teaches `stance` was written for the stance: that and the flags are learnt from it, its concerns are not.
    """

    id: str
    text: str
    language: str
    org_kind: OrgKind | None = None
    genre: str = ""
    published: date | None = None
    concerns: tuple[str, ...] = ()
    stance: Stance
    reject_call: bool = False
    on_topic: bool = True
    boilerplate: bool = False
    provisions: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    hard: str | bool | None = None
    teaches: Literal["all", "stance"] = "all"

    @property
    def labels(self) -> tuple[Any, ...]:
        """All that two examples of the same text must agree on."""
        return (frozenset(self.concerns), self.stance, self.reject_call, self.on_topic, self.boilerplate)


def read_examples(docket: Docket) -> tuple[Example, ...]:
    """All examples of the docket. Raises `DocketError` where there are none or a line is wrong."""
    examples = tuple(example for path in docket.example_files for example in _read_file(path, docket))
    if not examples:
        raise DocketError(
            f"{docket.folder.name}: expected labelled passages in examples/*.jsonl, found none. "
            "docs/labels.md shows how to write them."
        )
    return examples


def _read_file(path: Path, docket: Docket) -> Iterator[Example]:
    for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if row.strip():
            yield _read_line(path, line, row, docket)


def _read_line(path: Path, line: int, row: str, docket: Docket) -> Example:
    try:
        cells = json.loads(row)
    except json.JSONDecodeError as error:
        raise complain(path, line, "one JSON object", f"{error.msg} at {error.pos}", "Correct the line.") from error
    example = parse(Example, path, line, cells)
    unknown = [key for key in example.concerns if key not in docket.concern_by_key]
    if unknown:
        raise complain(path, line, "a concern of concerns.toml", unknown[0], "Correct the key.")
    return example


def contradictions(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """Groups of ids whose texts are the same, white space and case aside, and whose labels are not."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[" ".join(example.text.lower().split())].append(example)
    return [tuple(e.id for e in group) for group in groups.values() if len({e.labels for e in group}) > 1]
