"""Whether a part of a sentence asks for something, and for which act.

A request is a word of request of the speaker's ("we ask", "please", "recommendation 3"), a word of duty said of the
text ("should"), a bare imperative, an item under the lead of a list, or a phrase that is one by itself ("has no
place"). Requests of others are reported, not made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.ask_said import Said
from pipeline.ask_words import VERBS

Frame = Literal["own", "duty", "imperative", "item", "itself"]
FEWEST_WORDS = 4
"""A request for something has at least so many words after "we ask"."""
NEAR_THE_START = 12
"""A word of refusal within so many characters opens the part: "Vote no", "• Do not sign"."""
_THAT = re.compile(r".{0,8}\b(?:that|to|que|qu'|de|che|di|dass|чтобы)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[?？؟][\"'”’»)]*$")
FLIPPED = {"delete": "retain", "add": "delete", "retain": "delete", "amend": "retain", "clarify": "clarify"}
"""What one who opposes an act asks for."""
NEGATED = {"delete": "retain", "retain": "delete", "add": "amend", "amend": "amend", "clarify": "clarify"}
"""What "should not be ..." asks for."""


@dataclass(frozen=True)
class Request:
    """An act, the word that names it at `text[start:end]`, and how it is asked for."""

    verb: str
    word: str
    start: int
    end: int
    frame: Frame


@dataclass(frozen=True)
class Carried:
    """What a sentence or list has established before a part: a frame, an act, or that somebody else is speaking."""

    frame: Frame | None = None
    verb: str = ""
    reported: bool = False


def frame_of(said: Said, carried: Carried) -> tuple[Frame | None, int, bool]:
    """The frame of a part, where its words begin (relative), and whether the request is reported of somebody else."""
    own = said.hits("own") or [span for span in said.hits("own_refusal") if any(a > span[0] for a, _, _ in said.acts)]
    if own:
        return "own", own[0][0], False
    duty = said.hits("modal")
    end, reported = _by_anybody(said, duty[0][0] if duty else len(said.said))
    if end:
        return "own", end, False
    if reported or carried.reported:
        return None, 0, True
    if said.opens_with_an_act:
        return "imperative", said.opening, False
    if duty and not _told_by_others(said):
        return "duty", duty[0][0], False
    return (carried.frame, 0, False) if carried.frame in ("item", "own") else (None, 0, False)


def _by_anybody(said: Said, before: int) -> tuple[int, bool]:
    """Where the speaker's own request in the third person ends (0: none), and whether one is somebody else's."""
    for start, end in said.hits("request"):
        if start > before:
            break
        owner = said.whose(start)
        if owner != "nobody":
            return (end, False) if owner == "own" else (0, True)
    return 0, False


def _told_by_others(said: Said) -> bool:
    """A duty that a speaker was heard to state: "delegations said that Article 4 must go"."""
    sentence = said.text[said.sentence_start : said.part.end]
    return bool(said.words["cue_reported"].count(sentence) and said.words["others"].count(sentence)) and not said.hits(
        "self"
    )


def is_refused(said: Said) -> bool:
    """A question, or a request that is said not to be made."""
    fallback = said.words["at_least"].spans(said.text[said.part.start : said.part.end])
    if fallback and fallback[0][0] <= said.opening:
        return True
    return bool(_QUESTION.search(said.said.strip())) or bool(said.hits("not_asked"))


def change_in(said: Said, frame: Frame | None, after: int, carried: Carried) -> Request | None:
    """The act that a part asks for, or None."""
    standing = _standing(said)
    if standing:
        return standing
    if frame is None:
        return None
    acts = [act for act in said.acts if act[0] >= after] or ([] if frame == "imperative" else said.acts)
    if acts:
        return _act(said, acts, frame)
    added = said.hits("thing_added")
    if added and frame == "own" and not said.said.rstrip().endswith((":", "：")):
        return _request(said, "add", *added[0], frame)
    if carried.verb:
        return _request(said, carried.verb, 0, 0, frame)
    return None


def default_in(said: Said, frame: Frame | None, after: int) -> Request | None:
    """A request whose verb is none of ours: to amend an article that it names, or how States should apply it."""
    if frame not in ("own", "duty") or (not said.names_an_article and frame == "duty"):
        return None
    if frame == "duty" and said.hits("under"):
        return None
    carried = frame == "own" and not said.hits("own") and not _THAT.match(said.said[said.opening - 5 :])
    if carried or len(said.said[after:].split()) < FEWEST_WORDS:
        return None
    verb = "clarify" if said.hits("states") else "amend"
    end = said.part.start + max(after, 1)
    word = said.said[after : after + 30]
    return Request(verb, word, end, end, frame)


def _act(said: Said, acts: Sequence[tuple[int, int, str]], frame: Frame) -> Request:
    start, end, verb = acts[0]
    negated = any(start - 24 <= place < start for place, _ in said.hits("negation")) or any(
        place < start for place, _ in said.hits("no_such")
    )
    opposed = any(place < start for place, _ in said.hits("opposed"))
    if said.hits("without") and (negated or verb == "delete"):
        verb = "amend"
    elif opposed:
        verb = FLIPPED[verb]
    elif negated:
        verb = NEGATED[verb]
    return _request(said, verb, start, end, frame)


def _standing(said: Said) -> Request | None:
    for verb in VERBS:
        found = said.hits(f"stands_{verb}") if f"stands_{verb}" in said.words else []
        if found:
            changed = "amend" if verb == "delete" and said.hits("without") else verb
            return _request(said, changed, *found[0], "itself")
    return None


def rejection_in(said: Said, frame: Frame | None) -> Request | None:
    """A call to reject the whole, or None."""
    spans = sorted([*said.hits("cue_reject"), *said.hits("reject"), *_not_joining(said)])
    if said.part.groups and not said.hits("whole"):
        either = said.hits("reject_any")
        spans = [span for span in spans if not any(a <= span[0] < b or span[0] <= a < span[1] for a, b in either)]
    if not spans or said.hits("not_asked"):
        return None
    near = spans[0][0] <= NEAR_THE_START + said.opening
    return _request(said, "reject", *spans[0], frame or "itself") if frame or near else None


def _not_joining(said: Said) -> list[tuple[int, int]]:
    """Words of signing or ratifying with a negation shortly before them."""
    negations = said.hits("negation")
    return [(start, end) for start, end in said.hits("joining") if any(start - 24 <= n < start for n, _ in negations)]


def refusal_in(said: Said) -> Request | None:
    """The speaker's own opposition to something named, or None."""
    found = said.hits("own_refusal")
    return _request(said, "reject", *found[0], "itself") if found else None


def support_in(said: Said) -> Request | None:
    """The speaker's own support, or None."""
    third = [span for span in said.hits("support_third") if said.whose(span[0]) == "own"]
    for start, end in [*said.hits("support"), *third]:
        if not any(start - 16 <= place < start for place, _ in said.hits("negation")):
            return _request(said, "support", start, end, "own")
    return None


def _request(said: Said, verb: str, start: int, end: int, frame: Frame) -> Request:
    base = said.part.start
    return Request(verb, said.said[start:end], base + start, base + end, frame)
