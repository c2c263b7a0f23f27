"""What is read beside a citation, and the choice of drafts that is made from it."""

from dataclasses import dataclass

from pipeline.citation.drafts import Naming
from pipeline.citation.found import FoundMention

NAMED, TITLED, VOTED, DATED = "named", "titled", "voted", "dated"
"""What decided: a name, a title beside the number, the document's other citations, the date."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The drafts that a mention may mean (keys as in the docket) and the adopted numbers that follow.

    `by` is the strongest thing that decided, `why` says it in words. `keys` with several drafts: provision perhaps
    certain, draft not. `doubt` says why nothing decided.
    """

    keys: tuple[str, ...]
    lineages: tuple[str, ...]
    by: str = ""
    why: str = ""
    doubt: str = ""
    confidence: float = 0.95


@dataclass
class Evidence:
    """What was read beside one mention before anything is decided."""

    mention: FoundMention
    naming: Naming | None = None
    subject: frozenset[str] = frozenset()
    fits: tuple[str, ...] = ()
    unknown: bool = False
    numbers: tuple[str, ...] = ()
    """All numbers of the range that the mention is one of."""
    older: bool = False
