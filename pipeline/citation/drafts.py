"""Drafts as named in the text: by name, symbol or date, beside the citation, in its sentence, paragraph or title."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from db.citation_patterns import load_patterns
from db.docket import Docket
from db.docket_citations import docket_citations
from pipeline.citation import links
from pipeline.citation.dated import dated_drafts
from pipeline.citation.flatten import phrase
from pipeline.citation.grammar import one_of
from pipeline.citation.numbering import Numbering, Published
from pipeline.citation.page import ADOPTED, DRAFT, LOOKING_BACK, SESSION, UNKNOWN, Named, Page
from pipeline.citation.phrases import Hit
from pipeline.citation.sentences import REACH, paragraph_start

AFTER_REACH = 70
UNKNOWN_REACH = 90


@lru_cache(maxsize=1)
def _turn() -> re.Pattern[str]:
    """Words that turn from an earlier text to another one."""
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.turn)})")


@lru_cache(maxsize=1)
def _in_which() -> re.Pattern[str]:
    return re.compile(rf"[)\"]?,? (?:{one_of(load_patterns().around.in_which)})")


@dataclass(frozen=True, slots=True)
class Naming:
    """Drafts that the text names for a citation (several: it does not tell which), and where it does so."""

    keys: tuple[str, ...]
    where: str
    first: bool = False
    """Of several the first is meant, unless a session, a chapter or a subject says otherwise."""


class DraftNames:
    """The drafts named in one document."""

    def __init__(self, page: Page, docket: Docket, numbering: Numbering, published: Published | None) -> None:
        """Names that are too weak for the date, or another thing's, are left out here."""
        self.page = page
        citations = docket_citations(docket)
        allowed = {draft.key for draft in numbering.in_force(published)} if published else None
        self.over = allowed == {ADOPTED}
        self.draft_before = re.compile(rf"(?<!\w)(?:{one_of(citations.draft_before)}) $")
        vague = {UNKNOWN, LOOKING_BACK} if self.over else {UNKNOWN}
        self.vague = vague & {hit.payload[0] for hit in page.hits}
        weak = {phrase(name) for name in citations.weak_names}
        homonyms = {phrase(h.name) for h in citations.homonyms if any(sign in page.flat for sign in h.signs)}
        names = [hit for hit in page.hits if hit.payload[0] in (DRAFT, SESSION)]
        names = [hit for hit in names if not self._void(hit, weak, homonyms, allowed)]
        names += dated_drafts(page, docket, published)
        self.names = sorted(names, key=lambda hit: hit.start)
        self.starts = [hit.start for hit in self.names]
        self.strong = [hit for hit in self.names if hit.payload[0] == DRAFT]
        self.strong_starts = [hit.start for hit in self.strong]
        self.title = [hit for hit in page.title_hits if hit.payload[0] in (DRAFT, SESSION)]

    def _void(self, hit: Hit[Named], weak: set[str], homonyms: set[str], allowed: set[str] | None) -> bool:
        words = " ".join(self.page.flat[hit.start : hit.end].split())
        return words in homonyms or (words in weak and allowed is not None and not allowed & set(hit.payload[1]))

    def naming(self, start: int, own_end: int, own_following: int, end: int, following: int) -> Naming | None:
        """What is named for the list [start, own_end), or for the lists joined with it, which reach to `end`.

        `own_following` and `following` are where the list after each begins.
        """
        if not self.names:
            return None
        begin, stop = self.page.sentence(start)
        stop = max(stop, end)
        beside = self._after(own_end, min(stop, own_following)) or self._after(end, min(stop, following))
        if beside or links.says_present(self.page.flat, own_end):
            return beside
        return (
            self._before(start, begin)
            or self._later(end, min(stop, following))
            or self._in_paragraph(start, begin, min(stop, start + REACH))
        )

    def in_title(self) -> Naming | None:
        """The one draft that the title names."""
        keys = {hit.payload[1] for hit in self.title if hit.payload[0] == DRAFT}
        return Naming(next(iter(keys)), "in the title") if len(keys) == 1 else None

    def sessions(self, start: int, end: int) -> tuple[str, ...]:
        """Drafts of the sessions named in the sentence, else in the title."""
        begin, stop = self.page.sentence(start)
        near = self.names[bisect_left(self.starts, begin) : bisect_left(self.starts, max(stop, end))]
        near = [hit for hit in near if hit.payload[0] == SESSION]
        near = near or [hit for hit in self.title if hit.payload[0] == SESSION]
        return near[0].payload[1] if near else ()

    def unknown(self, start: int, end: int, before: int, following: int) -> bool:
        """Whether the text speaks of another version without telling which, near the lists [start, end).

        `before` and `following` are where the neighbouring lists end and begin.
        """
        if self.over and self.draft_before.search(self.page.flat, max(0, start - 12), start):
            return True
        if not self.vague:
            return False
        begin, stop = self.page.sentence(start)
        reach = max(begin, start - UNKNOWN_REACH, before), min(max(stop, end), end + UNKNOWN_REACH, following)
        near = [hit for hit in self.page.between(*reach) if hit.payload[0] in self.vague]
        opening = self.page.between(begin, min([start, *self.lists_from(begin)[:1]]))
        return bool(near) or any(hit.payload[0] in self.vague for hit in opening)

    def lists_from(self, at: int) -> list[int]:
        """Where the lists of citations from `at` on begin; the page knows them."""
        first = bisect_left(self.page.lists, at)
        return self.page.lists[first : first + 1]

    def _strong(self, start: int, end: int) -> list[Hit[Named]]:
        return self.strong[bisect_left(self.strong_starts, start) : bisect_left(self.strong_starts, end)]

    def _after(self, end: int, stop: int) -> Naming | None:
        """ "Article 5 of the zero draft": linking words, or a name close behind them."""
        flat = self.page.flat
        linked = links.link_end(flat, end)
        reach = linked[1] + 30 if linked else end
        for hit in self._strong(end, min(stop, end + AFTER_REACH + 60)):
            between = flat[end : hit.start]
            if hit.start <= reach or re.fullmatch(r"[ ,(]{1,3}", between):
                return Naming(hit.payload[1], "beside the number", hit.payload[2])
            return None
        return None

    def _before(self, start: int, begin: int) -> Naming | None:
        flat = self.page.flat
        for hit in reversed([h for h in self._strong(begin, start) if h.end <= start]):
            introduced = flat[max(begin, hit.start - 24) : hit.start]
            if _turn().search(flat, hit.end, start):
                return None
            if self._in_its_clause(hit, start) or not links.contrast().search(introduced):
                return Naming(hit.payload[1], "in the same sentence", hit.payload[2])
        return None

    def _in_its_clause(self, hit: Hit[Named], start: int) -> bool:
        """ "Compared with Rev.1, where Article 15": what is said of the draft itself, up to the next comma."""
        clause = _in_which().match(self.page.flat, hit.end)
        return bool(clause) and not re.search(r"[,;:]", self.page.flat[clause.end() if clause else start : start])

    def _later(self, end: int, stop: int) -> Naming | None:
        """A draft named further on in the sentence, with nothing between that sets it apart."""
        for hit in self._strong(end, stop):
            between = self.page.flat[end : hit.start]
            if (
                hit.start - end <= AFTER_REACH
                and not links.contrast().search(between)
                and not re.search(r"[;:]", between)
            ):
                return Naming(hit.payload[1], "in the same sentence", hit.payload[2])
            return None
        return None

    def _in_paragraph(self, start: int, begin: int, stop: int) -> Naming | None:
        """The nearest draft named before, in the same paragraph, unless this sentence turns to the present text."""
        earlier = self._strong(max(paragraph_start(self.page.text, start), begin - 400), begin)
        if not earlier or _turn().search(self.page.flat, begin, stop):
            return None
        return Naming(earlier[-1].payload[1], "just before", earlier[-1].payload[2])
