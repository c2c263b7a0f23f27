"""The evaluation of implied provisions: hits on passages that cite nothing."""

from collections.abc import Sequence
from typing import Any

from pipeline.annotate import Annotated
from pipeline.scoring import count_sets

Rows = Sequence[dict[str, Any]]


def implied_figures(rows: Rows, annotated: Sequence[Annotated]) -> dict[str, Any]:
    """`hit@1` and `hit@3` over the `n` passages that cite nothing and have provisions: any of the set counts.

    `shown` counts the links shown against the readers' provisions of all passages that cite nothing; `proposed_to` is
    the share of passages without any provision, treaty-wide ones among them, that were given a shown link all the same.
    """
    uncited = [(row, found) for row, found in zip(rows, annotated, strict=True) if not row.get("cited")]
    wanted = [({str(p) for p in row.get("provisions", ())}, found.implied) for row, found in uncited]
    meant = [
        ({str(p) for p in row.get("provisions", ())}, given_of(found))
        for row, found in uncited
        if row.get("provisions", ())
    ]
    without = [links for provisions, links in wanted if not provisions]
    shown = [{link.provision for link in links if link.status == "shown"} for _, links in wanted]
    return {
        "n": len(meant),
        "hit@1": _share([bool(provisions & set(given[:1])) for provisions, given in meant]),
        "hit@3": _share([bool(provisions & set(given[:3])) for provisions, given in meant]),
        "shown": count_sets(shown, [provisions for provisions, _ in wanted]).as_dict(),
        "proposed_to": _share([any(link.status == "shown" for link in links) for links in without]),
    }


def given_of(found: Annotated) -> list[str]:
    """The provisions of a passage in the order given: a description that counts as a citation, then those implied."""
    described = [m.provision for m in found.mentions if m.status == "resolved" and m.provision]
    return list(dict.fromkeys([*described, *(link.provision for link in found.implied)]))


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 3) if hits else None
