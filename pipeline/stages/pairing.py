"""pair: labels, resolved mentions and links of a revision → (concern, lineage) pairs, and asks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from crawlers.extract import language_of
from db.models import Label as StoredLabel
from db.models import Link as StoredLink
from db.models import Mention as StoredMention
from db.models import Organisation, Passage, Revision, Statement
from db.store.findings import passages_of, replace_pairs, replace_pairs_alone
from pipeline.asks import VERSION as ASKS_VERSION
from pipeline.asks import Ask, asks_in
from pipeline.concerns import Label
from pipeline.implied_pairs import described_pairs, heading_pairs
from pipeline.meaning import SURE, described_article
from pipeline.pairs import VERSION as PAIRS_VERSION
from pipeline.pairs import Pair, ProvisionSpan, pairs_of
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import on_topic_only

VERSION = "1"


@dataclass(frozen=True)
class Findings:
    """A passage with its concerns, the provisions it names (offsets relative to its text), and its links."""

    passage: Passage
    concerns: tuple[Label, ...]
    provisions: tuple[ProvisionSpan, ...]
    links: tuple[StoredLink, ...]


@dataclass(frozen=True)
class Said:
    """A revision's whole text, with who says it and every provision that it names."""

    text: str
    body_end: int
    speaker: str
    provisions: tuple[ProvisionSpan, ...]
    findings: tuple[Findings, ...]


def load_findings(session: Session, shop: Workshop, key: str) -> Said:
    """What is known of the revision and of each of its passages."""
    revision = session.get_one(Revision, int(key))
    statement = session.get_one(Statement, revision.statement_id)
    organisation = session.get(Organisation, statement.organisation_id) if statement.organisation_id else None
    spans = provisions_in(session, int(key))
    return Said(
        revision.text,
        revision.body_end,
        organisation.name if organisation else "",
        spans,
        found_in(session, shop, passages_of(session, int(key)), spans),
    )


def found_in(
    session: Session, shop: Workshop, passages: Sequence[Passage], spans: Sequence[ProvisionSpan]
) -> tuple[Findings, ...]:
    """What is known of each passage. A person's label may be of a concern that the docket no longer has."""
    known, ids = shop.docket.concern_by_key, [passage.id or 0 for passage in passages]
    concerns, links = concerns_on(session, ids), links_of(session, ids)
    return tuple(
        Findings(
            passage,
            tuple(label for label in concerns.get(passage.id, ()) if label.key in known),
            within(spans, passage),
            links.get(passage.id, ()),
        )
        for passage in passages
    )


def concerns_on(session: Session, passage_ids: Sequence[int]) -> dict[int | None, tuple[Label, ...]]:
    """The concern labels of each passage, a person's in place of the machine's."""
    query = select(StoredLabel).where(col(StoredLabel.passage_id).in_(passage_ids), StoredLabel.kind == "concern")
    rows = sorted(session.exec(query), key=lambda row: row.origin == "human")
    chosen: dict[int, dict[str, StoredLabel]] = defaultdict(dict)
    for row in rows:
        chosen[row.passage_id][row.key] = row
    return {
        passage: tuple(as_label(row) for _, row in sorted(found.items()) if row.score > 0)
        for passage, found in chosen.items()
    }


def as_label(row: StoredLabel) -> Label:
    """A stored label as the pure functions know it."""
    fields: dict[str, Any] = row.model_dump(include={"kind", "key", "score", "status", "origin", "reason"})
    return Label(**fields)


def links_of(session: Session, passage_ids: Sequence[int]) -> dict[int | None, tuple[StoredLink, ...]]:
    """The links of each passage, the surest first."""
    query = select(StoredLink).where(col(StoredLink.passage_id).in_(passage_ids))
    found: dict[int | None, tuple[StoredLink, ...]] = {}
    for row in session.exec(query.order_by(col(StoredLink.score).desc(), StoredLink.provision)):
        found[row.passage_id] = (*found.get(row.passage_id, ()), row)
    return found


def provisions_in(session: Session, revision_id: int) -> tuple[ProvisionSpan, ...]:
    """The provisions that a revision names, offsets in its text."""
    query = select(StoredMention).where(StoredMention.revision_id == revision_id)
    rows = session.exec(query.order_by(col(StoredMention.start), col(StoredMention.id)))
    return tuple(
        ProvisionSpan(m.start, m.end, m.provision or None, m.status, m.article if m.unit == "article" else "")
        for m in rows
    )


