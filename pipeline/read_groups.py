"""Which of some files belong together: republications, translations and later versions of one statement.

A pair is told once, by the later file: `of` is the earliest text that it repeats or translates, or the version that
it replaces.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.dates import get_month_names

from db.registry import plain_name
from pipeline.copies import jaccard, shingles
from pipeline.read_statement import ReadStatement
from pipeline.similar import Wording, groups, is_translation, same_text_pairs

OPENING = 1500
"""Code points within which a text says that it replaces an earlier one."""
SHARED_SIGNATURES = 0.5
CITED_ALIKE = 0.5
"""Least Jaccard index of the articles that two translations of one text name."""
LIKE = 0.05
"""Least Jaccard index of a new version that was written afresh with the text that it says it replaces."""


@dataclass(frozen=True)
class Group:
    """`kind` is republication, translation or revision; `of` the other file's path."""

    kind: str
    of: str


def groups_of(statements: Sequence[ReadStatement]) -> list[list[Group]]:
    """The groups of each statement, in the order given."""
    order = sorted(range(len(statements)), key=lambda n: (statements[n].published or "9999", n))
    wordings = [_wording(n, statements[n]) for n in order]
    copies = groups(wordings, same_text_pairs(wordings))
    root = {n: n for n in order}
    found: list[list[Group]] = [[] for _ in statements]
    for place, later in enumerate(order):
        link = _link(statements, order[:place], later, copies)
        if link:
            kind, earlier = link
            root[later] = root[earlier] if kind != "revision" else later
            of = earlier if kind == "revision" else root[earlier]
            found[later].append(Group(kind, statements[of].path))
    return found


def _link(
    statements: Sequence[ReadStatement], before: Sequence[int], later: int, copies: Mapping[int, str]
) -> tuple[str, int] | None:
    """The strongest tie of a statement to one before it: kind and place of that one."""
    this = statements[later]
    for earlier in reversed(before):
        if replaces(this, statements[earlier], copies[earlier] == copies[later]):
            return "revision", earlier
    for earlier in before:
        if copies[earlier] == copies[later]:
            return "republication", earlier
    translated = (
        n
        for n in before
        if is_translation(_wording(later, this), _wording(n, statements[n])) and _cite_alike(this, statements[n])
    )
    return next((("translation", n) for n in translated), None)


def replaces(this: ReadStatement, other: ReadStatement, is_copy: bool) -> bool:
    """Whether `this` is a later version of `other`: of the same house, changed, and said or dated to be later."""
    if not _same_house(this, other):
        return False
    said = announces_revision(this.document.title + "\n" + this.body[:OPENING])
    if is_copy:
        same_title = plain_name(this.document.title) == plain_name(other.document.title)
        return this.body != other.body and (said or same_title)
    near = jaccard(shingles(this.body), shingles(other.body)) >= LIKE
    return said and (near or _names_month_of(this, other))


def _cite_alike(this: ReadStatement, other: ReadStatement) -> bool:
    """Whether two texts name the same articles for the most part, as translations do; true where either names none."""
    one, two = set(this.explicit), set(other.explicit)
    return not (one and two) or len(one & two) >= CITED_ALIKE * len(one | two)


def announces_revision(text: str) -> bool:
    """Whether a text says that it is a new version of an earlier one."""
    return bool(_revision_words().search(text))


def _same_house(this: ReadStatement, other: ReadStatement) -> bool:
    one, two = plain_name(this.document.organisation or ""), plain_name(other.document.organisation or "")
    if one and one == two:
        return True
    signed, also = _signed(this), _signed(other)
    return bool(signed) and len(signed & also) >= SHARED_SIGNATURES * max(len(signed), len(also)) and not (one and two)


def _signed(statement: ReadStatement) -> set[str]:
    return {plain_name(each.name) for each in statement.document.signatories}


def _names_month_of(this: ReadStatement, other: ReadStatement) -> bool:
    """Whether the opening of `this` names the month in which `other` was published."""
    year, _, rest = (other.published or "").partition("-")
    if not rest:
        return False
    locale = this.document.language if this.document.language in _MONTH_LANGUAGES else "en"
    month = str(get_month_names("wide", locale=locale or "en")[int(rest[:2])]).casefold()
    opening = (this.document.title + "\n" + this.body[:OPENING]).casefold()
    return month in opening and year in opening


_MONTH_LANGUAGES = frozenset({"en", "fr", "es", "pt", "de", "it", "nl", "ru", "uk", "pl", "tr", "id"})


def _wording(key: int, statement: ReadStatement) -> Wording:
    document = statement.document
    return Wording(
        key, statement.path, statement.published or "", document.language or "", statement.body, statement.vectors
    )


@cache
def _revision_words() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "revision_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in words), re.IGNORECASE)
