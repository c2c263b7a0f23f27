"""The shared citation patterns, compiled. All expressions are for flattened text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from db.citation_patterns import CitationPatterns, Noun, load_patterns
from pipeline.citation.flatten import phrase

SUFFIX = r"(?: ?-? ?(?P<suffix>bis|ter|quater|quinquies|sexies)(?!\w)(?! \d))?"
ORDINAL_MARK = r"(?:\.?[º°ª]|er(?!\w)|-?(?:ой|го|му|ей|ая|ую|[йяоеу])(?!\w))?"
BARE_LETTER = re.compile(
    r"(?: ?(?P<letter>[b-df-hj-n]|[aeio](?=[,;.:)]| and | or |$))|(?P<joined>[a-o]))\)?(?![\w'*@])"
)
"""A letter without noun or bracket: "3D", "35 (1) c"; after a blank those that are words too only before a stop."""
QUOTED_ITEMS = re.compile(r"(?:(?: (?:او|و|or|and|et|,))? ?'\d{1,2}'){1,6}")
"""Items below a letter, as Arabic texts of the United Nations write them: (أ) ’1‘ أو ’2‘."""
GLOSS = re.compile(r" ?\([^()\d]{3,100}\)(?= ?(?:,|and |or |&|und |et |y |e |и |و))")
"""A title in brackets between two items of a list."""
ARABIC_AND = "و"
GROUP = re.compile(r"\\[()\[\]]|\((?:[^()\\]|\\.)*\)[?*+]?|\[[^\]]*\][?*+]?")
MERGED = str.maketrans("أإآё", "اااе")


def one_of(phrases: Iterable[str]) -> str:
    """An alternation of whole phrases, longest first. A blank matches one or two; a final * leaves the end open."""
    flat = sorted({phrase(words) for words in phrases}, key=lambda words: (-len(words), words))
    return "|".join(_phrase_pattern(words) for words in flat) or r"(?!)"


def _phrase_pattern(words: str) -> str:
    literal = re.escape(words.rstrip("*")).replace(r"\ ", " {1,2}")
    return literal + (r"(?!\w)" if words[-1].isalnum() else "")


@dataclass(frozen=True)
class NounMatcher:
    """A noun ready to search for: `search` begins with a literal; one of `prefixes` may be written before it."""

    noun: Noun
    search: re.Pattern[str]
    prefixes: frozenset[str]
    literal: str


@dataclass(frozen=True)
class Grammar:
    """Compiled pieces that the list reader puts together."""

    nouns: tuple[NounMatcher, ...]
    noun_of: dict[str, re.Pattern[str]]
    number: re.Pattern[str]
    number_words: dict[str, int]
    ordinals: dict[str, int]
    ordinal_before: re.Pattern[str]
    sign: re.Pattern[str]
    roman: re.Pattern[str]
    bracket: re.Pattern[str]
    named_letter: re.Pattern[str]
    bare_letter: re.Pattern[str]
    letters: dict[str, str]
    join: re.Pattern[str]
    join_article: re.Pattern[str]
    span: re.Pattern[str]
    stress: re.Pattern[str]
    of: re.Pattern[str]
    same: re.Pattern[str]
    same_after: re.Pattern[str]
    count_after: re.Pattern[str]
    first_count_after: re.Pattern[str]
    name_after: re.Pattern[str]
    annex_after: re.Pattern[str]
    not_paragraph_before: re.Pattern[str]
    not_paragraph_after: re.Pattern[str]
    name_verbs: re.Pattern[str]
    name_before: tuple[str, ...]


def _matcher(noun: Noun) -> NounMatcher:
    ending = r"(?![^\W\d_])" if noun.pattern[-1].isalnum() or noun.pattern[-1] in ")?" else ""
    pattern = re.compile(noun.pattern.translate(MERGED) + ending)
    prefixes = frozenset(noun.prefixes.translate(MERGED).split()) | {""}
    return NounMatcher(noun, pattern, prefixes, _literal(noun.pattern.translate(MERGED)))


def _literal(pattern: str) -> str:
    """The longest run of letters that every match of `pattern` holds; empty where there is none for certain."""
    plain = pattern
    while (without := GROUP.sub(" ", plain)) != plain:
        plain = without
    runs = re.findall(r"[^\W_]+|§", re.sub(r"\\.|.[?*{]", " ", plain)) if "|" not in plain else []
    return max(runs, key=len, default="")


def _noun_of(matchers: tuple[NounMatcher, ...], *units: str) -> re.Pattern[str]:
    """One expression for all nouns of `units`, with their prefixes; it names the unit of what it matched."""
    parts = []
    for unit in units:
        nouns = (m for m in matchers if m.noun.unit == unit)
        options = "|".join(
            f"(?:{'|'.join(sorted(m.prefixes, key=len, reverse=True))}){m.search.pattern}" for m in nouns
        )
        parts.append(f"(?P<{unit}>{options})")
    return re.compile("(?<![^\\W\\d_])(?:" + "|".join(parts) + ")")


def _number(words: Iterable[str]) -> re.Pattern[str]:
    digits = rf"(?P<digits>\d{{1,3}})(?!\d)(?!,\d{{3}}){ORDINAL_MARK}"
    return re.compile(rf"(?:{digits}|(?P<word>{one_of(words)})){SUFFIX}")


def _join(words: Iterable[str]) -> re.Pattern[str]:
    """Comma, semicolon or slash, a joining word, or both; the Arabic "and" is written onto the next word."""
    joiner = one_of(word for word in words if phrase(word) != ARABIC_AND)
    word = rf"(?:(?:{joiner}) {{0,2}}|{ARABIC_AND} ?)"
    return re.compile(rf" {{0,2}}(?:[,;/] {{0,2}}{word}?|(?<![^\W\d_]){word})")


def _letter_patterns(letters: dict[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A letter, number or Roman item in brackets; and a bare letter, which may have a closing bracket."""
    other = "|".join(re.escape(letter) for letter in sorted(letters, key=len, reverse=True))
    digits = r"(?P<digits>\d{1,2}(?: ?(?:bis|ter|quater))?)"
    chinese = "(?P<cn>[一二三四五六七八九十]{1,3})"
    bracket = rf" ?\( ?(?:{digits}|(?P<letter>[a-z]|{other})|(?P<roman>[ivx]{{2,4}})|{chinese}) ?\)"
    named = rf" ?['\"]?(?P<letter>[a-o]|{other})['\"]?(?:\)|(?![\w'*@]))"
    return re.compile(bracket), re.compile(named)


