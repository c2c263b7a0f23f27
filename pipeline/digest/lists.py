"""The list behind each figure of a digest: exactly as long as the figure says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.digest.content import DigestContent, StatementLine
from pipeline.digest.render import VERBS, target_words


@dataclass(frozen=True)
class ListLine:
    """One entry: who, what, its page, and a note."""

    who: str
    text: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class DigestList:
    """A list with its title."""

    title: str
    lines: Sequence[ListLine]


def list_of(content: DigestContent, name: str) -> DigestList | None:
    """The list of this name; None when there is none."""
    maker = LISTS.get(name)
    return DigestList(maker[0], maker[1](content)) if maker else None


def _statements(lines: Sequence[StatementLine]) -> list[ListLine]:
    return [ListLine(line.organisation, line.title, line.link, line.note or line.published) for line in lines]


def _signers(content: DigestContent) -> list[ListLine]:
    """One line an organisation: the figure counts each once, whatever it signed."""
    first: dict[str, ListLine] = {}
    for line in content.signers:
        note = "for the first time" if line.first else ""
        first.setdefault(line.key or line.name, ListLine(line.name, line.statement, line.link, note))
    return list(first.values())


def _asks(content: DigestContent) -> list[ListLine]:
    return [
        ListLine(ask.organisation, f"{VERBS[ask.verb]} {target_words(ask)}: “{ask.text}”", ask.link)
        for ask in content.asks
    ]


def _movement(content: DigestContent) -> list[ListLine]:
    return [ListLine(", ".join(step.organisations), step.text, step.link) for step in content.movement]


Maker = Callable[[DigestContent], list[ListLine]]
LISTS: dict[str, tuple[str, Maker]] = {
    "statements": ("New statements", lambda c: _statements((*c.new, *c.late))),
    "new": ("New statements of the week", lambda c: _statements(c.new)),
    "late": ("Statements found late", lambda c: _statements(c.late)),
    "updated": ("Statements that changed", lambda c: _statements(c.updated)),
    "reposted": ("Statements published again", lambda c: _statements(c.reposted)),
    "organisations": (
        "Organisations that published them",
        lambda c: [ListLine(w.name, "", w.link) for w in c.organisations],
    ),
    "objecting": (
        "Organisations that object to at least one article",
        lambda c: [ListLine(w.name, "", w.link) for w in c.objecting],
    ),
    "signers": ("Organisations that only signed", _signers),
    "asks": ("What was asked for", _asks),
    "movement": ("What moved", _movement),
    "topics": ("Topics that appeared", lambda c: [ListLine("", topic.name, topic.link) for topic in c.topics]),
    "sources": (
        "Sources that could not be read",
        lambda c: [ListLine(source.name or source.source, source.reason, "") for source in c.failed_sources],
    ),
}
"""Name in the address → title and entries."""
