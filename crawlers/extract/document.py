"""From the bytes of a capture to a document: the text, and who said it to whom, when and in what form.

bytes ─reader→ Page (blocks) ─headline, signatures, furniture→ text ─→ Document
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawlers.extract.blocks import Block, clean, compose, count_words, squash
from crawlers.extract.decode import decode
from crawlers.extract.furniture import is_sentence, strip_furniture
from crawlers.extract.headlines import headline_of, is_salutation, without_split_title
from crawlers.extract.html import read_html
from crawlers.extract.kinds import doc_kind_of
from crawlers.extract.languages import language_of
from crawlers.extract.limits import (
    DOCX_BYTES,
    MIB,
    PAGE_BYTES,
    PDF_BYTES,
    TEXT_CHARACTERS,
    TITLE_CHARACTERS,
    Unreadable,
)
from crawlers.extract.markdown import read_markdown
from crawlers.extract.media import DOCX, HTML, MARKDOWN, PDF, TEXT
from crawlers.extract.page import Page, Said
from crawlers.extract.parties import addressee_of, authors_of, byline_of, known_organisation, organisation_of
from crawlers.extract.plain import read_plain
from crawlers.extract.published import is_date_line, published_of
from crawlers.extract.signatories import Signatory, read_signatories, signature_end, signature_start
from db.docket import Organisation

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


@dataclass(frozen=True)
class Document:
    """A document as read. `published` is YYYY-MM-DD or YYYY-MM; `published_from` and `organisation_from` say in
    plain words where the value came from ("printed on the page", "page metadata", "front matter", "none").

    `doc_kind` is joint_letter, submission, oral_statement, blog, press_release, report, news or comment.
    `body_end` is the offset in `text` at which the list of signatories begins (else its length); `pages` the
    offset at which each page of a PDF begins; `archived_on` the day on which an archive took the page.
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
    pages: tuple[int, ...]
    body_end: int


@dataclass(frozen=True)
class _Parts:
    """The blocks of a page, sorted: `prose` is the statement, `signatures` the list of those who signed it."""

    headline: int | None
    title: str
    prose: Sequence[Block]
    signatures: Sequence[Block]


def read_document(
    body: bytes, media_type: str, declared: Declared, organisations: Sequence[Organisation] = ()
) -> Document:
    """The document in `body`. Raises `Unreadable`, and nothing else, with the reason in one sentence."""
    try:
        page = _read(body, media_type)
        return _document(page, declared, organisations)
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


def _read(body: bytes, media_type: str) -> Page:
    from crawlers.extract.docx import read_docx
    from crawlers.extract.pdf import read_pdf

    kind = media_type.partition(";")[0].strip().lower()
    of_text: dict[str, Callable[[str], Page]] = {
        HTML: read_html,
        "application/xhtml+xml": read_html,
        MARKDOWN: read_markdown,
        TEXT: read_plain,
    }
    if not body:
        raise Unreadable("The file is empty.")
    if kind in of_text:
        _check_size(body, PAGE_BYTES)
        return of_text[kind](_bounded(decode(body)))
    if kind == PDF:
        _check_size(body, PDF_BYTES)
        return read_pdf(body)
    if kind == DOCX:
        _check_size(body, DOCX_BYTES)
        return read_docx(body)
    raise Unreadable(
        f"Files of the type {kind or 'unknown'} are not read; text, Markdown, HTML, PDF and DOCX are."
    )


def _check_size(body: bytes, most: int) -> None:
    if len(body) > most:
        raise Unreadable(
            f"The file has {len(body) / MIB:.0f} MB; files of this type are read up to {most // MIB} MB."
        )


def _bounded(text: str) -> str:
    if len(text) > TEXT_CHARACTERS:
        raise Unreadable(f"The file has {len(text)} characters; texts are read up to {TEXT_CHARACTERS}.")
    return text


def _document(page: Page, declared: Declared, organisations: Sequence[Organisation]) -> Document:
    url = declared.url or page.canonical_url
    parts = _parts(page, declared)
    blocks = [*parts.prose, *parts.signatures]
    text, offsets = compose(blocks)
    if not text:
        raise Unreadable("Nothing but menus and other furniture was found in the file.")
    body_end = offsets[len(parts.prose)] if parts.signatures else len(text)
    signatories = read_signatories(parts.signatures) if parts.signatures else ()
    published = published_of(page, parts.headline, parts.signatures, declared.published, url)
    organisation = _organisation(page, parts, declared, url, signatories, organisations)
    head = _head_lines(page, parts)
    return Document(
        title=parts.title,
        text=text,
        published=published.value or None,
        published_from=published.source,
        language=language_of(text[:body_end]) or page.language or declared.language,
        doc_kind=doc_kind_of(parts.title, head, url, len(signatories), page.kind_hint, count_words(text)),
        organisation=organisation.value or None,
        organisation_from=organisation.source,
        authors=authors_of(page, parts.headline),
        addressee=addressee_of([*page.everything[: parts.headline or 0][:6], *parts.prose[:8]], parts.title),
        signatories=signatories,
        cut_off=not parts.signatures and _is_cut(page, parts.prose),
        canonical_url=page.canonical_url,
        archived_on=page.archived_on,
        pages=_page_offsets(blocks, offsets) if page.paged else (),
        body_end=body_end,
    )


