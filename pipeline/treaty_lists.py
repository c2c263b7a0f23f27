"""Numbered lists of an HTML page with their numbers written out, which a browser would count itself."""

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from pipeline.treaty_marks import ROMAN

_FORMS = {"a": "({})", "i": "({})"}


def written_numbers(html: str) -> str:
    """The page with "1.", "(a)" or "(i)" in front of each item of an ordered list; as given where it is no page."""
    try:
        root = lxml.html.document_fromstring(
            html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return html
    for ordered in root.iter("ol"):
        _write(ordered)
    return lxml.html.tostring(root, encoding="unicode")


def _write(ordered: HtmlElement) -> None:
    form = (ordered.get("type") or "1").lower()
    start = ordered.get("start") or "1"
    first = int(start) if start.isdecimal() else 1
    for number, item in enumerate(ordered.findall("li"), start=first):
        mark = _FORMS.get(form, "{}.").format(_name(form, number))
        holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
        holder.text = f"{mark} {(holder.text or '').lstrip()}"


def _name(form: str, number: int) -> str:
    if form == "a" and number <= 26:
        return chr(ord("a") + number - 1)
    if form == "i" and number <= len(ROMAN):
        return ROMAN[number - 1]
    return str(number)
