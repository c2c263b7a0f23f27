"""Which passages answer a query, and how well: by words, by meaning, and by both.

Words: all of them; then those with some of the telling words. Meaning: the nearest by the multilingual encoder, whose
vectors of all languages lie in one space. The weights were chosen on one half of sixty graded queries and measured on
the other (docs/decisions/search.md).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from db.words import WIDE, WordIndex, word_index
from pipeline.everyday import everyday_words
from pipeline.query import Query
from pipeline.shelf import Mask, Places, Shelf

Scores = NDArray[np.float32]

WORDS_SHARE = 0.3
"""Weight of the words beside the meaning."""
EXPECTED = 0.77
"""Of a passage that has all words once and is of usual length: its bm25 over the sum of the words' idf."""
FEW = 10
"""A word in so few passages tells something, however few passages there are."""
COMMON = 0.2
"""A word in more than this share of passages tells nothing when some of the words will do."""
CLOSE = 0.22
"""Least cosine that counts as close in meaning. On the sample web the nearest passage to queries on foreign subjects
(cake, football, weather) reaches 0.19 at most, to queries on its subjects in any language 0.26 at least."""
ENOUGH_WORDS = 0.2
"""Least score by words of a passage that has only some of them."""
MOST_SCORED = 2_000
"""Passages whose words are scored; more can have them all, and follow."""
MOST_READ = 15_000
"""Passages whose words are scored for one search, counted once for each word: the commonest words are left out."""
MOST_LOOSE = 200
"""Passages with only some of the words."""
FEWEST_NEAR, MOST_NEAR, NEAR_SHARE = 50, 1_000, 0.1
"""Passages that are near in meaning: a tenth of all, but so many at least and at most."""
MOST_TELLING = 60
MOST_COUNTED = 20_000
"""Words whose counts are kept."""


@dataclass(frozen=True)
class Candidates:
    """What was found, by place on the shelf. `words` is 0 to 1; `cosine` is empty where meaning was not compared."""

    member: Mask
    all_words: Mask
    near: Mask
    words: Scores
    cosine: Scores

    def scores(self) -> Scores:
        """How well each passage answers, larger is better."""
        if not len(self.cosine):
            return self.words
        return np.asarray(WORDS_SHARE * self.words + (1 - WORDS_SHARE) * self.cosine, dtype=np.float32)


def everything(shelf: Shelf) -> Candidates:
    """All passages, none better than another: a search by filters alone."""
    yes, no = np.ones(len(shelf), dtype=np.bool_), np.zeros(len(shelf), dtype=np.bool_)
    return Candidates(yes, no, no, np.zeros(len(shelf), dtype=np.float32), np.empty(0, dtype=np.float32))


def find_candidates(session: Session, shelf: Shelf, asked: Query, vector: Scores | None) -> Candidates:
    """The passages for a query. `vector` is its meaning, or None where meaning cannot be compared."""
    index = word_index(session)
    all_words, words = _by_words(session, index, shelf, asked)
    loose = _best(np.where(words >= ENOUGH_WORDS, words, 0), MOST_LOOSE)
    cosine = shelf.cosines(vector) if vector is not None else np.empty(0, dtype=np.float32)
    near = near_ones(cosine) if len(cosine) else np.zeros(len(shelf), dtype=np.bool_)
    member = (all_words | loose | near) & _allowed(session, index, shelf, asked)
    return Candidates(member, all_words & member, near & member, words, cosine)


def alike(shelf: Shelf, place: int) -> Candidates:
    """The passages nearest in meaning to one on the shelf, without those with the same words."""
    row = int(shelf.vector_at[place])
    cosine = shelf.cosines(shelf.vectors[row]) if row >= 0 else np.zeros(len(shelf), dtype=np.float32)
    cosine[shelf.fold == shelf.fold[place]] = 0
    near, none = near_ones(cosine), np.zeros(len(shelf), dtype=np.bool_)
    return Candidates(near, none, near, np.zeros(len(shelf), dtype=np.float32), cosine)


