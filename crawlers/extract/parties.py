"""Who speaks and to whom: the organisation, the authors, the addressee, as the document itself writes them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from crawlers.extract.blocks import Block, clean, count_words, squash
from crawlers.extract.furniture import is_menu_line
from crawlers.extract.headlines import is_salutation
from crawlers.extract.name_kinds import person_score
from crawlers.extract.page import Page, Said
from crawlers.extract.signatories import Signatory
from crawlers.extract.wordlists import all_languages
from db.docket import Organisation

_PIECES = re.compile(r"\s+(?:[|·•»>/–—-]|::)\s+|\s{3,}")
_NAME = (
    r"(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'.&-]*|[A-Z]{2,})(?:\s+(?:of|for|and|the|on|in|de|des|du|la|le|les|del|las|los|da|do|dos|y|e|et|für|der|&|и)"
    r"(?=\s)|\s+[A-ZÀ-ÖØ-ÞА-ЯЁ0-9][\w’'.&-]*)*(?:\s+\([A-Z][\w-]{1,12}\))?"
)
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|[Cc]opyright)\s*(?:(?:19|20)\d{{2}}(?:\s*[-–]\s*(?:19|20)?\d{{2}})?),?\s*({_NAME})"
)
_AND = re.compile(r"\s*(?:,\s*and\s+|,\s*|;\s*|\s+(?:and|et|y|e|und|и|و)\s+|\s+&\s+)\s*")
_LETTERHEAD, _SITE, _TITLE, _SPEAKS, _ACTS, _SIGNED, _FOOTER = 3.0, 5.0, 3.0, 3.0, 1.5, 1.0, 1.5
_ENOUGH = 3.0


def organisation_of(
    page: Page, headline: int | None, title: str, signatories: Sequence[Signatory]
) -> Said | None:
    """The publishing or leading body, as written on the page, with where it was found; None where none shows."""
    scores: dict[str, float] = {}
    names: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name, weight, source in _candidates(page, headline, title):
        key = squash(name.split(" (")[0])
        if not key or len(key) < 3:
            continue
        key = next((known for known in scores if known.startswith(key) or key.startswith(known)), key)
        scores[key] = scores.get(key, 0.0) + weight
        names[key] = max(names.get(key, ""), name, key=lambda each: (len(each) <= 120, len(each)))
        sources.setdefault(key, source)
    signed = {
        squash(each.name.split(" (")[0]): each.name for each in signatories if each.kind == "organisation"
    }
    if not scores:
        return Said(next(iter(signed.values())), "first signatory") if signed else None
    best = max(scores, key=lambda key: scores[key] + _SIGNED * (key in signed))
    if scores[best] + _SIGNED * (best in signed) < _ENOUGH:
        return None
    return Said(signed.get(best, names[best]), sources[best])


def known_organisation(url: str | None, organisations: Sequence[Organisation]) -> Organisation | None:
    """The registered organisation on whose host `url` lies; None where no host matches."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    if not host:
        return None
    fitting = (
        each
        for each in organisations
        if any(host == known or host.endswith("." + known) for known in _hosts(each))
    )
    return next(fitting, None)


def authors_of(page: Page, headline: int | None) -> tuple[str, ...]:
    """The people of the byline near the headline; else those of the metadata."""
    at = headline if headline is not None else 0
    for block in [*page.everything[at + 1 : at + 7], *page.everything[max(0, at - 7) : at]]:
        names = byline_of(block)
        if names:
            return names
    return tuple(name for name in page.authors if person_score(name) > 0)


def addressee_of(blocks: Sequence[Block], title: str) -> str | None:
    """Whom a letter or statement addresses, from its title, its address lines or its salutation; or None."""
    lowered = title.casefold()
    for mark in sorted(all_languages("parties", "letter_to"), key=len, reverse=True):
        at = lowered.find(mark)
        if at >= 0 and len(mark) > 2:
            found = re.split(
                r"\s*[:;–—(.,]\s*|\s+-\s+| on | sur | sobre | über ", title[at + len(mark) :].strip()
            )[0]
            found = re.split(r"\s+to\s+(?=[A-Z]?[a-z]+\b)", found)[0]
            if found and count_words(found) <= 12:
                return _without_article(found)
    for block in blocks[:10]:
        address = _address_line(block)
        if address:
            return address
    return next(
        (
            _salutation_role(block.text)
            for block in blocks[:12]
            if is_salutation(block.text) and _salutation_role(block.text)
        ),
        None,
    )


