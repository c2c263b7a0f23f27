"""The organisation that speaks in a document, as the document itself writes its name.

Signs are added up per name: the site's name, the letterhead, the title ("Statement of the X"), the first
sentences ("The X submits …", "I speak for the X"), the copyright line; the longest form of a name wins. Where
no sign is strong, the first signatory stands in.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from crawlers.extract.blocks import clean, count_words, squash
from crawlers.extract.furniture import is_menu_line
from crawlers.extract.name_kinds import person_score
from crawlers.extract.page import Page, Said
from crawlers.extract.signatories import Signatory
from crawlers.extract.signature_lines import names_body, names_body_plainly
from crawlers.extract.wordlists import all_languages, word_list
from db.docket import Organisation

_PIECES = re.compile(r"\s+(?:[|·•»>/–—-]|::)\s+|\s{3,}")
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽΑ-ΩА-ЯЁІЇЄҐ"
_SMALL = (
    "of|for|and|the|on|in|against|de|des|du|la|le|les|del|las|los|da|do|dos|das|y|e|et|für|der|und|van|voor"
    "|pour|por|para|&|и|по|за"
)
_NAME = (
    rf"[{_CAPITAL}][\w’'.&-]*(?:\s+(?:(?:{_SMALL}|[dl]['’])\s*){{0,3}}[{_CAPITAL}0-9][\w’'.&-]*)*"
    r"(?:\s+\([A-Z][\w-]{1,12}\))?"
)
_ARTICLE = r"(?:(?i:the|la|le|les|el|los|las|der|die|das|des|den|o|a|os|as)\s+|[lL]['’])?"
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|[Cc]opyright)\s*(?:19|20)\d{{2}}(?:\s*[-–]\s*(?:19|20)?\d{{2}})?,?\s*({_NAME})"
)
_ABOUT = re.compile(rf"(?i:about|à propos de|acerca de|über)\s+{_ARTICLE}({_NAME})\s*(?::|$)")
_ENDED = re.compile(r"(?<=\w{3})\.\s")
"""The end of a sentence inside what looks like one name ("… of Network Engineers. We")."""
_LETTERHEAD, _SITE, _TITLE, _SPEAKS, _ACTS, _SIGNED, _FOOTER = 3.0, 5.0, 3.0, 3.0, 1.5, 1.0, 1.5
_LABELLED, _ABOVE = 6.0, 3.0
_MAY_BE_PEOPLE = ("title", "a labelled line")
_ENOUGH = 3.0


def organisation_of(page: Page, headline: int | None, title: str, signatories: Sequence[Signatory]) -> Said | None:
    """The publishing or leading body, as written on the page, with where it was found; None where none shows."""
    scores: dict[str, float] = {}
    names: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name, weight, source in _candidates(page, headline, title):
        key = squash(name.split(" (")[0])
        if not key or len(key) < 3 or (source in _MAY_BE_PEOPLE and person_score(clean(name)) > 0):
            continue
        key = next((known for known in scores if key in known or known in key), key)
        scores[key] = scores.get(key, 0.0) + weight
        names[key] = max(names.get(key, ""), name, key=lambda each: (len(each) <= 120, len(each)))
        sources.setdefault(key, source)
    signed = {squash(each.name.split(" (")[0]): each.name for each in signatories if each.kind == "organisation"}
    if not scores:
        return Said(next(iter(signed.values())), "first signatory") if signed else None
    best = max(scores, key=lambda key: scores[key] + _SIGNED * (key in signed))
    if scores[best] + _SIGNED * (best in signed) < _ENOUGH:
        return Said(next(iter(signed.values())), "first signatory") if signed else None
    longer = next((name for key, name in signed.items() if name > "\u3040" and key.startswith(best)), None)
    return Said(signed.get(best) or longer or _as_written(names[best], page), sources[best])


def _as_written(name: str, page: Page) -> str:
    """`name` in mixed case, as the page writes it elsewhere, where the letterhead has it in capitals."""
    if not name.isupper():
        return name
    pattern = re.compile(r"\s+".join(re.escape(word) for word in name.split()), re.IGNORECASE)
    found = (match.group() for block in page.everything for match in pattern.finditer(block.text))
    return next((each for each in found if not each.isupper()), name)


def known_organisation(url: str | None, organisations: Sequence[Organisation]) -> Organisation | None:
    """The registered organisation on whose host `url` lies; None where no host matches."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    if not host:
        return None
    fitting = (
        each for each in organisations if any(host == known or host.endswith("." + known) for known in _hosts(each))
    )
    return next(fitting, None)


def _candidates(page: Page, headline: int | None, title: str) -> Iterator[tuple[str, float, str]]:
    """Names with the weight of the sign and where it was seen, strongest places first."""
    if page.site and not any(sign.isdigit() for sign in page.site.value):
        yield re.split(r"\s+[|·–—-]\s+", page.site.value)[0], _SITE, page.site.source
    yield from ((name, _LETTERHEAD, "letterhead") for name in _in_letterhead(page, headline))
    yield from ((name, _TITLE, "title") for name in _in_title(title))
    yield from ((name, _TITLE, "title") for name in _speaker_in_title(page, title))
    yield from ((name, _LABELLED, "a labelled line") for name in _labelled(page, headline))
    yield from ((name, _ABOVE, "head of the page") for name in _above(page, headline))
    for block in [block for block in page.body if block.words >= 8][:4]:
        yield from ((name, weight, "first sentences") for name, weight in _in_sentence(block.text))
    for block in page.everything[-5:]:
        yield from ((name, weight, "footer") for name, weight in _in_footer(block.text))


