"""One name for one page: the canonical form of an address.

What is dropped never selects content: the fragment, a default port, a password, and parameters that only
track the reader. Everything else stays, in its order: `?p=1` and `?p=2` are two pages.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit, urlunsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

SCHEMES = ("http", "https")
DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"(?:utm_\w+|pk_\w+|mtm_\w+|hsa_\w+|_hs\w+|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid"
    r"|twclid|igshid|yclid|mkt_tok|s_cid|ref_src|ref_url|vero_id|oly_\w+|sc_campaign|WT\.mc_id)",
    re.IGNORECASE,
)
LONGEST = 2_000
"""Characters; a longer address is no page that a person could quote."""


class AddressError(ValueError):
    """This is no address of a page on the web. The message says what it is instead."""


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or any(part in host for part in " /\\@"):
        raise AddressError(f"An address that names no site: {parts.geturl()[:200]!r}")
    return f"[{host}]" if ":" in host else host


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError as error:
        raise AddressError(f"An address with an impossible port: {parts.geturl()[:200]!r}") from error
    return "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"


def _query(query: str) -> str:
    return "&".join(piece for piece in query.split("&") if not TRACKING.fullmatch(piece.partition("=")[0]))


@lru_cache(maxsize=4096)
def canonical_address(address: str) -> str:
    """The canonical form of an http or https address. Raises `AddressError` for anything else."""
    if not address.strip():
        raise AddressError("An entry without an address")
    try:
        parts = urlsplit(safe_url_string(address.strip()))
    except (ValueError, UnicodeError) as error:
        raise AddressError(f"Not an address of the web: {address[:200]!r}") from error
    if parts.scheme not in SCHEMES:
        raise AddressError(f"Not an http or https address: {address[:200]!r}")
    found = urlunsplit((parts.scheme, _host(parts) + _port(parts), parts.path or "/", _query(parts.query), ""))
    if len(found) > LONGEST:
        raise AddressError(f"An address of more than {LONGEST:,} characters: {found[:200]!r}…")
    return found


def content_address(sha256: str) -> str:
    """The address of a file that names none: its content."""
    return f"urn:sha256:{sha256}"


@lru_cache(maxsize=1)
def _suffixes() -> "TLDExtract":
    from tldextract import TLDExtract

    # The list inside the package: looking for a newer one would be a request that nobody asked for.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def site_of(address: str) -> str:
    """The site that an address belongs to: its registered domain, or its host where there is none."""
    return _site_of_host((urlsplit(address).hostname or "").lower().rstrip("."))


@lru_cache(maxsize=4096)
def _site_of_host(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix or host
