"""Paragraphs and letters written onto a number by marks: brackets, dots, quotes, or nothing at all."""

from dataclasses import replace

from pipeline.citation.grammar import QUOTED_ITEMS, grammar
from pipeline.citation.numbers import chinese_value, roman_value
from pipeline.citation.spot import ITEM_LETTERS, Spot


def marked(flat: str, spot: Spot) -> Spot | None:
    """`spot` with the next paragraph or letter that a mark attaches to it, or None."""
    return _quoted(flat, spot) or _bracketed(flat, spot) or _dotted(flat, spot) or _bare(flat, spot)


def _bracketed(flat: str, spot: Spot) -> Spot | None:
    match = grammar().bracket.match(flat, spot.end)
    if not match:
        return None
    end = match.end()
    if spot.letter:
        return replace(spot, end=end) if match["roman"] or match["digits"] or match["letter"] in ("i", "v") else None
    if (digits := match["digits"]) and not spot.paragraph:
        return replace(spot, paragraph=digits.replace(" ", ""), end=end)
    if match["letter"]:
        return replace(spot, letter=grammar().letters.get(match["letter"], match["letter"]), end=end)
    if match["roman"]:
        value = roman_value(match["roman"])
        return replace(spot, letter=match["roman"], end=end) if value else None
    number = match["digits"] or str(chinese_value(match["cn"]) or "")
    return replace(spot, letter=number, end=end) if number else None


def _quoted(flat: str, spot: Spot) -> Spot | None:
    """Items below a letter are part of the citation; they are not kept."""
    match = QUOTED_ITEMS.match(flat, spot.end) if spot.letter else None
    return replace(spot, end=match.end()) if match else None


def _dotted(flat: str, spot: Spot) -> Spot | None:
    """6.2, 35.1.c: no blank after the dot, and no decimal of a percentage."""
    if flat[spot.end : spot.end + 1] != "." or spot.letter:
        return None
    rest = flat[spot.end + 1 : spot.end + 4]
    digits = rest[:2] if rest[:2].isdecimal() else rest[:1]
    if not spot.paragraph and digits.isdecimal() and not digits.startswith("0"):
        beyond = flat[spot.end + 1 + len(digits) : spot.end + 2 + len(digits)]
        return (
            None
            if beyond.isalnum() or beyond == "%"
            else replace(spot, paragraph=digits, end=spot.end + 1 + len(digits))
        )
    if spot.paragraph and rest[:1] in ITEM_LETTERS and rest[:1] and not rest[1:2].isalnum():
        return replace(spot, letter=rest[0], end=spot.end + 2)
    return None


def _bare(flat: str, spot: Spot) -> Spot | None:
    """35 (1) c and 3D; never a letter directly after an article's number and a blank."""
    if spot.letter or (not spot.paragraph and flat[spot.end : spot.end + 1] == " "):
        return None
    match = grammar().bare_letter.match(flat, spot.end)
    return replace(spot, letter=match["letter"] or match["joined"], end=match.end()) if match else None
