"""What Zotero makes of a page: its translators "Embedded Metadata" and "COinS", told again in a few lines.

Only what our pages use: the fields that the Highwire tags fill, the kind of item, the cutting of names, and the keys
of a COinS span. Written from reading those translators (zotero/translators) and `cleanAuthor` (zotero/utilities).
"""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_technical_report_institution": "institution",
    "citation_public_url": "url",
    "citation_language": "language",
}
DEFINITE = {"website": "webpage", "book": "book", "video.movie": "videoRecording", "music.song": "audioRecording"}
Name = tuple[str, str]
"""First and last name; an institution has no first."""


def clean_author(author: str, by_comma: bool) -> Name:
    """A name taken apart as Zotero does."""
    author = re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", author)
    if by_comma:
        parts = re.split(r"[,،] ?", author)
        return (parts[1], parts[0]) if len(parts) > 1 else ("", author)
    first, _, last = author.rpartition(" ")
    return first, last


def authors_of(content: str) -> list[Name]:
    """The authors that one `citation_author` names."""
    authors = re.split(r"\s*;\s*", content)
    if len(authors) == 1:
        parts = re.split(r"\s*,\s*", authors[0])
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            authors = parts
    return [clean_author(author, "," in author) for author in authors if re.search(r"[^\s,\-.;]", author)]


def embedded(tree: HtmlElement) -> tuple[str, dict[str, str], list[Name]]:
    """The kind of item, its fields and its authors, from the tags of a page."""
    tags = [(str(tag.get("name") or tag.get("property")), str(tag.get("content"))) for tag in tree.xpath("//head/meta")]
    named = dict(tags)
    kind = "report" if "citation_technical_report_institution" in named else "journalArticle"
    kind = DEFINITE.get(named.get("og:type", ""), kind)
    fields = {FIELDS[name]: " ".join(content.split()) for name, content in tags if name in FIELDS}
    authors = [author for name, content in tags if name == "citation_author" for author in authors_of(content)]
    return kind, fields, authors


def context_object(title: str) -> tuple[str, dict[str, str], list[Name]]:
    """The kind of item, its fields and its authors, from the title of a COinS span."""
    parts = title.split("&")
    assert "rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook" in parts
    kind = "report" if "rft.genre=report" in parts else "book"
    fields: dict[str, str] = {}
    authors: list[Name] = []
    for part in parts:
        key, value = part.split("=")
        value = unquote(re.sub(r"\+|%2[bB]", " ", value))
        if key == "rft_id" and re.match(r"https?://", value):
            fields["url"] = value
        elif key == "rft.aucorp":
            authors.append(("", value))
        elif name := {"rft.btitle": "title", "rft.date": "date", "rft.pub": "institution"}.get(key):
            fields[name] = value
    return kind, fields, authors


def spans(tree: HtmlElement) -> list[str]:
    """The COinS of a page, as Zotero looks for them."""
    return [str(span.get("title")) for span in tree.xpath("//span[@class='Z3988'][@title]")]
