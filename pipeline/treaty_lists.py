"""Numbered lists of an HTML page with their numbers written out, which a browser would count itself."""

import re
from string import ascii_lowercase

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from pipeline.treaty_marks import ROMAN

FORMS = ("1", "a", "i")
"""How treaties number lists inside lists, where the page does not say."""


def written_numbers(html: str) -> str:
    """The page with "1.", "(a)" or "(i)" in front of each item of an ordered list; as given where it is no page."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return html
    for ordered in root.iter("ol"):
        _write(ordered)
    return str(lxml.html.tostring(root, encoding="unicode"))


def _write(ordered: HtmlElement) -> None:
    depth = sum(1 for _ in ordered.iterancestors("ol"))
    form = (ordered.get("type") or FORMS[min(depth, len(FORMS) - 1)]).lower()
    start = ordered.get("start") or "1"
    first = int(start) if re.fullmatch("[0-9]{1,4}", start) else 1
    for number, item in enumerate(ordered.findall("li"), start=first):
        holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
        holder.text = f"{_mark(form, number)} {(holder.text or '').lstrip()}"


def _mark(form: str, number: int) -> str:
    if form == "a" and number <= len(ascii_lowercase):
        return f"({ascii_lowercase[number - 1]})"
    if form == "i" and number <= len(ROMAN):
        return f"({ROMAN[number - 1]})"
    return f"{number}."