def _parts(page: Page, declared: Declared) -> _Parts:
    headline, title, after = _headline(page, declared)
    body = list(page.body[after:]) if page.body is page.everything else _without_title(page.body, title)
    start = signature_start(body)
    if start is None:
        body, start = _with_missed_signatures(page, body)
    end = signature_end(body, start) if start is not None else len(body)
    prose = strip_furniture(
        _without_site(_without_byline(body[: len(body) if start is None else start]), page.site)
    )
    signatures = strip_furniture(body[start:end], in_list=True) if start is not None else []
    return _Parts(headline, title, prose, signatures)


def _headline(page: Page, declared: Declared) -> tuple[int | None, str, int]:
    """The index of the headline among all blocks, the title, and the index after the headline."""
    said = page.title.value if page.title else None
    if page.headline is not None:
        return page.headline, _short(said or declared.title or page.everything[page.headline].text), 0
    index = _index_of(page.everything, said) if said else None
    if index is not None or page.body is not page.everything:
        return index, _short(said or declared.title or _first_line(page, declared)), (index or 0) + 1
    index = headline_of(page.everything)
    if index is None:
        return None, _short(said or declared.title or _first_line(page, declared)), 0
    title, after = without_split_title(page.everything, index)
    return index, _short(said or declared.title or title), after


def _index_of(blocks: Sequence[Block], title: str) -> int | None:
    """The last heading that says `title`, else the last block that does."""
    wanted = squash(title)
    same = [index for index, block in enumerate(blocks) if squash(block.text) == wanted]
    headings = [index for index in same if blocks[index].kind == "heading"]
    return (headings or same or [None])[-1]


def _first_line(page: Page, declared: Declared) -> str:
    heading = next((block.text for block in page.body if block.kind == "heading"), None)
    return heading or declared.file_name or page.body[0].text


def _short(title: str) -> str:
    title = clean(title)
    return title if len(title) <= TITLE_CHARACTERS else title[: TITLE_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"


def _without_title(blocks: Sequence[Block], title: str) -> list[Block]:
    wanted = squash(title)
    return [block for index, block in enumerate(blocks) if index > 3 or squash(block.text) != wanted]


def _with_missed_signatures(page: Page, body: list[Block]) -> tuple[list[Block], int | None]:
    """Signatures that stand on the page after the text but were not taken for part of it."""
    if not body or page.body is page.everything:
        return body, None
    last = max((index for index, block in enumerate(page.everything) if block is body[-1]), default=-1)
    rest = [
        block
        for block in page.everything[last + 1 :]
        if block.region not in {"nav", "aside", "footer", "form"}
    ]
    start = signature_start(rest)
    return ([*body, *rest[start:]], len(body)) if start is not None else (body, None)


def _without_byline(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the date line and byline before the first prose."""
    first = next(
        (index for index, block in enumerate(blocks) if block.words > 30 or is_salutation(block.text)), 0
    )
    return [
        block
        for index, block in enumerate(blocks)
        if index >= first or not (is_date_line(block) or byline_of(block))
    ]


def _without_site(blocks: Sequence[Block], site: Said | None) -> list[Block]:
    """The blocks without those that are nothing but the site's name."""
    name = squash(site.value) if site else ""
    return [block for block in blocks if not name or squash(block.text) != name]


def _organisation(
    page: Page,
    parts: _Parts,
    declared: Declared,
    url: str | None,
    signatories: Sequence[Signatory],
    organisations: Sequence[Organisation],
) -> Said:
    if declared.organisation:
        return Said(declared.organisation, "the source's entry")
    known = known_organisation(url, organisations)
    if known:
        return Said(known.name, "the page's address")
    return organisation_of(page, parts.headline, parts.title, signatories) or Said("", "none")


def _head_lines(page: Page, parts: _Parts) -> list[str]:
    at = parts.headline or 0
    around = [
        block.text
        for block in page.everything[max(0, at - 5) : at + 6]
        if block.words <= 25 and block.links < 0.9
    ]
    return [*around, *(block.text[:60] for block in parts.prose[:4])]


def _is_cut(page: Page, prose: Sequence[Block]) -> bool:
    """The text ends in mid-sentence, or the file itself ends with the mark of a cut."""
    if page.everything[-1].text.endswith(_CUT_MARKS) or not prose:
        return bool(prose)
    last = prose[-1]
    return last.kind in {"paragraph", "quote"} and last.words >= 8 and not is_sentence(last.text)


def _page_offsets(blocks: Sequence[Block], offsets: Sequence[int]) -> tuple[int, ...]:
    """The offset at which each page begins; a page without text begins where the next one does."""
    starts: list[int] = []
    for block, offset in zip(blocks, offsets, strict=True):
        while len(starts) <= block.page:
            starts.append(offset)
    return tuple(starts)
