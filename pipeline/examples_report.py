"""What the labelled examples are: how many of each kind, how varied their words, and which copy each other.

Heads learnt from one sentence filled into many moulds look good on their like and fail elsewhere; so the report
counts runs of five words that stand in several examples, terms of art (names of the docket, titles of articles) left
out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np

from db.docket import Docket
from db.quality import ExamplesReport, SharedRun
from pipeline.examples import Example
from pipeline.heads import FLAGS, STANCES

RUN = 5
WIDE_RUN = 10
"""A run of Chinese or Japanese has so many characters: they write no spaces, and a word has about two."""
OUTSIDE = 2
"""A run of which at most so many words stand outside a term of art is one of the term."""
STRETCH = 1000
COPY = 0.2
"""Two examples are near copies when this share of the shorter one's runs stands in the other."""
LISTED = 15
Tokens = tuple[str, ...]
_WIDE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_WIDE}]|(?:(?![{_WIDE}])\w)+(?:['’](?:(?![{_WIDE}])\w)+)*")


def tokens_of(text: str) -> Tokens:
    """Words in lower case, without marks; each wide character is one."""
    return tuple(_TOKEN.findall(text.lower()))


def report_examples(examples: Sequence[Example], docket: Docket) -> ExamplesReport:
    """The report on the examples of a docket."""
    texts = [tokens_of(example.text) for example in examples]
    terms = _terms(docket)
    runs = [_runs(text, terms) for text in texts]
    holders: dict[Tokens, list[int]] = defaultdict(list)
    for place, found in enumerate(runs):
        for run in found:
            holders[run].append(place)
    shared = {run: places for run, places in holders.items() if len(places) > 1}
    copies = list(_copies(shared, runs))
    words = Counter(word for text in texts for word in text)
    return ExamplesReport(
        examples=len(examples),
        **_counts(examples, docket),
        words=words.total(),
        different_words=len(words),
        variety=_variety([word for text in texts for word in text]),
        runs=len(holders),
        shared_runs=len(shared),
        examples_with_shared_runs=len({place for places in shared.values() for place in places}),
        most_shared=_most_shared(shared),
        near_copies=tuple((examples[a].id, examples[b].id, share) for a, b, share in copies[:LISTED]),
        near_copies_count=len(copies),
    )


def _counts(examples: Sequence[Example], docket: Docket) -> dict[str, dict[str, int]]:
    def by(name: str) -> dict[str, int]:
        counted = Counter(str(getattr(example, name) or "not said") for example in examples)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    return {
        "concerns": {key: sum(key in e.concerns for e in examples) for key in docket.concern_by_key},
        "stances": {stance: sum(e.stance == stance for e in examples) for stance in STANCES},
        "flags": {flag: sum(bool(getattr(e, flag)) for e in examples) for flag in FLAGS},
        "genres": by("genre"),
        "languages": by("language"),
        "org_kinds": by("org_kind"),
    }


def _variety(words: Sequence[str]) -> float:
    """Different words of each whole stretch of 1,000, as a share, on average; of all where there are fewer."""
    stretches = [words[start : start + STRETCH] for start in range(0, len(words) - STRETCH + 1, STRETCH)] or [words]
    return round(float(np.mean([len(set(part)) / max(len(part), 1) for part in stretches])), 3)


def _terms(docket: Docket) -> dict[str, list[Tokens]]:
    """Names that examples may share, by their first word."""
    names = [docket.name, docket.short_name, *docket.relevance.names]
    names += [title.title for title in docket.titles] + [draft.name for draft in docket.drafts]
    found: dict[str, list[Tokens]] = defaultdict(list)
    for name in {tokens_of(name) for name in names}:
        if len(name) > 1:
            found[name[0]].append(name)
    return found


def _runs(text: Tokens, terms: dict[str, list[Tokens]]) -> set[Tokens]:
    """The runs of a text that are no term of art."""
    inside = np.zeros(len(text), dtype=bool)
    for start, word in enumerate(text):
        for term in terms.get(word, ()):
            if text[start : start + len(term)] == term:
                inside[start : start + len(term)] = True
    wide = sum(1 for token in text if re.match(rf"[{_WIDE}]", token)) * 2 > len(text)
    length = WIDE_RUN if wide else RUN
    starts = range(len(text) - length + 1)
    return {text[s : s + length] for s in starts if (~inside[s : s + length]).sum() > OUTSIDE}


def _most_shared(shared: dict[Tokens, list[int]]) -> tuple[SharedRun, ...]:
    ranked = sorted(shared.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:LISTED]
    return tuple(SharedRun(words=_joined(run), examples=len(places)) for run, places in ranked)


def _joined(run: Tokens) -> str:
    """A run as it was written: with spaces, but between wide characters."""
    wide = re.compile(rf"[{_WIDE}]")
    gaps = ["" if wide.match(a) and wide.match(b) else " " for a, b in pairwise(run)]
    return "".join(part for pair in zip(run, [*gaps, ""], strict=True) for part in pair)


def _copies(shared: dict[Tokens, list[int]], runs: Sequence[set[Tokens]]) -> Iterator[tuple[int, int, float]]:
    """Pairs of examples that are near copies, the nearest first."""
    together = Counter(pair for places in shared.values() for pair in combinations(places, 2))
    shares = [(a, b, count / min(len(runs[a]), len(runs[b]))) for (a, b), count in together.items()]
    for a, b, share in sorted(shares, key=lambda found: (-found[2], found[:2])):
        if share >= COPY:
            yield a, b, round(share, 2)
