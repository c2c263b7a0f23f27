"""Looking before keeping: what would be made of files, a page, a site or an export. Nothing here stores anything."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.docket import DocketError
from db.installed import docket_of
from db.settings import Settings
from webapp.work.records import State, Work, say, write_json
from webapp.work.staged import LAYOUT, PAGE, staged_files, table_of

if TYPE_CHECKING:
    from crawlers.comments.rows import Row

PREVIEWED = 10
"""Comments of an export that are shown."""
SAMPLED = 200
CELL = 400
Ended = tuple[State, str]


def look_at_files(work: Work, settings: Settings) -> Ended:
    """What would be made of each file."""
    from crawlers.added import Item, look_at

    organisations = docket_of(settings).organisations
    looks = {}
    for path in staged_files(work):
        say(work, f"Reading {path.name}")
        looks[path.parent.name] = look_at(Item(path.name, path=path), organisations).model_dump()
    write_json(work.folder / "found.json", {"looks": looks})
    bad = [look for look in looks.values() if look["trouble"]]
    return ("trouble" if bad else "done"), f"{len(looks) - len(bad)} of {len(looks)} can be kept."


def look_at_page(work: Work, settings: Settings) -> Ended:
    """Fetch the page of the order with the guards and manners of a crawl, and see what would be made of it."""
    from crawlers.added import Item, look_at
    from crawlers.one_page import as_row, fetch_page

    address = str(work.order.get("address"))
    say(work, f"Asking for {address}")
    fetched = fetch_page(settings, address)
    write_json(work.folder / PAGE, as_row(fetched))
    say(work, "Reading it")
    found = look_at(Item(fetched.address, fetched=fetched), docket_of(settings).organisations)
    write_json(work.folder / "found.json", {"looks": {"0": found.model_dump()}})
    return ("trouble", found.trouble) if found.trouble else ("done", "The page can be kept.")


def look_at_source(work: Work, settings: Settings) -> Ended:
    """What the site of the order offers, and the entry that yields most."""
    from crawlers.source_proposals import Given, propose_source

    address = str(work.order.get("address"))
    say(work, f"Looking at {address}: its feeds, lists and sitemaps. A polite look takes up to a minute.")
    proposal = propose_source(settings, docket_of(settings), address, Given())
    write_json(work.folder / "found.json", {"proposal": proposal.model_dump(mode="json")})
    return "done", "Something can be read there."


def look_at_comments(work: Work, _settings: Settings) -> Ended:
    """The columns of an export, the layout that fits, and the first comments under it; or why none fits."""
    from crawlers.comments.importing import read_export
    from crawlers.comments.rows import rows_of

    path = table_of(staged_files(work))
    if path is None:
        return "failed", "There is no table among the files: an export ends in .csv, .tsv, .xlsx, .jsonl or .ndjson."
    rows = list(islice(rows_of(*read_export(path)), SAMPLED))
    header = list(dict.fromkeys(name for row in rows for name in row.cells))
    found: dict[str, Any] = {"file": path.name, "header": header, "sample": [_shown(row) for row in rows[:3]]}
    try:
        found |= _under_layout(work, rows)
        state, said = "done", "The columns are understood."
    except DocketError as error:
        state, said = "trouble", str(error)
        found["unfit"] = said
    write_json(work.folder / "found.json", found)
    return state, said  # type: ignore[return-value]


def _shown(row: "Row") -> dict[str, str]:
    return {name: value[:CELL] for name, value in row.cells.items()}


def _under_layout(work: Work, rows: "list[Row]") -> dict[str, Any]:
    """The layout's name and the first rows as comments. Raises `DocketError` where it does not fit."""
    from crawlers.comments.importing import recognised

    reader, again = recognised(iter(rows), _chosen(work))
    comments = [_comment(reader, row) for row in islice(again, PREVIEWED)]
    columns = {piece: reader.layout.columns.model_dump()[piece] for piece in ("text", "organisation", "author", "date")}
    return {"layout": reader.layout.key, "layout_name": reader.layout.name, "columns": columns, "comments": comments}


def _comment(reader: Any, row: "Row") -> dict[str, Any]:
    from crawlers.comments.fields import BadRow

    try:
        one = reader.comment(row)
    except BadRow as error:
        return {"row": row.number, "trouble": str(error)}
    told = {name: getattr(one, name)[:CELL] for name in ("title", "author", "organisation", "published", "text")}
    return {"row": row.number, **told, "attachments": len(one.attachments)}


def _chosen(work: Work) -> Any:
    from db.comment_layouts import named_layout

    own = Path(work.folder / LAYOUT)
    if own.exists():
        return named_layout(str(own))
    name = str(work.order.get("layout") or "")
    return named_layout(name) if name else None
