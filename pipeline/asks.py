"""What a statement asks for: verb, target and exact wording (CONVENTIONS, letters).

A statement is read line by line and part by part (`pipeline.ask_reader`). What is a request:
`pipeline.ask_requests`; what it is about: `pipeline.ask_targets`; lines, headings and lists: `pipeline.ask_layout`.
Requests about the process and requests of others give none, nor does support beside another ask for the same article.
"""

from collections.abc import Iterable, Sequence

from db.docket import Docket
from pipeline.ask_layout import Line, layout
from pipeline.ask_reader import Ask, Meaning, Reader
from pipeline.ask_targets import TREATY
from pipeline.ask_words import ask_words
from pipeline.pairs import ProvisionSpan

VERSION = "4"
BESIDE = 300
"""Support and a change of the same article so many characters apart are one opinion: the change counts."""
__all__ = ["TREATY", "VERSION", "Ask", "asks_in", "asks_of"]


def asks_of(
    text: str,
    mentions: Sequence[ProvisionSpan],
    docket: Docket,
    antecedent: Sequence[str] = (),
    language: str | None = None,
) -> list[Ask]:
    """The asks of a passage alone, each (verb, target) once, in order.

    `antecedent`: what was named last in the paragraph before the passage; "it must be deleted" means that.
    """
    reader = Reader(text, mentions, docket, ask_words(language), given=tuple(antecedent))
    return _each_once(reader.asks_of_lines([Line(0, len(text))]))


def asks_in(
    text: str,
    mentions: Sequence[ProvisionSpan],
    docket: Docket,
    *,
    end: int | None = None,
    language: str | None = None,
    speaker: str = "",
    meaning: Meaning | None = None,
) -> list[Ask]:
    """The asks of a whole statement, each (verb, target) once, in order; what stands after `end` is not read.

    `language` chooses the word lists, `speaker` is the organisation whose requests count in the third person, and
    `meaning` gives the article that a text describes without naming it, or None.
    """
    reader = Reader(text, mentions, docket, ask_words(language), speaker=speaker, meaning=meaning)
    return _each_once(reader.asks_of_lines(layout(text, end)))


def _each_once(asks: Iterable[Ask]) -> list[Ask]:
    """Each (verb, target) once; support only where nothing else is asked for the same article."""
    first: dict[tuple[str, str], Ask] = {}
    for ask in asks:
        first.setdefault((ask.verb, ask.target), ask)
    kept = [ask for ask in first.values() if ask.verb != "support" or not _said_beside(ask, first.values())]
    return sorted(kept, key=lambda ask: ask.start)


def _said_beside(support: Ask, asks: Iterable[Ask]) -> bool:
    """Whether the same article is asked to be kept, or to be changed close by ("is welcome, but ...")."""
    others = [ask for ask in asks if ask.target == support.target != TREATY and ask.verb != "support"]
    return any(ask.verb == "retain" or abs(ask.start - support.start) <= BESIDE for ask in others)
