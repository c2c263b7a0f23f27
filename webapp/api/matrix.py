"""The matrix as JSON."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from db.docket import Docket
from webapp.lens import Lens
from webapp.queries.figures import Figure
from webapp.queries.matrix import Row, build_matrix

ORIGINS = {"named": "explicit", "described": "implicit"}
FIGURES = ("organisations", "statements", "endorsements", "passages", "unattributed")


def matrix_of(session: Session, docket: Docket, how: str, page_of: Callable[[str], str]) -> dict[str, Any]:
    """Every article of the adopted text, those of which nothing was found included."""
    lens = Lens.read({"origin": ORIGINS[how]})
    found = {row.provision.key: row for group in build_matrix(session, docket, lens).groups for row in group.rows}
    keys = [*docket.lineage_by_number, *(key for key in found if key not in docket.lineage_by_number)]
    return {"counted": how, "articles": [_article(docket, key, found.get(key), page_of) for key in keys]}


def _article(docket: Docket, key: str, row: Row | None, page_of: Callable[[str], str]) -> dict[str, Any]:
    lineage = docket.lineage_by_number.get(key)
    titles = {title.number: title.chapter for title in docket.titles if title.draft == "adopted"}
    cells = [(cell.concern.key, cell.figure) for cell in row.cells] if row else []
    return {
        "article": key,
        "label": row.provision.label if row else f"Article {key}",
        "title": lineage.title if lineage else (row.provision.title if row else ""),
        "chapter": titles.get(key, ""),
        "numbers": {draft: list(numbers) for draft, numbers in lineage.numbers.items()} if lineage else {},
        "total": _numbers(row.total) if row else None,
        "concerns": [{"concern": concern, "figures": _numbers(figure)} for concern, figure in cells if figure],
        "page": page_of(f"articles/{key}"),
    }


def _numbers(figure: Figure) -> dict[str, int]:
    return {name: getattr(figure, name) for name in FIGURES}
