"""Organisations: matching a name or host to the docket's registry, and to the rows in the database."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from slugify import slugify
from sqlmodel import Session, col, select

from db.docket import Docket
from db.docket import Organisation as Known
from db.models import Organisation, OrganisationDecision


@lru_cache(maxsize=100_000)
def plain_name(name: str) -> str:
    """A name for comparing: no accents, case, punctuation, leading article, legal form or short form in brackets."""
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("Ł", "L")).casefold()
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    without = re.sub(r"(?<=\w)\s*[(\[][^()\[\]]{1,20}[)\]]\s*$", "", bare)
    words = re.sub(r"[^\w]+", " ", without or bare).strip()
    words = re.sub(r"^the (?=\w)", "", words)
    return _legal_form().sub("", words) or words


@cache
def _legal_form() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "legal_forms.txt").read_text(encoding="utf-8").splitlines()
    forms = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    spaced = "|".join(re.escape(form) for form in forms if form < "\u3040")
    return re.compile(rf"(?:\s+(?:{spaced}))+$|(?:{'|'.join(form for form in forms if form > chr(0x3040))})$")


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
    """The id of the organisation's row, made if new. A registered organisation brings its own kind and country.

    What a person decided about the name goes first.
    """
    name = decided_name(session, name)
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


def decided_name(session: Session, name: str) -> str:
    """The name of the organisation that `name` was merged into, through several merges; else `name` itself."""
    seen: set[str] = set()
    while (key := plain_name(name)) not in seen:
        seen.add(key)
        merge = standing_decision(session, key, "merge")
        if merge is None:
            break
        name = merge.into
    return name


def standing_decision(session: Session, key: str, action: str) -> OrganisationDecision | None:
    """The latest decision of this kind on a plain name that was not taken back."""
    query = select(OrganisationDecision).where(
        OrganisationDecision.name_key == key,
        OrganisationDecision.action == action,
        col(OrganisationDecision.undone_at).is_(None),
    )
    return session.exec(query.order_by(col(OrganisationDecision.id).desc())).first()


def find_row(session: Session, docket: Docket, name_or_slug: str) -> Organisation | None:
    """The row of this slug, name or registered alias; None where there is none."""
    by_slug = session.exec(select(Organisation).where(Organisation.slug == name_or_slug)).first()
    known = known_by_name(docket, name_or_slug)
    return by_slug or _row_by_name(session, known.name if known else name_or_slug)


def _row_by_name(session: Session, name: str) -> Organisation | None:
    exact = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if exact:
        return exact
    wanted = plain_name(name)
    return next((row for row in session.exec(select(Organisation)) if plain_name(row.name) == wanted), None)
