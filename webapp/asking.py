"""A mark put as a question to a reviewer: what the program says, why, and what else might stand there."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.decisions import ONE_ANSWER
from db.docket import Docket
from db.models import Decision
from db.store.decided_rows import NOWHERE
from db.store.decisions import Said
from webapp.provisions import named, provisions
from webapp.queries.judging import Case
from webapp.wording import ASKS, MENTION_STATUSES, STANCES, sureness, worded

FLAGS = {
    "reject_call": ("calls to reject the whole treaty", "does not call to reject the whole treaty"),
    "on_topic": ("is about the treaty", "is not about the treaty"),
    "boilerplate": ("is a part of the page, such as a menu", "is a part of what the statement says"),
}
KINDS = {
    **{"concern": "Concern", "stance": "Stance", "reject_call": "Call to reject", "on_topic": "About the treaty"},
    **{"boilerplate": "Part of the page", "mention": "Citation", "link": "Article described", "pair": "Tie"},
    "ask": "Ask",
}
Choice = tuple[str, str]
"""Value and words."""


@dataclass(frozen=True)
class Asked:
    """One mark as a question. `accept` is the answer that agrees, `reject` the one that only says no."""

    kind: str
    key: str
    says: str
    sure: str
    reason: str
    accept: str
    reject: str
    choices: tuple[Choice, ...] = ()
    refusable: bool = True

    @property
    def name(self) -> str:
        """What sort of mark it is, in words."""
        return KINDS[self.kind]


def article(docket: Docket, key: str) -> str:
    """A provision, or the whole treaty, in words."""
    return "the whole treaty" if key == "treaty" else named(docket, key).name


def ask(docket: Docket, case: Case, kind: str, key: str) -> Asked:
    """The question about a mark; a mark that the program did not make is one that a person may add."""
    machine = case.machine.get((kind, key), [])
    first = machine[0] if machine else {}
    sure, reason = _sure(first), str(first.get("reason", ""))
    if kind == "concern":
        return Asked(
            kind, key, f"raises the concern “{concern(docket, key)}”", sure, reason, "", "", _concerns(docket, key)
        )
    if kind in ONE_ANSWER:
        return _one_answer(kind, machine, sure, reason)
    if kind == "mention":
        return _mention(docket, key, first, sure, reason)
    if kind == "link":
        says = f"is about {article(docket, key)}, without naming it"
        return Asked(kind, key, says, sure, reason, "", "", _provisions(docket, key))
    if kind == "pair":
        theme, _, provision = key.partition(":")
        says = f"ties the concern “{concern(docket, theme)}” to {article(docket, provision)}"
        return Asked(kind, key, says, "", reason, "", "")
    verb, _, target = key.partition(":")
    return Asked(kind, key, f"asks: {worded(ASKS, verb).lower()} {article(docket, target)}", "", reason, "", "")


def concern(docket: Docket, key: str) -> str:
    """A concern's name."""
    found = docket.concern_by_key.get(key)
    return found.name if found else key


def _sure(row: dict[str, Any]) -> str:
    value = row.get("score", row.get("confidence"))
    if not row:
        return "The program did not say so."
    return "" if value is None else f"{sureness(float(value)).capitalize()}."


def _one_answer(kind: str, machine: Sequence[dict[str, Any]], sure: str, reason: str) -> Asked:
    best = max(machine, key=lambda row: float(row["score"]), default={"key": ""})
    value = str(best["key"])
    if kind == "stance":
        choices = tuple((key, words) for key, words in STANCES.items() if key != value)
        says = f"has the stance “{worded(STANCES, value).lower()}”" if value else "has no stance yet"
        return Asked(kind, "", says, sure, reason, value, "", choices)
    yes, no = FLAGS[kind]
    other = "false" if value == "true" else "true"
    return Asked(kind, "", yes if value == "true" else no, sure, reason, value, other)


def _mention(docket: Docket, key: str, first: dict[str, Any], sure: str, reason: str) -> Asked:
    words = key.split(":", 2)[-1]
    provision, status = str(first.get("provision", "")), str(first.get("status", ""))
    meant = article(docket, provision) if provision else _unplaced(first, status)
    candidates = json.loads(str(first.get("candidates", "[]")))
    choices = (*_provisions(docket, provision, candidates), (NOWHERE, "another instrument, not this treaty"))
    return Asked("mention", key, f"“{words}” means {meant}", sure, reason, provision, "", choices)


def _unplaced(first: dict[str, Any], status: str) -> str:
    """A citation that means no article: a chapter is resolved as a whole."""
    chapter = first.get("unit") == "chapter" and status == "resolved"
    return f"Chapter {first.get('article')}" if chapter else f"no article ({worded(MENTION_STATUSES, status)})"


def _concerns(docket: Docket, but: str) -> tuple[Choice, ...]:
    return tuple((each.key, each.name) for each in docket.concerns if each.key != but)


def _provisions(docket: Docket, but: str, first: Iterable[str] = ()) -> tuple[Choice, ...]:
    known = {key: provision.name for key, provision in provisions(docket).items() if key != but}
    likely = [key for key in first if key in known]
    return tuple((key, known[key]) for key in (*likely, *(key for key in known if key not in likely)))


def in_words(docket: Docket, row: Decision | Said) -> str:
    """A decision in words: what was said of which mark."""
    mark = _mark_in_words(docket, row)
    if row.verdict == "undo":
        return f"took back what was decided on {mark}"
    if row.verdict == "change":
        return f"{mark}: {_value(docket, row.kind, row.answer)} instead"
    if row.kind in FLAGS and row.answer:
        return FLAGS[row.kind][row.answer != "true"]
    return f"{mark}: {'right' if row.verdict == 'accept' else 'wrong'}"


def _mark_in_words(docket: Docket, row: Decision | Said) -> str:
    one, _, two = row.key.partition(":")
    words = {
        "concern": f"concern “{concern(docket, row.key)}”",
        "stance": "stance" + (f" “{worded(STANCES, row.answer).lower()}”" if row.verdict == "accept" else ""),
        "mention": f"citation “{row.key.split(':', 2)[-1]}”",
        "link": f"about {article(docket, row.key)}",
        "pair": f"tie of “{concern(docket, one)}” to {article(docket, two)}",
        "ask": f"ask to {worded(ASKS, one).lower()} {article(docket, two)}",
    }
    return words.get(row.kind, KINDS.get(row.kind, row.kind).lower())


def _value(docket: Docket, kind: str, value: str) -> str:
    if kind == "concern":
        return f"“{concern(docket, value)}”"
    if kind == "stance":
        return worded(STANCES, value).lower()
    if kind in FLAGS:
        return FLAGS[kind][value != "true"]
    return "another instrument" if value == NOWHERE else article(docket, value)


def answers(docket: Docket, kind: str) -> frozenset[str]:
    """The values that may stand in a mark's place."""
    if kind == "concern":
        return frozenset(docket.concern_by_key)
    if kind == "stance":
        return frozenset(STANCES)
    if kind in ("mention", "link"):
        return frozenset(provisions(docket)) | ({NOWHERE} if kind == "mention" else frozenset())
    return frozenset(("true", "false")) if kind in FLAGS else frozenset()
