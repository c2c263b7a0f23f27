"""What a passage asks for: verb, target and exact wording.

A clause asks where it has a word of request ("we ask", "should", "must", "please", or a bare imperative) and a verb of
change, or names a rejection or a support outright. Its target is the provision that the clause names, else the one
that "it" stands for in the clause before; calls to reject or to support the whole have target `treaty`
(CONVENTIONS, letters). Requests about the process, and asks tied to nothing, give none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.docket import Docket
from pipeline.clauses import Clause, clauses_of
from pipeline.features import CHANGES, opens_with_a_change
from pipeline.pairs import CHAPTER, ProvisionSpan, spoken_of
from pipeline.vocabulary import cues

VERSION = "3"
TREATY = "treaty"
NEAR_THE_START = 12
"""A word of refusal within so many characters opens the clause: "Vote no", "• Do not sign"."""
VERBS = (*CHANGES, "support")
"""Verbs of change, the more certain first: of "delete or narrow" only the first counts."""


@dataclass(frozen=True)
class Ask:
    """One ask. `target` is an adopted number or `treaty`; `start` and `end` are offsets in the passage."""

    verb: str
    target: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class _Request:
    verb: str
    word: str
    clause: Clause


def asks_of(text: str, mentions: Sequence[ProvisionSpan], docket: Docket, antecedent: Sequence[str] = ()) -> list[Ask]:
    """The asks of a passage, each (verb, target) once, in order.

    `antecedent`: what was named last in the paragraph before the passage; "it must be deleted" means that.
    """
    resolved = list(spoken_of(text, [m for m in mentions if m.status in ("resolved", "proposed") and m.provision]))
    clauses = clauses_of(text, [(m.start, m.end) for m in mentions])
    found: dict[tuple[str, str], Ask] = {}
    for place, clause in enumerate(clauses):
        request = _request_in(text, clause)
        if request:
            for target in _targets(request, place, clauses, resolved) or _meant(text, request, antecedent):
                found.setdefault((request.verb, target), _ask(text, request, target))
    return list(found.values())


def _ask(text: str, request: _Request, target: str) -> Ask:
    start, end = request.clause.start, request.clause.end
    return Ask(request.verb, target, start, end, text[start:end], f"The clause says “{request.word}”.")


def _request_in(text: str, clause: Clause) -> _Request | None:
    """The one request of a clause, or None."""
    said = text[clause.start : clause.end]
    if cues()["ask_process"].count(said):
        return None
    if _is_not_ours(said):
        return None
    asking = bool(cues()["ask_frame"].count(said)) or opens_with_a_change(said)
    rejected = cues()["reject"].spans(said)
    if rejected and (asking or cues()["ask_first_person"].count(said) or rejected[0][0] <= NEAR_THE_START):
        return _Request("reject", said[slice(*rejected[0])], clause)
    return None if cues()["ask_refused"].count(said) else _change_in(said, clause, asking)


def _change_in(said: str, clause: Clause, asking: bool) -> _Request | None:
    """The change that a clause asks for, or the support that the speaker gives in the first person."""
    for verb in VERBS:
        words = cues()[f"ask_{verb}"].words(said)
        if words and (asking or (verb == "support" and cues()["ask_first_person"].count(said))):
            return _Request(verb, words[0], clause)
    return None


def _is_not_ours(said: str) -> bool:
    """True where somebody else asks ("several delegations proposed"), unless the speaker does too ("we ask them")."""
    others, own = cues()["ask_others"], cues()["ask_first_person"]
    return bool(others.count(said)) and not own.count(said) and not opens_with_a_change(said)


def _targets(request: _Request, place: int, clauses: Sequence[Clause], mentions: Sequence[ProvisionSpan]) -> list[str]:
    """Adopted numbers that the request is about; `treaty` for a rejection, or for support that names nothing."""
    if request.verb == "reject":
        return [TREATY]
    own = _named(clauses[place], mentions)
    earlier = (_named(clause, mentions) for clause in reversed(clauses[:place]))
    named = own or next((numbers for numbers in earlier if numbers), [])
    return named or ([TREATY] if request.verb == "support" else [])


def _meant(text: str, request: _Request, antecedent: Sequence[str]) -> list[str]:
    """The antecedent, where the clause points back ("it", "this article") and names nothing itself."""
    points_back = cues()["ask_pointing_back"].count(text[request.clause.start : request.clause.end])
    return list(antecedent) if points_back else []


def _named(clause: Clause, mentions: Sequence[ProvisionSpan]) -> list[str]:
    numbers = [str(m.provision) for m in mentions if clause.start <= m.start < clause.end]
    return list(dict.fromkeys(number for number in numbers if not number.startswith(CHAPTER)))
