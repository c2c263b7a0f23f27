"""Reading the list of provisions that follows a noun: "Articles 35 (1) c, (3) and 42-46".

A `Spot` is one provision as it is being read. Nothing here looks backwards, and each step consumes text, so that
reading is linear in the length of what is read.
"""

import re
from dataclasses import replace

from pipeline.citation.grammar import GLOSS, grammar
from pipeline.citation.marks import marked
from pipeline.citation.numbers import read_letter, read_number, read_roman
from pipeline.citation.ranges import expand
from pipeline.citation.spot import Spot

OWNERS = ("article", "preamble", "sub")
"""What paragraphs may belong to that is named after them."""


def read_list(flat: str, start: int, at: int, unit: str) -> list[Spot]:
    """All provisions of the list whose noun begins at `start` and whose first number stands at `at`; none: []."""
    first = _first(flat, start, at, unit)
    if not first:
        return []
    spots = _with_range(flat, first, unit)
    while following := _next(flat, spots[-1], unit):
        spots += _with_range(flat, following, unit)
    return spots


def _first(flat: str, start: int, at: int, unit: str) -> Spot | None:
    at = _after_sign(flat, at)
    if unit in ("letter", "either") and (read := read_letter(flat, at)):
        return Spot(start, read[1], letter=read[0], level="letter")
    if unit in ("article", "chapter"):
        return _numbered(flat, start, at, unit)
    return _first_paragraph(flat, start, at, unit)


def _first_paragraph(flat: str, start: int, at: int, unit: str) -> Spot | None:
    """Paragraph 2, paragraph (2), and a sub-paragraph marked by a digit."""
    level = "letter" if unit == "letter" else "paragraph"
    bracket = grammar().bracket.match(flat, at)
    if bracket and bracket["letter"] and level == "paragraph":
        letter = grammar().letters.get(bracket["letter"], bracket["letter"])
        return Spot(start, bracket.end(), letter=letter, level="letter")
    if bracket and bracket["digits"]:
        read: tuple[str, int] | None = (bracket["digits"].replace(" ", ""), bracket.end())
    else:
        read = read_number(flat, at)
    if not read:
        return None
    end = read[1] + (1 if level == "letter" and flat[read[1] : read[1] + 1] == ")" else 0)
    spot = Spot(start, end, level=level)
    spot = replace(spot, letter=read[0]) if level == "letter" else replace(spot, paragraph=read[0])
    return read_subs(flat, spot)


def _after_sign(flat: str, at: int) -> int:
    match = grammar().sign.match(flat, at)
    return match.end() if match else at


def _numbered(flat: str, start: int, at: int, unit: str) -> Spot | None:
    """An article or a chapter at `at`, with whatever paragraph and letter follow."""
    read = read_number(flat, at) or (read_roman(flat, at) if unit == "chapter" else None)
    if not read or grammar().first_count_after.match(flat, read[1]):
        return None
    spot = Spot(start, read[1], article=read[0])
    return spot if unit == "chapter" else read_subs(flat, spot)


def read_subs(flat: str, spot: Spot) -> Spot:
    """`spot` with the paragraph and the letter that follow it, by brackets, dots, nouns or bare letters."""
    for _ in range(6):
        deeper = marked(flat, spot) or _named(flat, spot)
        if not deeper:
            return spot
        spot = deeper
    return spot


def _named(flat: str, spot: Spot) -> Spot | None:
    """ ", paragraph 2", ", particularly paragraph 2", " Abs. 1 Buchst. c"."""
    if spot.letter or spot.level == "letter":
        return None
    stress = grammar().stress.match(flat, spot.end)
    noun = grammar().noun_of["sub"].match(flat, stress.end() if stress else spot.end)
    if not noun:
        return None
    unit = noun.lastgroup or "paragraph"
    at = _after_sign(flat, noun.end())
    if unit != "paragraph" and (read := read_letter(flat, at)):
        return replace(spot, letter=read[0], end=read[1], level="letter")
    if spot.paragraph and unit != "letter":
        return None
    return _named_number(flat, spot, at, unit)


def _named_number(flat: str, spot: Spot, at: int, unit: str) -> Spot | None:
    inner = _first_paragraph(flat, spot.start, at, "letter" if unit == "letter" and spot.paragraph else "paragraph")
    if not inner or (spot.paragraph and inner.paragraph):
        return None
    return replace(
        inner,
        article=spot.article,
        paragraph=spot.paragraph or inner.paragraph,
        letter=inner.letter or spot.letter,
    )


