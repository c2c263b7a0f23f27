"""A provision's way through the drafts, told in plain sentences. Everything in them comes from the docket's files."""

from itertools import pairwise

from db.docket import Docket
from webapp.provisions import DraftNumber, through_drafts


def in_words(docket: Docket, key: str) -> tuple[str, ...]:
    """Sentences: from which draft it is known, where its number or title changed, where it is not known."""
    rows = through_drafts(docket, key)
    known = [row for row in rows if row.numbers]
    if not known:
        return ()
    first = known[0]
    return (
        f"T{_draft(first)[1:]} has it as {_articles(first)}{_titled(first)}.",
        *_changes(known),
        *_gaps(rows, known),
    )


def _changes(known: list[DraftNumber]) -> list[str]:
    told = []
    for before, row in pairwise(known):
        renamed = bool(row.titles and before.titles and row.titles != before.titles)
        if row.numbers != before.numbers:
            told.append(f"In {_draft(row)} it became {_articles(row)}{_titled(row) if renamed else ''}.")
        elif renamed:
            told.append(f"In {_draft(row)} it kept its number and was renamed {_titled(row).removeprefix(', ')}.")
    return told or ([] if len(known) == 1 else [f"Its number stayed the same in all {len(known)} drafts known here."])


def _gaps(rows: tuple[DraftNumber, ...], known: list[DraftNumber]) -> list[str]:
    names = [_draft(row) for row in rows[rows.index(known[0]) :] if not row.numbers]
    return [f"Its number is not known here for {', '.join(names)}."] if names else []


def _draft(row: DraftNumber) -> str:
    label = row.draft.label
    return f"the {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"


def _articles(row: DraftNumber) -> str:
    return ("Article " if len(row.numbers) == 1 else "Articles ") + " and ".join(row.numbers)


def _titled(row: DraftNumber) -> str:
    named = [title for title in row.titles if title]
    return f", “{'”, “'.join(named)}”" if named else ""
