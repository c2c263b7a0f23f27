"""Which drafts a citation may mean, by what, and what its number became in them."""

from db.docket import Docket
from pipeline.citation.choice import DATED, NAMED, TITLED, VOTED, Choice, Evidence
from pipeline.citation.drafts import DraftNames, Naming
from pipeline.citation.found import FoundMention
from pipeline.citation.glosses import Glosses
from pipeline.citation.links import says_older
from pipeline.citation.numbering import Numbering, Published
from pipeline.citation.page import Page
from pipeline.citation.volumes import Volumes

SHORTEST_RANGE = 4
"""Fewer numbers tell nothing about the chapter that a range was meant to cover."""


class DraftSettler:
    """Settles the drafts of one document's own citations."""

    def __init__(self, page: Page, docket: Docket, numbering: Numbering, published: Published | None) -> None:
        """Reads the calendar for `published`; None: the date is unknown."""
        self.page, self.docket, self.numbering, self.published = page, docket, numbering, published
        self.names = DraftNames(page, docket, numbering, published)
        self.glosses = Glosses(page, docket)
        self.title = self.names.in_title()
        self._beside: dict[int, tuple[Naming | None, bool]] = {}
        self._known: dict[tuple[tuple[str, ...], str | None], tuple[str, ...]] = {}
        self._by_day: dict[tuple[object, ...], Choice] = {}
        self.force = [draft.key for draft in numbering.in_force(published)] if published else []
        self.replaced = [draft.key for draft in numbering.just_replaced(published)] if published else []
        self.chapter_of = {(title.draft, title.number): title.chapter for title in docket.titles}
        self.volumes = Volumes(page, docket, self.names, self.glosses)

    def evidence(
        self,
        mention: FoundMention,
        group: list[FoundMention],
        before: int,
        following: int,
        chain: tuple[int, int],
    ) -> Evidence:
        """Names, subjects and vague words beside `mention`.

        `group` are the mentions of its list; `before` is where the list before ends, `following` where the next
        begins. `chain` is where the last of the lists joined with this one ends, and what follows it.
        """
        if mention.group not in self._beside:
            naming = self.names.naming(mention.group_start, mention.group_end, following, *chain) or self.title
            self._beside[mention.group] = (
                naming,
                self.names.unknown(mention.group_start, chain[0], before, chain[1]),
            )
        naming, unknown = self._beside[mention.group]
        subject: frozenset[str] = frozenset()
        if mention.unit == "article" and not mention.described and not mention.descending:
            subject = self.glosses.lineages(mention, max(following, mention.end + 1))
        fits = self._fitting(mention.article, subject) if subject else ()
        numbers = tuple(m.article or "" for m in group if (m.start, m.end) == (mention.start, mention.end))
        older = not naming and not fits and says_older(self.page.flat, mention.start, mention.end)
        return Evidence(mention, naming, subject if fits else frozenset(), fits, unknown, numbers, older)

    def _fitting(self, number: str | None, subject: frozenset[str]) -> tuple[str, ...]:
        """Drafts in which `number` is about `subject`; none also where it is about it in every draft alike."""
        fitting = [key for key in self.numbering.numbered if set(self.numbering.lineages(key, number)) & subject]
        return tuple(fitting)

    def votes(self, evidence: list[Evidence]) -> tuple[str, ...]:
        """Drafts that all telling titles of the document allow, where these are not all drafts; else none."""
        telling = [set(e.fits) for e in evidence if e.fits and not e.naming]
        common = set.intersection(*telling) if telling else set()
        return tuple(key for key in self.numbering.numbered if key in common)

    def choose(self, evidence: Evidence, votes: tuple[str, ...]) -> Choice:
        """The decision, strongest ground first: named, titled, the document's other citations, the date."""
        if evidence.naming:
            return self._named(evidence, evidence.naming)
        if evidence.fits:
            return self._titled(evidence)
        if evidence.older and (choice := self._older(evidence)):
            return choice
        if evidence.unknown:
            return self._open(evidence, "the text speaks of another version without saying which")
        if votes and self.force and not set(votes) & set(self.force):
            return self._voted(evidence, votes)
        return self._dated(evidence)

    def _lineages(self, evidence: Evidence, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Adopted numbers over `keys`; with a subject beside the number only those that fit it."""
        mention = evidence.mention
        if mention.described and mention.unit == "article":
            return (mention.article or "",)
        if (keys, mention.article) not in self._known:
            found = dict.fromkeys(n for key in keys for n in self.numbering.lineages(key, mention.article))
            self._known[keys, mention.article] = tuple(found)
        lineages = self._known[keys, mention.article]
        return tuple(n for n in lineages if n in evidence.subject) or lineages

    def _named(self, evidence: Evidence, naming: Naming) -> Choice:
        keys = naming.keys if len(naming.keys) == 1 else self.volumes.pick(evidence, naming.keys)
        keys = keys[:1] if naming.first else keys
        lineages = self._lineages(evidence, keys)
        if len(keys) > 1:
            return Choice(keys, lineages, doubt="the name stands for two volumes and the text does not say which")
        confidence = 0.98 if naming.where == "beside the number" else 0.93
        return Choice(keys, lineages, NAMED, f"named {naming.where}", confidence=confidence)

    def _titled(self, evidence: Evidence) -> Choice:
        lineages = self._lineages(evidence, evidence.fits)
        fitting = tuple(key for key in self.force if key in evidence.fits)
        if fitting:
            return Choice(fitting, lineages, TITLED, "as the subject beside the number confirms", confidence=0.97)
        return Choice(evidence.fits, lineages, TITLED, "which only fits the subject beside the number", confidence=0.92)

    def _older(self, evidence: Evidence) -> Choice | None:
        """The old number of a provision ("former Article 17"): texts before, in which it was another provision's."""
        now = set(self._lineages(evidence, tuple(self.force)))
        keys = tuple(
            key
            for key in self.numbering.numbered
            if self._released(key)
            and key not in self.volumes.by_draft
            and not set(self._lineages(evidence, (key,))) & now
        )
        lineages = self._lineages(evidence, keys)
        if len(lineages) != 1:
            return None
        return Choice(
            keys,
            lineages,
            TITLED,
            "as the words beside the number say that it is the old one",
            confidence=0.9,
        )

    def _voted(self, evidence: Evidence, votes: tuple[str, ...]) -> Choice:
        lineages = self._lineages(evidence, votes)
        if len(lineages) > 1:
            return Choice(votes, lineages, doubt="the document's other citations allow several texts")
        return Choice(votes, lineages, VOTED, "as the document's other citations show", confidence=0.85)

    def _dated(self, evidence: Evidence) -> Choice:
        if not self.published and len(self.numbering.drafts) == 1:
            return Choice(self.numbering.numbered, self._lineages(evidence, self.numbering.numbered), DATED,
                          "the only text of this treaty")  # fmt: skip
        if not self.published:
            return self._open(evidence, "the text has no date and names no draft")
        if not self.force:
            return Choice((), (), doubt=f"no text of this treaty was known {self.published.words()}")
        current = tuple(self.force)
        if self.volumes.cover(current):
            current = self.volumes.pick(evidence, current)
            if len(current) > 1:
                why = f"the text {self.published.words()} was in two volumes and the statement does not say which"
                return Choice(current, self._lineages(evidence, current), doubt=why)
        return self._by_date(evidence, current)

    def _by_date(self, evidence: Evidence, current: tuple[str, ...]) -> Choice:
        """The text in force; with the one before it, where it had just been replaced. Decided once a number."""
        mention = evidence.mention
        long = evidence.numbers if len(evidence.numbers) >= SHORTEST_RANGE else ()
        same = current, mention.unit, mention.article, mention.described, evidence.subject, long
        if same not in self._by_day:
            self._by_day[same] = self._of_day(evidence, current)
        return self._by_day[same]

    def _of_day(self, evidence: Evidence, current: tuple[str, ...]) -> Choice:
        now = self._lineages(evidence, current)
        before = self._lineages(evidence, tuple(self.replaced)) if self.replaced else now
        when = self.published.words() if self.published else ""
        if evidence.mention.unit == "article" and (set(before) != set(now) or self._disagree(evidence, current)):
            both = tuple(dict.fromkeys((*now, *before)))
            doubt = f"the numbering changed around that time ({when[3:]}) and nothing in the text decides"
            return Choice((*current, *self.replaced), both, doubt=doubt)
        if older := self._fits_older_range(evidence, current):
            both = tuple(dict.fromkeys((*now, *self._lineages(evidence, older))))
            doubt = "the range stays within one chapter only in an earlier numbering, which may be meant"
            return Choice((*current, *older), both, doubt=doubt)
        return Choice(current, now, DATED, f"in force {when}", confidence=0.95 if not self.replaced else 0.85)

    def _fits_older_range(self, evidence: Evidence, current: tuple[str, ...]) -> tuple[str, ...]:
        """Earlier texts in which a range lies within one chapter that it leaves in the current ones."""
        if len(evidence.numbers) < SHORTEST_RANGE or self._spread(evidence.numbers, current[0]) < 2:
            return ()
        earlier = [
            key
            for key in self.numbering.numbered
            if self._released(key) and key not in (*current, *self.volumes.by_draft)
        ]
        return tuple(key for key in earlier if self._spread(evidence.numbers, key) == 1)

    def _spread(self, numbers: tuple[str, ...], key: str) -> int:
        """Over how many chapters of a text the numbers lie."""
        return len({self.chapter_of.get((self.numbering.counts_as(key), number)) for number in numbers})

    def _disagree(self, evidence: Evidence, keys: tuple[str, ...]) -> bool:
        """Whether the texts of a month number this article differently."""
        return len({self._lineages(evidence, (key,)) for key in keys}) > 1

    def _open(self, evidence: Evidence, doubt: str) -> Choice:
        """Every text known by the date is possible: certain only where all agree and the date is known."""
        keys = tuple(key for key in self.numbering.numbered if self._released(key) and key not in self.volumes.by_draft)
        lineages = self._lineages(evidence, keys)
        if len(lineages) == 1 and self.published:
            return Choice(
                keys,
                lineages,
                VOTED,
                "the same number in every text since the first full draft",
                confidence=0.9,
            )
        return Choice(keys, lineages, doubt=doubt)

    def _released(self, key: str) -> bool:
        begins = self.numbering.drafts[key].in_force_from
        return not self.published or (begins is not None and begins <= self.published.last)
