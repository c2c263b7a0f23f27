"""From a specification to bytes. The same chart gives the same bytes: times and random names are in none."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, Literal

Scheme = Literal["light", "dark"]
Form = Literal["svg", "png"]
Specification = dict[str, Any]
MEDIA_TYPES: dict[Form, str] = {"svg": "image/svg+xml", "png": "image/png"}
MOST_KEPT = 64
PNG_SCALE = 2.0
"""Pixels of a PNG for each unit of the drawing, so that it is sharp in print."""
PALETTES: dict[Scheme, dict[str, Any]] = {
    "light": {
        "paper": "#fcfcfa", "ink": "#1c212b", "quiet": "#565d69", "line": "#d9d7ce", "mark": "#b3501b",
        "levels": ["#f3f2ed", "#fcebdc", "#f7d3b2", "#eeae78", "#b3501b", "#7d2a0c"],
        "inks": ["#565d69", "#1c212b", "#1c212b", "#1c212b", "#ffffff", "#ffffff"],
    },
    "dark": {
        "paper": "#14171c", "ink": "#e4e4df", "quiet": "#a4abb6", "line": "#343b46", "mark": "#d98a52",
        "levels": ["#1e232b", "#33241b", "#53331f", "#7c4622", "#d98a52", "#f6c398"],
        "inks": ["#a4abb6", "#f4efe9", "#f4efe9", "#f4efe9", "#1a1108", "#1a1108"],
    },
}  # fmt: skip
"""The colours of `static/travaux.css`; a test holds them equal."""
FONT = "Liberation Sans, Noto Sans, Arial, sans-serif"
_ONE_AT_A_TIME = Lock()


def draw(specification: Specification, form: Form) -> bytes:
    """The chart as SVG or PNG. One at a time: two would take the processor from the pages."""
    import vl_convert

    with _ONE_AT_A_TIME:
        if form == "svg":
            return str(vl_convert.vegalite_to_svg(specification)).encode()
        return bytes(vl_convert.vegalite_to_png(specification, scale=PNG_SCALE))


class Drawer:
    """Draws a chart once for each key; the `MOST_KEPT` charts asked for last are kept."""

    def __init__(self) -> None:
        self._makers: dict[Hashable, Callable[[], Specification]] = {}
        self._kept = lru_cache(maxsize=MOST_KEPT)(self._draw)

    def drawn(self, key: Hashable, form: Form, make: Callable[[], Specification]) -> bytes:
        """The chart that `make` specifies; `key` says what it shows, of which data."""
        self._makers[key] = make
        try:
            return self._kept(key, form)
        finally:
            self._makers.pop(key, None)

    def _draw(self, key: Hashable, form: Form) -> bytes:
        return draw(self._makers[key](), form)


def dressed(chart: Any, title: str, lines: list[str], scheme: Scheme) -> Specification:
    """The specification of an Altair chart with its title and the lines under it, in our colours."""
    colours = PALETTES[scheme]
    words = {"labelColor": colours["ink"], "titleColor": colours["quiet"], "labelFont": FONT, "titleFont": FONT}
    heading = {"color": colours["ink"], "subtitleColor": colours["quiet"], "font": FONT, "subtitleFont": FONT}
    made = chart.properties(
        title={"text": title, "subtitle": lines, "anchor": "start", "fontSize": 16, "offset": 12},
        background=colours["paper"],
        padding=12,
    )
    made = made.configure_title(**heading).configure_view(stroke=None)
    lines_of = dict.fromkeys(("domainColor", "tickColor", "gridColor"), colours["line"])
    made = made.configure_axis(**lines_of, **words)
    return dict(made.to_dict())
