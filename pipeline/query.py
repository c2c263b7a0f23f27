"""A reader's search words: phrases in quotation marks, words to leave out with a minus, the rest as they come."""

import re
from dataclasses import dataclass

MOST_CHARACTERS = 10_000
MOST_TERMS = 40
TERM = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“„«](?P<phrase>[^"”“»]*)["”»]|(?P<word>[^\s"“”„«»]+))')
CONTENT = re.compile(r"\w")


@dataclass(frozen=True)
class Query:
    """What was asked: `text` for the meaning; `words` and `phrases` to find, `without` to leave out."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    notes: tuple[str, ...] = ()


def parse_query(given: str) -> Query:
    """The query, whatever was typed: no input is an error, what is cut off is noted."""
    notes = []
    if len(given) > MOST_CHARACTERS:
        notes.append(f"Only the first {MOST_CHARACTERS:,} characters of the search were used.")
    terms = [match for match in TERM.finditer(given[:MOST_CHARACTERS]) if CONTENT.search(match.group())]
    if len(terms) > MOST_TERMS:
        notes.append(f"Only the first {MOST_TERMS} words were compared as words; the meaning is of the whole search.")
    kept = terms[:MOST_TERMS]
    words = tuple(clean(m["word"]) for m in kept if m["word"] and not m["minus"])
    phrases = tuple(clean(m["phrase"]) for m in kept if m["phrase"] and not m["minus"])
    without = tuple(clean(m["word"] or m["phrase"]) for m in kept if m["minus"])
    wanted = " ".join((m["word"] or m["phrase"]) for m in terms if not m["minus"])
    return Query(wanted, tuple(dict.fromkeys(words)), phrases, without, tuple(notes))


def clean(term: str) -> str:
    """A term without punctuation at its ends."""
    return re.sub(r"^\W+|\W+$", "", term)
