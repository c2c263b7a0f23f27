"""Reading positions: which passages of whom speak of which provision in which draft. See `db.positions`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.docket import Docket
from db.models import Passage, Revision, Signature, Statement
from db.position_drafts import DraftsMeant
from db.position_said import Origin, read_said
from db.positions import Evidence, Position, Said, each_once, sides_on


@dataclass(frozen=True)
class Speech:
    """A statement that counts, and the revision in which its words are read: an exact copy's are read elsewhere."""

    id: int
    organisation_id: int | None
    group: str
    published: str
    read_in: int


def positions(
    session: Session, docket: Docket, organisations: Collection[int] | None = None, origin: Origin = "explicit"
) -> list[Position]:
    """Every position of `organisations` (of all, where None), by organisation, provision and draft.

    `explicit` positions are on provisions that texts name, `implicit` ones on those that they only describe; the two
    are never added up. Six SELECTs, however many organisations.
    """
    signers = _signers(session, organisations)
    wanted = [] if organisations is None else [_concerns(organisations, signers)]
    evidence = evidence_of(session, docket, origin, *wanted)
    wrote, signed = _shares(evidence, signers, organisations)
    order = {draft.key: place for place, draft in enumerate(docket.drafts)}
    places = {lineage.adopted: place for place, lineage in enumerate(docket.lineages)}
    keys = sorted({*wrote, *signed}, key=lambda key: (key[0], places.get(key[1], -1), key[1], order.get(key[2], 99)))
    return [Position(*key, each_once(wrote.get(key, ())), each_once(signed.get(key, ()))) for key in keys]


Shares = Mapping[tuple[int, str, str], list[Evidence]]


def _shares(
    evidence: Iterable[Evidence], signers: Mapping[int, set[int]], organisations: Collection[int] | None
) -> tuple[Shares, Shares]:
    """(organisation, provision, draft) → what it wrote, and → what it signed of statements that it did not publish."""
    wrote: dict[tuple[int, str, str], list[Evidence]] = defaultdict(list)
    signed: dict[tuple[int, str, str], list[Evidence]] = defaultdict(list)
    everything = list(evidence)
    own = {(one.organisation_id, one.group) for one in everything}
    for one in everything:
        author = one.organisation_id
        if author is not None and (organisations is None or author in organisations):
            wrote[author, one.provision, one.draft].append(one)
        for signer in signers.get(one.statement_id, ()):
            if (signer, one.group) not in own:
                signed[signer, one.provision, one.draft].append(one)
    return wrote, signed


def _signers(session: Session, organisations: Collection[int] | None) -> dict[int, set[int]]:
    """Statement → the organisations (of those asked for) that signed its current wording."""
    query = (
        select(col(Statement.id), col(Signature.organisation_id))
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .where(col(Signature.organisation_id).is_not(None), col(Statement.on_topic).is_(True))
    )
    if organisations is not None:
        query = query.where(col(Signature.organisation_id).in_(list(organisations)))
    found: dict[int, set[int]] = defaultdict(set)
    rows: Iterable[Any] = session.connection().execute(query)
    for statement, organisation in rows:
        found[statement].add(organisation)
    return found


def _concerns(organisations: Collection[int], signed: Collection[int]) -> ColumnElement[bool]:
    return or_(col(Statement.organisation_id).in_(list(organisations)), col(Statement.id).in_(list(signed)))


def evidence_of(session: Session, docket: Docket, origin: Origin, *conditions: ColumnElement[bool]) -> list[Evidence]:
    """Every passage of statements that meet `conditions`, once for each provision of which it speaks."""
    speeches = _speeches(session, conditions)
    read_in = _read_in(conditions)
    said, hashes = read_said(session, origin, read_in)
    drafts = DraftsMeant(session, docket, read_in)
    found = []
    for speech in speeches:
        for passage in said.get(speech.read_in, {}):
            of_passage = said[speech.read_in][passage]
            for provision in sorted(of_passage.provisions):
                found.append(_evidence(speech, passage, hashes[passage], of_passage, provision, drafts))
    return found


def _evidence(
    speech: Speech, passage: int, text_sha256: str, said: Said, provision: str, drafts: "DraftsMeant"
) -> Evidence:
    return Evidence(
        passage,
        text_sha256,
        speech.id,
        speech.organisation_id,
        speech.group,
        speech.published,
        provision,
        drafts.meant(speech.read_in, passage, provision, speech.published),
        sides_on(said, provision),
        said.tied.get(provision, frozenset()),
    )


def _where_read() -> ColumnElement[int]:
    """The statement's current revision; for an exact copy without passages, that of the text's first sender."""
    first, here, there = aliased(Statement), aliased(Revision), aliased(Revision)
    copied = (
        select(col(first.revision_id))
        .join(there, col(there.id) == col(first.revision_id))
        .join(here, col(here.id) == col(Statement.revision_id))
        .where(col(first.address) == col(Statement.same_text), col(first.id) != col(Statement.id))
        .where(col(there.text) == col(here.text))
        .correlate(Statement)
        .scalar_subquery()
    )
    has_passages = exists().where(col(Passage.revision_id) == col(Statement.revision_id)).correlate(Statement)
    return case((has_passages, col(Statement.revision_id)), else_=copied)


def _speeches(session: Session, conditions: Collection[ColumnElement[bool]]) -> list[Speech]:
    query = select(
        *(col(Statement.id), col(Statement.organisation_id), group_of_statement(), col(Statement.published)),
        _where_read(),
    ).where(col(Statement.on_topic).is_(True), *conditions)
    rows: Iterable[Any] = session.connection().execute(query.order_by(col(Statement.id)))
    return [Speech(*row) for row in rows if row[4] is not None]


def _read_in(conditions: Collection[ColumnElement[bool]]) -> Select[Any]:
    return select(_where_read()).where(col(Statement.on_topic).is_(True), *conditions)
