"""Narrowing passages and statements by who, when, on what and in which language: one definition for all lists.

Values of one field are alternatives (`kind` NGO or State); fields narrow each other (`kind` NGO and `language` French).
An article is one that the passage names, or that the heading above it names; what is only described is no citation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from db.counting import believed
from db.models import Link, Mention, Organisation, Passage, Statement

Field = Literal["organisation", "kind", "article", "concern", "stance", "language", "draft"]
FIELDS: tuple[Field, ...] = ("organisation", "kind", "article", "concern", "stance", "language", "draft")
"""The fields with a list of values; dates are `since` and `until`."""
NAMED_ABOVE = "heading"
"""`Link.origin` of an article that the heading above a passage names."""


@dataclass(frozen=True)
class Filters:
    """What is wanted. `organisation` holds slugs, `article` lineages, `draft` keys of the docket, `language` primary
    tags; `since` and `until` are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, both included. Empty: everything."""

    organisation: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def values(self, field: Field) -> tuple[str, ...]:
        """The values of a field."""
        found: tuple[str, ...] = getattr(self, field)
        return found

    def with_values(self, field: Field, *values: str) -> "Filters":
        """These with the values of a field replaced; none takes the field away."""
        changed: dict[str, Any] = {field: tuple(dict.fromkeys(values))}
        return replace(self, **changed)

    def and_also(self, other: "Filters") -> "Filters":
        """Both: the values of a field together, the later beginning and the earlier end."""
        joined = {field: tuple(dict.fromkeys((*self.values(field), *other.values(field)))) for field in FIELDS}
        ends = [each.until for each in (self, other) if each.until]
        until = min(ends, key=last_day) if ends else ""
        return Filters(**joined, since=max(self.since, other.since), until=until)

    def within(self, published: str) -> bool:
        """Whether a date may lie between `since` and `until`: a whole month does when a day of it does."""
        if not (self.since or self.until):
            return True
        if not published or last_day(published) < self.since:
            return False
        return not self.until or published <= last_day(self.until)


def last_day(written: str) -> str:
    """The end of a year, month or day, for comparing dates as texts."""
    return f"{written}-99-99"


def statement_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """SQL about a `Statement` outer joined to its `Organisation`. What is said of passages holds when one of its
    current wording's passages meets all of it."""
    found: list[ColumnElement[bool]] = []
    if filters.organisation:
        found.append(col(Organisation.slug).in_(filters.organisation))
    if filters.kind:
        found.append(col(Organisation.kind).in_(filters.kind))
    if filters.language:
        found.append(_spoken(filters.language))
    if filters.since or filters.until:
        found += _dated(filters)
    within = passage_conditions(filters)
    if within:
        found.append(exists().where(col(Passage.revision_id) == col(Statement.revision_id), *within))
    return found


def _dated(filters: Filters) -> Iterable[ColumnElement[bool]]:
    published = col(Statement.published)
    yield published != ""
    if filters.since:
        yield published + "-99-99" >= filters.since
    if filters.until:
        yield published <= last_day(filters.until)


def _spoken(languages: Iterable[str]) -> ColumnElement[bool]:
    column = col(Statement.language)
    return or_(*(or_(column == tag, column.startswith(f"{tag}-", autoescape=True)) for tag in languages))


def passage_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """SQL about a `Passage`: its articles, concerns, stance and drafts."""
    found: list[ColumnElement[bool]] = []
    if filters.article:
        found.append(or_(_names(filters.article), _named_above(filters.article)))
    for kind, keys in (("concern", filters.concern), ("stance", filters.stance)):
        if keys:
            found.append(or_(*(believed(kind, key) for key in keys)))
    if filters.draft:
        cited = aliased(Mention)
        drafted = and_(col(cited.draft).in_(filters.draft), col(cited.status) == "resolved")
        found.append(exists().where(col(cited.passage_id) == col(Passage.id), drafted))
    return found


def _names(articles: Iterable[str]) -> ColumnElement[bool]:
    cited = aliased(Mention)
    named = and_(col(cited.provision).in_(list(articles)), col(cited.status) == "resolved")
    return exists().where(col(cited.passage_id) == col(Passage.id), named)


def _named_above(articles: Iterable[str]) -> ColumnElement[bool]:
    above = aliased(Link)
    return exists().where(
        col(above.passage_id) == col(Passage.id),
        col(above.provision).in_(list(articles)),
        col(above.origin) == NAMED_ABOVE,
        col(above.status) == "shown",
    )
