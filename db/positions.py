"""Where an organisation stands on a provision of a draft: the one definition that pages and exports share.

Its own words tell, passage by passage (`sides_on`), and one position is made of them (`position_of`):

- *objects*: a passage objects to the provision, or asks to delete or reject it, or to reject the whole treaty;
- *asks*: it asks to amend, add or clarify, and nothing objects;
- *supports*: it supports the provision, or asks to keep it;
- *mixed*: support, and beside it an objection or an ask for change;
- *described*: it speaks of the provision and takes no side;
- *none*: no statement was found. That is never "no position".

What it only signed is a second position, and never added to the first. What others are reported to say carries no
stance of the speaker and therefore makes at most "described". A person's label wins over the machine's
(`db.counting.believed`). The matrix counts "objects" together with asks to amend (`db.counting`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["objects", "asks", "supports"]
Standing = Literal["objects", "asks", "supports", "mixed", "described", "none"]
STANDINGS: tuple[Standing, ...] = ("objects", "asks", "mixed", "supports", "described", "none")

WHOLE = "treaty"
OF_STANCE: Mapping[str, Side] = {"objection": "objects", "recommendation": "asks", "support": "supports"}
OF_VERB: Mapping[str, Side] = {
    **{"delete": "objects", "reject": "objects"},
    **{"amend": "asks", "add": "asks", "clarify": "asks"},
    **{"retain": "supports", "support": "supports"},
}


@dataclass(frozen=True)
class Said:
    """What the marks of one passage say. `stances` are those that count; `named` the provisions that it names (or,
    asked for so, describes), `tied` those with a concern that one clause ties to them; `asks` are (verb, target).
    """

    stances: frozenset[str]
    named: frozenset[str]
    tied: Mapping[str, frozenset[str]]
    asks: tuple[tuple[str, str], ...]

    @property
    def provisions(self) -> frozenset[str]:
        """Every provision that the passage speaks of."""
        return self.named | set(self.tied) | {target for _, target in self.asks}


def sides_on(said: Said, provision: str) -> frozenset[Side]:
    """The sides that a passage takes on one provision; none where it only describes it.

    Never the cross product: a stance reaches the provisions to which a clause ties a concern, or the only one that
    the passage speaks of. A recommendation reaches none where its asks say what is recommended.
    """
    asked: set[Side] = {OF_VERB[verb] for verb, target in said.asks if target == provision and verb in OF_VERB}
    reached = provision in said.tied or said.provisions - {WHOLE} == {provision}
    if reached and ("reject", WHOLE) in said.asks:
        asked.add("objects")
    stances = said.stances - {"recommendation"} if said.asks else said.stances
    return frozenset(asked | {OF_STANCE[stance] for stance in stances if reached and stance in OF_STANCE})


def standing(sides: Iterable[Collection[Side]]) -> Standing:
    """The position that passages with these sides make together; "none" of no passage."""
    passages = list(sides)
    taken = {side for each in passages for side in each}
    if "supports" in taken and len(taken) > 1:
        return "mixed"
    for side in ("objects", "asks", "supports"):
        if side in taken:
            return side
    return "described" if passages else "none"


@dataclass(frozen=True)
class Evidence:
    """One passage on one provision. `draft` is a key of the docket, or empty where it is not known which is meant.

    `group` is the statement's group of copies and translations; `concerns` are those tied to the provision.
    """

    passage_id: int
    text_sha256: str
    statement_id: int
    organisation_id: int | None
    group: str
    published: str
    provision: str
    draft: str
    sides: frozenset[Side]
    concerns: frozenset[str]


@dataclass(frozen=True)
class Position:
    """Where one organisation stands on a provision of a draft, by what it wrote and, apart, by what it only signed."""

    organisation_id: int
    provision: str
    draft: str
    wrote: tuple[Evidence, ...] = ()
    signed: tuple[Evidence, ...] = ()

    @property
    def standing(self) -> Standing:
        """By its own words; "none" where it only signed."""
        return standing(evidence.sides for evidence in self.wrote)

    @property
    def signed_standing(self) -> Standing:
        """By the statements of others that it signed."""
        return standing(evidence.sides for evidence in self.signed)

    @property
    def days(self) -> tuple[str, ...]:
        """The days of both, as stored, in order, each once; a month only where no day of it is known."""
        days = sorted({one.published for one in (*self.wrote, *self.signed) if one.published})
        return tuple(day for day in days if not any(other.startswith(f"{day}-") for other in days))


def each_once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """`evidence` by date, the same words in copies of one statement once: the earliest."""
    in_order = sorted(evidence, key=lambda one: (one.published or "9999", one.statement_id, one.passage_id))
    kept: dict[tuple[str, str], Evidence] = {}
    for one in in_order:
        kept.setdefault((one.group, one.text_sha256), one)
    return tuple(kept.values())


def statements_in(evidence: Iterable[Evidence]) -> int:
    """How many statements stand behind it, copies and translations once."""
    return len({one.group for one in evidence})
