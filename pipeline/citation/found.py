"""What finding hands to resolving."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One provision as cited, before anything is known of instrument or draft.

    Offsets are code points of the text, end exclusive. `unit` is article, chapter, preamble or annex. `article` is the
    number as written ("24bis", a chapter's in digits, "42-26" for a range that runs down), None for preamble and
    annex, and for a paragraph whose article is to be taken from the context (`inherits`).
    `group` numbers the list that the mention stands in: [group_start, group_end) is the list's whole span.
    `lineage` is the adopted number (or chapter) where the provision is described and not numbered.
    """

    start: int
    end: int
    unit: str
    article: str | None
    paragraph: str | None = None
    letter: str | None = None
    group: int = 0
    group_start: int = 0
    group_end: int = 0
    inherits: bool = False
    descending: bool = False
    described: bool = False
