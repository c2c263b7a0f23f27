"""The order in which the runs of a page are read: columns one after the other, runs of one line put together.

A gutter is an upright strip that hardly any run crosses, with prose on both sides. Runs that cross it (a title
over two columns) part the page into bands, each read column by column, the right column first where the
writing goes from right to left. Without a gutter the file's own order stands, unless it jumps about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from crawlers.extract.pdf_lines import Line
from crawlers.extract.pdf_tables import with_tables

_FEWEST = 4
"""Runs on each side of a gutter."""
_SAME_EDGE = 2.0
_INSIDE = (0.2, 0.8)
"""Where on the page's width a gutter may stand."""
_SHARE = 0.15
_CROSSING = 0.25
_FILLED = 0.55
_WORDS = 3.0
_UPWARD = 0.25
_MARKS = re.compile(r"[\d*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰,]{1,7}")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def laid_out(runs: Sequence[Line]) -> list[Line]:
    """The lines of a page in reading order; rows of tables carry their `cells`."""
    lines: list[Line] = []
    for number, column in enumerate(_columns(_without_stray_marks(runs))):
        lines += [replace(line, column=number) for line in with_tables(column)]
    return lines


def _columns(runs: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """`runs` parted into pieces that are read one after the other."""
    gutter = _gutter(runs)
    if gutter is None:
        yield _in_order(runs)
        return
    crossing = sorted((run for run in runs if _crosses(run, gutter)), key=lambda run: -run.top)
    sides = [[run for run in runs if run.right <= gutter], [run for run in runs if run.left >= gutter]]
    if _is_right_to_left(runs):
        sides.reverse()
    for band, above in enumerate([*crossing, None]):
        for side in sides:
            inside = [run for run in side if sum(1 for line in crossing if _middle(line) > _middle(run)) == band]
            if inside:
                yield from _columns(inside)
        if above is not None:
            yield [above]


def _gutter(runs: Sequence[Line]) -> float | None:
    """Where the gutter of two columns of prose stands, crossed by the least text; None where there is none."""
    if len(runs) < 2 * _FEWEST:
        return None
    places = [place for place in _places(runs) if _parts_prose(runs, place)]
    return min(places, key=lambda place: sum(len(run.text) for run in runs if _crosses(run, place)), default=None)


def _places(runs: Sequence[Line]) -> list[float]:
    """Just before an edge at which several runs begin (after one at which they end, from right to left)."""
    start, end = min(run.left for run in runs), max(run.right for run in runs)
    low, high = (start + share * (end - start) for share in _INSIDE)
    edges = [(run.left, -1.0) for run in runs] + [(run.right, 1.0) for run in runs]
    found: dict[int, float] = {}
    for edge, aside in edges:
        if low < edge < high and sum(abs(other - edge) < _SAME_EDGE for other, way in edges if way == aside) >= _FEWEST:
            found.setdefault(round(edge + aside), edge + aside)
    return list(found.values())


def _parts_prose(runs: Sequence[Line], place: float) -> bool:
    left = [run for run in runs if run.right <= place]
    right = [run for run in runs if run.left >= place]
    if min(len(left), len(right)) < _FEWEST or not (_is_prose(left) and _is_prose(right)):
        return False
    high = min(max(run.top for run in left), max(run.top for run in right))
    low = max(min(run.bottom for run in left), min(run.bottom for run in right))
    beside = [run for run in (*left, *right) if low <= _middle(run) <= high]
    between = [run for run in runs if _crosses(run, place) and low <= _middle(run) <= high]
    letters = [sum(len(run.text) for run in side) for side in (left, right)]
    return (
        high - low > _FEWEST * median(run.size for run in runs)
        and min(letters) >= _SHARE * sum(letters)
        and len(between) <= _CROSSING * len(beside)
    )


def _is_prose(side: Sequence[Line]) -> bool:
    """Lines of several words that mostly fill their column; names and figures do not."""
    width = max(run.right for run in side) - min(run.left for run in side)
    filled = median((run.right - run.left) / max(width, 1.0) for run in side)
    words = sum(len(run.text.split()) + sum("\u3000" < sign < "\ud7a4" for sign in run.text) / 2 for run in side)
    return filled >= _FILLED and words / len(side) >= _WORDS


def _crosses(run: Line, place: float) -> bool:
    return run.left < place < run.right


def _middle(run: Line) -> float:
    return (run.top + run.bottom) / 2


def _is_right_to_left(runs: Sequence[Line]) -> bool:
    text = "".join(run.text for run in runs)
    return 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(sign.isalpha() for sign in text)


def _in_order(runs: Sequence[Line]) -> list[Line]:
    """The file's own order, later pieces moved up to where they stand; from top to bottom where it jumps about."""
    pieces: list[list[Line]] = []
    for run in runs:
        if not pieces or run.bottom > pieces[-1][-1].top:
            pieces.append([])
        pieces[-1].append(run)
    if len(pieces) > max(4, _UPWARD * len(runs)):
        return sorted(runs, key=lambda run: (-round(_middle(run) / max(run.size / 2, 1.0)), run.left))
    return [run for group in _groups_by_height(pieces) for run in group]


def _groups_by_height(pieces: Sequence[list[Line]]) -> list[list[Line]]:
    """The pieces from top to bottom; those beside each other in one group, in the file's order."""
    groups: list[list[Line]] = []
    for piece in pieces:
        beside = [group for group in groups if _high(group) > _low(piece) and _high(piece) > _low(group)]
        apart = [group for group in groups if group not in beside]
        groups = [*apart, [run for group in beside for run in group] + piece]
    return sorted(groups, key=lambda group: -_high(group))


def _high(runs: Sequence[Line]) -> float:
    return max(_middle(run) for run in runs)


def _low(runs: Sequence[Line]) -> float:
    return min(_middle(run) for run in runs)


def _without_stray_marks(runs: Sequence[Line]) -> list[Line]:
    """The runs without marks of footnotes that pdfium took for lines, and the line around each made whole."""
    kept: list[Line] = []
    mended = False
    for run in runs:
        before = kept[-1] if kept else None
        if before is not None and _is_stray_mark(before, run):
            mended = True
            continue
        if mended and before is not None and _goes_on(before, run):
            run = replace(run, drawn=before.drawn)
        mended = False
        kept.append(run)
    return kept


def _is_stray_mark(before: Line, run: Line) -> bool:
    glued = abs(run.left - before.right) < 0.6 * before.size and run.size < 0.86 * before.size
    raised = before.bottom + 0.15 * before.size < run.bottom < before.top
    return glued and raised and bool(_MARKS.fullmatch(run.text))


def _goes_on(before: Line, run: Line) -> bool:
    return abs(run.bottom - before.bottom) < 0.3 * before.size and -1.0 < run.left - before.right < 2 * before.size
