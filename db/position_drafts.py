"""Which draft a passage means when it speaks of a provision. See `db.positions`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from db.docket import Docket
from db.models import Mention


class DraftsMeant:
    """Which draft a passage means: the one that its citation was resolved in; else the only one in which the rest of
    the statement cites the provision; else the only one of its day. Empty where none of these tells."""

    def __init__(self, session: Session, docket: Docket, read_in: Select[Any]) -> None:
        self.docket = docket
        self.order = {draft.key: place for place, draft in enumerate(docket.drafts)}
        self.of_passage: dict[tuple[int, str], set[str]] = defaultdict(set)
        self.of_text: dict[tuple[int, str], set[str]] = defaultdict(set)
        query = select(
            col(Mention.revision_id), col(Mention.passage_id), col(Mention.provision), col(Mention.draft)
        ).where(col(Mention.revision_id).in_(read_in), col(Mention.status) == "resolved")
        rows: Iterable[Any] = session.connection().execute(query)
        for revision, passage, provision, draft in rows:
            self.of_text[revision, provision].add(draft)
            self.of_passage[passage, provision].add(draft)

    def meant(self, revision: int, passage: int, provision: str, published: str) -> str:
        """The draft's key, or nothing. Where a passage cites it in two drafts, the later one."""
        cited = self.of_passage.get((passage, provision)) or self.of_text.get((revision, provision))
        if cited:
            return max(cited, key=lambda key: self.order.get(key, -1)) if "" not in cited else ""
        return self._of_day(published)

    def _of_day(self, published: str) -> str:
        try:
            drafts = list(self.docket.draft_on(date.fromisoformat(published)))
        except ValueError:
            return ""
        return drafts[0].key if len(drafts) == 1 else ""
