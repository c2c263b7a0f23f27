"""Citing what a page shows: the same references as `travaux cite-as`, and links to the quoted words themselves."""

from dataclasses import dataclass

from sqlmodel import Session

from db.docket import Docket
from db.models import Revision
from pipeline.references.footnote import footnote
from pipeline.references.formats import FORMS, written
from pipeline.references.fragments import WholeText, fragment_address
from pipeline.references.reading import Target, read_reference, statement_reference
from pipeline.references.reference import Reference
from webapp.queries.statements import StatementPage

NAMES = {
    "footnote": "Footnote",
    "bibtex": "BibTeX",
    "ris": "RIS (Zotero, EndNote)",
    "csl": "CSL-JSON",
    "markdown": "Markdown",
}


@dataclass(frozen=True)
class Written:
    """One form of a citation."""

    form: str
    name: str
    text: str


def cite(session: Session, page: StatementPage, base_url: str) -> str:
    """The statement in the wording that the page shows, as a footnote."""
    return footnote(statement_reference(session, base_url, session.get_one(Revision, page.revision.id)))


def originals(page: StatementPage) -> dict[int, str]:
    """Passage id → the original's address at its words, for a page of the web; nothing for other captures."""
    whole = WholeText(page.text)
    media = page.capture.media_type
    found = {
        passage.id: fragment_address(page.address, media, page.text[passage.start : passage.end], passage.start, whole)
        for passage in page.part.passages
    }
    return {key: address for key, address in found.items() if address}


def reference(session: Session, docket: Docket, base_url: str, target: Target) -> Reference:
    """What is to be cited. Raises `UnknownReference`."""
    return read_reference(session, docket, base_url, target)


def in_every_form(cited: Reference) -> tuple[Written, ...]:
    """The citation in each form, the footnote first."""
    return tuple(Written(form, NAMES[form], written([cited], form)) for form in FORMS)
