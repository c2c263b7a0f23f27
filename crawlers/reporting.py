"""Reports of a crawl or an import, for people and for programs."""

import json
from collections.abc import Sequence
from typing import Any

from crawlers.ledger import SourceReport
from db.coverage import SourceLine

COLUMNS = ("seen", "new", "changed", "unchanged", "refused", "failed")
SHOWN = 20
"""Failures listed per source; the database, and --json, hold them all."""


def as_json(reports: Sequence[SourceReport]) -> str:
    """All reports as one JSON document."""
    return json.dumps({"sources": [_fields(report) for report in reports]}, ensure_ascii=False, indent=2)


def _fields(report: SourceReport) -> dict[str, Any]:
    return {**report.model_dump(mode="json"), "ok": report.is_ok}


def as_text(reports: Sequence[SourceReport]) -> str:
    """One line per source with its counts, the reasons below it, and the sums where there are several."""
    width = max([len(report.source) for report in reports] + [len("source")])
    lines = [f"{'source':<{width}}" + "".join(f"{name:>10}" for name in COLUMNS)]
    for report in reports:
        lines.append(_counts(report.source, report, width))
        lines.extend(_reasons(report))
    if len(reports) > 1:
        sums = {name: sum(getattr(report, name) for report in reports) for name in COLUMNS}
        lines.append(_counts("all", SourceReport(source="all", **sums), width))
    return "\n".join(lines)


def _counts(name: str, report: SourceReport, width: int) -> str:
    return f"{name:<{width}}" + "".join(f"{getattr(report, column):>10,}" for column in COLUMNS)


def _reasons(report: SourceReport) -> list[str]:
    lines = [] if report.outcome == "ok" else [f"  ! {report.outcome}"]
    if report.read_by:
        lines.append(f"  Read by {' and '.join(report.read_by)}.")
    if report.left_aside:
        lines.append(f"  {report.left_aside:,} entries left aside: not this source's items, or none of its words.")
    lines += [f"  {one.kind}: {plain(one.address)}: {one.reason}" for one in report.failures[:SHOWN]]
    more = len(report.failures) - SHOWN
    return lines + ([f"  … and {more:,} more; --json lists them all."] if more > 0 else [])


def coverage_text(lines: Sequence[SourceLine]) -> str:
    """The coverage ledger for people: what is wrong first, then what was never visited, then what is well."""
    width = max([len(line.key) for line in lines] + [len("source")])
    head = f"{'source':<{width}}  {'last success':<12}{'expected':>10}{'got':>7}{'kept':>7}{'waiting':>9}  finding"
    ordered = sorted(lines, key=lambda line: (not line.finding, line.run is None, line.key))
    return "\n".join([head, *(_coverage_line(line, width) for line in ordered)])


def _coverage_line(line: SourceLine, width: int) -> str:
    success = f"{line.last_success:%Y-%m-%d}" if line.last_success else "never"
    got = line.run.got if line.run else 0
    numbers = f"{_expected(line):>10}{got:>7,}{line.captures:>7,}{line.unprocessed:>9,}"
    return f"{line.key:<{width}}  {success:<12}{numbers}  {plain(line.finding or 'as expected')}"


def _expected(line: SourceLine) -> str:
    if line.source is None:
        return ""
    most = line.source.expect_max
    return f"{line.source.expect_min}+" if most is None else f"{line.source.expect_min}-{most}"


def plain(text: str) -> str:
    """A crawled address on a terminal: nothing in it may move the cursor or change colours."""
    return "".join(one if one.isprintable() else "�" for one in text)


def exit_status(reports: Sequence[SourceReport]) -> int:
    """0 when every visit went well, 1 when something failed, nothing was allowed, or nothing was there."""
    return 0 if reports and all(report.is_ok for report in reports) else 1
