"""Filters on the screen: read from an address, named in words, and written into the addresses of links.

The search page and the lists share it. A filter that was typed into the words of a search stands in the links as a
filter of its own, so that it can be taken away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast
from urllib.parse import urlencode

from db.docket import Docket
from db.filters import FIELDS, Field, Filters
from pipeline.query import FieldTerm
from webapp.provisions import named
from webapp.wording import ORGANISATION_KINDS, STANCES, day, language, worded

LONGEST_VALUE = 200
MOST_VALUES = 40
"""Values of a field that an address may ask for."""
FIELD_NAMES: Mapping[str, str] = {
    "organisation": "Organisation",
    "kind": "Kind of organisation",
    "article": "Article named",
    "concern": "Concern",
    "stance": "Stance",
    "language": "Language",
    "draft": "Draft cited",
    "date": "Date",
    "year": "Year",
}
DATES = ("from", "to")


class Arguments(Protocol):
    """The arguments of an address, as Flask gives them."""

    def get(self, key: str, default: str, /) -> str: ...

    def getlist(self, key: str, /) -> list[str]: ...


def chosen(arguments: Arguments) -> tuple[FieldTerm, ...]:
    """The filters of an address, not yet understood."""
    terms = [
        FieldTerm(field, value.strip()[:LONGEST_VALUE])
        for field in FIELDS
        for value in arguments.getlist(field)[:MOST_VALUES]
        if value.strip()
    ]
    since, until = (arguments.get(name, "").strip()[:LONGEST_VALUE] for name in DATES)
    if since or until:
        terms.append(FieldTerm("date", f"{since}..{until}"))
    return tuple(terms)


@dataclass(frozen=True)
class Names:
    """The words for values: of the docket, and of organisations (slug → name)."""

    docket: Docket
    organisations: Mapping[str, str]

    def of(self, field: str, value: str) -> str:
        """A value of a field in words."""
        if field == "organisation":
            return self.organisations.get(value, value)
        if field == "article":
            return named(self.docket, value).name
        if field == "concern":
            found = self.docket.concern_by_key.get(value)
            return found.name if found else value
        if field == "draft":
            return next((draft.name for draft in self.docket.drafts if draft.key == value), value)
        words = {"kind": ORGANISATION_KINDS, "stance": STANCES}
        return language(value) if field == "language" else worded(words.get(field, {}), value)


@dataclass(frozen=True)
class Place:
    """A page with its arguments: `path`, words, filters, and what else its address carries."""

    path: str
    words: str = ""
    filters: Filters = Filters()  # noqa: RUF009 - it is frozen
    others: tuple[tuple[str, str], ...] = ()

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """What stands behind the question mark, without a page number."""
        found = [("q", self.words)] if self.words else []
        found += [(field, value) for field in FIELDS for value in self.filters.values(field)]
        dates = zip(DATES, (self.filters.since, self.filters.until), strict=True)
        return [*found, *((name, value) for name, value in dates if value), *self.others]

    def address(self, **more: str | int) -> str:
        """The address, with further arguments."""
        written = urlencode([*self.arguments, *((name, str(value)) for name, value in more.items())])
        return f"{self.path}?{written}" if written else self.path

    @property
    def before_page(self) -> str:
        """The address up to where a page's name and number follow."""
        return self.address() + ("&" if self.arguments else "?")

    @property
    def saved(self) -> str:
        """What is kept of it under a name: words, filters, and which passage others are like."""
        kept = tuple((name, value) for name, value in self.others if name == "like")
        return urlencode(replace(self, others=kept).arguments)

    def at(self, path: str) -> "Place":
        """The same at another path."""
        return replace(self, path=path)

    def other(self, name: str, *values: str) -> str:
        """The address with these values of another argument in place of what it has; none takes it away."""
        kept = tuple((each, value) for each, value in self.others if each != name)
        return replace(self, others=(*kept, *((name, value) for value in values))).address()

    def ordered(self, sort: str) -> str:
        """The address in this order."""
        return self.other("sort", *(() if sort == "relevance" else (sort,)))

    def narrowed(self, field: str, *values: str) -> str:
        """The address with these values of a field (or a `year`) in place of what it has; none takes it away."""
        if field in ("year", "date"):
            year = values[0] if values else ""
            return replace(self, filters=replace(self.filters, since=year, until=year)).address()
        return replace(self, filters=self.filters.with_values(cast(Field, field), *values)).address()


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    field: str
    name: str
    without: str


