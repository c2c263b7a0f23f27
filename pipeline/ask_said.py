"""A part of a sentence as the rules of requests read it: its acts, its opening, and whose words they are."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline.ask_parts import Part, is_article
from pipeline.ask_words import VERBS, Words

Speaker = Literal["own", "others", "nobody"]
SUBJECT_WORDS = 6
"""A name at most so many words before a word of request is its subject: "Valdoria and its neighbours have asked"."""
_MARKS = re.compile(
    r"^(?:[\s•·▪◦*–—\-]|\(?[\w]{1,4}[.)、]\s|[一二三四五六七八九十]+、|[\w'’]+\s?\d{0,3}\s?[:：]\s|"
    r"[^\W\d_]+(?:-[^\W\d_]+)?[,，]\s|(?:on|in|sur|à|en|zu|по|в)\s[\w'’ ]{3,20}\d{1,3}[^,]{0,20},\s|"
    r"(?:and|or|et|y|e|und|и|to|de|a|zu|di|that|que|che|dass|чтобы)\s)*",
    re.IGNORECASE,
)
"""Marks, numbers, labels ("Recommendation 3:", "Article 4:"), ordinals and joining words before a part's own words."""
_NAME = re.compile(r"(?:^|\s)[A-ZÀ-ÞА-Я]\w+")
_CONDITION = re.compile(
    r"^(?:if|when|where|unless|si|cuando|lorsque|wenn|se|если|إذا|如果)\b[^,]{0,160},\s*", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“„«「][^\"“”„«»「」]{12,}[\"”“»」]")
_NOT_BARE = re.compile(r"(?:ed|ing|ion|ions)$", re.IGNORECASE)
"""Endings of words of change that are no imperative when they open a part, unless the part is labelled."""


@dataclass(frozen=True)
class Said:
    """A part as the rules read it; `sentence_start` is where to look for the subject of its verbs."""

    text: str
    part: Part
    words: Words
    sentence_start: int
    speaker: str = ""
    before: Speaker = "nobody"
    """Who the sentence before speaks of: "It had also asked ..." is of the same."""

    @cached_property
    def said(self) -> str:
        """The part's own text, up to "or at least"."""
        said = self.text[self.part.start : self.part.end]
        fallback = self.words["at_least"].spans(said)
        return said[: fallback[0][0]] if fallback else said

    def hits(self, name: str) -> tuple[tuple[int, int], ...]:
        """Where a list's words stand, relative to the part."""
        return self.words[name].spans(self.said)

    @cached_property
    def acts(self) -> list[tuple[int, int, str]]:
        """Words of change as (start, end, verb), in order, outside quotations where there are any outside."""
        found = {}
        for verb in reversed(VERBS):
            for start, end in self.hits(verb):
                found[start] = (start, end, verb)
        acts = [found[place] for place in sorted(found)]
        quoted = [match.span() for match in _QUOTED.finditer(self.said)]
        outside = [act for act in acts if not any(a < act[0] < b for a, b in quoted)]
        return outside or acts

    @cached_property
    def opening(self) -> int:
        """Where the part begins after list marks, labels, joining words and a condition."""
        marks = _MARKS.match(self.said)
        at = marks.end() if marks else 0
        condition = _CONDITION.match(self.said[at:])
        return at + condition.end() if condition else at

    @cached_property
    def opens_with_an_act(self) -> bool:
        """A verb of change, or a negation before one, stands at the opening."""
        return any(
            self.opening <= start <= self.opening + 1 and (self.labelled or not _NOT_BARE.search(self.said[start:end]))
            for start, end, _ in self.acts
        )

    @cached_property
    def labelled(self) -> bool:
        """Whether something stands before the opening or the part: a mark, a number, "Article 4:"."""
        return self.opening > 0 or self.part.start > self.sentence_start

    @property
    def names_an_article(self) -> bool:
        """Whether the part cites an article, chapters and the preamble apart."""
        return any(is_article(span) for group in self.part.groups for span in group)

    @property
    def continues(self) -> bool:
        """Whether the part goes on with a verb and no subject of its own: "... and remove every reference to it"."""
        joined = self.part.start > self.sentence_start
        return joined and self.opens_with_an_act and not self.hits("modal") and not self.hits("own")

    def whose(self, place: int) -> Speaker:
        """Whose a word of request is, by what stands before it in the sentence."""
        subject = self.text[self.sentence_start : self.part.start + place]
        named = any(word in subject for word in re.findall(r"\w{5,}", self.speaker))
        own = max((end for _, end in self.words["self"].spans(subject)), default=len(subject) if named else -1)
        others = max((end for _, end in self.words["others"].spans(subject)), default=-1)
        if own >= 0 or others >= 0:
            return "own" if own > others else "others"
        if self.words["pronoun_subject"].count(subject):
            return self.before
        near = len(subject.split()) <= SUBJECT_WORDS
        return "others" if near and _NAME.search(subject) else "nobody"
