"""Organisations that are called like an article: a name and no citation."""

import re

from db.citation_patterns import load_patterns
from db.docket import Docket
from pipeline.citation.finding import Listed
from pipeline.citation.flatten import phrase
from pipeline.citation.grammar import grammar
from pipeline.citation.subjects import Subjects

NUMBERED_NAME = re.compile(r"(?:article|art\.?) (\d{1,3})")


def numbered_names(docket: Docket) -> frozenset[str]:
    """Numbers of articles that are also the name of an organisation, of the docket or of the shared data."""
    names = [name for organisation in docket.organisations for name in (organisation.name, *organisation.aliases)]
    matches = (NUMBERED_NAME.fullmatch(phrase(name)) for name in (*names, *load_patterns().words.numbered_names))
    return frozenset(match[1] for match in matches if match)


def is_name(text: str, flat: str, listed: Listed, numbers: frozenset[str], known: Subjects) -> bool:
    """Whether `listed` is the name of an organisation: by its capitals, or by what stands beside it."""
    spot = listed.spots[0]
    if listed.unit != "article" or spot.article not in numbers or spot.paragraph or spot.letter:
        return False
    noun = flat[listed.start : spot.end].split(" ")[0]
    if noun != "article":
        return False
    if text[spot.start : spot.start + len(noun)].isupper():
        return not _is_heading_or_cited(flat, spot.end, known, spot.article)
    before = flat[max(0, spot.start - 40) : spot.start]
    return bool(grammar().name_verbs.match(flat, spot.end)) or before.rstrip(" ,(").endswith(grammar().name_before)


def _is_heading_or_cited(flat: str, end: int, known: Subjects, number: str | None) -> bool:
    """ "ARTICLE 19 - Participation and attempt", "ARTICLE 19 OF THE ICCPR"."""
    if re.match(r" (?:of|du|de la|del|da|der)(?!\w)", flat[end : end + 8]):
        return True
    gloss = re.sub(r"^[ .:(\[-]+", "", flat[end : end + 80])
    return any(number in numbers and gloss.startswith(words) for words, numbers in known.articles.items())
