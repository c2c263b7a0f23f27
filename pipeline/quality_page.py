"""`docs/quality.md`: the stored quality card as Markdown. The same card gives the same bytes."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from db.docket import Docket
from db.quality import Figure, Interval, QualityCard

KINDS = {"own_words": "our own passages", "real": "real pages"}
FLAGS = {
    "reject_call": "a call to reject the treaty",
    "on_topic": "about the treaty",
    "off_topic": "not about the treaty",
    "boilerplate": "page furniture",
    "off_topic_or_boilerplate": "not about the treaty, or page furniture",
}
BASELINES = {"keywords": "word lists alone", "nearest_definition": "nearest definition of a concern"}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(  # noqa: S701  (Markdown: nothing in a card is markup, and it is our own data)
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"hundredths": hundredths, "share": share, "span": span, "cells": cells}
    return environment


def hundredths(value: float) -> int:
    """A share as "of 100"."""
    return round(100 * value)


def share(value: float) -> str:
    """A share in two digits."""
    return f"{value:.2f}"


def span(interval: Interval | None) -> str:
    """An interval as "0.71 to 0.77"; a dash where there is none."""
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "–"


def cells(figure: Figure) -> str:
    """Precision, recall, F1 and n as cells of a table; dashes where no passage has the label."""
    if not figure.n:
        return "– | – | – | 0"
    return f"{figure.precision:.2f} | {figure.recall:.2f} | {figure.f1:.2f} | {figure.n}"


def render_card(card: QualityCard, docket: Docket) -> str:
    """The page of a card."""
    words = {"kinds": KINDS, "flags": FLAGS, "baselines": BASELINES}
    return _templates().get_template("quality.md").render(card=card, docket=docket, words=words)
