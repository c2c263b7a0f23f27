"""Pairs of a concern and a provision that one clause carries: what a cell of the matrix counts.

Never the cross product of a passage's labels. A concern belongs to the clauses that use its words; a provision to the
clause that names it; a clause that names none takes those of the clause before it, or else of the one after. Where
several provisions meet a concern, those on which the docket says that it lands come first.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from db.docket import Docket
from pipeline.clauses import Clause, clauses_of
from pipeline.features import concern_terms
from pipeline.passage import Label, Status

VERSION = "3"
LEAST = 0.35
"""A concern less likely than this makes no pair at all."""
SURE = 0.4
"""A pair of a concern less likely than this is unsure."""
SURE_ELSEWHERE = 0.7
"""A concern less likely than this makes no pair with an article on which it does not usually land: measured on our
own labelled passages, such pairs are right one time in five."""
CHAPTER = "ch."
"""Chapters make no pair: a cell is an article."""
_OFFENCES = re.compile(
    r"(?:offen[cs]es?|crimes?|conduct|acts)\s+(?:\w+\s+){0,3}(?:set out|set forth|defined|established|covered|listed|"
    r"criminali[sz]ed|described|in|under|of|by|from)\s+(?:\w+\s+){0,4}$|"
    r"(?:infractions?|delitos?|crimes?|reati|straftaten|преступлени\w+)\s+(?:\S+\s+){0,5}$",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:limit|confin|restrict|narrow|only|solely|limitar|limiter|limité|restring|beschränk|огранич)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ProvisionSpan:
    """A citation in a passage, offsets relative to its text. Only `resolved` ones can make a pair.

    `written` is the article's number as cited, where it is known.
    """

    start: int
    end: int
    provision: str | None
    status: str
    written: str = ""


@dataclass(frozen=True)
class Pair:
    """A concern and an adopted article number, with the span of the passage that carries both and the reason."""

    concern: str
    provision: str
    origin: Literal["explicit", "implicit"]
    status: Status
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class _Cited:
    """A clause with the provisions that count for it: its own, or a neighbour's."""

    clause: Clause
    spans: tuple[ProvisionSpan, ...]


def pairs_of(text: str, concerns: Sequence[Label], mentions: Sequence[ProvisionSpan], docket: Docket) -> list[Pair]:
    """The pairs of a passage, each (concern, provision) once, by concern and then by place."""
    spans = tuple(spoken_of(text, [m for m in mentions if _is_article(m)]))
    if not spans:
        return []
    clauses = clauses_of(text, [(m.start, m.end) for m in mentions])
    cited = _with_provisions(clauses, spans)
    pairs: dict[tuple[str, str], Pair] = {}
    for label in concerns:
        if label.kind == "concern":
            for pair in _pairs_of_concern(text, label, cited, docket):
                pairs.setdefault((pair.concern, pair.provision), pair)
    return list(pairs.values())


def _is_article(mention: ProvisionSpan) -> bool:
    known = mention.status == "resolved" and mention.provision
    return bool(known) and not str(mention.provision).startswith(CHAPTER)


def spoken_of(text: str, spans: Sequence[ProvisionSpan]) -> Iterable[ProvisionSpan]:
    """The citations that are spoken of. One that names offences is left out beside others, or after "limited to"."""
    bounding = {span for span in spans if _OFFENCES.search(text[max(0, span.start - 80) : span.start])}
    alone = len(bounding) == len(spans)
    return [span for span in spans if span not in bounding or (alone and not _LIMITED.search(text[: span.start]))]


def _with_provisions(clauses: Sequence[Clause], spans: Sequence[ProvisionSpan]) -> list[_Cited]:
    own = [tuple(s for s in spans if clause.start <= s.start < clause.end) for clause in clauses]
    return [_Cited(clause, own[place] or _neighbours(own, place)) for place, clause in enumerate(clauses)]


def _neighbours(own: Sequence[tuple[ProvisionSpan, ...]], place: int) -> tuple[ProvisionSpan, ...]:
    """The provisions of the nearest clause before, or else after."""
    before = next((spans for spans in reversed(own[:place]) if spans), ())
    return before or next((spans for spans in own[place:] if spans), ())


def _pairs_of_concern(text: str, label: Label, cited: Sequence[_Cited], docket: Docket) -> Iterable[Pair]:
    articles = docket.concern_by_key[label.key].articles
    terms = concern_terms(docket)[label.key]
    speaking = [entry for entry in cited if terms.count(text[entry.clause.start : entry.clause.end])]
    for entry in speaking or _unspoken(cited, articles):
        words = terms.words(text[entry.clause.start : entry.clause.end])
        for span in _landing(entry.spans, articles):
            if label.score < (LEAST if span.provision in articles else SURE_ELSEWHERE):
                continue
            start, end = min(entry.clause.start, span.start), max(entry.clause.end, span.end)
            yield Pair(
                label.key,
                str(span.provision),
                "explicit",
                _status(label),
                start,
                end,
                _reason(text, span, words, docket, label.key),
            )


def _status(label: Label) -> Status:
    return label.status if label.score >= SURE else "unsure"


def _unspoken(cited: Sequence[_Cited], articles: Sequence[str]) -> list[_Cited]:
    """Clauses for a concern that no clause puts into its words: those that cite where it lands, or the only ones."""
    landing = [entry for entry in cited if any(span.provision in articles for span in entry.spans)]
    groups = {entry.spans for entry in cited}
    return landing or ([cited[0]] if len(groups) == 1 else [])


def _landing(spans: Sequence[ProvisionSpan], articles: Sequence[str]) -> Sequence[ProvisionSpan]:
    """Of several provisions those on which the concern usually lands; all of them where it lands on none.

    A range is one citation: it lands as a whole where half of it does.
    """
    landing = []
    for place in dict.fromkeys((span.start, span.end) for span in spans):
        cited = [span for span in spans if (span.start, span.end) == place]
        hits = [span for span in cited if span.provision in articles]
        landing += cited if len(hits) * 2 >= len(cited) else hits
    return landing or spans


def _reason(text: str, span: ProvisionSpan, words: Sequence[str], docket: Docket, concern: str) -> str:
    name = docket.concern_by_key[concern].name
    said = f"speaks of “{words[0]}”" if words else f"belongs to a passage on {name}"
    return f"The clause {said} and means “{text[span.start : span.end]}”."
