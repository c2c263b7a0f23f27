"""Notes and reasons as readers see them: a draft by its name instead of its key, a day in words.

Notes of a docket and reasons of marks are written once and stored; keys such as a draft's are for files.
"""

import re
from datetime import date

from flask import Flask

from db.docket import Docket
from webapp.desk import desk
from webapp.wording import day

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SPAN = re.compile(r"(?<=\d)\.\.(?=\d)")
NO_WORD = re.compile(r"[\d_]")
"""A key with a figure or an underscore in it is no word of a language; "adopted" is, and stays."""


def in_plain_words(text: str, docket: Docket) -> str:
    """`text` with keys of drafts as the drafts' names and ISO days in words; all else as it is."""
    names = {draft.key: draft.label for draft in docket.drafts if NO_WORD.search(draft.key)}
    if names:
        keys = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")
        text = keys.sub(lambda found: names[found[1]], text)
    return ISO_DAY.sub(_day, SPAN.sub(" to ", text))


def register(app: Flask) -> None:
    """Make `in_plain_words`, for the installation's docket, available to templates as `plainly`."""
    app.jinja_env.filters["plainly"] = lambda text: in_plain_words(text, desk().docket)


def _day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]).isoformat())
    except ValueError:
        return found[0]
