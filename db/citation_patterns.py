"""How provisions are cited, as data shared by all dockets: nouns, joining words, numbers in words.

`load_patterns()` reads `db/dockets/citation_patterns.toml` and `number_words.toml`, checks them and returns a frozen
`CitationPatterns`; a broken pattern raises `DocketError` with file, line and remedy.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from db.docket import DOCKETS, Record
from db.docket_files import complain, line_of, parse, read_toml

Unit = Literal["article", "paragraph", "letter", "either", "chapter", "preamble", "annex"]
LITERAL_START = re.compile(r"^[^\W_]|^§")


class Noun(Record):
    """One noun that introduces numbers: `pattern` matches it in flattened text.

    `prefixes` are particles written together with it (Arabic). `examples` are pairs of a text and what is found in it.
    """

    language: str
    unit: Unit
    pattern: str
    prefixes: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    counter_examples: tuple[str, ...] = ()


class Words(Record):
    """The words between and around numbers; see the comments of the data file."""

    join: tuple[str, ...]
    join_article: tuple[str, ...]
    range: tuple[str, ...]
    stress: tuple[str, ...]
    of: tuple[str, ...]
    lead: tuple[str, ...]
    number_sign: tuple[str, ...]
    same: tuple[str, ...]
    same_after: tuple[str, ...]
    not_paragraph_before: tuple[str, ...]
    not_paragraph_after: tuple[str, ...]
    count_after: tuple[str, ...]
    first_count_after: tuple[str, ...]
    name_after: tuple[str, ...]
    annex_after: tuple[str, ...]
    name_verbs: tuple[str, ...]
    name_before: tuple[str, ...]
    numbered_names: tuple[str, ...] = ()


class Describing(Record):
    """How an article or chapter is described without a number.

    `before` stand in front of the subject ("the extradition article"), `about` between noun and subject.
    """

    before: tuple[str, ...]
    article: tuple[str, ...]
    chapter: tuple[str, ...]
    about: tuple[str, ...]
    chinese_article: tuple[str, ...]
    chinese_chapter: tuple[str, ...]


class Around(Record):
    """Words around a citation that tie it to an instrument or a draft; see the comments of the data file."""

    link_after: tuple[str, ...]
    filler: tuple[str, ...]
    link_before: tuple[str, ...]
    contrast: tuple[str, ...]
    turn: tuple[str, ...]
    opens: tuple[str, ...]
    articles: tuple[str, ...]
    and_: tuple[str, ...] = Field(alias="and")
    tie: tuple[str, ...]
    bare_before: tuple[str, ...]
    proposal_filler: tuple[str, ...]
    here: tuple[str, ...]
    name_goes_on: tuple[str, ...]
    older_before: tuple[str, ...]
    older_after: tuple[str, ...]
    that_instrument: tuple[str, ...]
    its: tuple[str, ...]
    here_clause: tuple[str, ...]
    present_after: tuple[str, ...]
    in_which: tuple[str, ...]
    compares: tuple[str, ...]
    shared: tuple[str, ...]
    defined: tuple[str, ...]
    heading_end: int


class Dated(Record):
    """Words by which a text is named by its date only."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Chinese(Record):
    """Patterns of 第 number unit; `{n}` in them stands for a number."""

    item: str
    open_item: str
    join: str
    range: str
    preamble: str
    examples: tuple[tuple[str, str], ...] = ()
    counter_examples: tuple[str, ...] = ()


class CitationPatterns(Record):
    """Everything about citing that belongs to no treaty."""

    nouns: tuple[Noun, ...]
    words: Words
    describing: Describing
    chinese: Chinese
    around: Around
    dated: Dated
    months: dict[str, int]
    ordinals: dict[str, int]
    letters: dict[str, str]
    numbers: dict[str, int]


def _check_noun(path: Path, noun: Noun) -> Noun:
    line = line_of(path, f"'{noun.pattern}'")
    try:
        re.compile(noun.pattern)
    except re.error as error:
        raise complain(path, line, "a regular expression", str(error), "Correct the pattern.") from error
    if not LITERAL_START.match(noun.pattern):
        raise complain(
            path,
            line,
            "a pattern that begins with a literal character",
            noun.pattern,
            "Write the first letter out; the search jumps to it.",
        )
    return noun


def _letters(table: dict[str, str]) -> dict[str, str]:
    """Letter of another script → Latin letter; the first that claims a letter keeps it."""
    mapping: dict[str, str] = {}
    for latin, others in table.items():
        for letter in others.split():
            mapping.setdefault(letter, latin)
    return mapping


def _numbers(path: Path) -> dict[str, int]:
    """Word → number. Raises `DocketError` where a word stands for two numbers."""
    numbers: dict[str, int] = {}
    for number, words in read_toml(path)["words"].items():
        for word in words:
            if word in numbers:
                raise complain(path, line_of(path, f'"{word}"'), "one number a word", word, "Keep it in one row.")
            numbers[word] = int(number)
    return numbers


@lru_cache(maxsize=4)
def load_patterns(root: Path = DOCKETS) -> CitationPatterns:
    """The shared citation patterns, validated. Raises `DocketError`."""
    path = root / "citation_patterns.toml"
    content = read_toml(path)
    nouns = tuple(
        _check_noun(path, parse(Noun, path, line_of(path, str(entry.get("pattern"))), entry))
        for entry in content.get("noun", [])
    )
    tables: dict[str, type[Record]] = {
        "words": Words,
        "describing": Describing,
        "chinese": Chinese,
        "around": Around,
        "dated": Dated,
    }
    parsed: dict[str, Any] = {
        name: parse(model, path, line_of(path, f"[{name}]"), content.get(name, {})) for name, model in tables.items()
    }
    months = {word: at for at, words in enumerate(content["months"].values(), start=1) for word in words}
    ordinals = {word: int(number) for number, words in content["ordinals"].items() for word in words}
    return CitationPatterns(
        nouns=nouns,
        **parsed,
        months=months,
        ordinals=ordinals,
        letters=_letters(content["letters"]),
        numbers=_numbers(root / "number_words.toml"),
    )