def chips(place: Place, names: Names) -> tuple[Chip, ...]:
    """Every filter in use."""
    found = [
        Chip(FIELD_NAMES[field], names.of(field, value), place.narrowed(field, *(v for v in values if v != value)))
        for field in FIELDS
        for values in [place.filters.values(field)]
        for value in values
    ]
    if place.filters.since or place.filters.until:
        found.append(Chip(FIELD_NAMES["date"], dates_in_words(place.filters), place.narrowed("date")))
    return tuple(found)


def dates_in_words(filters: Filters) -> str:
    """Since when and until when, in words."""
    since, until = filters.since, filters.until
    if since == until:
        return _date(since)
    return " ".join(
        [*([f"from {_date(since)}"] if since else []), *([f"to {_date(until)}"] if until else [])]
    )  # fmt: skip


def _date(written: str) -> str:
    return written if len(written) == 4 else day(written)


@dataclass(frozen=True)
class FacetLine:
    """A value with the number of passages that its address shows."""

    name: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True)
class Facet:
    """The values of one field among the results: the `first` ones, and the `rest`."""

    field: str
    title: str
    first: tuple[FacetLine, ...]
    rest: tuple[FacetLine, ...]


SHOWN = 6


def facet(place: Place, names: Names, field: str, counts: Mapping[str, int]) -> Facet:
    """The values of a field, those with most passages first, years newest first."""
    by_count = sorted(counts.items(), key=lambda item: (-item[1], names.of(field, item[0])))
    order: Sequence[tuple[str, int]] = sorted(counts.items(), reverse=True) if field == "year" else by_count
    filters = place.filters
    used = (filters.since, filters.until) if field == "year" else filters.values(cast(Field, field))
    lines = tuple(
        FacetLine(names.of(field, value), count, place.narrowed(field, value), value in used) for value, count in order
    )
    return Facet(field, FIELD_NAMES[field], lines[:SHOWN], lines[SHOWN:])


@dataclass(frozen=True)
class Choice:
    """One value that a control offers."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """A control of the form. A further value in use is `kept` beside the one that it shows."""

    field: str
    title: str
    choices: tuple[Choice, ...]
    kept: tuple[str, ...]


def controls(filters: Filters, names: Names, languages: Sequence[str]) -> tuple[Control, ...]:
    """The controls with the values that exist, and those in use even where they do not."""
    docket = names.docket
    values: dict[Field, Sequence[str]] = {
        "organisation": sorted(names.organisations, key=lambda slug: names.organisations[slug].casefold()),
        "kind": list(ORGANISATION_KINDS),
        "article": [lineage.adopted for lineage in docket.lineages],
        "concern": [concern.key for concern in docket.ordered_concerns()],
        "stance": list(STANCES),
        "language": sorted(languages, key=language),
        "draft": [draft.key for draft in docket.drafts],
    }
    return tuple(_control(field, values[field], filters.values(field), names) for field in FIELDS)


def _control(field: Field, values: Sequence[str], used: Sequence[str], names: Names) -> Control:
    listed = dict.fromkeys((*used[:1], *values)) if used and used[0] not in values else dict.fromkeys(values)
    choices = tuple(Choice(value, names.of(field, value), value == next(iter(used), None)) for value in listed)
    return Control(field, FIELD_NAMES[field], choices, tuple(used[1:]))
