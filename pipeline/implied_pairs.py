"""Pairs of a concern and a provision that a passage describes, or that its heading names.

Neither stands in a clause of its own, so a described pair is judged by three probabilities together: that the
passage is about the concern, that it is about the provision, and that the two belong together in the docket's
examples where both are labelled. A heading's provision is certain: there the concern decides, as for a citation.
"""

from collections.abc import Iterable, Mapping, Sequence

from db.docket import Docket
from pipeline.examples import Example
from pipeline.pairs import LEAST, SURE, SURE_ELSEWHERE, Pair
from pipeline.passage import Label

SHOWN = 0.25
"""A described pair is shown from this product on: on our own labelled passages four in five such pairs are right."""
UNSURE = 0.16
"""Below this product there is no pair."""
BELIEF = 3
"""How many examples the docket's own word on where a concern lands weighs as much as."""
LANDS, ELSEWHERE = 0.8, 0.3
"""How often a concern and a provision belong together, before any example: where the docket says so, and elsewhere."""
Landing = Mapping[tuple[str, str], float]


def landing_of(docket: Docket, examples: Sequence[Example]) -> dict[tuple[str, str], float]:
    """(concern, provision) → share of the examples with both labels that also pair them, drawn to the docket's word."""
    both: dict[tuple[str, str], int] = {}
    paired: dict[tuple[str, str], int] = {}
    for example in examples:
        pairs = set(example.pairs)
        for key in {(c, p) for c in example.concerns for p in example.provisions} | pairs:
            both[key] = both.get(key, 0) + 1
            paired[key] = paired.get(key, 0) + (key in pairs)
    return {
        (concern.key, lineage.adopted): (
            paired.get((concern.key, lineage.adopted), 0)
            + BELIEF * (LANDS if lineage.adopted in concern.articles else ELSEWHERE)
        )
        / (both.get((concern.key, lineage.adopted), 0) + BELIEF)
        for concern in docket.concerns
        for lineage in docket.lineages
    }


def described_pairs(
    text: str, concerns: Sequence[Label], links: Iterable[tuple[str, float, str]], landing: Landing
) -> list[Pair]:
    """Pairs of the concerns with described provisions, given as (provision, score, reason)."""
    made = []
    for provision, score, reason in links:
        for label in concerns:
            product = label.score * score * landing.get((label.key, provision), ELSEWHERE)
            if label.kind == "concern" and product >= UNSURE:
                made.append(
                    Pair(
                        label.key, provision, "implicit", "shown" if product >= SHOWN else "unsure", 0, len(text),
                        f"The article is described, not named. {reason}",
                    )
                )  # fmt: skip
    return made


def heading_pairs(
    text: str, concerns: Sequence[Label], links: Iterable[tuple[str, float, str]], docket: Docket
) -> list[Pair]:
    """Pairs of the concerns with the provision that the heading names: explicit, with that reason."""
    made = []
    for provision, _, reason in links:
        for label in concerns:
            lands = provision in docket.concern_by_key[label.key].articles
            if label.score >= (LEAST if lands else SURE_ELSEWHERE):
                status = label.status if label.score >= SURE else "unsure"
                made.append(Pair(label.key, provision, "explicit", status, 0, len(text), reason))
    return made