def _next(flat: str, before: Spot, unit: str) -> Spot | None:
    """The provision after a comma or "and", which inherits what it does not say."""
    gloss = GLOSS.match(flat, before.end)
    after = gloss.end() if gloss else before.end
    join = grammar().join.match(flat, after)
    if not join or join.end() == after:
        return None
    lead = grammar().join_article.match(flat, join.end())
    if not lead:
        return continued(flat, join.end(), before, unit)
    further = continued(flat, lead.end(), before, unit)
    return further if further and further.paragraph else None  # never "y el 24 por ciento"


def continued(flat: str, at: int, before: Spot, unit: str) -> Spot | None:
    """A further item at `at`: bracket, paragraph noun, letter or bare number."""
    if unit not in ("chapter",) and (spot := _further_sub(flat, at, before)):
        return spot
    if before.level == "letter":
        read = read_letter(flat, at)
        return replace(before, start=at, end=read[1], letter=read[0]) if read else None
    read = read_number(flat, at) or (read_roman(flat, at) if unit == "chapter" else None)
    if not read or (unit != "chapter" and grammar().count_after.match(flat, read[1])):
        return None
    if flat[at].isalpha() and flat[before.end - 1].isdigit() and unit != "chapter":
        return None  # "Article 6.2, one delegation": words follow only words
    return _further_number(flat, at, read, before, unit)


def _further_number(flat: str, at: int, read: tuple[str, int], before: Spot, unit: str) -> Spot | None:
    """A bare number is an article, unless the list has come down to paragraphs and the number has none of its own."""
    as_article = Spot(at, read[1], article=read[0])
    if unit == "chapter":
        return as_article
    spot = read_subs(flat, as_article)
    if grammar().count_after.match(flat, spot.end):
        return None
    if before.level == "paragraph" and not (before.article and spot.paragraph):
        inner = replace(before, start=at, end=read[1], paragraph=read[0], letter=None)
        return read_subs(flat, inner)
    return spot


def _further_sub(flat: str, at: int, before: Spot) -> Spot | None:
    """ "(4)" after "35(3)", "(b)" after "35(1)(a)", "paragraph 3" after any of them."""
    if flat[at : at + 1] == "(":
        return _further_bracket(flat, at, before)
    noun = grammar().noun_of["sub"].match(flat, at)
    if not noun or not before.article:
        return None
    anchor = Spot(at, at, article=before.article, paragraph=before.paragraph if noun.lastgroup == "letter" else None)
    found = _named(flat, anchor)
    return found if found and not _belongs_elsewhere(flat, noun) else None


def _belongs_elsewhere(flat: str, noun: re.Match[str]) -> bool:
    """Whether paragraphs are followed by an article of their own: "Article 5 and paragraph 2 of Article 6"."""
    spots = read_list(flat, noun.start(), noun.end(), noun.lastgroup or "paragraph")
    of = grammar().of.match(flat, spots[-1].end) if spots else None
    end = of.end() if of else None
    return end is not None and any(grammar().noun_of[unit].match(flat, end) for unit in OWNERS)


def _further_bracket(flat: str, at: int, before: Spot) -> Spot | None:
    if not (before.paragraph or before.letter):
        return None
    match = grammar().bracket.match(flat, at)
    if match and match["digits"] and before.paragraph:
        return read_subs(flat, replace(before, start=at, end=match.end(), paragraph=match["digits"], letter=None))
    if match and match["letter"] and before.letter:
        letter = grammar().letters.get(match["letter"], match["letter"])
        return replace(before, start=at, end=match.end(), letter=letter)
    return None


def _with_range(flat: str, spot: Spot, unit: str) -> list[Spot]:
    """`spot`, or every provision of the range that it opens; a range that runs down is one spot."""
    span = grammar().span.match(flat, spot.end)
    if not span:
        return [spot]
    last = _range_end(flat, span.end(), spot, unit)
    return expand(spot, last) if last else [spot]


def _range_end(flat: str, at: int, spot: Spot, unit: str) -> Spot | None:
    noun = (
        grammar().noun_of["article" if spot.level == "article" and not spot.paragraph else "paragraph"].match(flat, at)
    )
    at = _after_sign(flat, noun.end()) if noun else at
    last = continued(flat, at, spot, unit)
    same_depth = last and (bool(last.letter), bool(last.paragraph)) == (
        bool(spot.letter),
        bool(spot.paragraph),
    )
    return last if same_depth else None