def _build(patterns: CitationPatterns) -> Grammar:
    words = patterns.words
    numbers = {phrase(word): number for word, number in patterns.numbers.items()}
    letters = {phrase(letter): latin for letter, latin in patterns.letters.items()}
    ordinals = {phrase(word): number for word, number in patterns.ordinals.items()}
    bracket, named_letter = _letter_patterns(letters)
    nouns = tuple(_matcher(noun) for noun in patterns.nouns)
    return Grammar(
        nouns=nouns,
        noun_of={
            "article": _noun_of(nouns, "article"),
            "paragraph": _noun_of(nouns, "paragraph", "either"),
            "sub": _noun_of(nouns, "letter", "either", "paragraph"),
            "preamble": _noun_of(nouns, "preamble"),
        },
        number=_number(numbers),
        number_words=numbers,
        letters=letters,
        ordinals=ordinals,
        ordinal_before=re.compile(rf"(?<!\w)(?P<ordinal>{one_of(ordinals)}) $"),
        bracket=bracket,
        named_letter=named_letter,
        bare_letter=BARE_LETTER,
        sign=re.compile(rf" {{0,3}}(?:(?:{one_of(words.number_sign)}) {{0,2}}){{0,2}}"),
        roman=re.compile(r"(?P<roman>[ivx]{1,5})(?!\w)"),
        join=_join(words.join),
        join_article=re.compile(rf"(?:{one_of(words.join_article)}) (?=\d{{1,2}} ?[.(]\d)"),
        span=re.compile(rf"(?: {{0,2}}- {{0,2}}| {{1,2}}(?:{one_of(words.range)}) {{1,2}}| ?[至到] ?)"),
        stress=re.compile(rf"(?:'s)?,? {{0,2}}(?:\(? ?(?:{one_of(words.stress)}),? {{0,2}}(?:the )?)?"),
        of=re.compile(rf" {{1,2}}(?:(?:{one_of(words.of)}) {{0,2}})?(?:(?:{one_of(words.lead)}) {{0,2}}){{0,2}}"),
        same=re.compile(one_of(words.same)),
        same_after=re.compile(rf",? ?(?:{one_of(words.same_after)})"),
        count_after=re.compile(rf" ?(?:{one_of(words.count_after)})"),
        first_count_after=re.compile(rf" ?(?:{one_of(words.first_count_after)})"),
        name_after=re.compile(rf" (?:{one_of(words.name_after)})"),
        annex_after=re.compile(rf",? (?:{one_of(words.annex_after)})"),
        not_paragraph_before=re.compile(rf"(?<!\w)(?:{one_of(words.not_paragraph_before)}) ?$"),
        not_paragraph_after=re.compile(rf",? ?(?:{one_of(words.not_paragraph_after)})"),
        name_verbs=re.compile(rf"(?:,? | ?\(|(?='))(?:{one_of(words.name_verbs)})"),
        name_before=tuple(" " + phrase(word) for word in words.name_before),
    )


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar of citing, compiled once."""
    return _build(load_patterns())
