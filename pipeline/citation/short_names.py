"""What "the Convention", and a bare article, mean in one document."""

import re

from db.citation_patterns import load_patterns
from db.docket import Docket
from pipeline.citation import links
from pipeline.citation.grammar import one_of
from pipeline.citation.page import DRAFT, GENERIC, INSTRUMENT, OWN, Named, Page
from pipeline.citation.phrases import Hit

OPENING_REACH = 80


class ShortName:
    """`key` is the instrument that the document means by a general word; `names_own` whether it names the docket's."""

    def __init__(self, page: Page, docket: Docket) -> None:
        """Decided once: by a definition, by the docket's own names, by the title, or by how the text opens."""
        self.page = page
        self.docket = docket
        self.names_own = self._names_own()
        self.key = self._generic()

    def _names_own(self) -> bool:
        return bool(self.page.kinds(OWN, DRAFT)) or any(hit.payload[0] in (OWN, DRAFT) for hit in self.page.title_hits)

    def _generic(self) -> str:
        """What "the Convention" and a bare article mean in this document."""
        defined = self._defined()
        if defined:
            return defined
        if self.names_own:
            return self.docket.key
        named = [hit.payload[1][0] for hit in self.page.title_hits if hit.payload[0] == INSTRUMENT and hit.payload[2]]
        return named[0] if named else self._opening() or self.docket.key

    def _defined(self) -> str | None:
        """A name followed by (the "Convention")."""
        words = one_of(load_patterns().around.defined)
        pattern = re.compile(rf" ?\((?:[^()]{{0,60}}[,;] ?)?\"?(?:{words})\"?\)")
        for hit in self.page.hits:
            if hit.payload[2] and hit.payload[0] in (OWN, INSTRUMENT) and pattern.match(self.page.flat, hit.end):
                return self._defined_key(hit)
        return None

    def _defined_key(self, hit: Hit[Named]) -> str:
        return self.docket.key if hit.payload[0] == OWN else hit.payload[1][0]

    def _opening(self) -> str | None:
        """A document that opens with one other convention, apart from any citation, and comes back to it."""
        free = [hit for hit in self.page.kinds(INSTRUMENT) if hit.payload[2] and not cited_with(self.page, hit)]
        keys = {hit.payload[1][0] for hit in self.page.kinds(INSTRUMENT) if hit.payload[2]}
        if not free or len(keys) != 1 or free[0].start > OPENING_REACH:
            return None
        again = len(free) > 1 or any(hit.start > free[0].end for hit in self.page.kinds(GENERIC))
        return free[0].payload[1][0] if again else None


def cited_with(page: Page, hit: Hit[Named]) -> bool:
    """Whether the name only belongs to a citation beside it, or is what another text is compared with."""
    flat = page.flat
    before = flat[max(0, hit.start - 40) : hit.start]
    behind = re.match(r"(?:'s)? ?,? ?(?:namely |in particular )?art", flat[hit.end : hit.end + 30])
    return bool(
        behind
        or re.search(r"\d\S* $", before)
        or re.search(r"\d\S* (?:of|du|de|del|der|des|da|do) ", before)
        or links.contrast().search(before)
    )
