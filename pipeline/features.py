"""What a passage looks like to the heads besides its meaning: the vocabulary it uses and the shape it has.

`crafted` is the same function for training and for labelling; its columns are named by `crafted_names`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.vocabulary import Terms, compile_terms, cues

_SHAPES: dict[str, re.Pattern[str]] = {
    "address": re.compile(r"https?://|www\.|\S@\S"),
    "sentence_end": re.compile(r"[.!?。！？؟][\"'”’»)\]]*\s*$"),
    "bullet": re.compile(r"^\s*([•*·–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s"),
    "quotation": re.compile(r"[“”„«»「」]|(?<!\w)['‘\"]"),
    "capitals": re.compile(r"\b[A-ZÀ-ÞА-Я]\w+"),
    "digits": re.compile(r"\d"),
    "separator": re.compile(r"[|»›·/]"),
    "first_person": re.compile(r"\b(we|our|us|my|I|nous|notre|nosotros|nuestr[ao]|nós|wir|unser\w*|мы|наш\w*)\b|我们"),
    "question": re.compile(r"[?？؟]"),
}


def concern_terms(docket: Docket) -> dict[str, Terms]:
    """The vocabulary of each concern of the docket, compiled, in the docket's order."""
    return _compiled(tuple((concern.key, concern.vocabulary) for concern in docket.concerns))


def topic_terms(docket: Docket) -> dict[str, Terms]:
    """The docket's words of relevance: its own names, words that count together, names of other instruments."""
    relevance = docket.relevance
    return _compiled((("names", relevance.names), ("hints", relevance.hints), ("not_names", relevance.not_names)))


CHANGES = ("delete", "retain", "add", "clarify", "amend")
"""Verbs of change that an ask can have."""


@lru_cache(maxsize=16)
def _compiled(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, Terms]:
    return {name: compile_terms(terms) for name, terms in lists}


def stance_terms() -> dict[str, Terms]:
    """The lists of language that are columns; those of asks serve `pipeline.asks` alone."""
    return {name: terms for name, terms in cues().items() if not name.startswith("ask_")}


def opens_with_a_change(text: str) -> bool:
    """Whether a text opens with a verb of change ("Delete paragraph 4 of Article 28")."""
    opening = text.lstrip("•*·–- \t0123456789.)(")[:40]
    return any(start == 0 for name in CHANGES for start, _ in cues()[f"ask_{name}"].spans(opening))


def crafted_names(docket: Docket) -> list[str]:
    """The names of the columns of `crafted`."""
    return [*concern_terms(docket), *topic_terms(docket), *stance_terms(), *_SHAPES, "length", "short", "imperative"]


def crafted(texts: Sequence[str], docket: Docket) -> NDArray[np.float32]:
    """Vocabulary and shape of each text, shape (n, len(crafted_names)); counts as log(1 + n), capped at about 1."""
    return np.array([_row(text, docket) for text in texts], dtype=np.float32).reshape(len(texts), -1)


def without_others(text: str, docket: Docket) -> str:
    """The text with names of other instruments blanked, at the same length: their "convention" is not ours."""
    kept = text
    for start, end in topic_terms(docket)["not_names"].spans(text):
        kept = kept[:start] + " " * (end - start) + kept[end:]
    return kept


def _row(text: str, docket: Docket) -> list[float]:
    own, topic = without_others(text, docket), topic_terms(docket)
    found = [(concern_terms(docket), text), ({k: topic[k] for k in ("names", "hints")}, own),
             ({"not_names": topic["not_names"]}, text), (stance_terms(), text)]  # fmt: skip
    hits = [min(np.log1p(len({word.lower() for word in terms.words(read)})), 2.0)
            for lists, read in found for terms in lists.values()]  # fmt: skip
    length = max(len(text), 1)
    shapes = [min(len(pattern.findall(text)) * 40 / length, 1.5) for pattern in _SHAPES.values()]
    return [*hits, *shapes, np.log1p(length) / 6, float(length < 60), float(opens_with_a_change(text))]
