"""The title or subject beside a number, which can settle the numbering whatever the date."""

import re

from db.docket import Docket
from db.docket_citations import docket_citations
from pipeline.citation.descriptions import describing
from pipeline.citation.found import FoundMention
from pipeline.citation.grammar import one_of
from pipeline.citation.page import Page
from pipeline.citation.subjects import subjects

BRACKET = re.compile(r" ?[(\[«\"“] ?([^()\[\]]{3,160})[)\]»\"”]")
HEADING = re.compile(r" ?[:.-] ?-?[ \"]{0,2}(?:the )?")
COMMA = re.compile(r", (?:on |the |la |le |el |los |sur |sobre )?")
OPENING = re.compile(
    r"[ \"]{0,2}(?:provisions?|clauses?|articles?|offences?|offenses?|crimes?)?[ \"]{0,2}(?:[(\[]| as| under) ?$"
)
STOP = re.compile(r"[,.;:)\n]| (?:and|or|und|et|y|e|и) |$")


class Glosses:
    """Reads what stands beside a citation as a subject of the docket's articles."""

    def __init__(self, page: Page, docket: Docket) -> None:
        """Holds the docket's subjects and its telling words."""
        self.page = page
        self.known = subjects(docket)
        self.telling = [
            (re.compile(rf"(?<!\w)(?:{one_of(t.words)}) $"), t.article, t.lineage)
            for t in docket_citations(docket).telling
        ]

    def lineages(self, mention: FoundMention, following: int) -> frozenset[str]:
        """Adopted numbers of the subject beside the mention; none: nothing telling stands there."""
        return self._told(mention) or self._after(mention.end, following) or self._before(mention)

    def subjects_between(self, start: int, end: int) -> frozenset[str]:
        """Adopted numbers of every subject named in [start, end)."""
        found: frozenset[str] = frozenset()
        for hit in self.known.article_index.hits(self.page.text, self.page.flat, start, end):
            found |= hit.payload
        return found

    def _told(self, mention: FoundMention) -> frozenset[str]:
        for pattern, article, lineage in self.telling:
            if mention.article != article or mention.start != mention.group_start:
                continue
            if pattern.search(self.page.flat, max(0, mention.group_start - 24), mention.group_start):
                return frozenset({lineage})
        return frozenset()

    def _after(self, end: int, following: int) -> frozenset[str]:
        flat = self.page.flat
        bracket = BRACKET.match(flat, end)
        if bracket and bracket.start(1) < following:
            return self._longest(bracket.start(1), bracket.end(1))
        about = describing().about.match(flat, end)
        if about and about.end() < following:
            return self._at(about.end(), following)
        heading = HEADING.match(flat, end)
        if heading and heading.end() < following and (found := self._at(heading.end(), following)):
            return found
        comma = COMMA.match(flat, end)
        return self._at(comma.end(), following, stopped=True) if comma else frozenset()

    def _at(self, at: int, following: int, *, stopped: bool = False) -> frozenset[str]:
        """The subject that begins exactly at `at`, and ends at a stop where that is asked."""
        hit = self.known.article_index.at(self.page.text, self.page.flat, at)
        if not hit or hit.start >= following or (stopped and not STOP.match(self.page.flat, hit.end)):
            return frozenset()
        return hit.payload

    def _longest(self, start: int, end: int) -> frozenset[str]:
        hits = list(self.known.article_index.hits(self.page.text, self.page.flat, start, end))
        return max(hits, key=lambda hit: hit.end - hit.start).payload if hits else frozenset()

    def _before(self, mention: FoundMention) -> frozenset[str]:
        """ "Human rights (Article 5)": the subject directly before the bracket."""
        if mention.start != mention.group_start:
            return frozenset()
        flat = self.page.flat
        opening = OPENING.search(flat, max(0, mention.start - 24), mention.start)
        if not opening:
            return frozenset()
        begin = max(0, opening.start() - 110)
        for hit in self.known.article_index.hits(self.page.text, flat, begin, opening.start()):
            if opening.start() - hit.end <= 1:
                return hit.payload
        return frozenset()
