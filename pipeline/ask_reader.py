"""Reading a statement for its requests, in order, with what was named and who was speaking so far."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from db.docket import Docket
from pipeline.ask_layout import Line
from pipeline.ask_parts import Group, groups_of, parts_of
from pipeline.ask_requests import (
    Carried,
    Frame,
    Request,
    change_in,
    default_in,
    frame_of,
    is_refused,
    refusal_in,
    rejection_in,
    support_in,
)
from pipeline.ask_said import Said, Speaker
from pipeline.ask_targets import TREATY, Origin, Status, Surroundings, Target, targets_of
from pipeline.ask_wording import proposed_in
from pipeline.ask_words import Words
from pipeline.pairs import ProvisionSpan

Meaning = Callable[[str], str | None]
"""The article that a text describes without naming it: an adopted number, or None where that is unsure."""
SHORT_REASON = 40


@dataclass(frozen=True)
class Ask:
    """One ask. `target` is an adopted number, `treaty`, or, with status `unmatched`, the number as written of an
    article that does not exist. `start` and `end` are offsets in the text read, `text` what stands there. `proposed`
    is the wording asked for, as quoted. `origin` says where the target was named: beside the request or before it,
    in the heading above, or nowhere (`implicit`)."""

    verb: str
    target: str
    start: int
    end: int
    text: str
    reason: str
    status: Status = "resolved"
    origin: Origin = "explicit"
    proposed: str = ""


@dataclass
class _Sentence:
    """What the parts of one sentence have established."""

    start: int
    carried: Carried
    before: Speaker
    asked: bool = False


@dataclass
class Reader:
    """Reads the lines of one text. `given` are articles named before the text began."""

    text: str
    mentions: Sequence[ProvisionSpan]
    docket: Docket
    words: Words
    speaker: str = ""
    given: tuple[str, ...] = ()
    meaning: Meaning | None = None
    _reported: str = ""
    """The act that others were last said to ask for: "we support that proposal" asks for it, too."""
    _weak: list[Ask] = field(default_factory=list)
    """Duties under a heading, which count only where nothing else is asked about its article."""

    def asks_of_lines(self, lines: Sequence[Line]) -> Iterator[Ask]:
        """The requests of all lines, in order, repeated ones included."""
        paragraph: list[Group] = []
        strong: list[Ask] = []
        for line in lines:
            around = Surroundings(
                paragraph=paragraph, heading=self._groups(line.heading), lead=self._groups(line.lead), given=self.given
            )
            strong += self._of_line(line, around)
            paragraph = [] if line.is_heading else self._groups((line.start, line.end)) or paragraph
        asked = {ask.target for ask in strong}
        first = {ask.target: ask for ask in reversed(self._weak) if ask.target not in asked}
        yield from [*strong, *first.values()]

    def _groups(self, span: tuple[int, int] | None) -> list[Group]:
        return list(groups_of(self.text, *span, self.mentions)) if span else []

    def _of_line(self, line: Line, around: Surroundings) -> Iterator[Ask]:
        lead, number = self._lead(line.lead), -1
        sentence = _Sentence(line.start, lead, "nobody")
        withdrawn = bool(line.heading and self.words["no_longer"].count(self.text[slice(*line.heading)]))
        for part in parts_of(self.text, line.start, line.end, self.mentions, self.words):
            if part.sentence != number:
                number = part.sentence
                sentence = _Sentence(part.start, lead, self._speaking(sentence.start, part.start, sentence.before))
                around.next_sentence()
            said = Said(self.text, part, self.words, sentence.start, self.speaker, sentence.before)
            if not (withdrawn and said.hits("past")) and not (line.is_heading and not said.names_an_article):
                yield from self._of_part(said, sentence, around)
            around.sentence += part.groups

    def _speaking(self, start: int, end: int, before: Speaker) -> Speaker:
        """Who a sentence speaks of, for "it" in the next one."""
        said = self.text[start:end]
        if self.words["self"].count(said):
            return "own"
        if self.words["others"].count(said):
            return "others"
        return before

    def _of_part(self, said: Said, sentence: _Sentence, around: Surroundings) -> Iterator[Ask]:
        frame, after, reported = frame_of(said, sentence.carried)
        if is_refused(said):
            sentence.carried = replace(sentence.carried, frame=None)
            return
        if reported:
            self._reported = next((verb for _, _, verb in said.acts), self._reported)
            sentence.carried = replace(sentence.carried, reported=True)
            return
        request = self._request(said, frame, after, sentence, bool(around.sentence))
        leads_on = said.said.rstrip().endswith((":", "：")) and not said.names_an_article
        if request and not leads_on:
            sentence.asked = True
            yield from self._asks(said, request, around)
        if "own" in (frame, sentence.carried.frame):
            sentence.carried = Carried("own", request.verb if request else sentence.carried.verb)

    def _lead(self, lead: tuple[int, int] | None) -> Carried:
        """What the lead of a list gives its items."""
        carried = Carried()
        for part in parts_of(self.text, *lead, self.mentions, self.words) if lead else ():
            said = Said(self.text, part, self.words, lead[0] if lead else 0, self.speaker)
            frame, after, reported = frame_of(said, carried)
            if reported:
                return Carried(reported=True)
            request = change_in(said, frame, after, Carried())
            if frame:
                carried = Carried("item", request.verb if request else carried.verb)
        return carried

    def _request(
        self, said: Said, frame: Frame | None, after: int, sentence: _Sentence, named_before: bool
    ) -> Request | None:
        """The one request of a part; `named_before`: its sentence has named an article."""
        rejection = rejection_in(said, frame)
        if rejection:
            return rejection
        change = change_in(said, frame, after, sentence.carried)
        if change:
            goes_on = sentence.asked and said.continues and not said.names_an_article
            return None if goes_on else change
        support = support_in(said)
        if support:
            return replace(support, verb=self._reported or "add") if said.hits("proposal") else support
        refusal = refusal_in(said)
        if refusal and said.names_an_article:
            return refusal
        return default_in(said, frame, after) if said.names_an_article or named_before else None

    def _asks(self, said: Said, request: Request, around: Surroundings) -> Iterator[Ask]:
        for target in self._targets(said, request, around):
            ask = self._ask(said, request, target)
            if target.weak:
                self._weak.append(ask)
            else:
                yield ask

    def _ask(self, said: Said, request: Request, target: Target) -> Ask:
        start, end = said.part.start, said.part.start + len(said.said.rstrip())
        word = " ".join(request.word.split())[-SHORT_REASON:]
        reason = f"The clause says “{word}”." if word else "An item of a list of requests."
        if target.how:
            reason = f"{reason[:-1]}; {target.how}."
        wording = proposed_in(self.text, said.part, request)
        return Ask(
            request.verb, target.number, start, end, self.text[start:end], reason, target.status, target.origin, wording
        )

    def _targets(self, said: Said, request: Request, around: Surroundings) -> list[Target]:
        whole = request.verb == "reject" and not (said.names_an_article and not said.hits("whole"))
        if whole:
            return [Target(TREATY)]
        about_talks = request.verb in ("add", "clarify", "amend") and said.hits("process")
        if about_talks and not said.names_an_article and not around.sentence:
            return []
        found = targets_of(said, request, around, self.docket)
        if found:
            return found
        if request.verb == "support":
            return [Target(TREATY)] if said.hits("whole") else []
        return self._meant(said, request)

    def _meant(self, said: Said, request: Request) -> list[Target]:
        """The article that a request describes without naming it."""
        if self.meaning is None or request.frame == "duty":
            return []
        number = self.meaning(said.said)
        return [Target(number, origin="implicit", how="the article is described, not named")] if number else []
