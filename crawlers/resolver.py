"""The guard where it cannot be walked around: at the moment a name becomes an address to connect to.

Twisted connects to exactly the addresses that its name resolver hands out, literal IP addresses included. So
a name whose answer changes between two look-ups, a redirect, an odd spelling of an IP address: all end here.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.guard import is_local_name, refuse_host, refuse_ip


@implementer(IHostResolution)
class Answered:
    """A look-up that needed nobody else."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing is under way."""


@implementer(IResolutionReceiver)
class Sieve:
    """Passes on the addresses that may be reached and remembers why the others may not."""

    def __init__(self, receiver: Any, name: str, guard: "GuardedResolver") -> None:
        self._receiver, self._name, self._guard = receiver, name, guard

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802  (Twisted's name)
        """The look-up began."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: object) -> None:  # noqa: N802
        """One address of the name."""
        reason = refuse_ip(str(getattr(address, "host", "")), self._guard.loopback)
        if reason:
            self._guard.refused[self._name] = reason
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        """No more addresses will come."""
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """A name resolver that hands out public addresses only.

    `refused` maps a name to the reason for which its addresses were held back. With `loopback`, `*.localhost`
    is this machine without asking anyone: not every system's resolver knows such names.
    """

    def __init__(self, inner: Any, loopback: bool) -> None:
        self._inner = inner
        self.loopback = loopback
        self.refused: dict[str, str] = {}

    def resolveHostName(  # noqa: N802  (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> object:
        """Look `hostName` up; only addresses that the guard allows reach the receiver."""
        name = hostName.lower().rstrip(".")
        reason = refuse_host(name, self.loopback)
        own = [] if reason else self._known(name, portNumber)
        if reason:
            self.refused[name] = reason
        if reason or own:
            return _answer(resolutionReceiver, name, own)
        sieve = Sieve(resolutionReceiver, name, self)
        return self._inner.resolveHostName(sieve, hostName, portNumber, addressTypes, transportSemantics)

    def _known(self, name: str, port: int) -> list[IPv4Address | IPv6Address]:
        """The address of a name that needs no look-up: this machine, or a literal that was allowed."""
        literal = "127.0.0.1" if is_local_name(name) else name.strip("[]")
        try:
            version = ip_address(literal).version
        except ValueError:
            return []
        return [IPv4Address("TCP", literal, port) if version == 4 else IPv6Address("TCP", literal, port)]


def held_back(host: str) -> str:
    """Why the running reactor's guard held back the addresses of `host`, or an empty string."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.refused.get(host, "") if isinstance(resolver, GuardedResolver) else ""


def _answer(receiver: Any, name: str, addresses: Sequence[IPv4Address | IPv6Address]) -> Answered:
    resolution = Answered(name)
    receiver.resolutionBegan(resolution)
    for address in addresses:
        receiver.addressResolved(address)
    receiver.resolutionComplete()
    return resolution
