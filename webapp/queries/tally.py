"""Figures of many cells at once, from columns of numbers. The same figures as `webapp.queries.figures.figure`."""

from collections.abc import Mapping

import numpy as np

from webapp.queries.figures import Figure
from webapp.queries.standing import NO_ORGANISATION, Mask, Numbers, Standing

Whole = 0
"""The key of a figure over everything."""


def tally(standing: Standing, mask: Mask, keys: Numbers) -> dict[int, Figure]:
    """Key → the figure of the pairs in `mask` that carry it; `keys` has one entry a pair of `standing`."""
    wanted = keys[mask]
    columns = {name: standing.columns[name][mask] for name in ("organisation_id", "statement_group", "passage_id")}
    organisation, group = columns["organisation_id"], columns["statement_group"]
    named = organisation != NO_ORGANISATION
    organisations = _distinct(wanted[named], organisation[named])
    statements = _distinct(wanted, group)
    passages = _distinct(wanted, columns["passage_id"])
    unattributed = _distinct(wanted[~named], group[~named])
    endorsements = _endorsements(standing, wanted, group)
    return {
        key: Figure(organisations.get(key, 0), count, endorsements[key], passages[key], unattributed.get(key, 0))
        for key, count in statements.items()
    }


def _distinct(keys: Numbers, values: Numbers) -> dict[int, int]:
    """Key → how many different values it carries."""
    found, _ = _pairs(keys, values)
    unique, counts = np.unique(found, return_counts=True)
    return dict(zip(unique.tolist(), counts.tolist(), strict=True))


def _pairs(keys: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Every (key, value) once."""
    span = int(values.max()) + 1 if values.size else 1
    joined = np.unique(keys * span + values)
    return joined // span, joined % span


def _endorsements(standing: Standing, keys: Numbers, groups: Numbers) -> Mapping[int, int]:
    words, signed = standing.codes["statement_group"].words, standing.signed
    found, which = _pairs(keys, groups)
    totals: dict[int, int] = dict.fromkeys(found.tolist(), 0)
    for key, group in zip(found.tolist(), which.tolist(), strict=True):
        totals[key] += len(signed.get(words[group], ()))
    return totals
