"""Which provision a reader means by `24`, `6(2)`, `preamble`, `chapter IV` or `Article 5 of the zero draft`."""

import re
from functools import lru_cache

from db.docket import Docket

PREAMBLE = "preamble"
CHAPTER = re.compile(r"(?:ch\.|chapter)\s*([IVXLC]+|\d+)", re.IGNORECASE)
NUMBER = re.compile(r"(?:art(?:icle)?s?\.?)?\s*(\d+)\s*(?:[(.]\w{1,4}\)?)*", re.IGNORECASE)
"""A number with paragraphs: all that is needed in nearly every search, and no citation grammar to load."""


@lru_cache(maxsize=1_000)
def _cited(written: str, docket_key: str) -> tuple[str, ...]:
    from db.docket import load_docket
    from pipeline.resolve import cite, parse_day

    docket = load_docket(docket_key)
    adopted = docket.drafts[-1].published if docket.drafts else ""
    found = cite(f"{written}.", published=parse_day(adopted), docket=docket)
    named = (mention.provision for mention in found if mention.status == "resolved")
    return tuple(dict.fromkeys(provision for provision in named if provision))


def article_named(value: str, docket: Docket) -> tuple[str, ...]:
    """Lineages by their adopted numbers, `preamble` or `ch.IV`; empty where the treaty has none such.

    A number with or without paragraphs is the adopted text's. Anything longer is read as a citation in a statement of
    the day of adoption.
    """
    plain = value.strip()[:200]
    if plain in docket.lineage_by_number or plain.casefold() == PREAMBLE:
        return (plain if plain in docket.lineage_by_number else PREAMBLE,)
    if chapter := CHAPTER.fullmatch(plain):
        known = {heading.partition(" ")[0] for heading in docket.chapters()}
        return (f"ch.{chapter[1].upper()}",) if chapter[1].upper() in known else ()
    if number := NUMBER.fullmatch(plain):
        return (number[1],) if number[1] in docket.lineage_by_number else ()
    return _cited(f"Article {plain}" if plain[:1].isdigit() else plain, docket.key)