def near_ones(cosine: Scores) -> Mask:
    """The nearest that are close. How many depends on the size of the shelf alone, so that a filter takes some away
    and brings no others: each figure beside a filter is what the filter shows."""
    most = int(np.clip(len(cosine) * NEAR_SHARE, FEWEST_NEAR, MOST_NEAR))
    return _best(np.where(cosine >= CLOSE, cosine, 0), most)


def _best(scores: Scores, most: int) -> Mask:
    """True for the `most` largest scores above 0, and those equal to the last of them."""
    above = scores[scores > 0]
    if len(above) <= most:
        return np.asarray(scores > 0, dtype=np.bool_)
    return np.asarray(scores >= np.partition(above, len(above) - most)[len(above) - most], dtype=np.bool_)


def _at(shelf: Shelf, places: Places) -> Mask:
    found = np.zeros(len(shelf), dtype=np.bool_)
    found[places] = True
    return found


def _allowed(session: Session, index: WordIndex, shelf: Shelf, asked: Query) -> Mask:
    """What phrases and a minus allow: they bind a passage that is found by its meaning too."""
    allowed = np.ones(len(shelf), dtype=np.bool_)
    if asked.exact:
        clauses = [[term.text for term in clause] for clause in asked.exact]
        allowed &= _at(shelf, shelf.places(index.matching(session, clauses, ())))
    if asked.without:
        allowed &= ~_at(shelf, shelf.places(index.matching(session, [list(asked.without)], ())))
    return allowed


def _by_words(session: Session, index: WordIndex, shelf: Shelf, asked: Query) -> tuple[Mask, Scores]:
    """Passages with every clause, and for each passage how well it has the telling words (0 to 1)."""
    clauses = [[term.text for term in clause] for clause in asked.clauses]
    all_words = _at(shelf, shelf.places(index.matching(session, clauses, asked.without)))
    scores = np.zeros(len(shelf), dtype=np.float32)
    counts = _counts(session, index, shelf, telling(asked))
    rare = _rare(counts, shelf.indexed)
    expected = EXPECTED * sum(_idf(count, shelf.indexed) for count in counts.values())
    if rare or len(clauses) == 1:
        exact = [[term.text for term in clause] for clause in asked.exact]
        found = index.search(session, exact, rare or list(counts), asked.without, MOST_SCORED)
        places, known = shelf.located([key for key, _ in found])
        values = np.asarray([score for _, score in found], dtype=np.float32)
        scores[places[known]] = np.minimum(1, values[known] / max(expected, 1e-6))
    return all_words, scores


def _idf(count: int, passages: int) -> float:
    """As FTS5's bm25 has it."""
    return max(math.log((passages - count + 0.5) / (count + 0.5)), 1e-6)


def _rare(counts: Mapping[str, int], passages: int) -> list[str]:
    """The words that tell something, rarest first; no more than `MOST_READ` passages are read for them."""
    found, read = list[str](), 0
    for word, count in sorted(counts.items(), key=lambda item: item[1]):
        if 0 < count <= max(COMMON * passages, FEW) and (read + count <= MOST_READ or not found):
            found.append(word)
            read += count
    return found


def _counts(session: Session, index: WordIndex, shelf: Shelf, words: Sequence[str]) -> dict[str, int]:
    """How many passages have each word, counted once for a shelf."""
    unknown = [word for word in words if word not in shelf.word_counts]
    if len(shelf.word_counts) > MOST_COUNTED:
        shelf.word_counts.clear()
        unknown = list(words)
    shelf.word_counts.update(index.counts(session, unknown))
    return {word: shelf.word_counts[word] for word in words}


def telling(asked: Query) -> list[str]:
    """The words by which a passage is told from others: no everyday words, unless there are no other. Chinese and
    Japanese write no spaces, so that two characters stand for a word."""
    words = [word for word in asked.words if word.casefold() not in everyday_words()] or list(asked.words)
    found = [piece for word in words for piece in _pieces(word)]
    return list(dict.fromkeys([*asked.phrases, *found]))[:MOST_TELLING]


def _pieces(word: str) -> Iterable[str]:
    wide: Sequence[str] = WIDE.findall(word)
    if len(wide) < 3:
        return (word,)
    return ("".join(pair) for pair in pairwise(wide))
