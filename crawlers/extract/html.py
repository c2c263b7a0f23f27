"""HTML to a `Page`: trafilatura decides what the main text is, our own walk gives it in the page's own words.

Trafilatura's output loses some headings and joins some lines; so its text is only used to choose among the
blocks of the page. Where the two cannot be matched, its own output is taken as it is.
"""

from collections.abc import Sequence
from itertools import groupby

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from crawlers.extract.blocks import Block, cleaned, count_words, squash
from crawlers.extract.html_blocks import SIDE, blocks_of, depth_of
from crawlers.extract.html_head import read_head
from crawlers.extract.html_layout import unwrap_layout
from crawlers.extract.limits import HTML_DEPTH, Unreadable
from crawlers.extract.page import Page

_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", SIDE})
_MATCHED_SHARE = 0.85
"""At least this share of trafilatura's text must be found among our blocks for the match to be trusted."""
_FEWEST_WORDS = 25
"""Words that must be left of a page whose markup calls all of it a menu, a form or hidden."""
_MOSTLY_LINKS = 0.5
_SAID = (".", ";", "。", "；", "؛", "!")
_LONG = 40
"""From this many letters on, a block is recognised wherever it stands; shorter ones must be a line of their own."""


def read_html(text: str, with_comments: bool = False) -> Page:
    """The page of HTML `text`; `with_comments` keeps what readers wrote below it.

    Raises `Unreadable` where it holds no text or is nested beyond reading.
    """
    root = _parse(text)
    everything = cleaned(blocks_of(root)) or _hidden_words(root)
    if not everything:
        raise Unreadable("The page holds no text.")
    head = read_head(root, [block for block in everything if block.region not in _OUTSIDE])
    body = _main_blocks(root, everything, with_comments)
    return Page(
        body=body,
        everything=everything,
        title=head.title,
        published=head.published,
        site=head.site,
        authors=head.authors,
        language=head.language,
        locale=head.locale,
        canonical_url=head.canonical_url,
        kind_hint=head.kind_hint,
    )


def _parse(text: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"The page could not be read as HTML: {error}.") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise Unreadable("The page nests its elements so deeply that the HTML reader would drop text from it.")
    return root


def _main_blocks(root: HtmlElement, everything: Sequence[Block], with_comments: bool) -> list[Block]:
    outside = [block for block in everything if block.region not in _OUTSIDE]
    if outside and depth_of(root) > HTML_DEPTH:
        return outside
    unwrap_layout(root)
    markup = lxml.html.tostring(root, encoding="unicode")
    main_text = trafilatura.extract(markup, include_comments=with_comments, include_tables=True)
    if not outside and count_words(main_text or "") < _FEWEST_WORDS:
        raise Unreadable("Nothing but menus and other furniture was found in the page.")
    if not main_text:
        return outside
    if with_comments:
        main_text = _said_once(main_text)
    return _chosen(everything, main_text) or _own_words(main_text)


def _hidden_words(root: HtmlElement) -> list[Block]:
    """The prose of a page that hides all of its text until a script has run."""
    if depth_of(root) > HTML_DEPTH:
        return []
    text = trafilatura.extract(lxml.html.tostring(root, encoding="unicode"), include_comments=False) or ""
    return _own_words(text) if count_words(text) >= _FEWEST_WORDS else []


def _said_once(main_text: str) -> str:
    """The text without lines that another holds: trafilatura gives a comment twice, as text and as comment."""
    lines = list(dict.fromkeys(main_text.split("\n")))
    return "\n".join(line for line in lines if not any(line in other for other in lines if other != line))


def _chosen(everything: Sequence[Block], main_text: str) -> list[Block]:
    """The blocks whose text trafilatura kept, with the headings between them; [] when too few match.

    Short blocks must be a line of its text; where that leaves too much unmatched (it sometimes gives all in one
    line), they may stand anywhere in it.
    """
    lines: set[str] = {squash(line) for line in main_text.split("\n")}
    whole = squash(main_text)
    needles = [squash(block.text) for block in everything]
    inside = [block.region not in _OUTSIDE for block in everything]
    long = [len(needle) >= _LONG and (needle in lines or needle in whole) for needle in needles]
    for places in (lines, whole):
        kept = [at for at, needle in enumerate(needles) if long[at] or (inside[at] and needle in places)]
        if sum(len(needles[at]) for at in kept) >= _MATCHED_SHARE * len(whole):
            kept = [at for at in kept if everything[at].region != SIDE]
            return [everything[at] for at in _with_headings(everything, _with_lists(everything, kept))]
    return []


def _with_lists(everything: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """`kept` plus lists inside the text whose items are said: after "We ask the Committee to:", or in sentences."""
    chosen = set(kept)
    inside = range(kept[0], kept[-1]) if kept else range(0)
    for plain, run in groupby(inside, key=lambda at: _is_plain_item(everything[at])):
        items = list(run)
        said = sum(everything[at].text.endswith(_SAID) for at in items) * 2 > len(items)
        led = items[0] > 0 and everything[items[0] - 1].text.endswith((":", "："))
        if plain and (said or led):
            chosen |= set(items)
    return sorted(chosen)


def _is_plain_item(block: Block) -> bool:
    return block.kind == "item" and block.region not in _OUTSIDE and block.links < _MOSTLY_LINKS


def _with_headings(everything: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """`kept` plus each heading that stands directly before a kept block and inside the text."""
    chosen = set(kept)
    first = kept[0] if kept else len(everything)
    for index in reversed(range(first, len(everything))):
        block = everything[index]
        if block.kind == "heading" and block.region not in _OUTSIDE and index + 1 in chosen:
            chosen.add(index)
    return sorted(chosen)


def _own_words(text: str) -> list[Block]:
    return cleaned(Block("paragraph", line) for line in text.split("\n"))
