"""tag: passages and their vectors → concerns, stance, call to reject, on-topic and boilerplate labels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from db.models import Passage
from db.store.findings import known_vectors, passages_of, replace_labels
from pipeline.concerns import VERSION, Label, PassageText, label_passages
from pipeline.encoders import Encoder
from pipeline.passage import is_english
from pipeline.stage import Stage, StageError, Unit, Workshop, fingerprint
from pipeline.stages.passages import STORED
from pipeline.stages.revisions import load_revision, on_topic_only

NO_MODELS = "no label models for this docket: it has no labelled examples"


@dataclass(frozen=True)
class Tagged:
    """The passages of a revision, with the rows of their vectors under both encoders."""

    ids: tuple[int, ...]
    passages: tuple[PassageText, ...]
    tuned: NDArray[np.float32]
    multilingual: NDArray[np.float32]


def in_context(passages: Sequence[Passage], org_kind: str) -> tuple[PassageText, ...]:
    """Each passage with its heading and neighbours."""
    texts = ["", *(p.text for p in passages), ""]
    return tuple(
        PassageText(
            text=p.text, language=p.language or None, heading=p.heading,
            before=texts[n], after=texts[n + 2], org_kind=org_kind or None,
        )
        for n, p in enumerate(passages)
    )  # fmt: skip


def vectors_of(session: Session, encoder: Encoder, passages: Sequence[Passage]) -> NDArray[np.float32]:
    """One row a passage. Raises `StageError` when one was not embedded."""
    if not passages or not encoder.dimension:
        return np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    known = known_vectors(session, encoder.key, [p.text_sha256 for p in passages])
    missing = [p.start for p in passages if p.text_sha256 not in known]
    if missing:
        raise StageError(f"{len(missing)} passages have no vector under {encoder.key}; run `travaux process` again")
    rows = [np.frombuffer(known[p.text_sha256], dtype=STORED) for p in passages]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), encoder.dimension)


def logits_of(session: Session, shop: Workshop, passages: Sequence[Passage]) -> NDArray[np.float32]:
    """One row a passage, zeros where it is not English: the tuned encoder is not asked there."""
    logits = np.zeros((len(passages), shop.english.dimension), dtype=np.float32)
    rows = [row for row, p in enumerate(passages) if is_english(p.text, p.language)]
    logits[rows] = vectors_of(session, shop.english, [passages[row] for row in rows])
    return logits


def load_tagged(session: Session, shop: Workshop, key: str) -> Tagged:
    """The passages of a unit."""
    passages = passages_of(session, int(key))
    return Tagged(
        ids=tuple(p.id or 0 for p in passages),
        passages=in_context(passages, load_revision(session, shop, key).org_kind),
        tuned=logits_of(session, shop, passages),
        multilingual=vectors_of(session, shop.multilingual, passages),
    )


def tag(shop: Workshop, tagged: Tagged) -> list[tuple[Label, ...]]:
    """The labels of each passage."""
    if not tagged.passages:
        return []
    return label_passages(tagged.passages, tagged.tuned, tagged.multilingual, shop.heads, shop.docket)


def save_labels(session: Session, _shop: Workshop, tagged: Tagged, labels: Sequence[tuple[Label, ...]]) -> None:
    """Store the labels; scores in thousandths, so that a rerun cannot differ in the last bit."""
    rows = [
        {**vars(label), "score": round(float(label.score), 3), "passage_id": passage}
        for passage, found in zip(tagged.ids, labels, strict=True)
        for label in found
    ]
    replace_labels(session, tagged.ids, rows)


def version(shop: Workshop) -> str:
    """Changes with the heads and with their thresholds; a docket without examples has none."""
    learnt = (shop.heads.version, shop.heads.bands.tobytes()) if shop.docket.has_examples else ""
    return fingerprint(VERSION, learnt, shop.docket.concerns)


def units(session: Session, shop: Workshop) -> list[Unit]:
    """One unit a revision about the docket; all are skipped, with that reason, where there are no label models."""
    found = on_topic_only(lambda revision, _statement, kind: fingerprint(revision.text_sha256, kind))(session, shop)
    if shop.docket.has_examples:
        return found
    return [replace(unit, skip=unit.skip or NO_MODELS) for unit in found]


TAG = Stage(
    name="tag",
    version=version,
    after=("segment", "embed"),
    units=units,
    load=load_tagged,
    work=tag,
    save=save_labels,
)
