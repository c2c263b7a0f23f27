"""The wording that a request proposes: what it puts between quotation marks."""

import re

from pipeline.ask_parts import Part
from pipeline.ask_requests import Request

_QUOTED = re.compile(r"\"([^\"]+)\"|“([^“”]+)”|„([^„“”]+)[“”]|«\s*([^«»]+?)\s*»|「([^「」]+)」|『([^『』]+)』")
_INSTEAD = re.compile(
    r"\b(?:by|with|to|into|par|en|por|con|durch|zu|на|ب)\s*[\"“„«「]|(?:改为|替换为|代之以)\s*[\"“„«「]", re.IGNORECASE
)
REACH = 400
"""Wording proposed stands in the part or within so many characters after it, behind a colon."""


def proposed_in(text: str, part: Part, request: Request) -> str:
    """The wording asked for, without its quotation marks; empty where none is quoted."""
    if request.verb not in ("add", "amend", "clarify"):
        return ""
    end = part.end
    if text[part.start : end].rstrip().endswith((":", "：")):
        end = min(len(text), end + REACH)
    quoted = list(_QUOTED.finditer(text, request.start, end))
    if not quoted:
        return ""
    instead = _INSTEAD.search(text, request.start, end)
    if request.verb != "add" and not instead:
        return ""
    chosen = next((q for q in quoted if instead and q.start() >= instead.start()), quoted[0])
    return next(group for group in chosen.groups() if group)
