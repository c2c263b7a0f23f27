"""Which provision of which draft a quoted passage is about, in words that a reader of the citation can check."""

from collections.abc import Sequence
from datetime import date

from db.docket import Docket, Draft
from db.models import Mention

ADOPTED = "adopted"


def provision_sentences(docket: Docket, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """One sentence a resolved citation, each once: the provision in its draft, and its number in the adopted text."""
    drafts = {draft.key: draft for draft in docket.drafts}
    resolved = [one for one in mentions if one.status == "resolved" and one.provision]
    return tuple(dict.fromkeys(_sentence(one, drafts.get(one.draft)) for one in resolved))


def _sentence(mention: Mention, draft: Draft | None) -> str:
    adopted = provision_name(mention.provision)
    if draft is None or draft.key == ADOPTED:
        return f"Cites {_as_cited(mention)} of the adopted text" if draft else f"Cites {adopted} (adopted numbering)"
    moved = "the same in the adopted text" if _as_cited(mention) == adopted else f"in the adopted text {adopted}"
    return f"Cites {_as_cited(mention)} of the draft {draft_name(draft)}, {moved}"


def draft_name(draft: Draft) -> str:
    """A draft's name with its document symbol."""
    symbol = f" ({draft.un_symbol})" if draft.un_symbol and draft.un_symbol not in draft.name else ""
    return f"“{draft.name}”{symbol}"


def _as_cited(mention: Mention) -> str:
    if mention.unit != "article":
        return f"{mention.unit.capitalize()} {mention.article}".strip()
    parts = "".join(f"({part})" for part in (mention.paragraph, mention.letter) if part)
    return f"Article {mention.article}{parts}"


def provision_name(key: str) -> str:
    """An adopted number as readers write it."""
    if key.startswith("ch."):
        return f"Chapter {key[3:]}"
    return f"Article {key}" if key[:1].isdigit() else key.capitalize()


def drafts_of_day(docket: Docket, day: date | None) -> tuple[str, ...]:
    """The draft that was on the table on the day, for a passage that names no provision."""
    names = [draft_name(draft) for draft in docket.draft_on(day)] if day else []
    return (f"Text on the table that day: {' or '.join(names)}",) if names else ()
