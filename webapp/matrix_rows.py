"""The matrix as rows of an export: one a cell, under the same counting as the page."""

from collections.abc import Iterator

from pipeline.exports.kinds import KeyedRow, Kind, Source, columns, number
from pipeline.exports.tables import Row
from webapp.lens import Lens
from webapp.queries.figures import Figure
from webapp.queries.matrix import build_matrix


def _keyed(source: Source) -> Iterator[KeyedRow]:
    yield from enumerate(_rows(source), start=1)


def _rows(source: Source) -> Iterator[Row]:
    for lens, how in ((Lens("explicit"), "named"), (Lens("implicit"), "described")):
        for group in build_matrix(source.session, source.docket, lens).groups:
            for row in group.rows:
                article = (group.heading, row.provision.key, row.provision.title)
                yield (*article, "", "any concern", how, *_numbers(row.total), source.page(f"articles/{article[1]}"))
                for cell in row.cells:
                    if cell.figure:
                        page = source.page(f"articles/{article[1]}?concern={cell.concern.key}")
                        yield (*article, cell.concern.key, cell.concern.name, how, *_numbers(cell.figure), page)


def _numbers(figure: Figure) -> tuple[int, ...]:
    return (figure.organisations, figure.statements, figure.endorsements, figure.passages, figure.unattributed)


MATRIX = Kind(
    "matrix",
    "Objections by article and concern, and by article over all concerns; empty cells are left out.",
    columns(
        chapter="Chapter of the adopted text",
        article="The article, by number in the adopted text",
        article_title="Its title in the adopted text",
        concern="The concern, by key; empty for all of them together",
        concern_name="The concern's name",
        how="named or described; the two are never added up",
        organisations=number("Organisations that object, each once"),
        statements=number("Statements that object, copies and translations once"),
        endorsements=number("Signatures under those statements, their authors left out"),
        passages=number("Passages that object"),
        unattributed=number("Statements among them whose organisation is not known"),
        page="Our page of the cell",
    ),
    _keyed,
)
