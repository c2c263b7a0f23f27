"""Parts of a sentence that can each carry one request: "delete Articles 4 and 17, amend Article 24 and keep Article 6".

Clauses are cut again where a joining word is followed by another verb of change or another citation with one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ask_words import VERBS, Words
from pipeline.clauses import clauses_of
from pipeline.pairs import CHAPTER, ProvisionSpan, spoken_of

_JOIN = re.compile(
    r"[,;，；،؛、]\s*(?:(?:and|or|et|y|e|und|sowie|и|و|并|和|以及)(?!\w)\s*)?|\s(?:and|et|y|e|und|sowie|и)\s|\sو(?=\w)|并且|并",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,;，、،]*(?:\([^()]{0,80}\))?[\s,;，、،]*"
    r"(?:(?:and|or|as well as|et|ou|ainsi que|y|o|e|und|sowie|и|или|و|和|及|以及|与)\s*)?"
    r"(?:(?:of|in|de|del|do|da|di|des|der|the|en|no|na|в|из)\s*)?",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:that|que|qu'|che|dass|чтобы|что|أن)\s", re.IGNORECASE)
_FUNCTION_WORDS = 3
"""A verb at most so many short words after a joining word opens a new part ("and to amend")."""
Group = tuple[ProvisionSpan, ...]


@dataclass(frozen=True)
class Part:
    """`text[start:end]`, with the citations in it by group ("Articles 7 and 8" is one) and its sentence's number."""

    start: int
    end: int
    sentence: int
    groups: tuple[Group, ...]


def parts_of(text: str, start: int, end: int, spans: Sequence[ProvisionSpan], words: Words) -> list[Part]:
    """The parts of one line of `text`, in order; offsets are those of `text`."""
    inside = [span for span in spans if start <= span.start < end]
    said = text[start:end]
    local = [(span.start - start, min(span.end, end) - start) for span in inside]
    found = []
    for clause in clauses_of(said, local):
        for left, right in _cut(text, start + clause.start, start + clause.end, inside, words):
            found.append(Part(left, right, clause.sentence, groups_of(text, left, right, inside)))
    return found


def groups_of(text: str, start: int, end: int, spans: Sequence[ProvisionSpan]) -> tuple[Group, ...]:
    """The citations of a stretch, those of one list together; those that only bound an offence are left out."""
    inside = [span for span in spans if start <= span.start < end]
    local = [ProvisionSpan(s.start - start, s.end - start, s.provision, s.status) for s in inside]
    kept = {(span.start + start, span.provision) for span in spoken_of(text[start:end], local)}
    groups: list[list[ProvisionSpan]] = []
    for span in inside:
        if groups and _together(text, groups[-1][-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(tuple(group) for group in groups if any((span.start, span.provision) in kept for span in group))


def is_article(span: ProvisionSpan) -> bool:
    """Whether a citation is of an article, or of one that does not exist."""
    if span.status in ("unmatched", "ambiguous"):
        return bool(span.written)
    if span.status == "proposed":
        return True
    return span.status == "resolved" and bool(span.provision) and not str(span.provision).startswith(CHAPTER)


def _together(text: str, one: ProvisionSpan, other: ProvisionSpan) -> bool:
    return other.start <= one.end or _BETWEEN.fullmatch(text, one.end, other.start) is not None


def _cut(text: str, start: int, end: int, spans: Sequence[ProvisionSpan], words: Words) -> Iterator[tuple[int, int]]:
    verbs = sorted(start + place for name in VERBS for place, _ in words[name].spans(text[start:end]))
    lists = [(group[0].start, group[-1].end) for group in groups_of(text, start, end, spans)]
    left = start
    for join in _JOIN.finditer(text, start, end):
        if any(a <= join.start() < b for a, b in lists) or not any(left <= verb < join.start() for verb in verbs):
            continue
        if _opens_a_part(text, join.end(), end, verbs, lists):
            yield left, len(text[: join.start()].rstrip())
            left = join.end()
    yield left, end


def _opens_a_part(text: str, at: int, end: int, verbs: Sequence[int], lists: Sequence[tuple[int, int]]) -> bool:
    """Whether a verb of change follows at once, or a citation with a verb of change after it."""
    verb = next((place for place in verbs if place >= at), None)
    if verb is None:
        return False
    cited = next((a for a, _ in lists if a >= at), end)
    near = min(verb, cited)
    between = text[at:near].split()
    if _THAT.match(text, at):
        return True
    return len(between) <= _FUNCTION_WORDS and all(len(word) <= 6 for word in between)
