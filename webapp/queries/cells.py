"""What stands behind a figure: lists that are exactly as long as the figure says, page by page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.counting import CountedPair
from db.models import Organisation, Statement
from webapp.lens import Lens
from webapp.queries.figures import Endorsers, Figure, Signer, figure, only_signed
from webapp.queries.keys import key_of
from webapp.queries.listing import StatementLine, statement_lines
from webapp.queries.quotations import Author, ByAuthor, Quotation, load_quotations
from webapp.queries.standings import standing

SHOWN = ("passages", "organisations", "statements", "endorsements", "unattributed", "others")
"""The lists: what the figures count, the statements of unknown organisations, and the passages that do not count."""
PER_PAGE = {"passages": 50, "others": 50, "organisations": 200, "statements": 100, "unattributed": 100,
            "endorsements": 200}  # fmt: skip


@dataclass(frozen=True)
class Endorsement:
    """One organisation's signature under one statement (its copies and translations are the same statement)."""

    signer: Signer
    line: StatementLine


@dataclass(frozen=True)
class CellPage:
    """One list behind a cell, and one page of it. Only the tuple of the list that is shown holds anything."""

    figure: Figure
    shown: str
    total: int
    page: int
    pages: int
    signers: tuple[Signer, ...]
    others_count: int
    passages: tuple[ByAuthor, ...] = ()
    organisations: tuple[Author, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()


@dataclass(frozen=True)
class _Behind:
    """The pairs of a cell, newest first; `counted` are those on the lens's side."""

    pairs: list[CountedPair]
    counted: list[CountedPair]
    signed: Endorsers

    def first_statements(self, wanted: Callable[[CountedPair], bool] = lambda _pair: True) -> dict[str, int]:
        """Group → its newest statement that counts."""
        found: dict[str, int] = {}
        for pair in self.counted:
            if wanted(pair):
                found.setdefault(pair.group, pair.statement_id)
        return found

    def others(self) -> list[int]:
        """Passages of which no pair counts."""
        counted = {pair.passage_id for pair in self.counted}
        return [key for key in dict.fromkeys(pair.passage_id for pair in self.pairs) if key not in counted]


def read_cell(session: Session, lens: Lens, shown: str, page: int, **wanted: str) -> CellPage | None:
    """A page of a list of `SHOWN` behind the cell `wanted` (provision=, concern=); None beyond the last.

    Pages are counted from 1.
    """
    counts = standing(session)
    pairs = counts.pairs(lens, **wanted)
    behind = _Behind(pairs, [pair for pair in pairs if pair.on(lens.side)], counts.signed)
    keys: Sequence[object] = _LISTS[shown](session, behind)
    size = PER_PAGE[shown]
    pages = max(1, -(-len(keys) // size))
    if page > pages:
        return None
    here = keys[(page - 1) * size : page * size]
    return CellPage(
        figure(pairs, counts.signed, lens.side), shown, len(keys), page, pages,
        only_signed(pairs, counts.signed, lens.side), len(behind.others()), **_FILLED[shown](session, here),
    )  # fmt: skip


def authors_of(session: Session, pairs: Iterable[CountedPair]) -> list[Author]:
    """The known organisations of `pairs`, in the order of names."""
    keys = {pair.organisation_id for pair in pairs} - {None}
    columns = (key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    rows = session.connection().execute(select(*columns).where(col(Organisation.id).in_(keys))) if keys else ()
    return sorted((Author.of(*row) for row in rows), key=lambda author: (author.name.casefold(), author.slug))


def _passages(session: Session, behind: _Behind) -> list[int]:
    """By organisation, in the order of names, those without a known one last; newest first in each."""
    order: dict[int | None, int] = {author.id: n for n, author in enumerate(authors_of(session, behind.counted))}
    ranked = sorted(behind.counted, key=lambda pair: order.get(pair.organisation_id, len(order)))
    return list(dict.fromkeys(pair.passage_id for pair in ranked))


def _organisations(session: Session, behind: _Behind) -> list[Author]:
    return authors_of(session, behind.counted)


def _statements(_session: Session, behind: _Behind) -> list[int]:
    return list(behind.first_statements().values())


def _unattributed(_session: Session, behind: _Behind) -> list[int]:
    return list(behind.first_statements(lambda pair: pair.organisation_id is None).values())


def _endorsements(_session: Session, behind: _Behind) -> list[tuple[int, Signer]]:
    return [
        (statement, signer)
        for group, statement in behind.first_statements().items()
        for signer in sorted(behind.signed.get(group, ()), key=lambda signer: (signer.name.casefold(), signer.key))
    ]


def _others(_session: Session, behind: _Behind) -> list[int]:
    return behind.others()


_LISTS: dict[str, Callable[[Session, _Behind], Sequence[object]]] = {
    "passages": _passages,
    "organisations": _organisations,
    "statements": _statements,
    "endorsements": _endorsements,
    "unattributed": _unattributed,
    "others": _others,
}


def quotations_in_order(session: Session, passages: Sequence[int]) -> list[Quotation]:
    """The quotations of `passages`, in their order."""
    found = load_quotations(session, passages)
    return [found[key] for key in passages if key in found]


def _grouped(session: Session, here: Sequence[int]) -> dict[str, Any]:
    groups: dict[int | None, list[Quotation]] = {}
    for quotation in quotations_in_order(session, here):
        groups.setdefault(quotation.author.id, []).append(quotation)
    return {"passages": tuple(ByAuthor(found[0].author, tuple(found)) for found in groups.values())}


def _lines(session: Session, here: Iterable[int]) -> dict[int, StatementLine]:
    return {line.id: line for line in statement_lines(session, key_of(Statement).in_(set(here)))}


def _lined(session: Session, here: Sequence[int]) -> dict[str, Any]:
    lines = _lines(session, here)
    return {"statements": tuple(lines[key] for key in here)}


def _signatures(session: Session, here: Sequence[tuple[int, Signer]]) -> dict[str, Any]:
    lines = _lines(session, (key for key, _ in here))
    return {"endorsements": tuple(Endorsement(signer, lines[key]) for key, signer in here)}


_FILLED: dict[str, Callable[[Session, Any], dict[str, Any]]] = {
    "passages": _grouped,
    "organisations": lambda _session, here: {"organisations": tuple(here)},
    "statements": _lined,
    "endorsements": _signatures,
    "unattributed": _lined,
    "others": _grouped,
}