def within(spans: Sequence[ProvisionSpan], passage: Passage) -> tuple[ProvisionSpan, ...]:
    """The spans that begin in a passage, with offsets in its text."""
    return tuple(
        ProvisionSpan(s.start - passage.start, s.end - passage.start, s.provision, s.status, s.written)
        for s in spans
        if passage.start <= s.start < passage.end
    )


def pair_up(shop: Workshop, said: Said) -> tuple[list[list[Pair]], list[list[Ask]]]:
    """The pairs and the asks of each passage; asks have offsets in the passage's text."""
    language = language_of(said.text[: said.body_end])
    learnt = shop.docket.has_examples
    asks = asks_in(
        said.text,
        said.provisions,
        shop.docket,
        end=said.body_end,
        language=language,
        speaker=said.speaker,
        meaning=described_article(shop.implied, shop.multilingual) if learnt else None,
    )
    return [_pairs(shop, found) for found in said.findings], placed([f.passage for f in said.findings], asks)


def _pairs(shop: Workshop, found: Findings) -> list[Pair]:
    text = found.passage.text
    pairs = {(p.concern, p.provision): p for p in pairs_of(text, found.concerns, found.provisions, shop.docket)}
    links = [(link.origin, (link.provision, link.score, link.reason)) for link in found.links]
    headed = [link for origin, link in links if origin == "heading"]
    described = [link for origin, link in links if origin == "implicit"]
    decided = [link for origin, link in links if origin == "human"]
    more = heading_pairs(text, found.concerns, headed, shop.docket)
    more += [replace(p, origin="implicit") for p in heading_pairs(text, found.concerns, decided, shop.docket)]
    more += described_pairs(text, found.concerns, described, shop.implied.landing) if described else []
    for pair in more:
        pairs.setdefault((pair.concern, pair.provision), pair)
    return list(pairs.values())


def placed(passages: Sequence[Passage], asks: Sequence[Ask]) -> list[list[Ask]]:
    """Each ask with the passage in which it begins; a line that is no passage keeps its asks to itself."""
    starts = [passage.start for passage in passages]
    kept: list[list[Ask]] = [[] for _ in passages]
    for ask in asks:
        place = bisect_right(starts, ask.start) - 1
        if place >= 0 and ask.start < passages[place].end:
            kept[place].append(_relative(ask, passages[place]))
    return kept


def _relative(ask: Ask, passage: Passage) -> Ask:
    start, end = ask.start - passage.start, min(ask.end, passage.end) - passage.start
    values = {**asdict(ask), "start": start, "end": end, "text": passage.text[start:end]}
    return Ask(**values)


def save_pairs(session: Session, _shop: Workshop, said: Said, made: tuple[list[list[Pair]], list[list[Ask]]]) -> None:
    """Store pairs and asks."""
    ids = [found.passage.id or 0 for found in said.findings]
    pairs = [{**asdict(pair), "passage_id": key} for key, found in zip(ids, made[0], strict=True) for pair in found]
    asks = [{**asdict(ask), "passage_id": key} for key, found in zip(ids, made[1], strict=True) for ask in found]
    replace_pairs(session, ids, pairs, asks)


def pair_again(session: Session, shop: Workshop, passage_id: int) -> None:
    """Make the pairs of one passage anew from its labels, mentions and links, as after a person's decision on them.

    Its asks wait for the next run of the stage: they are read from the whole statement.
    """
    passage = session.get_one(Passage, passage_id)
    (found,) = found_in(session, shop, [passage], provisions_in(session, passage.revision_id))
    replace_pairs_alone(session, [passage_id], [{**asdict(p), "passage_id": passage_id} for p in _pairs(shop, found)])


PAIR = Stage(
    name="pair",
    version=lambda _shop: fingerprint(VERSION, PAIRS_VERSION, ASKS_VERSION, SURE),
    after=("tag", "resolve", "link"),
    units=on_topic_only(lambda revision, statement, kind: fingerprint(revision.text_sha256, statement.published, kind)),
    load=load_findings,
    work=pair_up,
    save=save_pairs,
)
