"""The day of publication: the printed one before the metadata's, and where each value came from.

Looked at in this order: a line of its own (or a byline) at the head of the document, a dateline at the start of
the text, a line of its own at its end, the page's metadata, what the feed or record said, a date in the title,
one beside the signatures, any other line at the edges (running headers, "generated on"), the address, the file's
name, the title's month, the day on which the file was made.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crawlers.extract.blocks import Block, count_words
from crawlers.extract.date_order import either as _either
from crawlers.extract.date_order import settled
from crawlers.extract.dates import Found, dates_in, parse_date
from crawlers.extract.page import Page, Said
from crawlers.extract.wordlists import all_languages

PRINTED = "printed on the page"
NONE = Said("", "none")
_LONGEST_LINE = 2000
"""Characters; a longer block is no line of a date, however few words it seems to have."""
_HEAD = 9
_TAIL = 8
_DATELINE = 45
_RANGE = re.compile(
    r"(?:\b\d{1,2}(?:\s+[^\W\d_]{3,12})?\s*(?:[–—-]|to|until|and|au|et|al|y|bis|и|по|до|إلى|至)|(?:from|du|del|vom|с|من)\s+\d{1,2}\b.{0,24})\s*$",
    re.IGNORECASE,
)
_DOUBTS = {
    "page address": "only the page's address says so",
    "file name": "only the name of the file says so",
    "file properties": "it is the day on which the file was made",
}
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})(?:/(\d{1,2}))?(?:/|$)")


@dataclass(frozen=True)
class _Candidate:
    value: str
    rest: int
    """Words on the line beside the date."""
    updated: bool
    said: bool
    """The line says that this is the day of publication."""
    other: str = ""


def published_of(
    page: Page,
    headline: int | None,
    signatures: Sequence[Block],
    declared: str | None,
    url: str | None,
    file_name: str | None = None,
) -> Said:
    """The day (YYYY-MM-DD or YYYY-MM) with its source; value "" and source "none" where nothing tells."""
    head, tail = _head(page.everything, headline), list(page.everything[-_TAIL:])
    steps: Iterator[Said | None] = iter(
        (
            _printed(_lines(head, 24)),
            _dateline(page.body),
            _printed(_lines(tail, 5)),
            _parsed(page.published),
            _parsed(Said(declared, "feed or record") if declared else None),
            _in_title(page, headline, months=False),
            _printed(_lines(signatures[:1], 12)),
            _printed(_lines([*page.everything[:4], *reversed(tail)], 25, also_updated=True), PRINTED),
            _address(url),
            _file_name(file_name),
            _in_title(page, headline, months=True),
            _parsed(page.created),
        )
    )
    said = _with_day(next((said for said in steps if said), NONE), _parsed(page.published))
    return settled(replace(said, doubt=said.doubt or _DOUBTS.get(said.source, "")), page, declared)


def _with_day(said: Said, in_metadata: Said | None) -> Said:
    """A printed month with the day that the page's metadata give, where they agree on the month."""
    agrees = in_metadata and len(said.value) == len("2024-06") and in_metadata.value.startswith(f"{said.value}-")
    return in_metadata if in_metadata and agrees else said


def is_date_line(block: Block) -> bool:
    """Whether a block says a date and hardly anything else."""
    return any(True for _ in _candidates(block, 4))


def _head(blocks: Sequence[Block], headline: int | None) -> list[Block]:
    """The blocks around the headline, itself left out, up to the first prose."""
    at = headline if headline is not None else -1
    after: list[Block] = []
    for block in blocks[at + 1 : at + 1 + _HEAD]:
        if block.words > 45:
            break
        after.append(block)
    before = [block for block in blocks[max(0, at - _HEAD) : max(at, 0)] if block.links < 0.9]
    title = blocks[at].text if headline is not None else ""
    return [block for block in [*after, *reversed(before)] if block.text != title]


def _lines(blocks: Sequence[Block], most_words: int, also_updated: bool = False) -> list[_Candidate]:
    found = [candidate for block in blocks for candidate in _candidates(block, most_words)]
    return [candidate for candidate in found if also_updated or not candidate.updated]


def _candidates(block: Block, most_words: int) -> Iterator[_Candidate]:
    text = block.text
    if block.words > most_words + 8 or len(text) > _LONGEST_LINE:
        return
    last = 0
    for found in dates_in(text):
        last, after_last = found.end, last
        if _RANGE.search(text[: found.start]):
            continue
        rest = count_words(text[: found.start]) + count_words(text[found.end :])
        before = text[max(after_last, found.start - 40) : found.start].casefold()
        if rest <= most_words and not _has(before, "deadline", rest):
            yield _Candidate(found.value, rest, _has(before, "updated", 0), _has(before, "published", 0), found.other)


def _has(before: str, key: str, rest: int) -> bool:
    """A word of `dates.toml` under `key` stands before the date; for deadlines, only on lines with more on them."""
    if key == "deadline" and rest <= 3:
        return False
    return any(re.search(rf"(?:^|\W){re.escape(word)}(?:$|\W)", before) for word in all_languages("dates", key))


def _printed(candidates: Sequence[_Candidate], source: str = PRINTED) -> Said | None:
    """The best candidate: said to be the day of publication, then with a day, then with least beside it."""
    if not candidates:
        return None
    best = min(candidates, key=lambda each: (not each.said, len(each.value) < 10, each.rest > 8, each.updated))
    return Said(best.value, source, _either(best.other))


def _dateline(body: Sequence[Block]) -> Said | None:
    """A place and a date at the start of the first prose ("NEW YORK, 9 August 2024 – …")."""
    first = next((block for block in body if block.words >= 15), None)
    if first is None:
        return None
    found = [
        each for each in dates_in(first.text[: _DATELINE + 20]) if each.start <= _DATELINE and len(each.value) == 10
    ]
    if found and _is_dateline(first.text, found[0]):
        return Said(found[0].value, PRINTED, _either(found[0].other))
    return None


def _is_dateline(text: str, found: Found) -> bool:
    place = text[: found.start].strip(" ,(–—-")
    return (
        count_words(place) <= 4
        and bool(re.match(r"\s*[)\]]?\s*[–—:-]", text[found.end :]))
        and place == place.strip(".")
    )


def _parsed(said: Said | None) -> Said | None:
    value = parse_date(said.value) if said else None
    if (
        said is None
        or value is None
        or (len(value) == 10 and date.fromisoformat(value) > date.today() + timedelta(days=400))
    ):
        return None
    return Said(value, said.source)


def _in_title(page: Page, headline: int | None, months: bool) -> Said | None:
    texts = [page.everything[headline].text] if headline is not None else []
    texts += [page.title.value] if page.title else []
    for text in texts:
        for found in dates_in(text):
            if (months or len(found.value) == 10) and not _RANGE.search(text[: found.start]):
                return Said(found.value, "title")
    return None


def _file_name(name: str | None) -> Said | None:
    """A whole date in the file's name ("2024-08-05-letter.pdf", "letter_20240805.pdf")."""
    spaced = re.sub(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)", r"\1-\2-\3", (name or "").replace("_", " "))
    spaced = re.sub(r"(\d)(?=[^\W\d])|-(?=[^\W\d])", r"\1 ", spaced)
    return next((Said(found.value, "file name") for found in dates_in(spaced) if len(found.value) == 10), None)


def _address(url: str | None) -> Said | None:
    match = _IN_ADDRESS.search(url or "")
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    day = f"-{int(match[3]):02d}" if match[3] and 1 <= int(match[3]) <= 31 else ""
    return Said(f"{match[1]}-{int(match[2]):02d}{day}", "page address")
