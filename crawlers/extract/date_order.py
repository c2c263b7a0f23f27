"""Dates in figures that can be read two ways ("08/05/2024"): which comes first, the day or the month.

The United Nations and most of the world write the day first; that is how they are read here. Where the page's
metadata give one of the two days, where other dates of the page can only be read one way, or where the page
says which country's English it is in, that decides. Otherwise the day stays, marked as not certain.
"""

from dataclasses import replace

from crawlers.extract.dates import is_month_first, parse_date
from crawlers.extract.page import Page, Said

_MONTH_FIRST = frozenset({"en-us", "es-us", "en-ph", "fil-ph"})
_SAMPLE = 200
"""Blocks looked at for dates that can only be read one way."""
_MARK = "it could also be "


def either(other: str) -> str:
    """The doubt about a day that could also be `other`; empty without one."""
    return f"{_MARK}{other}, with day and month the other way round" if other else ""


def settled(said: Said, page: Page, declared: str | None) -> Said:
    """`said` with its day and month in the right order, its doubt taken away where something tells the order."""
    if not said.doubt.startswith(_MARK):
        return said
    other = said.doubt[len(_MARK) :][:10]
    known = {parse_date(value) for value in (page.published.value if page.published else "", declared or "")}
    if {said.value, other} & known:
        return replace(said, value=said.value if said.value in known else other, doubt="")
    month_first = _order(page)
    if month_first is None:
        return said
    return replace(said, value=other if month_first else said.value, doubt="")


def _order(page: Page) -> bool | None:
    """Whether the page writes the month first; None where nothing tells."""
    blocks = page.everything
    edges = blocks if len(blocks) <= 2 * _SAMPLE else [*blocks[:_SAMPLE], *blocks[-_SAMPLE:]]
    told = is_month_first("\n".join(block.text[:2000] for block in edges))
    if told is not None:
        return told
    if page.locale.lower() in _MONTH_FIRST:
        return True
    plain_english = page.locale.lower() in {"", "en"} and (page.language or "en") == "en"
    return None if plain_english else False
