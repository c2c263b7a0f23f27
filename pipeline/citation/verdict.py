"""From a choice of drafts to status, provision, reason and confidence."""

from collections.abc import Callable
from dataclasses import dataclass

from db.docket import Docket
from db.docket_citations import docket_citations
from pipeline.citation.choice import DATED, Choice
from pipeline.citation.found import FoundMention
from pipeline.citation.numbering import ADOPTED, Numbering
from pipeline.citation.numbers import to_roman
from pipeline.citation.proposals import asked_for, is_proposed

CEILING = {"high": 1.0, "medium": 0.9, "low": 0.7}
"""A link is at most as sure as its row of the concordance."""
CONTEXT_FACTOR = 0.95
"""Taken off where a paragraph has its article from the context."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one citation of the docket's own treaty."""

    instrument: str
    article: str | None
    draft: str | None
    status: str
    provision: str | None
    candidates: tuple[str, ...]
    reason: str
    confidence: float


def paragraphs_of(docket: Docket) -> Callable[[str, str], frozenset[str] | None]:
    """The docket's own few facts about paragraphs, in the form of `KnownParagraphs`."""
    known = {
        (entry.draft, entry.article): frozenset(str(n) for n in range(1, entry.count + 1))
        for entry in docket_citations(docket).paragraphs
    }
    return lambda draft, article: known.get((draft, article))


def reach_verdict(
    flat: str,
    mention: FoundMention,
    choice: Choice,
    numbering: Numbering,
    paragraphs: Callable[[str, str], frozenset[str] | None],
) -> Verdict:
    """The verdict on `mention`, for which `choice` was made."""
    judge = Judge(mention, choice, numbering)
    if mention.unit != "article":
        return judge.whole_unit()
    if mention.descending:
        return judge.unmatched(f"{_cap(judge.cited)} is a range that runs down, probably a misprint.")
    proposed = is_proposed(flat, mention, numbering.citations, tuple(numbering.counts_as(k) for k in choice.keys))
    if proposed:
        return judge.proposed(proposed)
    if choice.doubt:
        return judge.doubtful()
    if not choice.lineages:
        return judge.unknown_number(asked_for(flat, mention, numbering.citations))
    return judge.resolved(paragraphs)


