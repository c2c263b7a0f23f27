"""Which addresses a crawl may reach: public ones, and this machine only for the demo.

`ipaddress.is_private` and its kin are not used: the ones of Python 3.11 let NAT64, 6to4 and shared addresses
through. `special_addresses.csv` lists every block that is not the public internet, with the RFC that says so.
"""

import csv
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

TABLE = Path(__file__).parent / "special_addresses.csv"
PUBLIC_IPV6 = IPv6Network("2000::/3")
"""The only part of IPv6 that is given out to the public internet (RFC 4291, IANA)."""
LOOPBACK = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".intranet", ".lan", ".onion")
"""Names of no public site: RFC 6761, 6762, 8375, 7686, and ICANN's reservation of `internal`."""


class RefusedError(Exception):
    """An address that will not be read. The message says why, in plain words."""


@lru_cache(maxsize=1)
def special_blocks() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    """Every block of the table with its meaning, narrowest first."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = [(ip_network(row["block"]), f"{row['meaning']}, {row['source']}") for row in csv.DictReader(handle)]
    return tuple(sorted(rows, key=lambda row: -row[0].prefixlen))


@lru_cache(maxsize=4096)
def refuse_ip(ip: str, loopback: bool = False) -> str:
    """Why this IP address is not read, or an empty string. `loopback` allows this machine."""
    try:
        found = ip_address(ip.partition("%")[0])
    except ValueError:
        return f"{ip} is not an IP address."
    if loopback and any(found in block for block in LOOPBACK):
        return ""
    meaning = _meaning(found)
    return f"The address {ip} is not on the public internet ({meaning})." if meaning else ""


def _meaning(found: IPv4Address | IPv6Address) -> str:
    for block, meaning in special_blocks():
        if found in block:
            return meaning
    if found.version == 6 and found not in PUBLIC_IPV6:
        return "not given out to the public"
    return ""


def is_local_name(host: str) -> bool:
    """True for `localhost` and names below it, which always mean this machine (RFC 6761)."""
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def refuse_host(host: str, loopback: bool = False) -> str:
    """Why a site's name (or literal IP address) is not read, or an empty string; no name is looked up."""
    name = host.lower().rstrip(".").strip("[]")
    if not name:
        return "The address names no site."
    if is_local_name(name):
        return "" if loopback else f"The name {name} means this machine."
    if name.endswith(LOCAL_NAMES):
        return f"The name {name} belongs to a local network."
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return ""
    return refuse_ip(name, loopback)


def refuse_address(address: str, loopback: bool = False) -> str:
    """Why a web address is not read, or an empty string; names are judged again when they are looked up."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "The address cannot be understood."
    if parts.scheme not in ("http", "https"):
        return f"Only http and https addresses are read, not {parts.scheme or 'this'!r}."
    return refuse_host(host, loopback)
