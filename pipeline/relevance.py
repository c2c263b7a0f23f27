"""Whether a whole statement is about the docket, by the names and words of `docket.toml`, with the reason.

A name of the treaty or of its talks decides where it stands: in the title or the opening it is the subject; further
down it must return, or a long text merely mentions it. Words that count only together (`hints`) speak for texts that
say "the Convention" throughout; names of other instruments (`not_names`) never do, and are taken out first.
"""

import re
from dataclasses import dataclass

from db.docket import Docket
from pipeline.features import concern_terms, topic_terms, without_others

VERSION = "1"
OPENING = 900
"""Characters of the opening: a headline, a byline and a first paragraph."""
PER_THOUSAND = 1.5
"""Names per thousand words from which a text that names the treaty late is still about it."""
HINTS_PER_THOUSAND = 20.0
"""Hints and citations per thousand words. Pages about other things have under 14, letters that name nothing over 22."""
DISTINCT_HINTS = 2
THEMES = 1
"""Concerns (of those that have articles) whose words a text must use before hints count."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
CITATION = re.compile(
    r"\bart(?:icles?|\.|ículos?|igos?|icol[oi]|ikel)?\s*\d+|\bстат\w+\s*\d+|الماد\w+\s*\d+|第[一二三四五六七八九十\d]+条",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Relevance:
    """Whether a statement is about the docket. `score` lies between 0 and 1 and is above 0.5 where it is."""

    on_topic: bool
    score: float
    reason: str


def judge_relevance(title: str, text: str, docket: Docket) -> Relevance:
    """Whether the statement is about the docket, and why. An empty text is judged by its title."""
    names = topic_terms(docket)["names"]
    title, text = without_others(title, docket), without_others(text, docket)
    named = names.words(title)
    if named:
        return Relevance(True, 1.0, f"The title names the subject: “{named[0]}”.")
    opening = names.words(text[:OPENING])
    if opening:
        return Relevance(True, 0.9, f"The opening names the subject: “{opening[0]}”.")
    return _by_frequency(title, text, docket)


def _by_frequency(title: str, text: str, docket: Docket) -> Relevance:
    whole = f"{title}\n{text}"
    named = topic_terms(docket)["names"].words(whole)
    thousands = max(_words(whole), 1) / 1000
    if len(named) > 1 and len(named) / thousands >= PER_THOUSAND:
        return Relevance(True, 0.8, f"The text names the subject {len(named)} times, first as “{named[0]}”.")
    return _by_hints(whole, thousands, docket) or _off_topic(named)


def _by_hints(text: str, thousands: float, docket: Docket) -> Relevance | None:
    """The judgement where enough words speak for the docket, or None."""
    hints = topic_terms(docket)["hints"].words(text) + CITATION.findall(text)
    distinct = sorted({hint.lower() for hint in hints})
    themes = [
        key for key, terms in concern_terms(docket).items() if docket.concern_by_key[key].articles and terms.count(text)
    ]
    if len(distinct) < DISTINCT_HINTS or len(themes) < THEMES or len(hints) / thousands < HINTS_PER_THOUSAND:
        return None
    shown = ", ".join(f"“{word}”" for word in distinct[:3])
    return Relevance(True, 0.6, f"The text speaks throughout of {shown}.")


def _off_topic(named: list[str]) -> Relevance:
    if not named:
        return Relevance(False, 0.05, "Neither title nor text names the subject.")
    times = "once" if len(named) == 1 else f"{len(named)} times"
    return Relevance(False, 0.3, f"The text names the subject only {times}, in passing: “{named[0]}”.")


def _words(text: str) -> int:
    """Words; two wide characters are taken for one."""
    return len(_WIDE.sub(" ", text).split()) + len(_WIDE.findall(text)) // 2
