"""What a reader types: words, "phrases", -left out, this OR that, and field:value. No text is an error.

    query  = clause*                 every clause must be met
    clause = term (OR term)*         one of the terms
    term   = word | "words in order"
    -term, NOT term                  must not be there
    field:value, field:"two words"   a filter; `pipeline.query_fields` reads the values

What cannot be understood is taken as plain words, and a note says so.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

MOST_CHARACTERS = 10_000
MOST_TERMS = 40
MEANT = 1_000
"""Characters whose meaning is compared: encoders read little more."""
TERM = re.compile(
    r"(?P<minus>(?<!\S)[-−–](?=\S))?"
    r"(?:(?P<field>[A-Za-z]{2,20}):(?![/:]))?"
    r'(?:["“„«](?P<phrase>[^"”“»]*)["”»]|(?P<word>[^\s"“”„«»]+))'
)
CONTENT = re.compile(r"\w")
OR, AND, NOT = ("OR", "|"), ("AND", "&"), ("NOT",)


@dataclass(frozen=True)
class Term:
    """A word, or words in this order."""

    text: str
    is_phrase: bool = False


Clause = tuple[Term, ...]
"""Alternatives."""


@dataclass(frozen=True)
class FieldTerm:
    """`name:value` as typed."""

    name: str
    value: str
    minus: bool = False

    @property
    def written(self) -> str:
        """As it is typed."""
        value = f'"{self.value}"' if re.search(r"\s", self.value) else self.value
        return f"{'-' if self.minus else ''}{self.name}:{value}"


@dataclass(frozen=True)
class Query:
    """What was asked: `text` for the meaning, `clauses` to find, `without` to leave out, `fields` not read yet."""

    text: str
    clauses: tuple[Clause, ...]
    without: tuple[str, ...]
    fields: tuple[FieldTerm, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of every clause, each once."""
        return tuple(dict.fromkeys(term for clause in self.clauses for term in clause))

    @property
    def words(self) -> tuple[str, ...]:
        """The terms that are single words."""
        return tuple(term.text for term in self.terms if not term.is_phrase)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The terms in quotation marks."""
        return tuple(term.text for term in self.terms if term.is_phrase)

    @property
    def exact(self) -> tuple[Clause, ...]:
        """The clauses that bind every result, one found by its meaning too: those of phrases alone."""
        return tuple(clause for clause in self.clauses if all(term.is_phrase for term in clause))


@dataclass
class _Reading:
    """What was read so far."""

    clauses: list[list[Term]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    fields: list[FieldTerm] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    joins: bool = False
    denies: bool = False

    def take(self, term: Term, minus: bool) -> None:
        """A word or a phrase."""
        minus, self.denies = minus or self.denies, False
        if minus:
            self.without.append(term.text)
        elif self.joins and self.clauses:
            self.clauses[-1].append(term)
        else:
            self.clauses.append([term])
        if not minus:
            self.meant.append(term.text)
        self.joins = False


def parse_query(given: str) -> Query:
    """The query, whatever was typed: no input is an error, what is cut off is noted."""
    notes = []
    if len(given) > MOST_CHARACTERS:
        notes.append(f"Only the first {MOST_CHARACTERS:,} characters of the search were used.")
    terms = [match for match in TERM.finditer(given[:MOST_CHARACTERS]) if _says_something(match)]
    if len(terms) > MOST_TERMS:
        notes.append(f"Only the first {MOST_TERMS} words were compared one by one.")
    read = _read(terms[:MOST_TERMS])
    meant = [*read.meant, *((m["phrase"] or m["word"]) for m in terms[MOST_TERMS:] if not m["minus"])]
    clauses = tuple(dict.fromkeys(tuple(dict.fromkeys(clause)) for clause in read.clauses))
    without = tuple(dict.fromkeys(read.without))
    return Query(" ".join(meant)[:MEANT], clauses, without, tuple(dict.fromkeys(read.fields)), tuple(notes))


def _says_something(match: re.Match[str]) -> bool:
    return bool(CONTENT.search(match["phrase"] or match["word"] or "")) or match["word"] in OR


def _read(terms: Sequence[re.Match[str]]) -> _Reading:
    read = _Reading()
    for match in terms:
        word, bare = match["word"], not (match["minus"] or match["field"])
        if bare and word in OR:
            read.joins = bool(read.clauses)
        elif bare and word in NOT:
            read.denies = True
        elif match["field"]:
            value = (match["phrase"] or word).strip()
            read.fields.append(FieldTerm(match["field"].lower(), value, bool(match["minus"]) or read.denies))
            read.joins = read.denies = False
        elif not (bare and word in AND):
            read.take(Term(clean(match["phrase"] or word), match["phrase"] is not None), bool(match["minus"]))
    return read


def with_words(query: Query, terms: Iterable[FieldTerm]) -> Query:
    """The query with fields that could not be understood taken as plain words."""
    plain = [Term(clean(word)) for term in terms for word in (term.name, *term.value.split()) if CONTENT.search(word)]
    text = " ".join([query.text, *(term.text for term in plain)]).strip()[:MEANT]
    clauses = tuple(dict.fromkeys((*query.clauses, *((term,) for term in plain))))
    return Query(text, clauses, query.without, query.fields, query.notes)


def clean(term: str) -> str:
    """A term without punctuation at its ends."""
    return re.sub(r"^\W+|\W+$", "", term)


def written(query: Query) -> str:
    """The query as it may be typed again, without its fields."""
    shown: Callable[[Term], str] = lambda term: f'"{term.text}"' if term.is_phrase else term.text  # noqa: E731
    parts = [" OR ".join(map(shown, clause)) for clause in query.clauses]
    return " ".join([*parts, *(f'-"{w}"' if re.search(r"\s", w) else f"-{w}" for w in query.without)])
