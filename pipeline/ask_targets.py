"""What a request is about: the citation it governs, what a pointing word means, the heading above, or the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from db.docket import Docket
from pipeline.ask_parts import Group, Part, is_article
from pipeline.ask_requests import Request
from pipeline.ask_said import Said
from pipeline.pairs import ProvisionSpan

TREATY = "treaty"
Status = Literal["resolved", "ambiguous", "unmatched"]
Origin = Literal["explicit", "heading", "implicit"]
IN_HEADING = "named in the heading above"
SUBJECT_REACH = 30
"""A pointing word so near the start of a part is its subject: "It should ..."."""


@dataclass(frozen=True)
class Target:
    """An adopted number, `treaty`, or the number as written of an article that does not exist (`unmatched`)."""

    number: str
    status: Status = "resolved"
    origin: Origin = "explicit"
    how: str = ""
    weak: bool = False
    """Counts only where nothing else is asked about the article."""


@dataclass
class Surroundings:
    """What was named around a part, nearest last. Groups are kept as they are cited."""

    sentence: list[Group] = field(default_factory=list)
    line: list[list[Group]] = field(default_factory=list)
    paragraph: list[Group] = field(default_factory=list)
    heading: list[Group] = field(default_factory=list)
    lead: list[Group] = field(default_factory=list)
    given: tuple[str, ...] = ()

    def next_sentence(self) -> None:
        """Closes the sentence being read."""
        if self.sentence:
            self.line.append(self.sentence)
        self.sentence = []


def targets_of(said: Said, request: Request, around: Surroundings, docket: Docket) -> list[Target]:
    """The targets of a request; none where it cannot be told and the request is not about the whole."""
    own = governed(request, said.part)
    if own:
        return named(own, docket)
    if said.hits("preliminary"):
        return [Target(TREATY, how="names a part that is no article")]
    if around.sentence:
        return named(around.sentence[-1], docket)
    return _pointed(said, request, around, docket)


def governed(request: Request, part: Part) -> Group:
    """The group that a request governs: the first after its verb, else the first before it."""
    groups = [group for group in part.groups if any(is_article(span) for span in group)]
    after = [group for group in groups if group[0].start >= request.end]
    before = [group for group in groups if group[0].start < request.start]
    passive = request.frame == "duty" or request.word.lower().endswith(("ed", "en"))
    chosen = (before or after) if passive else (after or before)
    return chosen[0] if chosen else ()


def named(group: Group, docket: Docket) -> list[Target]:
    """The targets that a group of citations stands for."""
    found = [_target(span, docket) for span in group if is_article(span)]
    return list(dict.fromkeys(found))


def _target(span: ProvisionSpan, docket: Docket) -> Target:
    number = span.provision or ""
    if number in docket.lineage_by_number:
        return Target(number)
    if span.status in ("unmatched", "ambiguous") and span.written and span.written not in docket.lineage_by_number:
        return Target(span.written, status="unmatched", how="no text of the treaty has such an article")
    return Target(TREATY, how="names a part that is no article")


def _pointed(said: Said, request: Request, around: Surroundings, docket: Docket) -> list[Target]:
    """Targets of a request that names nothing in its sentence."""
    many = said.hits("pointing_many")
    one = said.hits("pointing")
    subject = any(start <= said.opening + SUBJECT_REACH for start, _ in [*one, *many])
    points = bool(one or many) and (request.frame not in ("duty", "itself") or subject)
    strong = request.frame in ("own", "imperative", "item")
    last = around.line[-1] if around.line else []
    if last and (points or strong or request.frame == "itself"):
        return _of_groups(last, bool(many), docket)
    if around.given and points:
        return [Target(number) for number in around.given]
    heading = [target for group in around.heading for target in named(group, docket)]
    if len(heading) == 1 or (heading and many):
        weak = not (points or strong or request.verb != "amend")
        return [Target(t.number, t.status, "heading", IN_HEADING, weak) for t in heading]
    if heading and strong:
        return [Target(TREATY, how="the heading above names several articles")]
    for earlier in (around.lead, around.paragraph):
        found = [target for group in earlier for target in named(group, docket)]
        if found and strong and (len(found) == 1 or many or (earlier is around.lead)):
            return found
    return []


def _of_groups(groups: Sequence[Group], many: bool, docket: Docket) -> list[Target]:
    chosen = groups if many else groups[:1]
    return list(dict.fromkeys(target for group in chosen for target in named(group, docket)))
