"""From the bytes of a capture to a document: the text, and who said it to whom, when and in what form.

bytes ─reader→ Page (blocks) ─headline, signatures, furniture→ text ─→ Document
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.extract.addressees import addressee_of
from crawlers.extract.blocks import Block, clean, compose, count_words
from crawlers.extract.bylines import authors_of
from crawlers.extract.furniture import is_sentence
from crawlers.extract.kinds import doc_kind_of
from crawlers.extract.languages import main_language
from crawlers.extract.limits import Unreadable
from crawlers.extract.organisations import known_organisation, organisation_of
from crawlers.extract.page import Page, Said
from crawlers.extract.pages import PageStart, in_words, page_starts
from crawlers.extract.parts import Parts, parts_of
from crawlers.extract.published import published_of
from crawlers.extract.readers import read_page
from crawlers.extract.signatories import Signatory, read_signatories
from crawlers.extract.stated import as_stated
from db.docket import Organisation

COMMENT = "comment"
_CUT_MARKS = ("...", "…")


@dataclass(frozen=True)
class Declared:
    """What is known of a capture besides its bytes: a feed item, an API record, HTTP headers. All optional."""

    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    organisation: str | None = None
    file_name: str | None = None
    doc_kind: str | None = None
    """`comment` for a page of a consultation: then the comment is the text, and the portal is not its author."""
    by_hand: str | None = None
    """Names of the fields that a person stated, parted by spaces (`crawlers.extract.stated`)."""


@dataclass(frozen=True)
class Document:
    """A document as read. `published` is YYYY-MM-DD or YYYY-MM; `published_from` and `organisation_from` say in
    plain words where the value came from ("printed on the page", "page metadata", "front matter", "none").

    `doc_kind` is joint_letter, submission, oral_statement, blog, press_release, report, news or comment.
    `published_doubt` says in words why the day is not certain, and is empty where it is.
    `body_end` is the offset in `text` at which the list of signatories begins (else its length); `pages` say from
    which offset on the text stands on which page of a paper; `archived_on` is the day on which an archive took
    the page. `reading` says in a sentence what text recognition had to do with the text, `confidence` (0 to 100)
    how sure it was of its words; empty and None for a text layer.
    """

    title: str
    text: str
    published: str | None
    published_from: str
    language: str | None
    doc_kind: str
    organisation: str | None
    organisation_from: str
    authors: tuple[str, ...]
    addressee: str | None
    signatories: tuple[Signatory, ...]
    cut_off: bool
    canonical_url: str | None
    archived_on: str | None
    pages: tuple[PageStart, ...]
    body_end: int
    published_doubt: str = ""
    reading: str = ""
    confidence: float | None = None


def read_document(
    body: bytes, media_type: str, declared: Declared, organisations: Sequence[Organisation] = ()
) -> Document:
    """The document in `body`. Raises `Unreadable`, and nothing else, with the reason in one sentence."""
    try:
        page = read_page(body, media_type, with_comments=declared.doc_kind == COMMENT)
        return as_stated(_document(page, declared, organisations), declared)
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("The file nests its parts too deeply to be read.") from error
    except MemoryError as error:
        raise Unreadable("The file needs more memory than there is.") from error
    except Exception as error:
        raise Unreadable(
            f"The file could not be read as {media_type}: {type(error).__name__}: {clean(str(error))[:200]}"
        ) from error


def _document(page: Page, declared: Declared, organisations: Sequence[Organisation]) -> Document:
    url = declared.url or page.canonical_url
    parts = parts_of(page, declared.title, declared.file_name)
    text, offsets = compose(parts.blocks)
    if not text:
        raise Unreadable("Nothing but menus and other furniture was found in the file.")
    body_end = offsets[-len(parts.signatures)] if parts.signatures else len(text)
    signatories = read_signatories(parts.signatures) if parts.signatures else ()
    published = published_of(page, parts.headline, parts.signatures, declared.published, url, declared.file_name)
    organisation = _organisation(page, parts, declared, url, signatories, organisations)
    head = _head_lines(page, parts)
    return Document(
        title=parts.title,
        text=text,
        published=published.value or None,
        published_from=published.source,
        language=main_language([block.text for block in parts.prose]) or page.language or declared.language,
        doc_kind=declared.doc_kind
        or doc_kind_of(parts.title, head, url, len(signatories), page.kind_hint, count_words(text)),
        organisation=organisation.value or None,
        organisation_from=organisation.source,
        authors=authors_of(page, parts.headline),
        addressee=addressee_of([*page.everything[: parts.headline or 0][:6], *parts.prose[:8]], parts.title),
        signatories=signatories,
        cut_off=not parts.signatures and _is_cut(page, parts.prose),
        canonical_url=page.canonical_url,
        archived_on=page.archived_on,
        pages=page_starts(parts.blocks, offsets, page.page_names) if page.page_names else (),
        body_end=body_end,
        published_doubt=published.doubt,
        reading=in_words(page.recognition) if page.recognition else "",
        confidence=round(page.recognition.confidence, 1) if page.recognition and page.recognition.pages else None,
    )


def _organisation(
    page: Page,
    parts: Parts,
    declared: Declared,
    url: str | None,
    signatories: Sequence[Signatory],
    organisations: Sequence[Organisation],
) -> Said:
    if declared.doc_kind == COMMENT and not declared.organisation:
        return Said("", "none")
    if declared.organisation:
        return Said(declared.organisation, "the source's entry")
    known = known_organisation(url, organisations)
    if known:
        return Said(known.name, "the page's address")
    return organisation_of(page, parts.headline, parts.title, signatories) or Said("", "none")


def _head_lines(page: Page, parts: Parts) -> list[str]:
    at = parts.headline or 0
    around = [
        block.text for block in page.everything[max(0, at - 5) : at + 6] if block.words <= 25 and block.links < 0.9
    ]
    return [*around, *(block.text[:60] for block in parts.prose[:4])]


def _is_cut(page: Page, prose: Sequence[Block]) -> bool:
    """The text ends in mid-sentence, or the file itself ends with the mark of a cut."""
    if page.everything[-1].text.endswith(_CUT_MARKS) or not prose:
        return bool(prose)
    last = prose[-1]
    return last.kind in {"paragraph", "quote", "heading"} and last.words >= 8 and not is_sentence(last.text)
