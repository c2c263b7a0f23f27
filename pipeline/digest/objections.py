"""The body of a digest: concern → article → organisation, with one proven quotation each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.counting import CountedPair
from db.docket import Docket
from db.models import Passage, Revision, Statement
from pipeline.digest.content import ArticleLine, ConcernSection, Quotation
from pipeline.digest.known import Known
from pipeline.references.reading import original_of


@dataclass(frozen=True)
class Desk:
    """What collecting works with: the docket and the address that links begin with."""

    docket: Docket
    base_url: str

    def link(self, path: str) -> str:
        """A full address of a page of ours."""
        return f"{self.base_url.rstrip('/')}/{path}"


def concern_sections(
    session: Session, desk: Desk, known: Known, pairs: Sequence[CountedPair]
) -> tuple[ConcernSection, ...]:
    """These objections by concern, those without a proven quotation left out."""
    sections = []
    for concern in desk.docket.ordered_concerns():
        lines = article_lines(session, desk, known, [pair for pair in pairs if pair.concern == concern.key])
        if lines:
            link = desk.link(f"concerns/{concern.key}")
            sections.append(ConcernSection(key=concern.key, name=concern.name, link=link, articles=lines))
    return tuple(sections)


def article_lines(session: Session, desk: Desk, known: Known, pairs: Sequence[CountedPair]) -> tuple[ArticleLine, ...]:
    """One line an article, in the order of the treaty."""
    order = {lineage.adopted: place for place, lineage in enumerate(desk.docket.lineages)}
    provisions = sorted({pair.provision for pair in pairs}, key=lambda name: (order.get(name, len(order)), name))
    lines = []
    for provision in provisions:
        found = quotations(session, desk, known, [pair for pair in pairs if pair.provision == provision])
        if found:
            link = desk.link(f"articles/{provision}?concern={pairs[0].concern}")
            name = provision_name(desk.docket, provision)
            lines.append(ArticleLine(provision=provision, name=name, link=link, quotations=found))
    return tuple(lines)


def provision_name(docket: Docket, provision: str) -> str:
    """A provision as a reader knows it: number and title."""
    lineage = docket.lineage_by_number.get(provision)
    if lineage:
        return f"Article {provision}: {lineage.title}"
    return f"Chapter {provision.removeprefix('ch.')}" if provision.startswith("ch.") else provision.capitalize()


def quotations(session: Session, desk: Desk, known: Known, pairs: Iterable[CountedPair]) -> tuple[Quotation, ...]:
    """One quotation an organisation, the first that is proven, with the number of further passages."""
    by_author: dict[object, list[CountedPair]] = {}
    for pair in pairs:
        by_author.setdefault(known.by_id[pair.statement_id].author, []).append(pair)
    made = [made for group in by_author.values() if (made := _quotation(session, desk, known, group))]
    return tuple(sorted(made, key=lambda q: (q.organisation.casefold(), q.statement_id)))


def _quotation(session: Session, desk: Desk, known: Known, group: Sequence[CountedPair]) -> Quotation | None:
    passage = next((row for pair in group if (row := _proven(session, pair.passage_id))), None)
    if passage is None:
        return None
    statement = session.get_one(Statement, _statement_of(group, passage))
    return Quotation(
        organisation=known.by_id[statement.id or 0].organisation,
        statement_id=statement.id or 0,
        passage_id=passage.id or 0,
        title=statement.title,
        published=statement.published,
        text=passage.text,
        link=desk.link(f"statements/{statement.id}#p{passage.id}"),
        original=original_of(session, statement, passage),
        more=len({pair.passage_id for pair in group}) - 1,
    )


def _statement_of(group: Sequence[CountedPair], passage: Passage) -> int:
    return next(pair.statement_id for pair in group if pair.passage_id == passage.id)


def _proven(session: Session, passage_id: int) -> Passage | None:
    """The passage, when it is exactly a piece of the stored text."""
    passage = session.get_one(Passage, passage_id)
    text = session.get_one(Revision, passage.revision_id).text
    return passage if text[passage.start : passage.end] == passage.text else None
