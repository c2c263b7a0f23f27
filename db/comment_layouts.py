"""The layouts of consultation exports: which column of a table of comments holds what.

A layout is a TOML file in `db/dockets/comment_layouts/`, or one named on the command line. Column names are
compared without case, spaces and punctuation. `docs/comments.md` shows the format.
"""

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import field_validator, model_validator

from db.docket import DOCKETS, DocketError, Record
from db.docket_files import complain, parse

LAYOUTS = DOCKETS / "comment_layouts"
JOINED = " + "
"""Between columns that make one value together: a first and a last name."""


class Columns(Record):
    """For each piece of a comment the columns that may hold it, the first filled one counts."""

    text: tuple[str, ...]
    id: tuple[str, ...] = ()
    consultation: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    @field_validator("text")
    @classmethod
    def _some_text(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("a comment needs a column with its text")
        return value


class CommentLayout(Record):
    """One layout. `address` makes a comment's web address of its `{id}`; `required` columns tell the layout apart.

    `anonymous` are author names that say that there is none, `nobody` organisation names that name none;
    `separators` (and line ends) part the names of attached files; `date_formats` are tried after ISO 8601, in order.
    """

    key: str
    name: str
    columns: Columns
    required: tuple[str, ...] = ()
    address: str = ""
    date_formats: tuple[str, ...] = ()
    separators: tuple[str, ...] = (";",)
    anonymous: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _address_with_id(self) -> "CommentLayout":
        if self.address and ("{id}" not in self.address or not self.columns.id):
            raise ValueError("an address needs {id} in it, and a column for the id")
        return self

    def fits(self, header: Collection[str]) -> bool:
        """True when a table with this header has the layout's text and every required column."""
        present = {plain_column(name) for name in header}
        required = all(plain_column(name) in present for name in self.required)
        return required and any(plain_column(name) in present for name in self.columns.text)

    def known(self, header: Collection[str]) -> int:
        """How many columns of the header the layout knows."""
        named = {plain_column(part) for name in self._names() for part in name.split(JOINED.strip())}
        return len(named & {plain_column(name) for name in header})

    def _names(self) -> Iterable[str]:
        return (name for names in self.columns.model_dump().values() for name in names)


def plain_column(name: str) -> str:
    """A column's name for comparing: `Posted_Date` and `posted date` are the same."""
    return re.sub(r"[\W_]+", "", name).casefold()


def read_layout(path: Path) -> CommentLayout:
    """The layout in a file. Raises `DocketError`, which names file, column and remedy."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise complain(path, 0, "a layout in TOML", str(error), "docs/comments.md shows one.") from error
    return parse(CommentLayout, path, 0, values)


@lru_cache(maxsize=1)
def all_layouts() -> tuple[CommentLayout, ...]:
    """The layouts that are ready, in the order of their files."""
    return tuple(read_layout(path) for path in sorted(LAYOUTS.glob("*.toml")))


def named_layout(name: str) -> CommentLayout:
    """The layout with this key, or the one in the file of this name. Raises `DocketError`."""
    ready = {layout.key: layout for layout in all_layouts()}
    if name in ready:
        return ready[name]
    if Path(name).is_file():
        return read_layout(Path(name))
    raise DocketError(
        f"Expected after --columns the name of a layout ({', '.join(sorted(ready))}) or a file, found {name[:200]!r}. "
        "docs/comments.md shows how to write one."
    )


def layout_of(header: Collection[str]) -> CommentLayout:
    """The ready layout that knows most of the header. Raises `DocketError` with the columns found."""
    fitting = [layout for layout in all_layouts() if layout.fits(header)]
    if not fitting:
        raise unfit("one of the layouts " + ", ".join(layout.key for layout in all_layouts()), header)
    return max(fitting, key=lambda layout: (len(layout.required), layout.known(header)))


def unfit(expected: str, header: Collection[str]) -> DocketError:
    """The error for a table whose columns are not those of a layout."""
    shown = ", ".join(repr(name[:60]) for name in list(header)[:40]) or "none"
    return DocketError(
        f"The columns are not those of {expected}. Found: {shown}. "
        "Say which is which in a file and name it with --columns; docs/comments.md shows one."
    )
