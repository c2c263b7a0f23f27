"""group: statements → republication and translation groups. It needs all at once."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from db.models import Passage, Revision, Statement
from db.store.statements import save_groups
from pipeline.similar import VERSION as SIMILAR_VERSION
from pipeline.similar import Wording, group_statements
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import on_topic_only
from pipeline.stages.tagging import vectors_of


def load_wordings(session: Session, shop: Workshop, _key: str) -> list[Wording]:
    """The current text of every statement about the docket, in the order of their addresses."""
    query = select(Statement, Revision).where(Revision.id == Statement.revision_id, col(Statement.on_topic).is_(True))
    passages = current_passages(session)
    return [
        Wording(
            key=s.id or 0,
            address=s.address,
            published=s.published,
            language=s.language,
            text=r.text[: r.body_end],
            vectors=vectors_of(session, shop.multilingual, passages.get(r.id or 0, ())),
        )
        for s, r in session.exec(query.order_by(Statement.address))
    ]


def current_passages(session: Session) -> dict[int, list[Passage]]:
    """Revision → its passages in order, of the current wordings of statements about the docket."""
    query = select(Passage).join(Statement, col(Statement.revision_id) == Passage.revision_id)
    found: dict[int, list[Passage]] = {}
    for passage in session.exec(query.where(col(Statement.on_topic).is_(True)).order_by(col(Passage.start))):
        found.setdefault(passage.revision_id, []).append(passage)
    return found


def save_found_groups(
    session: Session,
    _shop: Workshop,
    _wordings: Sequence[Wording],
    found: tuple[Mapping[int, str], Mapping[int, str]],
) -> None:
    """Store both groups of every statement."""
    save_groups(session, dict(found[0]), dict(found[1]))


GROUP = Stage(
    name="group",
    version=lambda _shop: SIMILAR_VERSION,
    after=("segment", "embed"),
    units=on_topic_only(
        lambda revision, statement, _kind: fingerprint(revision.text_sha256, statement.published, statement.language)
    ),
    load=load_wordings,
    work=lambda _shop, wordings: group_statements(wordings),
    save=save_found_groups,
    together=True,
)
