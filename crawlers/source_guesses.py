"""What the name of a site suggests of who runs it. A guess, always shown as one."""

import re
from urllib.parse import urlsplit

from db.docket import OrgKind

SUFFIXES: tuple[tuple[str, OrgKind], ...] = (
    (r"(?:^|\.)un\.org$", "un_body"),
    (r"\.int$", "igo"),
    (r"\.(?:gov|gob|gouv|govt|go|gv|mil)(?:\.[a-z]{2})?$", "state"),
    (r"\.(?:edu|ac)(?:\.[a-z]{2})?$", "academia"),
    (r"\.(?:com|co|biz)(?:\.[a-z]{2})?$", "industry"),
)
"""How the names of sites end, and who usually runs such sites; the first that fits counts."""
COUNTRY_CODES = {"uk": "GB", "eu": "INT", "int": "INT"}
"""Ends of names that are not the country's own code (ISO 3166)."""
NO_COUNTRY = {"io", "me", "tv", "co", "ai", "fm", "cc", "ws", "to", "ly", "gg", "sh"}
"""Codes of countries that are mostly used for other reasons."""


def kind_of_site(address: str) -> OrgKind:
    """The kind of organisation that the site's name suggests; an NGO where it suggests nothing."""
    host = (urlsplit(address).hostname or "").lower()
    return next((kind for pattern, kind in SUFFIXES if re.search(pattern, host)), "ngo")


def country_of(address: str) -> str:
    """The country that the site's name suggests (ISO 3166, or INT), or an empty string."""
    end = (urlsplit(address).hostname or "").lower().rpartition(".")[2]
    if end in COUNTRY_CODES:
        return COUNTRY_CODES[end]
    return end.upper() if re.fullmatch("[a-z]{2}", end) and end not in NO_COUNTRY else ""
