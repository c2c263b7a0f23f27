"""The map of topics as circles in a drawing: where and how large. The numbers in them are those of the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.topics import TopicLine

WIDTH, HEIGHT = 900, 520
MARGIN = 46
SMALLEST, LARGEST = 13.0, 40.0


@dataclass(frozen=True)
class Circle:
    """A topic in the drawing: `number` is its place in the table; units are those of the drawing."""

    number: int
    line: TopicLine
    x: float
    y: float
    radius: float


def circles(lines: Sequence[TopicLine]) -> list[Circle]:
    """A circle for each topic, large ones first so that small ones lie above; areas are in passages."""
    most = max((line.passages for line in lines), default=1)
    across = _scaled([line.place[0] for line in lines], WIDTH)
    down = _scaled([line.place[1] for line in lines], HEIGHT)
    made = [
        Circle(number, line, x, y, round(max(SMALLEST, LARGEST * (line.passages / most) ** 0.5), 1))
        for number, (line, x, y) in enumerate(zip(lines, across, down, strict=True), start=1)
    ]
    return sorted(made, key=lambda circle: (-circle.radius, circle.number))


def _scaled(values: Sequence[float], size: int) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    room = size - 2 * MARGIN
    return [round(MARGIN + room * (value - low) / (high - low), 1) if high > low else size / 2 for value in values]