def _in_letterhead(page: Page, headline: int | None) -> Iterator[str]:
    """The first piece of each line above the headline and of each running header."""
    above = [block.text for block in page.everything[: headline or 0][:6] if block.links < 0.5]
    for line in [*(above if page.body is page.everything else []), *page.running]:
        first = clean(_PIECES.split(line)[0])
        if 2 <= count_words(first) <= 10 and not _reads_like_text(first):
            yield first.strip(" .,")


def _speaker_in_title(page: Page, title: str) -> Iterator[str]:
    """A body before the colon of the title that the text names again ("The X: a treaty that protects nobody")."""
    head, colon, _ = title.partition(":")
    name = head.strip()
    if colon and 2 <= count_words(name) <= 9 and names_body(name) and not _starts_like_kind(name):
        again = sum(1 for block in page.everything if name in block.text)
        if again >= 2:
            yield name


def _labelled(page: Page, headline: int | None) -> Iterator[str]:
    """The body on a line of a form ("Submitted by: X") near the head of the document."""
    labels = all_languages("parties", "label")
    for block in page.everything[: (headline or 0) + 10]:
        for piece in re.split(r"(?<=\w)\.\s+(?=\w)", block.text) if block.words <= 20 else ():
            label, colon, name = piece.replace("：", ":").partition(":")
            if (
                colon
                and label.strip().casefold() in labels
                and "@" not in name
                and 1 <= count_words(name) <= 12
                and person_score(clean(name)) <= 0
            ):
                yield clean(name).strip(" .,")


def _above(page: Page, headline: int | None) -> Iterator[str]:
    """The first piece of the lines above the headline of a web page, and short lines below it that name a body."""
    if page.body is page.everything:
        return
    at = headline or 0
    near = [*page.everything[:at][:6], *page.everything[at + 1 : at + 5]]
    for block in (each for each in near if each.links < 0.5):
        first = clean(_PIECES.split(block.text)[0])
        if 1 <= count_words(first) <= 9 and names_body_plainly(first) and not _reads_like_text(first):
            yield first.strip(" .,")


def _in_footer(text: str) -> Iterator[tuple[str, float]]:
    about, right = _ABOUT.match(text), _COPYRIGHT.search(text)
    if about:
        yield about[1], _TITLE
    if right and count_words(right[1]) >= 2:
        yield _ENDED.split(clean(right[1]))[0].rstrip("."), _FOOTER


def _reads_like_text(piece: str) -> bool:
    return (
        any(sign in piece for sign in ":;@")
        or piece.endswith(",")
        or _starts_like_kind(piece)
        or is_menu_line(piece)
        or any(sign.isdigit() for sign in piece)
        or piece[:1].islower()
    )


def _in_title(title: str) -> Iterator[str]:
    head, colon, rest = title.partition(":")
    if (
        colon
        and _starts_like_kind(rest.strip())
        and 2 <= count_words(head) <= 9
        and re.fullmatch(_NAME, head.strip())
        and not _starts_like_kind(head)
    ):
        yield head.strip()
    marks = "|".join(re.escape(mark) for mark in all_languages("parties", "from_title"))
    match = re.search(rf"\b(?i:{marks})\s+{_ARTICLE}({_NAME})", title)
    if match:
        yield match[1]


def _starts_like_kind(head: str) -> bool:
    return head.casefold().startswith(tuple(word for kind in word_list("kinds").values() for word in kind["title"]))


def _in_sentence(text: str) -> Iterator[tuple[str, float]]:
    for pattern, weight in zip(_sentence_patterns(), (_SPEAKS, _SPEAKS, _ACTS), strict=True):
        match = pattern.search(text[:400])
        if match and count_words(match["name"]) >= 2 and not any(sign.isdigit() for sign in match["name"]):
            yield _ENDED.split(clean(match["name"]))[0], weight


@cache
def _sentence_patterns() -> tuple[re.Pattern[str], ...]:
    """A body spoken for; a body that hands something in; a body that does what bodies do in first sentences."""
    speaks, hands_in, acts = (
        "|".join(re.escape(mark) for mark in all_languages("parties", key)) for key in ("speaks", "hands_in", "acts")
    )
    start = rf"(?:^|[.!?]\s+)(?:\[?\d+[.\])]\s*)?{_ARTICLE}(?P<name>{_NAME})\s+"
    return (
        re.compile(rf"(?i:\b(?:{speaks}))\s+{_ARTICLE}(?P<name>{_NAME})"),
        re.compile(rf"{start}(?:{hands_in})\b"),
        re.compile(rf"{start}(?:{acts})\b"),
    )


def _hosts(organisation: Organisation) -> tuple[str, ...]:
    return tuple(host.casefold().removeprefix("www.") for host in organisation.hosts)
