"""Ranges written out: "Articles 6-10" is five provisions with one span; one that runs down is a misprint."""

from dataclasses import replace

from pipeline.citation.spot import ITEM_LETTERS, Spot

WIDEST_RANGE = 70
"""A range over more numbers than any treaty text of this kind has is a misprint, and is not written out."""


def expand(first: Spot, last: Spot) -> list[Spot]:
    """Every provision from `first` to `last`, all with the whole range's span."""
    field = (
        "letter" if first.letter else "paragraph" if first.paragraph and first.article == last.article else "article"
    )
    low, high = getattr(first, field), getattr(last, field)
    whole = replace(first, end=last.end)
    if field == "letter" and low in ITEM_LETTERS and high in ITEM_LETTERS:
        names = list(ITEM_LETTERS[ITEM_LETTERS.index(low) : ITEM_LETTERS.index(high) + 1])
    elif low.isdecimal() and high.isdecimal() and 0 <= int(high) - int(low) < WIDEST_RANGE:
        names = [str(number) for number in range(int(low), int(high) + 1)]
    else:
        names = []
    if not names:
        return [_run_down(whole, field, f"{low}-{high}")]
    return [_set(whole, field, name, first, last) for name in names]


def _run_down(whole: Spot, field: str, written: str) -> Spot:
    if field == "letter":
        return replace(whole, letter=written, descending=True)
    if field == "paragraph":
        return replace(whole, paragraph=written, descending=True)
    return replace(whole, article=written, descending=True)


def _set(whole: Spot, field: str, name: str, first: Spot, last: Spot) -> Spot:
    if field == "letter":
        return replace(whole, letter=name)
    if field == "paragraph":
        return replace(whole, paragraph=name)
    paragraph = first.paragraph if name == first.article else last.paragraph if name == last.article else None
    return replace(whole, article=name, paragraph=paragraph)
