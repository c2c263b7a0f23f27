"""Of what kind an organisation is, by its name and by what it says of itself (`org_kinds.toml`)."""

import re
from functools import cache

from crawlers.extract.wordlists import word_list

OPENING = 1500
"""Code points of a text in which an organisation says what it is."""
DEFAULT = "ngo"
_NAME, _SAID, _DOC = 3.0, 1.0, 2.0


def org_kind_of(name: str | None, text: str, doc_kind: str) -> str:
    """ngo, industry, un_body, igo, academia, state or media: the kind with the most signs; ngo where none shows."""
    scores = {
        kind: _NAME * bool(_pattern(kind, "name").search(name or ""))
        + _SAID * len({match.casefold() for match in _pattern(kind, "said").findall(text[:OPENING])})
        + _DOC * (doc_kind in signs.get("documents", ()))
        for kind, signs in word_list("org_kinds").items()
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= _DOC else DEFAULT


@cache
def _pattern(kind: str, key: str) -> re.Pattern[str]:
    words = word_list("org_kinds")[kind].get(key, ())
    if not words:
        return re.compile(r"(?!)")
    return re.compile(
        "|".join(
            re.escape(word) if "\u3040" <= word[0] <= "\ud7a3" else rf"(?<!\w){re.escape(word)}(?!\w)" for word in words
        ),
        re.IGNORECASE,
    )
