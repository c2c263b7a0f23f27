"""A document made ready for resolving: its names of treaties and drafts, in order, and its sentences when asked."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from db.docket import Docket, Draft
from db.docket_citations import DocketCitations, docket_citations, other_instruments, own_instrument
from pipeline.citation.flatten import flatten, phrase
from pipeline.citation.phrases import Hit, PhraseIndex, words_of
from pipeline.citation.sentences import REACH, sentence_end, sentence_start

OWN = "own"
GENERIC = "generic"
INSTRUMENT = "instrument"
DRAFT = "draft"
SESSION = "session"
UNKNOWN = "unknown"
LOOKING_BACK = "looking back"
ADOPTED = "adopted"
OPENING, BEFORE, BEHIND = 3000, 1600, 700
"""Code points in which names are looked for: at the beginning of a text, before and behind a citation."""
Named = tuple[str, tuple[str, ...], bool]
"""Kind of a name, its keys, and whether it is a convention's (of a draft: whether the first key is meant)."""


@dataclass
class Page:
    """Text, flattened text, names found in it and in the title.

    `lists` are where its citations begin; `zones` are the stretches looked at, `words` the different words of each;
    `bounds` keeps sentences looked up, `last` the latest: one that was not cut is the same from each of its places.
    """

    text: str
    flat: str
    hits: list[Hit[Named]]
    title_hits: list[Hit[Named]]
    zones: list[tuple[int, int]]
    words: list[set[str]]
    starts: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)
    last: tuple[int, int] = (0, 0)

    def sentence(self, at: int) -> tuple[int, int]:
        """Offsets of the sentence that holds `at`."""
        if at not in self.bounds:
            begin, end = self.last
            if not (begin <= at < end and end - begin < REACH):
                self.last = sentence_start(self.text, at), sentence_end(self.text, at)
            self.bounds[at] = self.last
        return self.bounds[at]

    def between(self, start: int, end: int) -> list[Hit[Named]]:
        """Names that begin in [start, end)."""
        return self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def kinds(self, *kinds: str) -> list[Hit[Named]]:
        """Names of these kinds in the whole text."""
        return [hit for hit in self.hits if hit.payload[0] in kinds]


def _draft_entries(drafts: tuple[Draft, ...], citations: DocketCitations) -> list[tuple[str, Named]]:
    """Names, symbols and aliases of drafts; one that several drafts share stands for all of them.

    The adopted text's names are the treaty's own: only its symbols tell the text as adopted from the treaty.
    """
    told = {phrase(words) for name in citations.draft_names for words in name.words}
    owners: dict[str, list[str]] = {}
    for draft in drafts:
        names = {draft.un_symbol, draft.name, *draft.aliases} - {""}
        if draft.key == ADOPTED:
            names = {name for name in names if any(c.isdigit() for c in name)}
        for name in (name for name in names if phrase(name) not in told):
            owners.setdefault(name, []).append(draft.key)
    entries: list[tuple[str, Named]] = [(name, (DRAFT, tuple(keys), False)) for name, keys in owners.items()]
    for name_ in citations.draft_names:
        kind = SESSION if name_.strength == "session" else DRAFT
        entries += [(words, (kind, name_.drafts, name_.first_unless_told)) for words in name_.words]
    return entries


def _index(docket: Docket) -> PhraseIndex[Named]:
    own, citations, drafts = own_instrument(docket), docket_citations(docket), docket.drafts
    entries: list[tuple[str, Named]] = [(words, (UNKNOWN, (), False)) for words in citations.unknown_draft]
    entries += [(words, (LOOKING_BACK, (), False)) for words in citations.looking_back]
    entries += _draft_entries(drafts, citations)
    taken = {phrase(words) for words, _ in entries}
    for kind, names in ((OWN, own.names), (GENERIC, citations.generic)):
        entries += [(name, (kind, (own.key,), True)) for name in names if phrase(name) not in taken]
    for instrument in other_instruments(docket):
        entries += [(name, (INSTRUMENT, (instrument.key,), instrument.convention)) for name in instrument.names]
    return PhraseIndex(entries)


_INDEXES: dict[tuple[str, Path, tuple[Draft, ...]], PhraseIndex[Named]] = {}


def name_index(docket: Docket) -> PhraseIndex[Named]:
    """All names of treaties, drafts and sessions that the docket and the shared data know; built once a docket."""
    key = docket.key, docket.folder, docket.drafts
    if key not in _INDEXES:
        _INDEXES[key] = _index(docket)
    return _INDEXES[key]


def make_page(text: str, title: str | None, docket: Docket, spans: list[tuple[int, int]]) -> Page:
    """The document with the names at its beginning and around `spans` (its citations), and those of its title."""
    index = name_index(docket)
    flat = flatten(text)
    zones = _zones(spans, len(text))
    words = [words_of(flat, *zone) for zone in zones]
    hits = [hit for zone, known in zip(zones, words, strict=True) for hit in index.hits(text, flat, *zone, words=known)]
    title = title or ""
    title_hits = list(index.hits(title, flatten(title)))
    starts, lists = [hit.start for hit in hits], sorted(start for start, _ in spans)
    return Page(text, flat, hits, title_hits, zones, words, starts, lists)


def _zones(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Stretches of the text that are looked at, in order, apart from each other."""
    zones = [(0, min(length, OPENING))]
    for start, end in sorted(spans):
        if start - BEFORE <= zones[-1][1]:
            zones[-1] = zones[-1][0], max(zones[-1][1], min(length, end + BEHIND))
        else:
            zones.append((start - BEFORE, min(length, end + BEHIND)))
    return zones
