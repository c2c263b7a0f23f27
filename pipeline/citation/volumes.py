"""A text in two volumes: which of them a citation means, by session, subject or chapter."""

from db.docket import Docket
from db.docket_citations import docket_citations
from pipeline.citation.choice import Evidence
from pipeline.citation.drafts import DraftNames
from pipeline.citation.glosses import Glosses
from pipeline.citation.page import Page


class Volumes:
    """The docket's volumes, asked for one document."""

    def __init__(self, page: Page, docket: Docket, names: DraftNames, glosses: Glosses) -> None:
        """`names` and `glosses` are what the document says."""
        self.page, self.docket, self.names, self.glosses = page, docket, names, glosses
        self.by_draft = {volume.draft: volume for volume in docket_citations(docket).volumes}

    def cover(self, keys: tuple[str, ...]) -> bool:
        """Whether all of `keys` are volumes."""
        return bool(keys) and set(keys) <= self.by_draft.keys()

    def pick(self, evidence: Evidence, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Of two volumes the one whose session, chapter or subject is named; both where nothing tells."""
        mention = evidence.mention
        sessions = [key for key in self.names.sessions(mention.group_start, mention.group_end) if key in keys]
        if len(sessions) == 1:
            return tuple(sessions)
        if fitting := [key for key in keys if key in evidence.fits]:
            return (fitting[0],)
        begin, stop = self.page.sentence(mention.group_start)
        chapters = self._chapters(self.glosses.subjects_between(begin, max(stop, mention.group_end)))
        if mention.unit == "chapter" and mention.described:
            chapters |= {mention.article or ""}
        fitting = [key for key in keys if key in self.by_draft and chapters & set(self.by_draft[key].chapters)]
        if mention.unit == "preamble":
            fitting = [key for key in keys if key in self.by_draft and self.by_draft[key].preamble]
        return (fitting[0],) if len(fitting) == 1 else keys

    def _chapters(self, lineages: frozenset[str]) -> set[str]:
        """Chapters of the adopted text, by their place, in which `lineages` stand."""
        return {
            str(place)
            for place, rows in enumerate(self.docket.chapters().values(), start=1)
            if any(row.adopted in lineages for row in rows)
        }
