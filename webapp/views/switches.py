"""Reading the switches of an address: how the reader wants to count."""

from dataclasses import dataclass

from flask import abort, request

from webapp.desk import desk
from webapp.lens import KINDS, NO_DRAFT, SIDES, Lens
from webapp.queries.cells import SHOWN


@dataclass(frozen=True)
class Choices:
    """What the form of switches offers, each as value → words."""

    sides: dict[str, str]
    kinds: dict[str, str]
    drafts: dict[str, str]
    years: tuple[str, ...]


LABELS = {"objections": "Objections", "asks": "Requests", "support": "Support"}


def lens_here() -> Lens:
    """The lens of this request's address. Raises `LensError`; ends the request with 400 for an unknown draft."""
    lens = Lens.read(request.args)
    if lens.cited and lens.cited not in draft_names():
        known = ", ".join(draft_names())
        abort(400, f"Expected cited to be one of {known}, found {lens.cited!r}. Leave it out for all drafts.")
    return lens


def draft_names() -> dict[str, str]:
    """Draft → its name, and what stands for a citation that does not tell its draft."""
    return {**{draft.key: draft.label for draft in desk().docket.drafts}, NO_DRAFT: "a draft that is not told"}


def choices(lens: Lens) -> Choices:
    """What the form of switches offers. The years go from the docket's first to this one or the one asked for."""
    first = desk().docket.began.year
    last = max(newest_year(), int(lens.until[:4] or 0), int(lens.since[:4] or 0))
    years = tuple(str(year) for year in range(max(first, last - 12), min(last, first + 60) + 1))
    return Choices({key: LABELS[key] for key in SIDES}, KINDS, draft_names(), years)


def newest_year() -> int:
    """This year."""
    return desk().clock().year


def described(lens: Lens) -> str:
    """The lens in words, with the draft's name."""
    cited = f"; cited in {draft_names()[lens.cited]}" if lens.cited else ""
    return f"{lens.words}{cited}"


def list_asked_for() -> str:
    """Which list behind a figure the address asks for; empty for none. Ends the request with 400 for another."""
    shown = request.args.get("show", "")
    if shown and shown not in SHOWN:
        abort(400, f"Expected show to be one of {', '.join(SHOWN)}, found {shown[:40]!r}.")
    return shown


def page_asked_for() -> int:
    """`page` of the address, 1 without; ends the request with 400 when it is no number."""
    value = request.args.get("page", "1")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        abort(400, f"Expected page to be a number, found {value[:40]!r}.")
    return max(1, int(value))
