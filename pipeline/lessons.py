"""What heads are taught: a docket's examples, and after them what people of one installation decided.

People decide mostly where the models are unsure, which is no fair sample; so their decisions teach the models, and
calibration and thresholds are set on the examples alone. Where a person decided on the very text of an example, the
person's answer takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.teaching import Decided, same_text
from pipeline.examples import Example
from pipeline.heads import FLAGS, STANCES

Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Lessons:
    """n texts: `targets` and `known` have shape (n, labels); a label that is not known teaches nothing.

    The first `examples` rows are the docket's, of which every label is known but for the concerns of those that
    teach the stance alone.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    english: Labels
    targets: Labels
    known: Labels
    examples: int


def lessons_of(
    examples: Sequence[Example], targets: Labels, decided: Sequence[Decided], columns: Sequence[str]
) -> Lessons:
    """Lessons from examples, whose labels are `targets` (examples, columns), and from decisions."""
    marks = [_row(one, columns) for one in decided]
    places = {same_text(example.text): place for place, example in enumerate(examples)}
    targets, taught = targets.copy(), known_of(examples, columns)
    for one, (wanted, known) in zip(decided, marks, strict=True):
        if same_text(one.text) in places:
            row = places[same_text(one.text)]
            targets[row] = np.where(known, wanted, targets[row])
            taught[row] |= known
    new = [place for place, one in enumerate(decided) if same_text(one.text) not in places and marks[place][1].any()]
    added = [decided[place] for place in new]
    given = np.array([marks[place] for place in new], dtype=bool).reshape(len(new), 2, len(columns))
    return Lessons(
        (*(example.id for example in examples), *(name_of(one) for one in added)),
        (*(example.text for example in examples), *(one.text for one in added)),
        np.array([example.language == "en" for example in examples] + [one.language == "en" for one in added]),
        np.vstack([targets, given[:, 0]]),
        np.vstack([taught, given[:, 1]]),
        len(examples),
    )


def known_of(examples: Sequence[Example], columns: Sequence[str]) -> Labels:
    """Which labels each example teaches, shape (examples, columns)."""
    always = np.array([column in (*STANCES, *FLAGS) for column in columns])
    return np.array([always | (example.teaches == "all") for example in examples], dtype=bool)


def _row(one: Decided, columns: Sequence[str]) -> tuple[Labels, Labels]:
    """What a text has, and what is known of it, by label."""
    return (
        np.array([one.labels.get(column, False) for column in columns]),
        np.array([column in one.labels for column in columns]),
    )


def name_of(one: Decided) -> str:
    """How a reason names a text that people decided on: by the statement in which it stands."""
    return f"decided by a person, in {one.addresses[0]}"


def content_of(decided: Sequence[Decided]) -> list[Any]:
    """All of the decisions that changes what is learnt, as JSON."""
    return [[one.text, one.language, dict(one.labels)] for one in decided]


def objections_to(examples: Sequence[Example], decided: Sequence[Decided], columns: Sequence[str]) -> list[str]:
    """Sentences on contradictions: between people, and between a person and an example of the same text."""
    known = {same_text(example.text): example for example in examples}
    said = [
        f"People decided differently on {', '.join(one.disputed)} of one text, in {', '.join(one.addresses)}: "
        "nothing is learnt of it there until they agree."
        for one in decided
        if one.disputed
    ]
    for one in decided:
        example = known.get(same_text(one.text))
        other = [c for c in columns if example and c in one.labels and one.labels[c] != has(example, c)]
        if example and other:
            said.append(f"Example {example.id} and a person's decision in {one.addresses[0]} differ on "
                        f"{', '.join(other)}: the decision counts.")  # fmt: skip
    return said


def has(example: Example, label: str) -> bool:
    """Whether an example has a label: a concern, a stance or a flag."""
    if label in example.concerns or label == example.stance:
        return True
    return bool(getattr(example, label, False)) if label in ("reject_call", "on_topic", "boilerplate") else False