def _cap(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


class Judge:
    """Writes the verdicts on one mention."""

    def __init__(self, mention: FoundMention, choice: Choice, numbering: Numbering) -> None:
        """`draft` is the single draft reported, or None."""
        self.mention, self.choice, self.numbering = mention, choice, numbering
        keys = {numbering.counts_as(key) for key in choice.keys}
        self.draft = next(iter(keys)) if len(keys) == 1 else None
        self.article = self._number()

    def _number(self) -> str | None:
        """The number as cited; of a description the number in the draft meant."""
        mention = self.mention
        if not (mention.described and mention.unit == "article"):
            return mention.article
        row = self.numbering.docket.lineage_by_number.get(mention.article or "")
        numbers = row.numbers.get(self.draft or ADOPTED, ()) if row else ()
        return numbers[0] if numbers else mention.article

    @property
    def cited(self) -> str:
        """The provision as said in a sentence."""
        mention = self.mention
        number = mention.article or ""
        if mention.unit == "chapter":
            return f"chapter {to_roman(int(number)) if number.isdigit() else number}"
        if mention.unit != "article":
            return f"the {mention.unit}"
        return f"Article {self.article}"

    @property
    def of_draft(self) -> str:
        """ "of the revised draft text of the convention (Rev.1), in force on 5 February 2024"."""
        if len(self.choice.keys) == 1:
            name = f"of the {self.numbering.name(self.choice.keys[0])}"
        elif self.choice.keys:
            first, last = self.choice.keys[0], self.choice.keys[-1]
            joint = " or the " if len(self.choice.keys) == 2 else " and all texts up to the "
            name = f"of the {self.numbering.name(first)}{joint}{self.numbering.name(last)}"
        else:
            name = "of this treaty"
        return f"{name}, {self.choice.why}" if self.choice.why else name

    def _verdict(
        self,
        status: str,
        reason: str,
        confidence: float,
        *,
        provision: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> Verdict:
        draft = None if status == "ambiguous" else self.draft
        if self.mention.inherits:
            confidence *= CONTEXT_FACTOR
        key = self.numbering.docket.key
        return Verdict(key, self.article, draft, status, provision, candidates, reason, confidence)

    def unmatched(self, reason: str) -> Verdict:
        """Says what was cited and why it meets nothing."""
        return self._verdict("unmatched", reason, 0.9)

    def doubtful(self) -> Verdict:
        """Nothing decides: the candidates are kept."""
        choice = self.choice
        if not choice.keys or not choice.lineages:
            return self.unmatched(f"{self.cited} cannot be matched: {choice.doubt}{self._no_counterpart()}.")
        options = " or ".join(f"Article {number}" for number in choice.lineages)
        reason = f"{self.cited} may be {options} of the adopted text: {choice.doubt}."
        return self._verdict("ambiguous", reason, 0.5, candidates=choice.lineages)

    def _no_counterpart(self) -> str:
        return ", and the number is not in the concordance" if self.choice.keys else ""

    def proposed(self, why: str) -> Verdict:
        """A proposal joins the article that it would extend, if there is one and it is certain."""
        lineages = self.choice.lineages
        provision = lineages[0] if len(lineages) == 1 and not self.choice.doubt else None
        joined = f"; it would join Article {provision} of the adopted text" if provision else ""
        paragraph = f"({self.mention.paragraph})" if self.mention.paragraph else ""
        return self._verdict(
            "proposed", f"{self.cited}{paragraph} is a proposal: {why}{joined}.", 0.85, provision=provision
        )

    def unknown_number(self, asked: bool) -> Verdict:
        """A number that the concordance does not have for the draft."""
        number = self.mention.article or ""
        if number.isdigit() and int(number) > self.numbering.highest:
            if asked:
                return self.proposed("the words beside it ask for an article that is in no text")
            return self.unmatched(f"{self.cited} does not exist: the treaty has {self.numbering.highest} articles.")
        return self.unmatched(f"{self.cited} {self.of_draft}, has no established counterpart in the adopted text.")

    def resolved(self, paragraphs: Callable[[str, str], frozenset[str] | None]) -> Verdict:
        """One provision, unless the article was split; its paragraph must exist where the text is known."""
        lineages = self.choice.lineages
        if len(lineages) > 1:
            options = " and ".join(f"Article {number}" for number in lineages)
            reason = f"{self.cited} {self.of_draft}, was divided between {options} of the adopted text."
            return self._verdict("ambiguous", reason, 0.5, candidates=lineages)
        has = paragraphs(self.draft, self.article or "") if self.draft and self.mention.paragraph else None
        if has is not None and self.mention.paragraph not in has:
            count = f"{len(has)} numbered paragraph{'' if len(has) == 1 else 's'}" if has else "no numbered paragraphs"
            return self.unmatched(
                f"{self.cited} {self.of_draft}, has {count}, so paragraph {self.mention.paragraph} is not there."
            )
        return self._linked(lineages[0])

    def _linked(self, provision: str) -> Verdict:
        row = self.numbering.docket.lineage_by_number[provision]
        same = self.draft == ADOPTED and self.article == provision
        outcome = (
            ""
            if same
            else f" is Article {provision} of the adopted text"
            if self.article == provision
            else (f" became Article {provision} of the adopted text")
        )
        described = "The provision described is " if self.mention.described else ""
        reason = (
            f"{described}{self.cited} {self.of_draft}"
            + (f",{outcome}" if outcome and self.choice.why else outcome)
            + "."
        )
        sure = row.confidence if not same else "high"
        if sure != "high":
            reason += f" The concordance row behind this is of {sure} confidence: {row.note}."
        return self._verdict("resolved", reason, min(self.choice.confidence, CEILING[sure]), provision=provision)

    def whole_unit(self) -> Verdict:
        """Chapters, preamble and annex: no adopted article; resolved where the draft is known to have them."""
        choice = self.choice
        if self.mention.descending:
            return self.unmatched(f"{_cap(self.cited)} is a range that runs down, probably a misprint.")
        if not choice.keys:
            return self.unmatched(f"{_cap(self.cited)} cannot be matched: {choice.doubt}.")
        numbered = [key for key in choice.keys if self._has_chapters(key)]
        if self.mention.unit == "chapter" and (
            not numbered or int(self.mention.article or 0) > self.numbering.chapters
        ):
            return self.unmatched(
                f"{_cap(self.cited)} {self.of_draft}, has no established counterpart in the adopted text."
            )
        if self.draft is None and choice.by != DATED:
            return self._verdict(
                "ambiguous",
                f"{_cap(self.cited)}: {choice.doubt or 'the text does not say of which draft'}.",
                0.5,
            )
        if self.draft is not None and not self._is_committee_draft(self.draft):
            return self.unmatched(f"{_cap(self.cited)} {self.of_draft}, has no counterpart in the later texts.")
        return self._verdict("resolved", f"{_cap(self.cited)} {self.of_draft}.", min(choice.confidence, 0.95))

    def _has_chapters(self, key: str) -> bool:
        """Whether the draft's chapters are numbered like the adopted ones, as articles.csv shows."""
        return self.numbering.counts_as(key) in self.numbering.chaptered

    def _is_committee_draft(self, key: str) -> bool:
        """Whether anything of the draft is in the concordance, or it is a volume of one that was in force."""
        return key in self.numbering.numbered or bool(self.numbering.drafts[key].in_force_from)
