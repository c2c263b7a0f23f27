"""Paragraphs cited without their article take it from the same sentence, the one before, or the heading above."""

import re

from pipeline.citation.found import FoundMention
from pipeline.citation.grammar import grammar
from pipeline.citation.sentences import paragraph_start, sentence_start

HEADING_REACH = 3000
"""How far a heading's article carries."""
LONGEST_HEADING = 120
SAME_REACH = 1500


def context_article(text: str, flat: str, at: int, end: int, earlier: list[FoundMention]) -> FoundMention | None:
    """The mention whose article (or preamble) the paragraphs [at, end) belong to, or None."""
    usable = [m for m in earlier[-12:] if m.unit in ("article", "preamble") and m.end <= at and not m.descending]
    if not usable:
        return None
    last = usable[-1]
    sentence = sentence_start(text, at)
    if last.end > sentence or (last.end > sentence_start(text, max(0, sentence - 2)) and _same_block(text, last, at)):
        return last
    if (says_same(flat, at) or grammar().same_after.match(flat, end)) and at - last.end < SAME_REACH:
        return last
    return _heading(text, at, earlier)


def _same_block(text: str, last: FoundMention, at: int) -> bool:
    """No empty line between, unless the mention is a heading."""
    return last.start >= paragraph_start(text, at) or is_heading(text, last)


def says_same(flat: str, at: int) -> re.Match[str] | None:
    """ "ibid.", "in the same article" shortly before `at`."""
    found = None
    for match in grammar().same.finditer(flat, max(0, at - 40), at):
        found = match
    return found


def ibid_start(flat: str, at: int) -> int:
    """Where a citation that opens with "ibid." begins: there, if only a comma stands between."""
    match = says_same(flat, at)
    opens = match and match.group().startswith("ibid") and not flat[match.end() : at].strip(" .,")
    return match.start() if match and opens else at


def is_heading(text: str, mention: FoundMention) -> bool:
    """Whether the mention opens a short line of its own."""
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    if line_end < 0:
        return False
    marks = text[line_start : mention.start]
    return (
        not marks.strip(" #*•-\t0123456789.)(")
        and line_end - line_start <= LONGEST_HEADING
        and (not text[line_start:line_end].rstrip().endswith((".", ";", ",")))
    )


def _heading(text: str, at: int, earlier: list[FoundMention]) -> FoundMention | None:
    """The nearest heading that cites an article, if no other article has been cited after it in this block."""
    for mention in reversed(earlier[-30:]):
        if at - mention.end > HEADING_REACH:
            return None
        if is_heading(text, mention) and mention.unit in ("article", "preamble"):
            return mention
    return None
