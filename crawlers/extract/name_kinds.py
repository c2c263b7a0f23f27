"""Whether a name in a signature list is an organisation's or a person's.

No dictionary holds them all, so signs are added up (a word such as "Foundation", a known given name, small
words, quotation marks, length, script), and then the list is read as a whole: names of one kind stand together,
so a name without signs takes the kind of its neighbours (the most probable sequence, Viterbi over two states).
"""

import re
from collections.abc import Sequence
from functools import cache

from crawlers.extract.wordlists import all_languages, word_list

_TOKEN = re.compile(r"[^\s,;/()]+")
_SWITCH = 2.2
"""What a change of kind from one name to the next costs, in the unit of the signs."""
_SURE = 50.0


def are_people(names: Sequence[str], fixed: Sequence[bool | None]) -> list[bool]:
    """For each name, in the list's order, whether it is a person's. `fixed` are kinds known from headings."""
    scores = [
        _SURE if known else -_SURE if known is False else person_score(name)
        for name, known in zip(names, fixed, strict=True)
    ]
    return _most_probable(scores)


def person_score(name: str) -> float:
    """Signs for a person (positive) or an organisation (negative) in `name` alone."""
    tokens = _TOKEN.findall(name)
    if not tokens:
        return -1.0
    words = [token.casefold().strip(".'’\"«»„“”") for token in tokens]
    if tokens[0].casefold() in all_languages("signatures", "titles"):
        return 4.0 if len(tokens) > 1 else 0.0
    if re.search(r"[«»„“”\"&\d@+]|\([A-Z]{2,}\)", name):
        return -3.0
    if _is_dense(name):
        return _dense_score("".join(tokens))
    score = -0.3 + _length_score(len(tokens))
    score -= 3.0 * any(word in all_languages("signatures", "org_words") for word in words)
    score -= 2.5 * _has_small_word(tokens)
    score += 2.5 * _starts_with_given_name(words)
    score += 1.8 * _has_family_ending(words)
    score += 1.3 * _bare_in_a_telling_script(tokens)
    score += 0.8 * any("-" in token and token[0].isupper() for token in tokens[1:])
    score += 0.6 * any(word in _particles() for word in words[1:-1])
    return score - 1.5 * _has_acronym(tokens)


def _most_probable(scores: Sequence[float]) -> list[bool]:
    """The sequence of kinds that fits the scores best when each change costs `_SWITCH`."""
    total = {False: 0.0, True: 0.0}
    before: list[dict[bool, bool]] = []
    for score in scores:
        came = {kind: _best_before(total, kind) for kind in (False, True)}
        total = {
            kind: total[came[kind]] - _SWITCH * (came[kind] != kind) + (score if kind else -score) for kind in came
        }
        before.append(came)
    kind = total[True] > total[False]
    kinds: list[bool] = []
    for came in reversed(before):
        kinds.append(kind)
        kind = came[kind]
    return kinds[::-1]


def _best_before(total: dict[bool, float], kind: bool) -> bool:
    """The kind of the name before, if the next one is of `kind`."""
    return kind if total[kind] >= total[not kind] - _SWITCH else not kind


def _length_score(count: int) -> float:
    return {1: -1.5, 2: 0.4, 3: 0.2, 4: -0.6}.get(count, -2.0)


def _starts_with_given_name(words: Sequence[str]) -> bool:
    given = _given_names()
    first = words[0]
    return len(words) > 1 and (first in given or any(part in given for part in first.split("-")))


def _has_family_ending(words: Sequence[str]) -> bool:
    """Two to four words of which the last ends as family names do ("-ević", "-oğlu", "-dze", "-ova")."""
    endings = tuple(all_languages("given_names", "family_endings"))
    return 2 <= len(words) <= 4 and len(words[-1]) >= 5 and words[-1].endswith(endings)


def _has_small_word(tokens: Sequence[str]) -> bool:
    """A word written small that joins words of an organisation's name, and no particle of a family name."""
    small = all_languages("signatures", "small_words")
    if any(token in small and token not in _particles() for token in tokens[1:]):
        return True
    return any(
        token[0].islower() and token.casefold() not in _particles() for token in tokens[1:] if token[0].isalpha()
    )


def _bare_in_a_telling_script(tokens: Sequence[str]) -> bool:
    """Two or three words, none an organisation's, in a script where bodies say what they are in their first word
    (Arabic, Hebrew), or write all but the first word small (Cyrillic).
    """
    if not 2 <= len(tokens) <= 3:
        return False
    if all("\u0590" <= token[0] <= "\u06ff" for token in tokens):
        return not any(token in all_languages("signatures", "org_words") for token in tokens)
    return all("\u0400" <= token[0] <= "\u04ff" and token[0].isupper() for token in tokens)


def _has_acronym(tokens: Sequence[str]) -> bool:
    return (
        len(tokens) <= 4
        and any(len(token) >= 3 and token.isupper() and token.isalpha() and token.isascii() for token in tokens)
        and not all(token.isupper() for token in tokens)
    )


def _is_dense(name: str) -> bool:
    """Written in Han, kana or Hangul."""
    letters = [sign for sign in name if sign.isalpha()]
    dense = sum(1 for sign in letters if "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3")
    return dense * 2 > len(letters)


def _dense_score(name: str) -> float:
    if any(part in name for part in _dense_org_words()):
        return -3.0
    known_family = name.startswith(tuple(word_list("given_names")["han"]["family"]))
    if 2 <= len(name) <= 4:
        return 3.0 if known_family else 1.0
    if len(name) <= 6:
        return 2.0 if known_family else 0.5
    return -1.5


@cache
def _given_names() -> frozenset[str]:
    return all_languages("given_names", "given")


@cache
def _particles() -> frozenset[str]:
    return all_languages("given_names", "particles")


@cache
def _dense_org_words() -> tuple[str, ...]:
    return tuple(word for word in all_languages("signatures", "org_words") if _is_dense(word))
