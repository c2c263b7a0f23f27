"""Which instrument each list of citations belongs to."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from db.docket import Docket
from db.docket_citations import Instrument, other_instruments
from pipeline.citation import links
from pipeline.citation.found import FoundMention
from pipeline.citation.page import DRAFT, GENERIC, INSTRUMENT, OWN, Named, Page
from pipeline.citation.phrases import Hit
from pipeline.citation.short_names import ShortName, cited_with

TAIL = 110
FAR_BACK = 400
OTHER = "other"
TITLE = 60
SHORTEST_LAW = 3
CLOSING = ("》", "」")
NAME_GAP = 4
"""A blank, a quotation mark and an apostrophe at most."""

CAPITALISED = re.compile(
    r"(?:the |its |their )?(?:[^\W\d_a-zа-я][\w'-]+ (?:(?:of|on|for|the|and|against|to) ){0,2}){1,6}"
    r"(?:Convention|Treaty|Protocol|Covenant|Charter|Agreement|Pact|Statute|Declaration|Accord)\b"
)
WORDS = re.compile(r"(?:[\w'-]+ ){1,3}")


@dataclass(frozen=True, slots=True)
class Belonging:
    """The instrument's key, whether it is the docket's own, and whether the citation itself says so."""

    key: str
    own: bool
    said: bool


@lru_cache(maxsize=8)
def _patterns(instruments: tuple[Instrument, ...]) -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    compiled = [
        (i.key, pattern.removeprefix("^"), pattern.startswith("^")) for i in instruments for pattern in i.patterns
    ]
    return tuple((key, re.compile(pattern), at_once) for key, pattern, at_once in compiled)


class Settler:
    """Settles the instrument of every group of one document."""

    def __init__(self, page: Page, docket: Docket) -> None:
        """`page` is the document; what "the Convention" means in it is decided here, once."""
        self.page = page
        self.docket = docket
        self.patterns = _patterns(other_instruments(docket))
        short = ShortName(page, docket)
        self.names_own, self.generic = short.names_own, short.key
        self.others = bool(page.kinds(INSTRUMENT))

    def settle(self, groups: list[list[FoundMention]]) -> list[Belonging]:
        """One `Belonging` a group, in order."""
        said = [self._said(groups, at) for at in range(len(groups))]
        for at in range(len(groups) - 2, -1, -1):
            before, after = groups[at][0], groups[at + 1][0]
            joined = links.shares(self.page.flat, before.group_end, after.group_start)
            if said[at] is None and joined and said[at + 1] and not self._own(said[at + 1]):
                said[at] = said[at + 1]
        return [self._belonging(key) for key in said]

    def _own(self, key: str | None) -> bool:
        return key == self.docket.key

    def _belonging(self, key: str | None) -> Belonging:
        return Belonging(key or self.generic, (key or self.generic) == self.docket.key, key is not None)

    def _said(self, groups: list[list[FoundMention]], at: int) -> str | None:
        """The instrument that the words around a group name, or None."""
        first = groups[at][0]
        start, end = first.group_start, first.group_end
        following = groups[at + 1][0].group_start if at + 1 < len(groups) else len(self.page.flat)
        if that := links.that_instrument_end(self.page.flat, end):
            apposed = self.page.between(that, min(that + 8, following))
            return self._key(apposed[0]) if apposed else self._nearest_before(start, FAR_BACK) or OTHER
        beside = self._after(end, following) or self._titled_before(start) or self._before(start)
        if beside or links.says_here(self.page.flat, start, end):
            return beside or self.docket.key
        return self._subject(start) or self._only_subject(start)

    def _key(self, hit: Hit[Named]) -> str | None:
        kind, keys, _ = hit.payload
        if kind in (OWN, DRAFT):
            return self.docket.key
        if kind == GENERIC and links.name_goes_on(self.page.text, self.page.flat, hit.start, hit.end):
            return OTHER
        return keys[0] if kind == INSTRUMENT else self.generic if kind == GENERIC else None

    def _after(self, end: int, following: int) -> str | None:
        """Named behind the citation: "of the ICCPR", " UDHR", "of Jordan's Cybercrime Law"."""
        flat = self.page.flat
        linked = links.link_end(flat, end)
        for hit in self.page.between(end, min(end + TAIL + 130, following)):
            if linked and hit.start < linked[0]:
                continue
            if self._tied_after(hit, linked, end):
                return self._key(hit)
            break
        key = self._by_pattern(linked[0] if linked else None, end, following)
        return key or (self._capitalised(linked[0], following) if linked else None)

    def _capitalised(self, at: int, following: int) -> str | None:
        """A treaty with a name of its own that the data do not have: "of the Marrakesh Treaty"."""
        return OTHER if CAPITALISED.match(self.page.text, at, min(at + TAIL, following)) else None

    def _tied_after(self, hit: Hit[Named], linked: tuple[int, int] | None, end: int) -> bool:
        """Whether a name belongs to the citation before it; a bare "treaty" not if it is part of another name."""
        if hit.payload[0] != GENERIC and links.touches(self.page.flat, end, hit.start):
            return True
        if not linked:
            return False
        if hit.start - linked[1] <= NAME_GAP:
            return True
        near = hit.start - linked[1] <= 30 and bool(WORDS.fullmatch(self.page.flat, linked[1], hit.start))
        return near and not (hit.payload[0] == GENERIC and CAPITALISED.match(self.page.text, linked[0]))

    def _by_pattern(self, linked: int | None, end: int, following: int) -> str | None:
        """A law or regulation that no name of the data tells, within a few words."""
        flat = self.page.flat
        at = linked if linked is not None else end + 1
        window = flat[at : min(at + 60, following)]
        stop = re.search(r"[,;:()\n]|\. ", window)
        window = window[: stop.start()] if stop else window
        if len(window) < SHORTEST_LAW:
            return None
        for key, pattern, at_once in self.patterns:
            if linked is not None and (pattern.match(window) if at_once else pattern.search(window)):
                return key
            if linked is None and not at_once and pattern.match(window):
                return key
        return None

    def _before(self, start: int) -> str | None:
        """Named before the citation with linking words only between."""
        near = [hit for hit in self.page.between(start - 100, start) if hit.end <= start]
        if near and self._leads(near[-1], start):
            return self._key(near[-1])
        if links.says_its(self.page.flat, start):
            return self._nearest_before(start, FAR_BACK)
        return None

    def _leads(self, hit: Hit[Named], start: int) -> bool:
        """Whether the name leads to the citation: directly, by linking words, or as "In the X, Article"."""
        flat = self.page.flat
        between = flat[hit.end : start]
        if re.fullmatch(r"[)》」\"]?(?:'s?)?[ :]{0,2}", between):
            return True
        if not links.leads_to(flat, hit.end, start):
            return False
        introduced = links.introduced().search(flat, max(0, hit.start - 14), hit.start)
        if links.article_only().fullmatch(between):
            return bool(introduced)
        return bool(introduced) or not links.contrast().search(flat, max(0, hit.start - 22), hit.start)

    def _titled_before(self, start: int) -> str | None:
        """A title in quotation marks directly before that no name of the data tells: 《...公约》第二十一条."""
        if self.page.flat[start - 1 : start] not in CLOSING:
            return None
        for key, pattern, _ in self.patterns:
            title = pattern.search(self.page.flat, max(0, start - TITLE), start) if pattern.pattern[-1] == "$" else None
            if title and all(hit.payload[0] == GENERIC for hit in self.page.between(title.start(), start)):
                return key
        return None

    def _nearest_before(self, start: int, reach: int) -> str | None:
        kinds = (OWN, DRAFT, INSTRUMENT, GENERIC)
        near = [hit for hit in self.page.between(start - reach, start) if hit.payload[0] in kinds]
        return self._key(near[-1]) if near else None

    def _subject(self, start: int) -> str | None:
        """The subject of the sentence: "The Budapest Convention protects minors in Article 9"."""
        if not self.others:
            return None
        flat = self.page.flat
        begin, _ = self.page.sentence(start)
        hits = [hit for hit in self.page.between(begin, start) if hit.payload[0] in (OWN, DRAFT, INSTRUMENT)]
        if not hits or hits[-1].payload[0] != INSTRUMENT or len({hit.payload[1] for hit in hits}) > 1:
            return None
        opening, between = flat[begin : hits[0].start], flat[hits[-1].end : start]
        if not links.subject_opening().fullmatch(opening) or between.startswith("'s") or re.search(r"[;\d]", between):
            return None
        return hits[-1].payload[1][0] if links.tied().search(between) and not links.contrast().search(between) else None

    def _only_subject(self, start: int) -> str | None:
        """In a document that never names the docket's treaty: the instrument named before in the sentence."""
        if self.names_own or not (self.others or self.laws):
            return None
        begin, _ = self.page.sentence(start)
        hits = [
            hit
            for hit in self.page.between(begin, start)
            if hit.payload[0] == INSTRUMENT and not cited_with(self.page, hit)
        ]
        if hits:
            compared = links.contrast().search(self.page.flat, hits[-1].end, start)
            return None if compared else hits[-1].payload[1][0]
        laws = self.laws[bisect_left(self.laws, (begin, "")) : bisect_left(self.laws, (start, ""))]
        return laws[-1][1] if laws and ";" not in self.page.flat[laws[-1][0] : start] else None

    @cached_property
    def laws(self) -> list[tuple[int, str]]:
        """Where the text speaks of a law or regulation that only a pattern tells, and the instrument's key."""
        return sorted(
            (match.start(), key)
            for key, pattern, at_once in self.patterns
            if not at_once and pattern.pattern[-1] != "$"
            for zone in self.page.zones
            for match in pattern.finditer(self.page.flat, *zone)
        )
