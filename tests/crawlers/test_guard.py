"""The guard: what is not the public internet is not read, however it is written."""

import ipaddress
import subprocess
import sys
from pathlib import Path

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawlers.guard import refuse_address, refuse_host, refuse_ip, special_blocks
from crawlers.resolver import Answered, GuardedResolver

# fmt: off
REFUSED = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::",
    "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
)
ALLOWED = (
    "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "169.253.1.1", "2606:4700::1111",
    "2a00:1450:4001::200e",
)
# fmt: on


@pytest.mark.parametrize("ip", REFUSED)
def test_addresses_that_are_not_public_are_refused_with_their_meaning(ip: str) -> None:
    assert "not on the public internet" in refuse_ip(ip)


@pytest.mark.parametrize("ip", ALLOWED)
def test_public_addresses_are_allowed(ip: str) -> None:
    assert refuse_ip(ip) == ""


def test_the_demo_allows_this_machine_and_nothing_else() -> None:
    assert [ip for ip in REFUSED if not refuse_ip(ip, loopback=True)] == ["127.0.0.1", "127.8.8.8", "::1"]


def test_the_table_covers_what_python_itself_calls_private() -> None:
    private = ipaddress._IPv4Constants._private_networks + ipaddress._IPv6Constants._private_networks  # type: ignore[attr-defined]
    ours = [block for block, _ in special_blocks()]
    missing = [one for one in private if not any(one.version == b.version and one.subnet_of(b) for b in ours)]
    assert not missing


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://a.example/", "data:text/html,x", "http://localhost/", "http://a.localhost:80/",
     "http://LOCALHOST./", "http://printer.local/", "http://vault.internal/", "http://10.0.0.1/", "http://[::1]/",
     "http://[fe80::1%25eth0]/", "http:///path", "http://[bad/"],
)  # fmt: skip
def test_addresses_of_no_public_site_are_refused_before_any_look_up(address: str) -> None:
    assert refuse_address(address)


def test_ordinary_names_wait_for_their_look_up() -> None:
    assert refuse_address("https://organisation.example/page") == ""
    assert refuse_host("organisation.example") == ""


class Inner:
    """A name resolver with fixed answers."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers, self.asked = answers, list[str]()

    def resolveHostName(self, receiver, name, port=0, types=None, transport="TCP"):  # type: ignore[no-untyped-def]  # noqa: N802
        self.asked.append(name)
        resolution = Answered(name)
        receiver.resolutionBegan(resolution)
        for ip in self.answers.get(name, []):
            kind = IPv6Address if ":" in ip else IPv4Address
            receiver.addressResolved(kind("TCP", ip, port))
        receiver.resolutionComplete()
        return resolution


class Heard:
    """A receiver that remembers."""

    def __init__(self) -> None:
        self.began, self.hosts, self.complete = 0, list[str](), 0

    def resolutionBegan(self, _: object) -> None:  # noqa: N802
        self.began += 1

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete += 1


def _ask(name: str, answers: list[str], loopback: bool = False) -> tuple[Heard, Inner, GuardedResolver]:
    inner, heard = Inner({name: answers}), Heard()
    guard = GuardedResolver(inner, loopback)
    guard.resolveHostName(heard, name, 80)
    assert (heard.began, heard.complete) == (1, 1)
    return heard, inner, guard


def test_private_answers_of_a_public_name_are_held_back() -> None:
    heard, _, guard = _ask("rebound.example", ["10.0.0.7", "93.184.215.14", "::ffff:127.0.0.1"])
    assert heard.hosts == ["93.184.215.14"]
    assert "not on the public internet" in guard.refused["rebound.example"]


def test_an_answer_that_changes_is_judged_each_time() -> None:
    inner = Inner({"x.example": ["93.184.215.14"]})
    guard = GuardedResolver(inner, loopback=False)
    first, second = Heard(), Heard()
    guard.resolveHostName(first, "x.example", 80)
    inner.answers["x.example"] = ["169.254.169.254"]
    guard.resolveHostName(second, "x.example", 80)
    assert (first.hosts, second.hosts) == (["93.184.215.14"], [])


@pytest.mark.parametrize("name", ["10.0.0.1", "::1", "localhost", "a.localhost", "[fe80::1]"])
def test_local_names_and_literals_are_refused_without_asking(name: str) -> None:
    heard, inner, _ = _ask(name, ["93.184.215.14"])
    assert (heard.hosts, inner.asked) == ([], [])


def test_local_names_are_this_machine_when_loopback_is_allowed() -> None:
    heard, inner, _ = _ask("sample.localhost", ["93.184.215.14"], loopback=True)
    assert (heard.hosts, inner.asked) == (["127.0.0.1"], [])
    assert _ask("rebound.example", ["10.0.0.7"], loopback=True)[0].hosts == []


CRAWL = """
import sys
from pathlib import Path
from crawlers import visits
from tests.crawlers.crawling import loopback_settings, source
from tests.crawlers.test_guard import Inner

real = visits.guarded_reactor
def with_answers(loopback):
    from scrapy.utils.reactor import install_reactor
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor
    reactor.installNameResolver(Inner({"rebound.example": ["10.9.9.9", "127.0.0.1"]}))
    return real(loopback)
visits.guarded_reactor = with_answers
settings = loopback_settings(Path(sys.argv[1]), crawl_loopback=False)
visits.visit_sources(settings, [source("rebound", "http://rebound.example/feed.xml")])
"""


def test_a_crawl_does_not_reach_a_name_that_resolves_to_a_private_address(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CRAWL, str(tmp_path)], capture_output=True, text=True, timeout=60, cwd=root
    )
    assert "is not on the public internet" in done.stdout, done.stderr
    assert '"refused":1' in done.stdout
