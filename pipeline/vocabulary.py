"""Word lists made to match: plain terms, or stems that end in an asterisk, in any script.

A term of an alphabetic script matches whole words; an asterisk stands for the rest of a word, ` ... ` for up to six
words. A term of a script
that writes prefixes or no spaces (Arabic, Chinese, Japanese, Korean, Thai) matches anywhere.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CUES = Path(__file__).parent / "cues.toml"
_JOINED_SCRIPTS = re.compile(r"[\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def lower_in_place(text: str) -> str:
    """Lower case at the same length: a letter whose lower case is longer stays, so that offsets keep their meaning."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def _body(term: str) -> str:
    escaped = re.escape(lower_in_place(term)).replace(r"\ \.\.\.\ ", r"\s+(?:\S+\s+){0,6}?")
    return escaped.replace(r"\*", r"\w*").replace(r"\ ", r"[\s\u00a0-]+").replace("'", "['’]")


def _by_first_letter(terms: list[str]) -> str:
    """One alternation, branched by first letter: an engine that tries branches in turn then tries few of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        groups[lower_in_place(term[0])].append(_body(term))
    return "|".join(f"(?={re.escape(letter)})(?:{'|'.join(bodies)})" for letter, bodies in sorted(groups.items()))


@dataclass(frozen=True)
class Terms:
    """A compiled word list. An empty list matches nothing. Case is ignored."""

    pattern: re.Pattern[str]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each hit, in order, without overlaps."""
        return [match.span() for match in self.pattern.finditer(lower_in_place(text))]

    def words(self, text: str) -> list[str]:
        """The hits as written, in order."""
        return [text[start:end] for start, end in self.spans(text)]

    def count(self, text: str) -> int:
        """How many hits the text has."""
        return len(self.spans(text))


def compile_terms(terms: Iterable[str]) -> Terms:
    """The word list as `Terms`; of terms that begin alike the longer wins."""
    kept = {term for term in terms if term.strip("* ")}
    joined = [term for term in kept if _JOINED_SCRIPTS.search(term)]
    spaced = [term for term in kept if not _JOINED_SCRIPTS.search(term)]
    parts = [rf"(?<!\w)(?:{_by_first_letter(spaced)})(?!\w)"] if spaced else []
    parts += [f"(?:{_by_first_letter(joined)})"] if joined else []
    return Terms(re.compile("|".join(parts) or r"(?!)"))


@lru_cache(maxsize=1)
def cues() -> dict[str, Terms]:
    """The word lists of `cues.toml` by name: words of language and law, of no treaty in particular."""
    groups = tomllib.loads(CUES.read_text(encoding="utf-8"))
    return {name: compile_terms(term for terms in group.values() for term in terms) for name, group in groups.items()}
