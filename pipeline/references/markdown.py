"""References as Markdown: the quotation, and under it whose it is, with links to the original and to its place."""

import re

from pipeline.references.footnote import footnote
from pipeline.references.reference import Reference, published_words

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LEADING = re.compile(r"^(\d{1,9})([.)])|^([-+=])")


def plain(text: str) -> str:
    """Text in which no character is Markdown or HTML: names, titles and quotations are not ours."""
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", _SPECIAL.sub(r"\\\1", text))


def markdown(references: list[Reference]) -> str:
    """Quotations and citations, then the footnotes."""
    bodies = [_body(reference) for reference in references]
    notes = [f"[^{reference.key}]: {plain(footnote(reference))}" for reference in references]
    return "\n\n".join([*bodies, "\n".join(notes)])


def _body(reference: Reference) -> str:
    place = reference.place
    quoted = f"> {plain(place.line)}\n\n" if place else ""
    original = (place.original if place else "") or reference.url
    title = f"[{plain(reference.title)}](<{original}>)" if original else plain(reference.title)
    pinpoint = f", {plain(place.pinpoint)}" if place and place.pinpoint else ""
    ours = f"[in its place](<{reference.permalink}>)"
    dated = published_words(reference.published)
    return f"{quoted}**{plain(reference.author)}**, {title}, {dated}{pinpoint} · {ours}[^{reference.key}]"
