"""One wording of a statement without its marks: what comparing two of them needs."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.models import Organisation, Revision, Statement
from webapp.queries.quotations import Author
from webapp.queries.statements import RevisionLine, read_revisions


@dataclass(frozen=True)
class Wording:
    """A statement in one wording; `text_group` and `statement_group` name the groups that it belongs to."""

    id: int
    title: str
    author: Author
    published: str
    language: str
    text_group: str
    statement_group: str
    revision: RevisionLine
    text: str

    def is_version_of(self, other: "Wording") -> bool:
        """Whether both are known to be one statement: copies, or translations of each other."""
        return self.id != other.id and (
            self.text_group == other.text_group or self.statement_group == other.statement_group
        )


def read_wording(session: Session, statement_id: int, number: int | None = None) -> Wording | None:
    """The current wording of a statement, or revision `number`; None when there is none such."""
    row = session.get(Statement, statement_id)
    lines = read_revisions(session, statement_id) if row else ()
    wanted = [line for line in lines if (line.number == number if number else row and line.id == row.revision_id)]
    if row is None or not wanted:
        return None
    text = session.exec(select(Revision.text).where(col(Revision.id) == wanted[0].id)).one()
    found = session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    author = Author(found.id, found.slug, found.name, found.kind) if found else Author.of(None, None, None, None)
    groups = (row.same_text or row.address, row.same_statement or row.address)
    return Wording(statement_id, row.title, author, row.published, row.language, *groups, wanted[0], text)
