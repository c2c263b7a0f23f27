"""The masthead of an official document: organ, symbol, distribution, original language. No part of its text.

A paper has one where a distribution mark stands near its beginning. The date below that mark stays.
"""

import re
from collections.abc import Sequence

from crawlers.extract.blocks import clean
from crawlers.extract.wordlists import all_languages

REACH = 16
_SYMBOL = re.compile(r"[A-Z]{1,5}(?:/[A-Z0-9.()]{1,12}){1,7}\*{0,3}")


def has_masthead(texts: Sequence[str]) -> bool:
    """Whether a distribution mark stands among the first lines."""
    return any(_starts(text, "distribution") for text in texts[:REACH])


def is_masthead(text: str) -> bool:
    """Whether a line is nothing but a piece of the masthead."""
    line = clean(text)
    organ = line.casefold().strip(" *") in all_languages("furniture", "organs")
    return organ or bool(_SYMBOL.fullmatch(line)) or _starts(line, "distribution") or _starts(line, "original")


def _starts(text: str, key: str) -> bool:
    line = clean(text).casefold()
    return len(line) < 60 and line.startswith(tuple(all_languages("furniture", key)))
