"""Organisations: matching a name or host to the docket's registry, and to the rows in the database."""

import re
import unicodedata
from urllib.parse import urlsplit

from slugify import slugify
from sqlmodel import Session, select

from db.docket import Docket
from db.docket import Organisation as Known
from db.models import Organisation


def plain_name(name: str) -> str:
    """A name for comparing: no accents, case, punctuation or leading article."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    words = re.sub(r"[^\w]+", " ", "".join(c for c in letters if not unicodedata.combining(c)))
    return re.sub(r"^the ", "", words.strip())


def known_by_name(docket: Docket, name: str) -> Known | None:
    """The registered organisation with this name or alias."""
    wanted = plain_name(name)
    for organisation in docket.organisations:
        if wanted in {plain_name(n) for n in (organisation.name, *organisation.aliases)}:
            return organisation
    return None


def known_by_address(docket: Docket, address: str) -> Known | None:
    """The registered organisation that publishes on the host of this address."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    for organisation in docket.organisations:
        if host and host in {h.removeprefix("www.") for h in organisation.hosts}:
            return organisation
    return None


def slug_of(session: Session, name: str) -> str:
    """A free slug for a name; names without Latin letters are transliterated, and never collide."""
    base = slugify(name, max_length=60) or "organisation"
    taken = set(session.exec(select(Organisation.slug).where(Organisation.slug.startswith(base))))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in taken)


def organisation_row(session: Session, docket: Docket, name: str, kind: str = "", country: str = "") -> int:
    """The id of the organisation's row, made if new. A registered organisation brings its own kind and country."""
    known = known_by_name(docket, name)
    shown = known.name if known else " ".join(name.split())
    row = _row_by_name(session, shown)
    if row is None:
        slug = known.slug if known else slug_of(session, shown)
        row = Organisation(slug=slug, name=shown)
    row.kind = (known.kind if known else kind) or row.kind
    row.country = (known.country if known else country) or row.country
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101  (a flushed row has its id)
    return row.id


def _row_by_name(session: Session, name: str) -> Organisation | None:
    exact = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if exact:
        return exact
    wanted = plain_name(name)
    return next((row for row in session.exec(select(Organisation)) if plain_name(row.name) == wanted), None)
