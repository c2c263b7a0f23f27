"""The word lists of requests, `ask_words.toml`, for one language or, where it is not known, for all of them."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.vocabulary import CUES, Terms, compile_terms

WORDS = Path(__file__).parent / "ask_words.toml"
SHARED = ("reported", "reject")
"""Lists of `cues.toml` that serve here too, as `cue_reported` and `cue_reject`."""
VERBS = ("delete", "retain", "add", "clarify", "amend")
"""Acts that a text can be asked to undergo; `reject` and `support` have lists of their own."""
Words = Mapping[str, Terms]


def ask_words(language: str | None) -> Words:
    """The lists by name. A language without lists is read with those of all languages."""
    return _compiled(language if language in _languages() else None)


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, list[str]]]:
    shared = tomllib.loads(CUES.read_text(encoding="utf-8"))
    return {**tomllib.loads(WORDS.read_text(encoding="utf-8")), **{f"cue_{name}": shared[name] for name in SHARED}}


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(language for lists in _lists().values() for language in lists)


@lru_cache(maxsize=16)
def _compiled(language: str | None) -> Words:
    return {
        name: compile_terms(term for key, terms in lists.items() if language in (None, key) for term in terms)
        for name, lists in _lists().items()
    }
