"""How something moved over time: figures by month of publication."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.counting import CountedPair

MOST_MONTHS = 240
"""A wrong date must not draw a thousand empty years."""


@dataclass(frozen=True)
class Month:
    """One month (`2024-07`): organisations, statements (copies and translations once) and passages of that month.

    An organisation that wrote in two months stands in both: the months are not added up.
    """

    month: str
    organisations: int
    statements: int
    passages: int


def by_month(pairs: Iterable[CountedPair]) -> tuple[Month, ...]:
    """Every month from the first to the last with any of `pairs`; those without a month are in none.

    A statement counts in the month of its first dated copy.
    """
    grouped: dict[str, list[CountedPair]] = defaultdict(list)
    dated = sorted((pair for pair in pairs if len(pair.published) >= 7), key=lambda pair: pair.published)
    first: dict[str, str] = {}
    for pair in dated:
        grouped[first.setdefault(pair.group, pair.published[:7])].append(pair)
    return tuple(_month(month, grouped[month]) for month in _between(grouped)) if grouped else ()


def _month(month: str, pairs: list[CountedPair]) -> Month:
    organisations = {pair.organisation_id for pair in pairs} - {None}
    groups, passages = {pair.group for pair in pairs}, {pair.passage_id for pair in pairs}
    return Month(month, len(organisations), len(groups), len(passages))


def _between(months: Iterable[str]) -> Iterator[str]:
    """Every month from the earliest to the latest, the last `MOST_MONTHS` at most."""
    known = sorted(months)
    last = _number(known[-1])
    at = max(_number(known[0]), last - MOST_MONTHS + 1)
    for number in range(at, last + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
