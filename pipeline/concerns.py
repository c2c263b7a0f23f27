"""The concerns of a passage."""

from db.docket import Docket
from pipeline.passage import Label, PassageText, Scores
from pipeline.reasons import reason_of


def concern_labels(passage: PassageText, scores: Scores, docket: Docket) -> list[Label]:
    """The concerns that the heads give, the likeliest first; none is a proper answer."""
    labels = []
    for key in docket.concern_by_key:
        status = scores.status(key)
        if status is not None:
            reason = reason_of(passage.text, key, scores, docket)
            labels.append(Label("concern", key, scores.of(key), status, "model", reason))
    return sorted(labels, key=lambda label: (-label.score, label.key))
