"""Comparing a parsed treaty with what the docket's articles.csv says about that draft."""

import re
import unicodedata
from collections.abc import Iterator

from db.docket import Docket
from pipeline.treaty_text import Treaty


def differences(treaty: Treaty, docket: Docket, draft: str) -> list[str]:
    """One sentence for each number or title that differs; none where articles.csv has no row of that draft."""
    return list(_differences(treaty, docket, draft))


def is_listed(docket: Docket, draft: str) -> bool:
    """Whether articles.csv has anything on the draft."""
    return any(title.draft == draft for title in docket.titles)


def _differences(treaty: Treaty, docket: Docket, draft: str) -> Iterator[str]:
    known = {title.number: title.title for title in docket.titles if title.draft == draft}
    found = {article.number: article.title for article in treaty.articles}
    for number, title in known.items():
        if number not in found:
            yield f"Article {number} ({title}) is in articles.csv and not in the file."
        elif plain(found[number]) != plain(title):
            yield f"Article {number} is “{title}” in articles.csv and “{found[number]}” in the file."
    if known:
        for number in found:
            if number not in known:
                yield f"Article {number} ({found[number]}) is in the file and not in articles.csv."


def plain(title: str) -> str:
    """A title for comparing: letters and digits in one case."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"\w+", folded))
