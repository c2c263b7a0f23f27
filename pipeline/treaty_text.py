"""A treaty's text → its articles and paragraphs, by headings ("Article 6 – Title") and marks ("1.", "(a)", "i.").

`parse_treaty` is pure. It works on lines: headings that continue the count are articles, a count that begins anew is
another part of the file (a table of contents, another language), of which one is chosen.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.treaty_lines import Line, lines_of
from pipeline.treaty_marks import Paragraph, paragraphs_in

LONGEST_TITLE = 30
"""Words. What is longer below a heading is text."""
FEWEST_WORDS = 5
"""Words of text that an article has at least, on average; parts with fewer are tables of contents."""
_SUFFIX = r"(?: ?(?:bis|ter|quater)|[A-Z])?"
_HEADING = re.compile(rf"(?:Article|ARTICLE|Art\.) +(?P<number>\d{{1,3}}{_SUFFIX})(?P<sign> ?[.:–—-]+)? *(?P<title>.*)")
_LEADER = re.compile(r"(?: ?[.…_]){3,} *\d*$|\t+ *\d+$")
_PART = re.compile(r"(?:chapter|section|title|part|annex)(?: +(?:[ivxlc]+|\d+|[a-d])\b|$)(?P<rest>.*)", re.IGNORECASE)
_CLOSING = re.compile(r"in witness whereof\b|done (?:at|in) [A-Z]|annex\b\W*$", re.IGNORECASE)
_BEGINS_TEXT = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)](?:\s|$)|\d{1,2} +[A-Z]")
_ENDS_TEXT = (".", ";", ":", ",")


@dataclass(frozen=True)
class Article:
    """One article: `start` to `end` are its words below the title, code points of the treaty's `text`."""

    number: str
    title: str
    start: int
    end: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Treaty:
    """`text` without page numbers and running headers, and its articles in order; none: nothing was recognised."""

    text: str
    articles: tuple[Article, ...]

    @cached_property
    def paragraph_count(self) -> int:
        """Paragraphs that carry a number; an article without any counts as one."""
        return sum(len({p.number for p in a.paragraphs if p.number}) or 1 for a in self.articles)


@dataclass(frozen=True)
class Heading:
    """A line that may be an article's heading; `index` is the line's place, `title` what stands beside the number."""

    index: int
    number: str
    title: str

    @property
    def order(self) -> int:
        """The number without a suffix."""
        return int(re.match(r"\d+", self.number)[0])  # type: ignore[index]  # a heading begins with digits


def parse_treaty(text: str, prefer: Callable[[str], bool] = lambda _part: True) -> Treaty:
    """The articles of `text`. Of several parts that are whole, the longest for which `prefer` (of its text) is true."""
    whole, lines = lines_of(text)
    parts = [_articles(whole, lines, run) for run in _runs(list(_headings(lines)))]
    full = [part for part in parts if _words(whole, part) >= FEWEST_WORDS * len(part)]
    liked = [part for part in full if prefer(whole[part[0].start : part[-1].end])]
    return Treaty(whole, max(liked or full, key=len, default=()))


def _words(text: str, articles: Sequence[Article]) -> int:
    return sum(len(text[a.start : a.end].split()) for a in articles)


def _headings(lines: Sequence[Line]) -> Iterator[Heading]:
    """Every line that reads like a heading; without a sign before it, a title must not look like a sentence."""
    for index, line in enumerate(lines):
        match = _HEADING.fullmatch(line.text)
        if not match:
            continue
        title = _LEADER.sub("", match["title"]).strip()
        if match["sign"] or not title or _is_title(title):
            yield Heading(index, re.sub(r"\s+", " ", match["number"]), title)


def _is_title(words: str) -> bool:
    """Whether a line may be a title: short, begun with a capital or digit, not ended like a sentence."""
    begins = words[:1].isupper() or words[:1].isdigit() or not words[:1].isascii()
    short = len(words.split()) <= LONGEST_TITLE
    return begins and short and not words.endswith(_ENDS_TEXT) and not _BEGINS_TEXT.match(words)


def _runs(headings: Sequence[Heading]) -> list[list[Heading]]:
    """Headings parted where the count begins anew. What breaks the count is a cross-reference, and left out."""
    runs: list[list[Heading]] = []
    for at, heading in enumerate(headings):
        if not runs or (heading.order <= runs[-1][0].order and heading.number != runs[-1][-1].number):
            runs.append([heading])
        elif _continues(runs[-1], heading, headings[at + 1 :]):
            runs[-1].append(heading)
    return runs


def _continues(run: Sequence[Heading], heading: Heading, later: Sequence[Heading]) -> bool:
    """Whether a heading is the next of the run: by one, or by more where the number between never comes."""
    last = run[-1]
    if heading.order <= last.order:
        return heading.order == last.order and heading.number not in {h.number for h in run}
    if heading.order == last.order + 1:
        return True
    for other in later:
        if other.order <= run[0].order:
            break
        if other.order == last.order + 1:
            return False
    return True


def _articles(text: str, lines: Sequence[Line], run: Sequence[Heading]) -> tuple[Article, ...]:
    ends = [*(heading.index for heading in run[1:]), len(lines)]
    return tuple(_article(text, lines, heading, end) for heading, end in zip(run, ends, strict=True))


def _article(text: str, lines: Sequence[Line], heading: Heading, end: int) -> Article:
    """The article from its heading to the next one, or to the chapter or closing formula before that."""
    title, first = _title(lines, heading, end)
    body: list[Line] = [] if title == heading.title else _beside(lines[heading.index], heading.title)
    for line in lines[first:end]:
        if _ends_article(line.text):
            break
        body.append(line)
    if not body:
        place = lines[first].start if first < len(lines) else len(text)
        return Article(heading.number, title, place, place, ())
    return Article(heading.number, title, body[0].start, body[-1].end, tuple(paragraphs_in(body)))


def _beside(line: Line, words: str) -> list[Line]:
    """The text that stands on the heading's own line, where that is no title."""
    return [Line(words, line.end - len(words), line.end)] if words else []


def _title(lines: Sequence[Line], heading: Heading, end: int) -> tuple[str, int]:
    """The title, beside the number or on the lines below it, and the line on which the article's words begin."""
    at = heading.index + 1
    if heading.title:
        return (heading.title, at) if _is_title(heading.title) else ("", at)
    if at >= end or not _is_title(lines[at].text) or _ends_article(lines[at].text):
        return "", at
    title = lines[at].text
    while (at := at + 1) < end and _runs_on(title, lines[at]):
        title = f"{title} {lines[at].text}"
    return (title, at) if at < end else ("", heading.index + 1)


def _runs_on(title: str, line: Line) -> bool:
    """Whether a title goes on in the next line: directly below, in lower case, and still short."""
    return line.close and line.text[:1].islower() and not line.text.endswith(_ENDS_TEXT) and len(title.split()) < 20


def _ends_article(line: str) -> bool:
    """A heading of a chapter or the like, the closing formula, or an annex."""
    if _CLOSING.match(line):
        return True
    match = _PART.fullmatch(line)
    if not match:
        return False
    rest = match["rest"].strip(" .:–—-")
    return line[:1].isupper() and (not rest or (_is_title(rest) and not rest[:1].isdigit()))
