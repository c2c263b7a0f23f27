"""Whom a letter or statement addresses, as the document itself writes it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from crawlers.extract.blocks import Block, clean, count_words
from crawlers.extract.furniture import is_contact_line, is_sentence
from crawlers.extract.headlines import is_salutation
from crawlers.extract.wordlists import all_languages

_AROUND = re.compile(
    r"致(?P<zh>[^，。：:]{2,24}?)的?(?:公开信|公開信|公開書簡|联名信|聯名信|信函|信)|"
    r"(?P<ja>[^\s、。：:【】]{2,24}?)(?:への|宛の|宛)(?:公開書簡|公開状|書簡|要望書|声明)|"
    r"(?P<ko>[^\s,.:\[\]]{2,24}?)(?:에게|께)\s*(?:보내는|드리는)"
)
"""East Asian titles set the addressee before the word for letter."""
_SESSION = re.compile(
    r"^(?:\S+\s+){0,3}?(?:session of the|session du|session de|sesión del|sessão do|sitzung des)\s+", re.I
)
_LONGEST = 12
_SENTENCE = 12
"""Most words of an address line that ends as sentences do; a longer one says something."""


def addressee_of(blocks: Sequence[Block], title: str) -> str | None:
    """Whom a letter or statement addresses, from its title, its address lines or its salutation; or None.

    An office in the salutation ("Ministers") is told with the body that the title names ("signatory governments").
    """
    office = next((role for block in blocks[:14] if (role := _salutation(block.text))), None)
    for named in _named_lines(blocks, title):
        return _joined(office, named)
    return office or next((told for block in blocks[:5] if (told := _in_prose(block.text))), None)


def _named_lines(blocks: Sequence[Block], title: str) -> Iterator[str]:
    """The title's addressee, else those of the address lines."""
    for found in (_in_title(title), *(_address_line(block) for block in blocks[:10])):
        if found:
            yield found


def _joined(office: str | None, named: str) -> str:
    """ "Ministers" and "signatory governments" belong together; any other office adds nothing to a name."""
    houses = all_languages("parties", "houses")
    if office and named.split()[-1].casefold() in houses and office.casefold() in all_languages("parties", "holders"):
        return f"{office} of {named}"
    return named


def _in_title(title: str) -> str | None:
    """Whom the title names after "letter to" and the like, up to the next sign or the matter itself."""
    around = _AROUND.search(title)
    if around:
        return clean(next(part for part in around.groups() if part))
    return _after_mark(title)


def _after_mark(text: str) -> str | None:
    found = _letter_to().search(text)
    if not found:
        return None
    rest = re.split(rf"\s*[:;–—(.,]\s*|\s+-\s+|\s+(?:{_matter()})\s+", text[found.end() :].strip())[0]
    return _without_article(rest) if rest and count_words(rest) <= _LONGEST else None


def _in_prose(text: str) -> str | None:
    """Whom the first sentences say that the letter went to ("presents its compliments to the Secretariat …")."""
    for match in _sent_to().finditer(text[:600]):
        rest = re.split(rf"\s*[:;–—(.,]|\s+(?:{_matter()}|and has|and have)\s+", text[match.end() :].strip())[0]
        if rest and count_words(rest) <= _LONGEST:
            return _without_article(rest)
    return None


def _address_line(block: Block) -> str | None:
    lowered = block.text.casefold()
    if block.words > (_SENTENCE if is_sentence(block.text) else 20) or is_contact_line(block.text):
        return None
    for mark in _to_marks():
        if lowered.startswith(mark) and not lowered[len(mark) :][:1].isalpha():
            rest = block.text[len(mark) :].strip(" :,.：")
            hidden = any(word in lowered for word in all_languages("parties", "nobody"))
            return _without_article(rest) if rest and not hidden and not rest[0].isdigit() else None
    return None


def _salutation(text: str) -> str | None:
    """The first office that a salutation names ("Dear Madam Chair, dear delegates," → "Chair")."""
    if not is_salutation(text):
        return None
    for piece in re.split(r"[,،，、;]", text):
        office = _office(piece)
        if office:
            return office
    return None


def _office(text: str) -> str | None:
    """The office in a salutation without courtesy; None for mere courtesy."""
    for mark in all_languages("parties", "courtesy_dense"):
        text = text.replace(mark, " ")
    courtesy = all_languages("parties", "courtesy")
    words = [word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text) if word.casefold() not in courtesy]
    return " ".join(words) if words and len(words) <= _LONGEST else None


def _without_article(text: str) -> str:
    articles = "|".join(re.escape(word) for word in sorted(all_languages("parties", "articles"), key=len, reverse=True))
    text = _SESSION.sub("", text)
    return re.sub(rf"^(?:(?:{articles})\s+|[ld]['’]){{1,3}}(?=\S)", "", clean(text), flags=re.IGNORECASE)


@cache
def _letter_to() -> re.Pattern[str]:
    return _marks("letter_to")


@cache
def _sent_to() -> re.Pattern[str]:
    return _marks("sent_to")


def _marks(key: str) -> re.Pattern[str]:
    marks = sorted(all_languages("parties", key), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(mark) for mark in marks)})\s+", re.IGNORECASE)


@cache
def _matter() -> str:
    return "|".join(re.escape(word) for word in sorted(all_languages("parties", "matter"), key=len, reverse=True))


@cache
def _to_marks() -> tuple[str, ...]:
    return tuple(sorted(all_languages("parties", "to"), key=len, reverse=True))
