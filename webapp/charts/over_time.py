"""Organisations by month, with the days of the drafts as rules."""

from collections.abc import Sequence

from db.docket import Draft
from webapp.charts.drawing import FONT, PALETTES, Scheme, Specification, dressed
from webapp.queries.months import Month

WIDTH, HEIGHT = 640, 150


def over_time(
    months: Sequence[Month], drafts: Sequence[Draft], title: str, lines: list[str], scheme: Scheme
) -> Specification:
    """A bar a month; a dashed rule where a draft was published, named at its top."""
    import altair

    colours = PALETTES[scheme]
    bars = (
        altair.Chart({"values": [vars(month) for month in months]})
        .mark_bar(color=colours["mark"])
        .encode(
            x=altair.X("month:O", title=None, sort=None, axis=altair.Axis(labelAngle=-60, labelOverlap=True)),
            y=altair.Y("organisations:Q", title="Organisations", axis=altair.Axis(tickMinStep=1, grid=True)),
        )
    )
    known = {month.month for month in months}
    dated = [{"month": draft.published[:7], "draft": _short(draft)} for draft in drafts if draft.published[:7] in known]
    layers = [bars]
    if dated:
        marks = altair.Chart({"values": dated}).encode(x=altair.X("month:O", sort=None))
        layers.append(marks.mark_rule(strokeDash=[4, 3], color=colours["quiet"]))
        named = marks.mark_text(font=FONT, fontSize=10, color=colours["ink"], align="left", dx=3, dy=6, angle=90)
        layers.append(named.encode(y=altair.value(0), text="draft:N"))
    drawn = altair.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    return dressed(drawn, title, lines, scheme)


def _short(draft: Draft) -> str:
    return draft.label if len(draft.label) <= 28 else draft.label[:27] + "…"
