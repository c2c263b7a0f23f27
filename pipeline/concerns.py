"""The labels of passages: concerns, one stance, and the three flags, each with its score and its reason.

Boilerplate and passages about something else carry no concern and are neutral (CONVENTIONS, rules 6 and 9).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.encoders import MULTILINGUAL_LANGUAGES, Encoder
from pipeline.heads import Heads
from pipeline.passage import Kind, Label, PassageText, Scores, is_english
from pipeline.reasons import reason_of
from pipeline.stance import flags_of, stance_label

__all__ = ["VERSION", "Label", "PassageText", "label_passages", "tuned_logits"]

VERSION = "3"
UNKNOWN_LANGUAGE = "The models do not know this language, so nothing was read from it."


def label_passages(
    passages: Sequence[PassageText],
    tuned: NDArray[np.float32],
    multilingual: NDArray[np.float32],
    heads: Heads,
    docket: Docket,
) -> list[tuple[Label, ...]]:
    """The labels of each passage: one stance, on_topic, boilerplate and reject_call, and any number of concerns.

    `tuned` holds the tuned encoder's logits and `multilingual` the other's vectors, one row per passage; rows of
    `tuned` are read for passages in English only and may be zero elsewhere. A language that no model knows gives
    unsure labels that say so, and no concern.
    """
    if not passages:
        return []
    texts = [passage.text for passage in passages]
    english_rows = np.array([is_english(passage.text, passage.language) for passage in passages])
    inputs = heads.inputs(texts, tuned, multilingual, docket)
    probabilities = heads.probabilities(inputs, english_rows)
    alike = heads.taught.cosines(multilingual)
    scores = [Scores(heads, probabilities[i], inputs.words[[i]], inputs.shape[i], alike[i]) for i in range(len(texts))]
    return [_labels_of(passage, scored, docket) for passage, scored in zip(passages, scores, strict=True)]


def tuned_logits(passages: Sequence[PassageText], encoder: Encoder) -> NDArray[np.float32]:
    """What `label_passages` reads as `tuned`: the tuned encoder is asked about English passages alone."""
    logits = np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    rows = [row for row, passage in enumerate(passages) if is_english(passage.text, passage.language)]
    logits[rows] = encoder.encode([passages[row].text for row in rows])
    return logits


def _labels_of(passage: PassageText, scores: Scores, docket: Docket) -> tuple[Label, ...]:
    if passage.language is not None and passage.language not in MULTILINGUAL_LANGUAGES:
        return _unread()
    flags = flags_of(passage, scores, docket)
    stance = stance_label(passage, scores, flags, docket)
    concerns = concern_labels(passage, scores, docket) if flags.carries_labels else []
    return (stance, *flags.labels, *concerns)


def _unread() -> tuple[Label, ...]:
    kinds: tuple[tuple[Kind, str], ...] = (
        ("stance", "neutral"),
        ("reject_call", "false"),
        ("on_topic", "true"),
        ("boilerplate", "false"),
    )
    return tuple(Label(kind, key, 0.0, "unsure", "rule", UNKNOWN_LANGUAGE) for kind, key in kinds)


def concern_labels(passage: PassageText, scores: Scores, docket: Docket) -> list[Label]:
    """The concerns that the heads give, the likeliest first; none is a proper answer."""
    labels = []
    for key in docket.concern_by_key:
        status = scores.status(key)
        if status is not None:
            reason = reason_of(passage.text, key, scores, docket)
            labels.append(Label("concern", key, scores.of(key), status, "model", reason))
    return sorted(labels, key=lambda label: (-label.score, label.key))
