"""Why a label was given: in the passage's own words, and by the labelled example that it resembles most.

The words are those that the linear word model weighs most for the label, so leaving one out lowers the score. Where
no word counts, the reason says that meaning did.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.features import concern_terms, crafted_names, stance_terms, topic_terms
from pipeline.passage import Scores

MOST = 3
LEAST = 0.02
_BY_MEANING = "Close in meaning to passages that readers labelled so."


def reason_of(text: str, label: str, scores: Scores, docket: Docket) -> str:
    """Up to three words or phrases of the passage that count for `label`, else its meaning; and the nearest example."""
    quoted = ", ".join(f"“{word}”" for word in telling_words(text, label, scores, docket))
    said = f"Words that count for this: {quoted}." if quoted else _BY_MEANING
    return f"{said} {scores.nearest(label)}".strip()


def telling_words(text: str, label: str, scores: Scores, docket: Docket) -> list[str]:
    """The passage's words that raise the score of `label` most, as written, heaviest first."""
    weighed = scores.word_weights(label)
    for word, value in _listed_words(text, scores.shape_weights(label), docket):
        weighed[word.lower()] = weighed.get(word.lower(), 0.0) + value
    telling = (word for word, value in weighed.items() if value > LEAST and (len(word) > 3 or not word.isascii()))
    return _as_written(text, _without_parts(sorted(telling, key=lambda word: (-weighed[word], word))))


def _listed_words(text: str, added: NDArray[np.float32], docket: Docket) -> Iterable[tuple[str, float]]:
    """Hits of the word lists that speak for the label, each with its share of the list's weight."""
    lists = {**concern_terms(docket), **topic_terms(docket), **stance_terms()}
    for place, name in enumerate(crafted_names(docket)):
        if name in lists and added[place] > LEAST:
            hits = lists[name].words(text)
            yield from ((word, float(added[place]) / len(hits)) for word in hits)


def _without_parts(words: Iterable[str]) -> list[str]:
    """The first few words that neither hold nor lie in an earlier one."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
        if len(kept) == MOST:
            break
    return kept


def _as_written(text: str, words: Iterable[str]) -> list[str]:
    lowered = text.lower()
    places = {word: lowered.find(word) for word in words}
    return [text[at : at + len(word)] if at >= 0 else word for word, at in places.items()]
