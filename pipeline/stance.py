"""The stance of a passage and its flags: call to reject, on topic, boilerplate.

Rules decide where they are certain (CONVENTIONS, rules 2, 4, 9 and 13), the heads elsewhere. A false objection
harms an organisation, so an objection is shown only above the precision that `pipeline.thresholds` asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from db.docket import Docket
from pipeline.features import concern_terms, topic_terms
from pipeline.heads import STANCES
from pipeline.passage import Kind, Label, PassageText, Scores, Status
from pipeline.reasons import reason_of
from pipeline.relevance import CITATION
from pipeline.vocabulary import cues

LEAST_REJECT = 0.05
"""A word of refusal in a request counts from this probability on: it may refuse something else than the text."""
SURE_REJECT = 0.85
IN_STATEMENT = 0.3
"""A passage with neighbours stands in a statement about the docket, so less is needed to take it as on topic."""
MARGIN = 0.08
"""A stance whose probability leads the next by less is unsure."""


@dataclass(frozen=True)
class Flags:
    """The three flags of a passage."""

    reject_call: Label
    on_topic: Label
    boilerplate: Label

    @property
    def labels(self) -> tuple[Label, Label, Label]:
        """The flags as labels, in a fixed order."""
        return self.reject_call, self.on_topic, self.boilerplate

    @property
    def carries_labels(self) -> bool:
        """Whether the passage can carry concerns and a stance at all."""
        return self.on_topic.key == "true" and self.boilerplate.key == "false"


def flags_of(passage: PassageText, scores: Scores, docket: Docket) -> Flags:
    """The flags of a passage."""
    topic, furniture = (_flag(kind, passage, scores, docket) for kind in ("on_topic", "boilerplate"))
    told = spoken_of(passage.text, docket)
    if told and topic.key == "false":
        topic = Label("on_topic", "true", max(topic.score, 0.5), "shown", "rule", told)
    if told and furniture.key == "true":
        furniture = Label("boilerplate", "false", min(furniture.score, 0.5), "shown", "rule", told)
    return Flags(_reject_call(passage, scores, docket), topic, furniture)


def spoken_of(text: str, docket: Docket) -> str:
    """Why a text is surely about the docket, or nothing: it cites an article, uses a concern's words and names no
    other law. So it is in 220 of the 221 examples and labelled passages of which this is true."""
    cited = CITATION.search(text)
    others = topic_terms(docket)["not_names"].count(text) + cues()["other_law"].count(text)
    words = [word for terms in concern_terms(docket).values() for word in terms.words(text)]
    if not cited or not words or others or cues()["furniture"].count(text):
        return ""
    return f"It cites “{cited.group()}” and speaks of “{words[0]}”."


def _flag(kind: Kind, passage: PassageText, scores: Scores, docket: Docket) -> Label:
    score, (lower, upper) = scores.of(kind), scores.band(kind)
    if kind == "on_topic" and (passage.before or passage.after):
        lower, upper = lower - IN_STATEMENT, upper - IN_STATEMENT
    given = score >= (lower + upper) / 2
    status: Status = "unsure" if lower <= score < upper else "shown"
    reason = reason_of(passage.text, kind, scores, docket) if given else "Nothing in it speaks for this."
    return Label(kind, "true" if given else "false", score, status, "model", reason)


def _reject_call(passage: PassageText, scores: Scores, docket: Docket) -> Label:
    """Words of refusal in a request are a call to reject; the model alone must be very sure of one without words."""
    found = _flag("reject_call", passage, scores, docket)
    words = cues()["reject"].words(passage.text)
    asked = any(cues()[name].count(passage.text) for name in ("ask", "modal"))
    if words and asked and found.score >= LEAST_REJECT:
        return Label("reject_call", "true", found.score, "shown", "rule", f"It asks for “{words[0]}”.")
    if found.key == "true" and not words and found.score < SURE_REJECT:
        return Label("reject_call", "false", found.score, "unsure", "rule", "It has no word of refusal.")
    return found


def stance_label(passage: PassageText, scores: Scores, flags: Flags, docket: Docket) -> Label:
    """The one stance of a passage."""
    if not flags.carries_labels:
        return Label("stance", "neutral", 1.0, "shown", "rule", "The passage is not about the treaty's substance.")
    weights = {stance: scores.of(stance) for stance in STANCES}
    if flags.reject_call.key == "true":
        weights["recommendation"] = max(weights["recommendation"], 0.5)
    total = sum(weights.values()) or 1.0
    shares = {stance: weight / total for stance, weight in weights.items()}
    best = _best_stance(shares, scores.band("objection")[0], flags)
    lead = shares[best] - max(share for stance, share in shares.items() if stance != best)
    weak = best == "objection" and shares[best] < scores.band("objection")[1]
    status: Status = "unsure" if lead < MARGIN or weak else "shown"
    reason = reason_of(passage.text, best, scores, docket)
    return Label("stance", best, round(shares[best], 4), status, "model", reason)


def _best_stance(shares: Mapping[str, float], least: float, flags: Flags) -> str:
    """The likeliest stance; an objection from `least` on, unless the passage calls to reject, which is a request."""
    if shares["objection"] >= least and flags.reject_call.key == "false":
        return "objection"
    return max(shares, key=lambda stance: shares[stance])
