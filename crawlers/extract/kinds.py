"""What kind of document a text is: joint letter, submission, oral statement, blog and so on (`kinds.toml`)."""

import re
from collections.abc import Sequence
from functools import cache

from crawlers.extract.wordlists import word_list

PAPER = "paper"
"""The hint of a file that is no web page: such papers are handed in, unless they say otherwise."""
_TITLE, _HEAD, _ADDRESS = 3.0, 2.0, 1.5
_MANY_SIGNATURES = 3
_LONG_WORDS = 4000
_LABEL_WORDS = 6
"""Most words of a line that does no more than say of what kind the document is, with its date."""


def doc_kind_of(title: str, head: Sequence[str], url: str | None, signatures: int, hint: str, words: int) -> str:
    """The kind with the most signs. `head` are the first lines around the headline, `hint` what the format says."""
    opening = " \n ".join([*head, hint]).casefold()
    lines = [line.casefold() for line in head if len(line.split()) <= _LABEL_WORDS]
    scores = {
        kind: _TITLE * _any(title.casefold(), signs["title"])
        + _HEAD * (_any(opening, signs["head"]) or any(_begins(line, signs["title"]) for line in lines))
        + _ADDRESS * _any((url or "").casefold(), signs["address"])
        for kind, signs in word_list("kinds").items()
    }
    scores["joint_letter"] = _letter_score(scores["joint_letter"], signatures)
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] > 0:
        return best
    if words > _LONG_WORDS:
        return "report"
    return "news" if "NewsArticle" in hint else "submission" if hint == PAPER else "blog"


def _letter_score(score: float, signatures: int) -> float:
    """A letter is joint by its signatures; without any, its title alone says little."""
    if signatures >= _MANY_SIGNATURES:
        return score + 6.0
    return score + 1.0 if signatures == 2 else score * 0.8


def _begins(line: str, signs: Sequence[str]) -> bool:
    """Whether a short line begins with the name of a kind ("Pressmeddelande 12 augusti 2024")."""
    return any(match.start() == 0 for sign in signs if (match := _pattern(sign).search(line)))


def _any(text: str, signs: Sequence[str]) -> bool:
    return any(_pattern(sign).search(text) for sign in signs)


@cache
def _pattern(sign: str) -> re.Pattern[str]:
    """`sign` as a whole word, its plural allowed; anywhere in scripts that set no spaces."""
    if any("\u3040" <= letter <= "\ud7a3" for letter in sign):
        return re.compile(re.escape(sign))
    before, after = (r"(?<!\w)" if sign[0].isalnum() else ""), (r"s?(?!\w)" if sign[-1].isalnum() else "")
    return re.compile(before + re.escape(sign) + after)
