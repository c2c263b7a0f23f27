"""The stylesheet's colours hold WCAG AA (4.5:1) in both schemes, wherever text stands on a ground."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "webapp/static/travaux.css").read_text(encoding="utf-8")
PAIRS = (
    *((ink, ground) for ink in ("ink", "quiet", "link", "visited", "focus") for ground in ("paper", "raised")),
    *(("ink", ground) for ground in ("mark", "add", "cut")),
    ("quiet", "l0"),
    *(("l-ink", f"l{step}") for step in (1, 2, 3)),
    *(("l-deep-ink", f"l{step}") for step in (4, 5)),
    ("paper", "link"),
)


def palettes() -> dict[str, dict[str, str]]:
    """Colour variables of the light and the dark scheme."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block)) for block in blocks)
    return {"light": light, "dark": {**light, **dark}}


def linear(part: float) -> float:
    """One channel, 0 to 1, without its gamma."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`, as WCAG 2 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_text_can_be_read(scheme: str, pair: tuple[str, str]) -> None:
    colours = palettes()[scheme]
    lighter, darker = sorted((luminance(colours[name]) for name in pair), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in CSS and "@import" not in CSS
