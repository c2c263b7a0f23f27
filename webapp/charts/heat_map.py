"""The matrix as a picture: a number in each cell, colour second."""

from webapp.charts.drawing import FONT, PALETTES, Scheme, Specification, dressed
from webapp.queries.figures import LEVEL_STEPS
from webapp.queries.matrix import Matrix, Row

CELL_WIDTH, CELL_HEIGHT = 46, 22
LONGEST_LABEL = 300
"""Units of the drawing; a longer name is cut with an ellipsis."""


def heat_map(matrix: Matrix, title: str, lines: list[str], scheme: Scheme) -> Specification:
    """Organisations by article and concern, in the matrix's own order."""
    import altair

    colours = PALETTES[scheme]
    rows = [row for group in matrix.groups for row in group.rows]
    concerns = [concern.name for concern in matrix.concerns]
    cells = [cell for row in rows for cell in _cells(row)]
    top = altair.Axis(orient="top", labelAngle=-50, labelLimit=LONGEST_LABEL, ticks=False, domain=False)
    side = altair.Axis(labelLimit=LONGEST_LABEL, ticks=False, domain=False)
    base = altair.Chart({"values": cells}).encode(
        x=altair.X("concern:N", title=None, sort=concerns, scale=altair.Scale(domain=concerns), axis=top),
        y=altair.Y("article:N", title=None, sort=[_label(row) for row in rows], axis=side),
    )
    steps = [altair.Scale(type="threshold", domain=LEVEL_STEPS, range=colours[name]) for name in ("levels", "inks")]
    colour = [altair.Color("organisations:Q", scale=scale, legend=None) for scale in steps]
    ground = base.mark_rect(stroke=colours["paper"]).encode(color=colour[0])
    numbers = base.mark_text(font=FONT, fontSize=11).encode(text="organisations:Q", color=colour[1])
    drawn = altair.layer(ground, numbers).resolve_scale(color="independent")
    sized = drawn.properties(width=CELL_WIDTH * max(1, len(concerns)), height=CELL_HEIGHT * max(1, len(rows)))
    return dressed(sized, title, lines, scheme)


def _label(row: Row) -> str:
    return row.provision.name


def _cells(row: Row) -> list[dict[str, str | int]]:
    return [
        {"article": _label(row), "concern": cell.concern.name, "organisations": cell.figure.organisations}
        for cell in row.cells
        if cell.figure
    ]
