"""The word lists of this package: TOML files beside the code, read once and checked on reading."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def word_list(name: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Section → key → words (case-folded) of `<name>.toml`. Raises `ValueError` naming what is no list of words."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    return {
        section: {key: _words(f"{name}.toml [{section}] {key}", value) for key, value in table.items()}
        for section, table in data.items()
    }


@cache
def all_languages(name: str, key: str) -> frozenset[str]:
    """The words under `key` of every section of `<name>.toml`."""
    return frozenset(word for table in word_list(name).values() for word in table.get(key, ()))


def _words(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ValueError(f'{where}: expected a list of words, found {value!r}; write it as ["word", …]')
    return tuple(word.casefold() for word in value)
