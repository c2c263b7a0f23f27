"""What a digest is about: the whole docket, or some of its articles, concerns, organisations, or a search.

A scope is written `articles:7,28`, `concerns:surveillance`, `organisations:SLUG` or `search:WORDS`; the empty text is
the whole docket. That text is its name in addresses and in the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import Session, col

from db.counting import CountedPair
from db.docket import Docket
from db.docket_check import is_lineage
from db.models import Ask, Mention, Organisation, Pair, Passage, Statement
from pipeline.digest.week import DigestError

KINDS = ("articles", "concerns", "organisations", "search")
Find = Callable[[str], set[int]]
"""The passages that fit a search, all of them."""


@dataclass(frozen=True)
class Scope:
    """A part of the docket; without a kind, the whole."""

    kind: str = ""
    values: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The scope as it is written."""
        return f"{self.kind}:{','.join(self.values)}" if self.kind else ""


def parse_scope(text: str, docket: Docket) -> Scope:
    """The scope that a text names; articles in the order of the treaty. Raises `DigestError`."""
    if not text.strip():
        return Scope()
    kind, _, rest = text.strip().partition(":")
    if kind not in KINDS or not rest.strip():
        raise DigestError(
            f"Expected articles:7,28 or concerns:KEY or organisations:NAME or search:WORDS, found {text[:80]!r}."
        )
    if kind == "search":
        return Scope(kind, (" ".join(rest.split()),))
    values = tuple(dict.fromkeys(part.strip() for part in rest.split(",") if part.strip()))
    _check(kind, values, docket)
    return Scope(kind, _ordered(kind, values, docket))


def _check(kind: str, values: Sequence[str], docket: Docket) -> None:
    for value in values:
        if kind == "articles" and not is_lineage(docket, value):
            raise DigestError(f"Expected the number of an article of the adopted text, found {value[:40]!r}.")
        if kind == "concerns" and value not in docket.concern_by_key:
            known = ", ".join(docket.concern_by_key)
            raise DigestError(f"Expected the key of a concern ({known}), found {value[:40]!r}.")


def _ordered(kind: str, values: tuple[str, ...], docket: Docket) -> tuple[str, ...]:
    order = list(docket.lineage_by_number) if kind == "articles" else list(docket.concern_by_key)
    return tuple(sorted(values, key=lambda value: (order.index(value) if value in order else len(order), value)))


def scope_words(session: Session, docket: Docket, scope: Scope) -> str:
    """The scope as a reader knows it; empty for the whole docket. Raises `DigestError` for an unknown organisation."""
    if scope.kind == "articles":
        return _listed([f"Article {value}" if value[0].isdigit() else value for value in scope.values])
    if scope.kind == "concerns":
        return _listed([docket.concern_by_key[value].name for value in scope.values])
    if scope.kind == "organisations":
        return _listed([_organisation(session, value).name for value in scope.values])
    return f"search: {scope.values[0]}" if scope.kind else ""


def _organisation(session: Session, slug: str) -> Organisation:
    found: Organisation | None = session.scalars(select(Organisation).where(col(Organisation.slug) == slug)).first()
    if found is None:
        raise DigestError(
            f"No organisation has the short name {slug[:80]!r}. It is the last part of the address of its page."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True)
class Choice:
    """What of the collection lies in a scope. None stands for all of it."""

    statements: set[int] | None = None
    provisions: frozenset[str] | None = None
    concerns: frozenset[str] | None = None
    passages: set[int] | None = None

    def keeps(self, pair: CountedPair) -> bool:
        """Whether a counted pair lies in the scope."""
        return (
            (self.statements is None or pair.statement_id in self.statements)
            and (self.provisions is None or pair.provision in self.provisions)
            and (self.concerns is None or pair.concern in self.concerns)
            and (self.passages is None or pair.passage_id in self.passages)
        )


def choose(session: Session, scope: Scope, find: Find) -> Choice:
    """What lies in `scope`, by the current wording of statements."""
    values = frozenset(scope.values)
    if scope.kind == "articles":
        return Choice(_statements(session, _names(values)), provisions=values)
    if scope.kind == "concerns":
        concerned = exists().where(col(Pair.passage_id) == col(Passage.id), col(Pair.concern).in_(values))
        return Choice(_statements(session, concerned), concerns=values)
    if scope.kind == "organisations":
        named = select(col(Organisation.id)).where(col(Organisation.slug).in_(values)).scalar_subquery()
        query = select(col(Statement.id)).where(col(Statement.organisation_id).in_(named))
        return Choice(set(session.execute(query).scalars()))
    if scope.kind == "search":
        passages = find(scope.values[0])
        return Choice(_statements_with(session, passages), passages=passages)
    return Choice()


def _statements_with(session: Session, passages: set[int]) -> set[int]:
    columns: tuple[Any, ...] = (Passage.id, Statement.id)
    query = select(*columns).join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
    return {statement for passage, statement in session.connection().execute(query) if passage in passages}


def _names(provisions: frozenset[str]) -> ColumnElement[bool]:
    """True for a passage that cites one of the provisions, or asks something of it."""
    cited = exists().where(
        col(Mention.passage_id) == col(Passage.id),
        col(Mention.status) == "resolved",
        col(Mention.provision).in_(provisions),
    )
    asked = exists().where(
        col(Ask.passage_id) == col(Passage.id), col(Ask.target).in_(provisions), col(Ask.origin) == "explicit"
    )
    return or_(cited, asked)


def _statements(session: Session, condition: ColumnElement[bool]) -> set[int]:
    query = (
        select(col(Statement.id))
        .join(Passage, col(Passage.revision_id) == col(Statement.revision_id))
        .where(condition)
        .distinct()
    )
    return {key for key in session.execute(query).scalars() if key}
