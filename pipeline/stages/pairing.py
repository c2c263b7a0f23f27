"""pair: labels and resolved mentions of a passage → (concern, lineage) pairs and asks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from db.models import Label as StoredLabel
from db.models import Mention as StoredMention
from db.models import Revision
from db.store.findings import passages_of, replace_pairs
from pipeline.asks import VERSION as ASKS_VERSION
from pipeline.asks import Ask, asks_of
from pipeline.concerns import Label
from pipeline.pairs import VERSION as PAIRS_VERSION
from pipeline.pairs import Pair, ProvisionSpan, pairs_of
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import on_topic_only

SENTENCE_STOPS = (". ", "? ", "! ", "。", "؟")


@dataclass(frozen=True)
class Findings:
    """A passage with its concerns and the provisions it names, offsets relative to its text."""

    passage_id: int
    text: str
    concerns: tuple[Label, ...]
    provisions: tuple[ProvisionSpan, ...]
    antecedent: tuple[str, ...] = ()


def load_findings(session: Session, _shop: Workshop, key: str) -> list[Findings]:
    """What is known of each passage of the revision."""
    text = session.get_one(Revision, int(key)).text
    return [
        Findings(
            p.id or 0,
            p.text,
            concerns_on(session, p.id or 0),
            provisions_in(session, p.id or 0, p.start),
            named_before(text, session, int(key), p.start),
        )
        for p in passages_of(session, int(key))
    ]


def named_before(text: str, session: Session, revision_id: int, start: int) -> tuple[str, ...]:
    """The provisions that the last sentence with any named, in the same paragraph before a passage."""
    paragraph = text.rfind("\n", 0, start) + 1
    query = select(StoredMention).where(
        StoredMention.revision_id == revision_id,
        StoredMention.start >= paragraph,
        StoredMention.start < start,
        StoredMention.status == "resolved",
    )
    rows = list(session.exec(query.order_by(col(StoredMention.start))))
    if not rows:
        return ()
    sentence = max(text.rfind(stop, paragraph, rows[-1].start) for stop in SENTENCE_STOPS)
    return tuple(dict.fromkeys(row.provision for row in rows if row.start > sentence and row.provision.isdigit()))


def concerns_on(session: Session, passage_id: int) -> tuple[Label, ...]:
    """The concern labels of a passage, a person's in place of the machine's."""
    query = select(StoredLabel).where(StoredLabel.passage_id == passage_id, StoredLabel.kind == "concern")
    rows = sorted(session.exec(query), key=lambda row: row.origin == "human")
    chosen = {row.key: row for row in rows}
    return tuple(as_label(row) for _, row in sorted(chosen.items()) if row.score > 0)


def as_label(row: StoredLabel) -> Label:
    """A stored label as the pure functions know it."""
    fields: dict[str, Any] = row.model_dump(include={"kind", "key", "score", "status", "origin", "reason"})
    return Label(**fields)


def provisions_in(session: Session, passage_id: int, start: int) -> tuple[ProvisionSpan, ...]:
    """The docket's provisions that a passage names."""
    query = select(StoredMention).where(StoredMention.passage_id == passage_id).order_by(col(StoredMention.start))
    return tuple(
        ProvisionSpan(m.start - start, m.end - start, m.provision or None, m.status) for m in session.exec(query)
    )


def pair_up(shop: Workshop, findings: Sequence[Findings]) -> list[tuple[list[Pair], list[Ask]]]:
    """The pairs and asks of each passage."""
    return [
        (
            pairs_of(f.text, f.concerns, f.provisions, shop.docket),
            asks_of(f.text, f.provisions, shop.docket, f.antecedent),
        )
        for f in findings
    ]


def save_pairs(
    session: Session, _shop: Workshop, findings: Sequence[Findings], made: Sequence[tuple[list[Pair], list[Ask]]]
) -> None:
    """Store pairs and asks."""
    rows = list(zip(findings, made, strict=True))
    pairs = [{**asdict(pair), "passage_id": f.passage_id} for f, (found, _) in rows for pair in found]
    asks = [{**asdict(ask), "passage_id": f.passage_id} for f, (_, found) in rows for ask in found]
    replace_pairs(session, [f.passage_id for f in findings], pairs, asks)


PAIR = Stage(
    name="pair",
    version=lambda _shop: fingerprint(PAIRS_VERSION, ASKS_VERSION),
    after=("tag", "resolve"),
    units=on_topic_only(lambda revision, statement, kind: fingerprint(revision.text_sha256, statement.published, kind)),
    load=load_findings,
    work=pair_up,
    save=save_pairs,
)
