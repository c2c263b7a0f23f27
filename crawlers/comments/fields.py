"""A row under a layout → a comment: what it says, who sent it, when, and which files came with it."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial
from urllib.parse import quote

from crawlers.comments.rows import Row
from crawlers.extract.blocks import clean
from db.comment_layouts import JOINED, CommentLayout, plain_column

LONGEST_NAME = 300
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}>")
_BREAKING = {"br", "p", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"}
_PARAGRAPH = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"}
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_FILE_END = re.compile(r"\s*\n\s*")


class BadRow(ValueError):
    """The row is no comment. The message is the reason that is stored."""


@dataclass(frozen=True)
class Comment:
    """One comment as sent. `author` and `organisation` are empty where nobody is named; `published` is `YYYY-MM-DD`
    or empty; `id` is what the portal calls it, or empty; `row` its number in the export."""

    row: int
    id: str
    consultation: str
    title: str
    author: str
    organisation: str
    country: str
    published: str
    published_from: str
    text: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads rows of one export; `columns` are its real column names by their plain form."""

    layout: CommentLayout
    columns: Mapping[str, str]

    @classmethod
    def of(cls, layout: CommentLayout, header: Iterable[str]) -> "Reader":
        """The reader of a table with this header."""
        return cls(layout, {plain_column(name): name for name in reversed(list(header))})

    @cached_property
    def _choices(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Field → its columns in the order of preference; several are joined by a space."""
        return {
            field: tuple(filter(None, (self._real(name) for name in names)))
            for field, names in self.layout.columns.model_dump().items()
        }

    def _real(self, name: str) -> tuple[str, ...]:
        parts = [plain_column(part) for part in name.split(JOINED)]
        return tuple(self.columns[part] for part in parts if part in self.columns)

    def value(self, field: str, row: Row) -> tuple[str, str]:
        """The first filled value of a field, and the columns that it comes from."""
        for columns in self._choices[field]:
            found = " ".join(cell for cell in (row.cells.get(name, "").strip() for name in columns) if cell)
            if found:
                return found, JOINED.join(columns)
        return "", ""

    def comment(self, row: Row) -> Comment:
        """The comment of a row. Raises `BadRow`."""
        if row.trouble:
            raise BadRow(row.trouble)
        text = comment_text(self.value("text", row)[0])
        if not any(sign.isalnum() for sign in text):
            raise BadRow("The comment has no text.")
        written, column = self.value("date", row)
        return Comment(
            row=row.number,
            id=self._short("id", row),
            consultation=self._short("consultation", row),
            title=self._short("title", row),
            author=self._named("author", row, self.layout.anonymous),
            organisation=self._named("organisation", row, (*self.layout.nobody, *self.layout.anonymous)),
            country=self._short("country", row),
            published=day_of(written, self.layout.date_formats) if written else "",
            published_from=f"the export's column “{column}”" if written else "",
            text=text,
            attachments=self.attachments(row),
        )

    def attachments(self, row: Row) -> tuple[str, ...]:
        """The files that the row names, each once."""
        named = self.value("attachments", row)[0]
        for separator in self.layout.separators:
            named = named.replace(separator, "\n")
        return tuple(dict.fromkeys(name for name in _FILE_END.split(named.strip()) if name))

    def _short(self, field: str, row: Row) -> str:
        return clean(html.unescape(self.value(field, row)[0]))[:LONGEST_NAME]

    def _named(self, field: str, row: Row, nobody: Iterable[str]) -> str:
        name = self._short(field, row)
        return "" if name.casefold().strip(" .") in {word.casefold() for word in nobody} else name


def comment_text(cell: str) -> str:
    """The text of a cell: markup becomes lines, lines are cleaned, paragraphs are parted by one empty line."""
    if "<" in cell:
        cell = _TAG.sub(_as_lines, cell)
    cell = html.unescape(cell) if "&" in cell else cell
    lines = [clean(line) for line in unicodedata.normalize("NFC", cell).splitlines()]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _as_lines(tag: re.Match[str]) -> str:
    name = tag.group(2).lower()
    return ("\n\n" if name in _PARAGRAPH else "\n") if name in _BREAKING else ""


@lru_cache(maxsize=4096)
def day_of(written: str, formats: tuple[str, ...]) -> str:
    """`YYYY-MM-DD` of a date as written: ISO 8601, else the first of `formats` that fits. Raises `BadRow`."""
    readers: list[Callable[[str], datetime]] = [datetime.fromisoformat, *(partial(_read_by, form) for form in formats)]
    for read in readers:
        try:
            moment = read(written)
        except ValueError:
            continue
        if 1900 <= moment.year <= 2200:
            return moment.date().isoformat()
    raise BadRow(f"Expected a date as YYYY-MM-DD or as the layout says, found {written[:40]!r}.")


def _read_by(form: str, written: str) -> datetime:
    return datetime.strptime(written, form)


def address_of(comment: Comment, layout: CommentLayout, export: str, fingerprint: str) -> str:
    """What a comment is known by in every export of its consultation: its web address, its id, else its content.

    `export` stands for the consultation where the export names none; `fingerprint` for the content.
    """
    if comment.id and layout.address:
        return layout.address.replace("{id}", quote(comment.id, safe=""))
    if comment.id:
        return f"urn:comment:{quote(comment.consultation or export, safe='')}:{quote(comment.id, safe='')}"
    return f"urn:comment:{fingerprint}"
