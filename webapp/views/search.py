"""`/search?q=`: words and meaning, through the pipeline's search."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.doors import Hit, SearchResult
from webapp.queries.quotations import Quotation, load_quotations

search = Blueprint("search", __name__)
LONGEST_QUERY = 10_000
MOST_HITS = 50
UNAVAILABLE = "Search is not available in this installation right now. The reason is in the server's log."


@dataclass(frozen=True)
class Found:
    """One hit, its quotation with original address, and its text cut at the words that matched."""

    hit: Hit
    quotation: Quotation
    pieces: tuple[tuple[str, bool], ...]


@search.get("/search")
def results() -> ResponseReturnValue:
    """Hits for `?q=`, best first, each with why it was found."""
    given = request.args.get("q", "").replace("\0", " ").strip()
    query = given[:LONGEST_QUERY]
    notes = [f"Only the first {LONGEST_QUERY:,} characters were used."] if query != given else []
    if not query:
        return render_template("search.html", query="", found=(), notes=notes)
    answer, problems = _ask(query)
    found = _found(answer.hits) if answer else ()
    if answer:
        notes += answer.notes
        if len(found) < len(answer.hits):
            notes.append(f"{len(answer.hits) - len(found)} hits stand in earlier wordings and are left out.")
    return render_template("search.html", query=query, found=found, notes=[*notes, *problems], most=MOST_HITS)


def _ask(query: str) -> tuple[SearchResult | None, list[str]]:
    """The pipeline's answer; when it fails, a sentence instead, and the reason in the log."""
    engine, docket = desk().engine, desk().docket
    try:
        return desk().search(engine, desk().settings, docket, query, MOST_HITS), []
    except Exception:
        current_app.logger.exception("Search failed.")
        return None, [UNAVAILABLE]


def _found(hits: Sequence[Hit]) -> tuple[Found, ...]:
    quotations = load_quotations(session(), {hit.passage_id for hit in hits})
    pairs = [(hit, quotations[hit.passage_id]) for hit in hits if hit.passage_id in quotations]
    return tuple(Found(hit, quoted, cut_at_words(quoted.text, hit.matched_words)) for hit, quoted in pairs)


def cut_at_words(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """`text` in pieces, each with whether it is one of `words`; joined, they are `text` again."""
    wanted = [re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word]
    if not wanted:
        return ((text, False),)
    pieces = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    return tuple((piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece)
