"""Reading the filters of a search: what stands after `kind:`, `date:`, `article:` and the others, typed or from a form.

A value that cannot be understood is handed back with a sentence that says why.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from db.docket import Docket, OrgKind, Stance
from db.filters import FIELDS, Field, Filters
from db.registry import plain_name
from pipeline.article_names import article_named
from pipeline.language_names import language_named
from pipeline.query import FieldTerm, Query, with_words

OTHER_NAMES: Mapping[str, str] = {
    **{"organization": "organisation", "org": "organisation", "by": "organisation", "lang": "language"},
    **{"art": "article", "articles": "article", "concerns": "concern", "year": "date", "published": "date"},
}
"""Other names of fields."""
KINDS: Mapping[str, OrgKind] = {
    **{"un": "un_body", "government": "state", "governments": "state", "states": "state", "company": "industry"},
    **{"business": "industry", "university": "academia", "press": "media", "ngos": "ngo"},
    **{"intergovernmental organisation": "igo", "civil society": "ngo", "un bodies": "un_body"},
}
"""Other names of kinds of organisations than their keys."""
STANCES: Mapping[str, Stance] = {
    **{"objections": "objection", "against": "objection", "supports": "support", "for": "support"},
    **{"recommendations": "recommendation", "ask": "recommendation", "asks": "recommendation"},
}
DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
BOUND = re.compile(r"(>=|<=|>|<)?\s*(.+)")
FIRST_YEAR, LAST_YEAR = 1000, 2999
SHOWN = 60
"""Characters of a value that a sentence repeats."""


class NotUnderstood(ValueError):
    """A value means nothing here. The message is a sentence for the reader."""


@dataclass(frozen=True)
class Names:
    """What values are read against: the docket, and organisations (slug → name)."""

    docket: Docket
    organisations: Mapping[str, str] = field(default_factory=dict)


def read_fields(query: Query, names: Names) -> tuple[Query, Filters]:
    """The query and its filters; fields that are not understood become words of it, with a note each."""
    filters, plain, notes = Filters(), [], []
    for term in query.fields:
        try:
            filters = filters.and_also(read_field(term, names))
        except NotUnderstood as error:
            plain.append(term)
            notes.append(f"{error} “{term.written[:SHOWN]}” was treated as plain words.")
    understood = with_words(query, plain)
    return Query(understood.text, understood.clauses, query.without, query.fields, (*query.notes, *notes)), filters


def read_chosen(terms: Iterable[FieldTerm], names: Names) -> tuple[Filters, list[str]]:
    """The filters of a form or an address, and a sentence for each that was left out."""
    filters, notes = Filters(), []
    for term in terms:
        try:
            filters = filters.and_also(read_field(term, names))
        except NotUnderstood as error:
            notes.append(f"{error} This filter was left out.")
    return filters, notes


def read_field(term: FieldTerm, names: Names) -> Filters:
    """What one `field:value` narrows to. Raises `NotUnderstood`."""
    name = OTHER_NAMES.get(term.name, term.name)
    if name != "date" and name not in READERS:
        raise NotUnderstood(f"There is no filter called “{term.name}”; there are {', '.join((*FIELDS, 'date'))}.")
    if term.minus:
        raise NotUnderstood("A filter cannot be left out with a minus.")
    if not term.value:
        raise NotUnderstood(f"Nothing follows “{term.name}:”.")
    if name == "date":
        since, until = read_dates(term.value)
        return Filters(since=since, until=until)
    found: Field = next(each for each in FIELDS if each == name)
    return Filters().with_values(found, *READERS[found](term.value.strip(), names))


def _organisations(value: str, names: Names) -> Iterable[str]:
    if value in names.organisations:
        return (value,)
    wanted = plain_name(value)
    plain = {slug: plain_name(name) for slug, name in names.organisations.items()}
    exact = [slug for slug, name in plain.items() if name == wanted]
    found = exact or [slug for slug, name in plain.items() if wanted and f" {wanted}" in f" {name}"]
    if not found:
        raise NotUnderstood(f"No organisation called “{value[:SHOWN]}” has written here.")
    return found


def _kinds(value: str, _names: Names) -> Iterable[str]:
    return _one_of(value, "kind of organisation", get_args(OrgKind), KINDS)


def _stances(value: str, _names: Names) -> Iterable[str]:
    return _one_of(value, "stance", get_args(Stance), STANCES)


def _one_of(value: str, what: str, keys: tuple[str, ...], others: Mapping[str, str]) -> Iterable[str]:
    key = value.casefold().replace("_", " ").replace("-", " ")
    found = others.get(key, key.replace(" ", "_"))
    if found not in keys:
        shown = ", ".join(each.replace("_", " ") for each in keys)
        raise NotUnderstood(f"“{value[:SHOWN]}” is no {what} known here; there are {shown}.")
    return (found,)


def _articles(value: str, names: Names) -> Iterable[str]:
    found = article_named(value, names.docket)
    if not found:
        raise NotUnderstood(f"“{value[:SHOWN]}” is no article of the {names.docket.short_name}.")
    return found


def _concerns(value: str, names: Names) -> Iterable[str]:
    wanted = plain_name(value.replace("_", " "))
    named = {concern.key: plain_name(concern.name) for concern in names.docket.concerns}
    exact = [key for key, name in named.items() if value == key or wanted in (name, plain_name(key.replace("_", " ")))]
    found = exact or [key for key, name in named.items() if wanted and wanted in name]
    if not found:
        known = ", ".join(concern.name for concern in names.docket.concerns)
        raise NotUnderstood(f"“{value[:SHOWN]}” is no concern known here; there are {known}.")
    return found


def _languages(value: str, _names: Names) -> Iterable[str]:
    tag = language_named(value)
    if not tag:
        raise NotUnderstood(f"“{value[:SHOWN]}” is no language known here; write for example French or fr.")
    return (tag,)


def _drafts(value: str, names: Names) -> Iterable[str]:
    wanted = plain_name(value)
    for draft in names.docket.drafts:
        if value == draft.key:
            return (draft.key,)
    same = [d.key for d in names.docket.drafts if wanted in map(plain_name, (d.name, d.un_symbol, *d.aliases))]
    if not same:
        raise NotUnderstood(f"“{value[:SHOWN]}” is no draft known here; their names are on the page How to read it.")
    return same


READERS: Mapping[Field, Callable[[str, Names], Iterable[str]]] = {
    "organisation": _organisations,
    "kind": _kinds,
    "article": _articles,
    "concern": _concerns,
    "stance": _stances,
    "language": _languages,
    "draft": _drafts,
}


def read_dates(value: str) -> tuple[str, str]:
    """`2024`, `2024-07..2025`, `..2024`, `>=2024-07`, `<2025` as the first and last that are wanted, both included;
    empty where open. Raises `NotUnderstood`."""
    first, dots, last = value.partition("..")
    if dots:
        since, until = (read_day(end) if end.strip() else "" for end in (first, last))
        if since and until and since[: len(until)] > until:
            raise NotUnderstood(f"In “{value[:SHOWN]}” the end comes before the beginning.")
        return since, until
    bound = BOUND.fullmatch(value.strip())
    sign, day = (bound[1] or "", read_day(bound[2])) if bound else ("", read_day(value))
    ends = {"": (day, day), ">=": (day, ""), "<=": ("", day), ">": (_beside(day, 1), ""), "<": ("", _beside(day, -1))}
    return ends[sign]


def read_day(written: str) -> str:
    """A year, month or day as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Raises `NotUnderstood`."""
    match = DAY.fullmatch(written.strip())
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            date(year, month, day)
        except ValueError:
            match = None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            match = None
    if not match:
        raise NotUnderstood(f"“{written[:SHOWN]}” is no date; write 2024, 2024-07 or 2024-07-31.")
    return "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)])


def _beside(day: str, step: int) -> str:
    """The year, month or day after (1) or before (-1)."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 3:
        return (date(*parts) + timedelta(days=step)).isoformat()
    months = parts[0] * 12 + parts[1] - 1 + step if len(parts) == 2 else 0
    return f"{months // 12:04}-{months % 12 + 1:02}" if months else f"{parts[0] + step:04}"
