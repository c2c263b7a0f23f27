"""The list of statements narrowed by filters: the same filters as search, about statements."""

from dataclasses import dataclass
from typing import cast

from flask import abort, request
from sqlalchemy import ColumnElement
from sqlmodel import Session

from db.docket import Docket
from db.filters import Filters, statement_conditions
from pipeline.query_fields import Names as Known
from pipeline.query_fields import read_chosen
from webapp.narrowing import Arguments, Chip, Control, Names, Place, chips, chosen, controls
from webapp.queries.listing import languages_written
from webapp.queries.organisations import organisation_names, organisation_row, signed_of_others

OTHERS = ("off_topic", "signed_by")
UNKNOWN = "No organisation {slug!r} has a statement here. The list is at /organisations/."


@dataclass(frozen=True)
class Listed:
    """What an address of the list asks: `conditions` as SQL, and what the page shows of them."""

    place: Place
    conditions: tuple[ColumnElement[bool], ...]
    notes: tuple[str, ...]
    chips: tuple[Chip, ...]
    controls: tuple[Control, ...]
    signer: str
    """Name of the organisation whose signature is asked for; empty for none."""

    @property
    def narrows(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.place.filters or self.signer)


def listed(session: Session, docket: Docket) -> Listed:
    """What this request's address asks; ends it with 404 for an organisation that is not there."""
    names = organisation_names(session)
    filters, notes = read_chosen(chosen(cast(Arguments, request.args)), Known(docket, names))
    _refuse_unknown(filters)
    signed, signer = _signed(session)
    others = tuple((name, request.args[name][:200]) for name in OTHERS if request.args.get(name))
    place, shown = Place("/statements/", filters=filters, others=others), Names(docket, names)
    languages = languages_written(session)
    return Listed(
        place,
        (*statement_conditions(filters), *signed),
        tuple(notes),
        chips(place, shown),
        controls(filters, shown, languages),
        signer,
    )


def _refuse_unknown(filters: Filters) -> None:
    """An address that names an organisation asks for nothing else: without it, it would show all."""
    asked = [value for value in request.args.getlist("organisation") if value.strip()]
    if asked and not filters.organisation:
        abort(404, UNKNOWN.format(slug=asked[0][:60]))


def _signed(session: Session) -> tuple[tuple[ColumnElement[bool], ...], str]:
    slug = request.args.get("signed_by")
    if not slug:
        return (), ""
    row = organisation_row(session, slug)
    if row is None or row.id is None:
        abort(404, UNKNOWN.format(slug=slug[:60]))
    return (signed_of_others(row.id),), row.name
