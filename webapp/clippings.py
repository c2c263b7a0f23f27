"""A basket as a file: Word with footnotes, Markdown with footnotes, RIS. Every quotation is compared before it goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.references.footnote import footnote
from pipeline.references.markdown import plain
from pipeline.references.ris import ris
from webapp.queries.clippings import Clipped

CLOSING = (
    "Exported from Travaux on {day}. Each quotation was compared with its stored text{bad}. Quotations are verbatim; "
    "check the page itself before you publish."
)


@dataclass(frozen=True)
class Bundle:
    """A basket on its way out: its quotations, in order, and who takes them, when."""

    name: str
    clipped: Sequence[Clipped]
    by: str
    now: datetime

    @property
    def closing(self) -> str:
        """The line below the quotations: when they were taken and how the comparison went."""
        wrong = sum(not one.sound for one in self.clipped)
        changed = sum(one.sound and bool(one.warning) for one in self.clipped)
        bad = f"; {wrong} may not be quoted" if wrong else ""
        bad += f"; of {changed} the page has changed since" if changed else ""
        return CLOSING.format(day=f"{self.now:%d %B %Y, %H:%M} UTC", bad=bad or "; all are as they were taken")


def as_word(bundle: Bundle) -> bytes:
    """A .docx file with real footnotes."""
    from pipeline.references.word import Quoted, word_document

    quoted = [
        Quoted(one.clipping.text, footnote(one.reference), one.language, one.clipping.note, one.warning)
        for one in bundle.clipped
    ]
    return word_document(bundle.name, quoted, bundle.closing, bundle.by or "Travaux", bundle.now)


def as_markdown(bundle: Bundle) -> bytes:
    """Markdown with footnotes; nothing in a quotation or a note is Markdown of its own."""
    parts = [f"# {plain(bundle.name)}"]
    notes = []
    for number, one in enumerate(bundle.clipped, 1):
        lines = [plain(line) for line in one.clipping.text.split("\n")]
        parts.append("\n".join(f"> {line}".rstrip() for line in lines) + f"[^{number}]")
        parts += [f"**{plain(one.warning)}**"] if one.warning else []
        parts += [plain(one.clipping.note)] if one.clipping.note else []
        notes.append(f"[^{number}]: {plain(footnote(one.reference))}")
    return "\n\n".join([*parts, f"*{plain(bundle.closing)}*", "\n".join(notes)]).encode("utf-8", "replace")


def as_ris(bundle: Bundle) -> bytes:
    """One record a quotation, with our note and what is to be known of the quotation in its notes."""
    remarks = [tuple(filter(None, (one.clipping.note, one.warning))) for one in bundle.clipped]
    return ris([one.reference for one in bundle.clipped], remarks).encode("utf-8", "replace")


@dataclass(frozen=True)
class FileForm:
    """A form in which a basket leaves: how it is made, its media type and its ending."""

    make: Callable[[Bundle], bytes]
    media_type: str
    ending: str
    name: str


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_FORMS: Mapping[str, FileForm] = {
    "word": FileForm(as_word, WORD, "docx", "Word, with footnotes"),
    "markdown": FileForm(as_markdown, "text/markdown; charset=utf-8", "md", "Markdown, with footnotes"),
    "ris": FileForm(as_ris, "application/x-research-info-systems; charset=utf-8", "ris", "RIS (Zotero, EndNote)"),
}
