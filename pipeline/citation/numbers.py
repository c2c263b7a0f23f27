"""Reading one number, letter or item at a position of flattened text."""

import re

from pipeline.citation.grammar import grammar

NEIGHBOUR = re.compile(r"/(\d{1,3})(?![\d/])")
"""A slash and a number: two articles where it is the next one."""
CHINESE = {"〇": 0, "零": 0, "两": 2} | {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def roman_value(numeral: str) -> int | None:
    """The value of a lower-case Roman numeral, or None where it is not one ("iiii", "vx")."""
    total = 0
    for here, after in zip(numeral, [*numeral[1:], ""], strict=True):
        value = ROMAN[here]
        total += -value if after and ROMAN[after] > value else value
    return total if to_roman(total).lower() == numeral else None


def to_roman(number: int) -> str:
    """1 to 89 as an upper-case Roman numeral."""
    parts = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    numeral = ""
    for value, letters in parts:
        numeral += letters * (number // value)
        number %= value
    return numeral


def chinese_value(numeral: str) -> int | None:
    """The value of a number below 1000 in Western digits or Chinese numerals, or None."""
    if numeral.isdecimal():
        return int(numeral)
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = CHINESE.get(hundreds, 0) * 100 + (CHINESE.get(tens, 1) * 10 if ten else 0)
    return value + (CHINESE.get(ones.lstrip("零〇"), 0) if ones else 0) or None


def read_number(flat: str, at: int) -> tuple[str, int] | None:
    """The number (with its suffix, "24bis") that stands at `at`, in digits, and where it ends."""
    match = grammar().number.match(flat, at)
    if not match or _runs_on(flat, match.end(), match["digits"]):
        return None
    digits = match["digits"]
    value = int(digits) if digits else grammar().number_words[" ".join(match["word"].split())]
    if value == 0 or (digits and digits.startswith("0")):
        return None
    return f"{value}{match['suffix'] or ''}", match.end()


def _runs_on(flat: str, end: int, digits: str | None) -> bool:
    """Whether what follows makes the number part of another figure: 24/7, 37/68, 35%, 10:30; but not "29/30"."""
    following = flat[end : end + 2]
    neighbour = NEIGHBOUR.match(flat, end)
    if digits and neighbour and int(neighbour[1]) == int(digits) + 1:
        return False
    return following[:1] == "%" or (following[:1] in "/:" and following[1:].isdigit() and following[:1] != "")


def read_roman(flat: str, at: int) -> tuple[str, int] | None:
    """The Roman numeral that stands at `at`, in digits, and where it ends."""
    match = grammar().roman.match(flat, at)
    value = roman_value(match["roman"]) if match else None
    return (str(value), match.end()) if match and value else None


def read_letter(flat: str, at: int) -> tuple[str, int] | None:
    """A letter after its noun, with or without brackets, in Latin script: "c)", "(أ)", "D"."""
    match = grammar().bracket.match(flat, at) or grammar().named_letter.match(flat, at)
    if not match or not match["letter"]:
        return None
    return grammar().letters.get(match["letter"], match["letter"]), match.end()