def _candidates(page: Page, headline: int | None, title: str) -> Iterator[tuple[str, float, str]]:
    if page.site:
        yield re.split(r"\s+[|·–—-]\s+", page.site.value)[0], _SITE, page.site.source
    for block in page.everything[: headline or 0][:6] if page.body is page.everything else []:
        first = clean(_PIECES.split(block.text)[0])
        if block.links < 0.5 and 2 <= count_words(first) <= 10 and not _reads_like_text(first):
            yield first.strip(" .,"), _LETTERHEAD, "letterhead"
    for name in _in_title(title):
        yield name, _TITLE, "title"
    for block in [block for block in page.body if block.words >= 8][:4]:
        yield from ((name, weight, "first sentences") for name, weight in _in_sentence(block.text))
    for block in page.everything[-5:]:
        match = _COPYRIGHT.search(block.text)
        if match and count_words(match[1]) >= 2:
            yield clean(match[1]).rstrip("."), _FOOTER, "footer"


def _reads_like_text(piece: str) -> bool:
    return (
        piece.endswith((":", ",", ";"))
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
    match = re.search(
        rf"\b(?:{marks})\s+(?:the|la|le|les|l['’]|el|los|las|der|des|die|o|a|os|as)?\s*({_NAME})",
        title,
        re.IGNORECASE,
    )
    if match and match[1][:1].isupper():
        yield match[1]


def _starts_like_kind(head: str) -> bool:
    from crawlers.extract.wordlists import word_list

    return head.casefold().startswith(
        tuple(word for kind in word_list("kinds").values() for word in kind["title"])
    )


def _in_sentence(text: str) -> Iterator[tuple[str, float]]:
    for pattern, weight in zip(_sentence_patterns(), (_SPEAKS, _ACTS), strict=True):
        match = pattern.search(text[:400])
        if match and count_words(match["name"]) >= 2 and not any(sign.isdigit() for sign in match["name"]):
            yield clean(match["name"]), weight


@cache
def _sentence_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    speaks = "|".join(re.escape(mark) for mark in all_languages("parties", "speaks"))
    acts = "|".join(re.escape(mark) for mark in all_languages("parties", "acts"))
    article = r"(?:the|The|la|La|le|Le|les|Les|l['’]|L['’]|el|El|los|Los|las|Las|der|Der|die|Die|das|Das|o|O|a|A)?\s*"
    return (
        re.compile(rf"(?i:\b(?:{speaks}))\s+{article}(?P<name>{_NAME})"),
        re.compile(rf"(?:^|[.!?]\s+)(?:\[\d+\]\s*|\d+\.\s*)?{article}(?P<name>{_NAME})\s+(?:{acts})\b"),
    )


def byline_of(block: Block) -> tuple[str, ...]:
    """The people whom a byline names ("By A. Author and B. Author"); () where the block is none."""
    if block.words > 40:
        return ()
    marks = "|".join(
        re.escape(mark) for mark in sorted(all_languages("parties", "by"), key=len, reverse=True)
    )
    match = re.search(rf"(?:^|[,.|–—-]\s*)(?:{marks})\s*:?\s+(.+)$", block.text, re.IGNORECASE)
    if not match or (match.start() > 0 and not any(sign.isdigit() for sign in block.text[: match.start()])):
        return ()
    names = [
        clean(name) for name in _AND.split(re.split(r"(?<=\w\w)\.\s|\s[|–—-]\s|\s\d", match[1])[0]) if name
    ]
    people = tuple(
        name.rstrip(".")
        for name in names
        if 2 <= len(name.split()) <= 6 and person_score(name) > -0.6 and name[:1].isupper()
    )
    return people if len(people) * 2 > len(names) else ()


def _hosts(organisation: Organisation) -> tuple[str, ...]:
    return tuple(host.casefold().removeprefix("www.") for host in organisation.hosts)


def _address_line(block: Block) -> str | None:
    lowered = block.text.casefold()
    if block.words > 20:
        return None
    for mark in sorted(all_languages("parties", "to"), key=len, reverse=True):
        if lowered.startswith(mark) and not lowered[len(mark) :][:1].isalpha():
            rest = block.text[len(mark) :].strip(" :,.")
            return _without_article(rest) if rest else None
    return None


def _salutation_role(text: str) -> str | None:
    """The office that a salutation names ("Dear Madam Chair," → "Chair")."""
    words = [word for word in re.findall(r"[^\W\d_]+", text)]
    courtesy = {
        "dear",
        "madam",
        "mr",
        "mrs",
        "ms",
        "sir",
        "your",
        "thank",
        "you",
        "madame",
        "monsieur",
        "la",
        "le",
        "les",
        "señora",
        "señor",
        "estimada",
        "estimado",
        "estimados",
        "chère",
        "cher",
        "chers",
        "mesdames",
        "et",
        "messieurs",
        "the",
        "and",
        "all",
        "distinguished",
    }
    office = [word for word in words if word.casefold() not in courtesy]
    return (
        " ".join(office)
        if office
        and office[0].casefold()
        not in {"excellency", "excellencies", "excellence", "excelencia", "colleagues"}
        else None
    )


def _without_article(text: str) -> str:
    return re.sub(
        r"^(?:the|la|le|les|l['’]|el|los|las|der|den|die|das|madame|monsieur|mme|m\.)\s*(?:la |le |the )?(?=\S)",
        "",
        clean(text),
        flags=re.IGNORECASE,
    )
