"""Markdown to a `Page`: front matter, then the blocks between the last repeat of the headline and the page's end.

A Markdown file made from a web page usually carries the whole page. Its article starts at the last repeat of
the headline; that headline need not be the front matter's title, since pages are renamed and shown in the
reader's language.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawlers.extract.blocks import Block, Kind, clean, cleaned, squash
from crawlers.extract.bylines import byline_of
from crawlers.extract.front_matter import FrontMatter, read_front_matter
from crawlers.extract.limits import Unreadable
from crawlers.extract.page import Page, Said
from crawlers.extract.published import is_date_line

_OPEN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\Z|!?\[([^\[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\Z")
_TAG = re.compile(r"<[^<>\n]{1,400}>")
_NESTING = 40
_CUT_MARKS = ("...", "…")


def read_markdown(text: str) -> Page:
    """The page of Markdown `text`. Raises `Unreadable` where nothing but front matter is in it."""
    front = read_front_matter(text)
    tokens = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").parse(_close_last_link(front.text))
    everything = cleaned(_blocks(tokens))
    if not everything:
        raise Unreadable("The file holds front matter and no text.")
    title = front.first("title", "headline")
    start = headline_index(everything, title or "")
    body = everything if start is None else everything[start + 1 :]
    printed = everything[start].text if start is not None else None
    return Page(
        body=body,
        everything=everything,
        title=Said(title, "front matter") if title else Said(printed, "printed on the page") if printed else None,
        published=_said(front, "published", "pubdate", "date_published"),
        site=_said(front, "organisation", "organization", "publisher", "site")
        or _home_link(tokens, front.first("url"))
        or _site_heading(everything, start),
        authors=tuple(name for name in re.split(r";\s*", front.first("author", "authors") or "") if name),
        language=(front.first("language", "lang") or "")[:2].lower() or None,
        canonical_url=front.first("url", "canonical_url", "link"),
        archived_on=(front.first("date", "archived", "archived_on") or "")[:10] or None,
        kind_hint=front.first("type", "doc_kind") or "",
        headline=start,
    )


def _said(front: FrontMatter, *names: str) -> Said | None:
    value = front.first(*names)
    return Said(value, "front matter") if value else None


def headline_index(blocks: Sequence[Block], title: str) -> int | None:
    """The index of the heading below which the article stands; None where no heading of the upper levels is.

    Signs: the front matter's title, a repeat (pages print the headline above and below its picture), a date or
    byline before the next heading, the top level. Of several repeats the last one counts.
    """
    top = min((block.level for block in blocks if block.kind == "heading"), default=0)
    places = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.level <= top + 1]
    keys = [squash(blocks[at].text) for at in places]
    with_text = [at for at in places if _has_prose_after(blocks, at)]
    if not with_text:
        return places[-1] if places else None
    scores = {
        at: 3 * (key == squash(title))
        + 3 * (keys.count(key) > 1)
        + 3 * _is_dated(blocks, at)
        + (blocks[at].level == top)
        for at, key in zip(places, keys, strict=True)
    }
    best = max(with_text, key=lambda at: scores[at])
    same = [at for at in with_text if squash(blocks[at].text) == squash(blocks[best].text)]
    return same[-1]


def _is_dated(blocks: Sequence[Block], heading: int) -> bool:
    """A date or byline stands between this heading and the next, and before any prose."""
    for block in blocks[heading + 1 : heading + 5]:
        if block.kind == "heading" or block.words > 40:
            return False
        if is_date_line(block) or byline_of(block):
            return True
    return False


def _has_prose_after(blocks: Sequence[Block], place: int) -> bool:
    return any(block.words >= 15 and block.links < 0.5 for block in blocks[place + 1 :])


def _close_last_link(text: str) -> str:
    """A link cut off in its address at the end of the file, reduced to its words and the mark of the cut."""
    tail = text.rstrip()
    at = max(tail.rfind("\n"), 0)
    mark = next((mark for mark in _CUT_MARKS if tail.endswith(mark)), "")
    line = _OPEN_LINK.sub(lambda match: (match.group(1) or match.group(2) or "") + mark, tail[at:])
    return tail[:at] + (_without_open_marks(line) if mark else line)


def _without_open_marks(line: str) -> str:
    """A cut line without the emphasis and brackets that the cut left open."""
    for sign in ("**", "*", "["):
        closing = "]" if sign == "[" else sign
        if line.lstrip().startswith(sign) and line.count(sign) % 2 == 1 and closing == sign:
            line = line.replace(sign, "", 1)
        at = line.rfind(sign)
        if at >= 0 and (closing not in line[at + len(sign) :] if sign == "[" else line.count(sign) % 2 == 1):
            line = line[:at] + line[at + len(sign) :]
    return line


def _home_link(tokens: Sequence[Token], url: str | None) -> Said | None:
    """The site's name: the words of the link that leads to its front page, where they are a name."""
    parts = urlsplit(url or "")
    homes = {"/", f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{parts.netloc}/"}
    for token in tokens:
        children = token.children or []
        for at, child in enumerate(children[:-1]):
            name = clean(children[at + 1].content)
            if child.type == "link_open" and child.attrs.get("href") in homes and len(name.split()) > 1:
                return Said(name, "the link to the site's front page")
    return None


def _site_heading(blocks: Sequence[Block], headline: int | None) -> Said | None:
    """A short heading of a higher level above the headline: the site's name."""
    if headline is None:
        return None
    above = (block for block in blocks[:headline] if block.kind == "heading" and block.level < blocks[headline].level)
    name = next((block.text for block in above if 2 <= block.words <= 6), None)
    return Said(name, "the page's top heading") if name else None


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    kinds: list[tuple[Kind, int]] = []
    cells: list[str] = []
    fresh_item = False
    for before, token in pairwise([Token("start", "", 0), *tokens]):
        if token.type in {"heading_open", "list_item_open", "blockquote_open"}:
            kinds.append(_kind(token))
            fresh_item = token.type == "list_item_open"
        elif token.type in {"heading_close", "list_item_close", "blockquote_close"}:
            kinds.pop()
        elif token.type == "tr_close":
            yield Block("row", " | ".join(cell for cell in cells if cell), cells=tuple(cells), tight=True)
            cells = []
        elif token.type == "inline":
            if before.type in {"td_open", "th_open"}:
                cells.append(clean(_inline(token.children or [])[0]))
                continue
            kind, level = kinds[-1] if kinds else ("paragraph", 0)
            yield from _lines(token, kind, level, tight=kind == "item" and fresh_item)
        elif token.type in {"fence", "code_block", "html_block"}:
            yield Block("paragraph", _TAG.sub(" ", token.content))


def _kind(token: Token) -> tuple[Kind, int]:
    if token.type == "heading_open":
        return "heading", int(token.tag[1:])
    return ("item", 0) if token.type == "list_item_open" else ("quote", 0)


def _lines(token: Token, kind: Kind, level: int, tight: bool) -> Iterator[Block]:
    """The lines of one inline token: hard breaks part them."""
    line: list[Token] = []
    for child in [*(token.children or []), None]:
        if child is not None and child.type != "hardbreak":
            line.append(child)
            continue
        text, linked = _inline(line)
        size = len(text.strip())
        yield Block(kind, text, level, min(1.0, linked / max(size, 1)), tight)
        line, tight = [], True


def _inline(children: Sequence[Token]) -> tuple[str, int]:
    """The visible text of inline tokens, and how many of its characters stand inside links."""
    pieces: list[str] = []
    depth = linked = 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        text = child.content if child.type in {"text", "code_inline"} else " " if child.type == "softbreak" else ""
        pieces.append(text)
        linked += len(text.strip()) if depth else 0
    return "".join(pieces), linked
