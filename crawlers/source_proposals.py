"""A proposal for a source: how a site publishes, found by looking at it. Nothing is stored.

`propose_source` is the door, for the command line and for pages of the site.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from crawlers.address import AddressError, canonical_address, site_of
from crawlers.looking import Get, look
from crawlers.source_candidates import Candidate, candidates_of, head_of
from crawlers.source_checks import SourceCheck, check_source
from crawlers.source_guesses import country_of, kind_of_site
from db.docket import Docket, Organisation, OrgKind, Source
from db.docket_source import Way
from db.settings import Settings

MOST_CANDIDATES = 8
ENOUGH_SOURCES = 3
"""A filter word is the docket's where one in so many of its sources of the language has it."""
LIVELY = 3
"""The most items expected of a source are so many times those found."""


class ProposalError(ValueError):
    """Nothing can be proposed. The message says why, and what to do."""


class Finding(BaseModel):
    """One way that was tried: what was found there, or why it yields nothing."""

    model_config = ConfigDict(frozen=True)

    way: Way
    address: str
    found: str
    listed: int
    fitting: int
    trouble: str = ""


class Proposal(BaseModel):
    """A source that could be added, everything that was tried, and what of it was only guessed, in words.

    `known_as` names a source of the docket that lies on the same site, if there is one.
    """

    model_config = ConfigDict(frozen=True)

    source: Source
    findings: tuple[Finding, ...]
    guessed: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()


class Given(BaseModel):
    """What the user says of the organisation; empty where he leaves it to us."""

    model_config = ConfigDict(frozen=True)

    name: str = ""
    kind: OrgKind | None = None
    country: str = ""


def propose_source(settings: Settings, docket: Docket, address: str, given: Given | None = None) -> Proposal:
    """What to add for the site at `address`. Raises `ProposalError` where nothing can be read there, `CrawlError`."""
    try:
        asked = canonical_address(address if "://" in address else f"https://{address}")
    except AddressError as error:
        raise ProposalError(f"{error}. Give the address of a page, such as https://some.example/.") from error
    words = {language: words_for(docket, language) for language in {"", *(one.language for one in docket.sources)}}
    rows = list(look(settings, "propose", {"address": asked, "words": words}))
    if not rows or rows[0].get("trouble"):
        reason = rows[0]["trouble"] if rows else "The look ended early; run it again."
        raise ProposalError(f"Nothing can be proposed for {asked}: {reason}")
    findings = tuple(Finding.model_validate(row) for row in rows[0]["findings"])
    return _proposal(docket, rows[0], findings, given or Given())


async def propose_errand(get: Get, order: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """One row: `address`, `name`, `language`, `words` and `findings`, or `trouble`."""
    looked = await get(order["address"])
    if looked.page is None:
        yield {"trouble": looked.reason}
        return
    robots = await get(urljoin(looked.page.address, "/robots.txt"))
    head = head_of(looked.page)
    words = order["words"].get(head.language) or order["words"][""]
    rules = robots.page.body.decode("utf-8", "replace") if robots.page else ""
    tried = [(one, await _tried(get, one, words)) for one in candidates_of(looked.page, rules)[:MOST_CANDIDATES]]
    findings = [
        {**vars(one), "listed": check.listed, "fitting": check.fitting, "trouble": check.trouble}
        for one, check in tried
    ]
    yield {"address": looked.page.address, **vars(head), "words": words, "findings": findings}


async def _tried(get: Get, candidate: Candidate, words: Sequence[str]) -> SourceCheck:
    return await check_source(get, _source_at(candidate.way, candidate.address, tuple(words)))


def _source_at(way: Way, address: str, words: tuple[str, ...]) -> Source:
    return Source(key="look", organisation="?", kind="ngo", way=way, address=address, words=words)


def words_for(docket: Docket, language: str) -> tuple[str, ...]:
    """The docket's filter words for sites in a language: those that many of its sources use, or its own names."""
    sources = [source for source in docket.sources if source.language == (language or "en")]
    counts = Counter(word for source in sources for word in source.words)
    common = tuple(word for word, count in counts.items() if count * ENOUGH_SOURCES >= len(sources))
    plain = (name for name in docket.relevance.names if "*" not in name and "..." not in name)
    return common or tuple(plain)


def _proposal(docket: Docket, row: Mapping[str, Any], findings: tuple[Finding, ...], given: Given) -> Proposal:
    best = max(findings, key=lambda one: (one.fitting, not one.trouble, one.listed > 0), default=None)
    if best is None or not best.listed:
        tried = "; ".join(f"{one.way} {one.address}: {one.trouble or 'no items'}" for one in findings)
        raise ProposalError(f"No list of items was found at {row['address']}. Tried: {tried or 'nothing'}.")
    known = organisation_at(docket, best.address)
    name = given.name or (known.name if known else "") or row["name"] or site_of(best.address)
    kind = given.kind or (known.kind if known else kind_of_site(best.address))
    country = given.country or (known.country if known else country_of(best.address))
    guessed = [] if known or given.kind else [f"the kind of organisation ({kind})"]
    guessed += [] if known or given.country else [f"the country ({country or 'none'})"]
    source = Source(
        key=free_key(name, {one.key for one in docket.sources}),
        organisation=name,
        kind=kind,
        country=country,
        way=best.way,
        address=best.address,
        language=row["language"],
        words=tuple(row["words"]),
        expect_min=1 if best.fitting and best.way != "feed" else 0,
        expect_max=max(20, LIVELY * best.fitting),
        certainty="seen" if best.fitting else "assumed",
    )
    known_as = tuple(one.key for one in docket.sources if site_of(one.address) == site_of(best.address))
    return Proposal(source=source, findings=findings, guessed=tuple(guessed), known_as=known_as)


def organisation_at(docket: Docket, address: str) -> Organisation | None:
    """The docket's organisation that publishes on the host of `address`."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    for organisation in docket.organisations:
        if any(host == known or host.endswith(f".{known}") for known in organisation.hosts):
            return organisation
    return None


def free_key(name: str, taken: set[str]) -> str:
    """A key made of the name's letters that no other source has."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "source"
    return next(key for key in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
