"""Which addresses may be fetched: public ones by http and https, and nothing inside a network.

Names are resolved once and the connection goes to that very address, so that a name can't point
elsewhere between the look and the call (DNS rebinding).
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from adapters.ingest.trouble import DraftError, PassingError

# Public by its number, yet the inside door of a cloud's machines.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
MAX_ADDRESS = 2048


@dataclass(frozen=True)
class Reach:
    """What may be reached; `loopback` is for tests, whose servers are on this machine."""

    loopback: bool = False

    def allows(self, text: str) -> bool:
        """True for the number of a public address."""
        try:
            address = ipaddress.ip_address(text.split("%")[0])
        except ValueError:
            return False
        address = _inner(address)
        if self.loopback and address.is_loopback:
            return True
        return (
            address.is_global
            and not address.is_multicast
            and not address.is_reserved
            and address not in _METADATA
        )


def _inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 one stands for, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (address,))[-1]


def checked_address(url: str, reach: Reach) -> SplitResult:
    """The parts of an address that may be fetched; DraftError says why one may not."""
    if len(url) > MAX_ADDRESS or any(c.isspace() or not c.isprintable() for c in url):
        raise DraftError("this is not an address of a page")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise DraftError("this is not an address of a page") from None
    if parts.scheme not in ("http", "https"):
        raise DraftError("only http and https addresses are fetched")
    if not host or parts.username is not None or parts.password is not None:
        raise DraftError("an address needs a host and may not hold a name or password")
    if _is_number(host) and not reach.allows(host):
        raise DraftError(PRIVATE)
    return parts


PRIVATE = "this address is inside a network (private, loopback, link-local or metadata)"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return True


class GuardedResolver(AbstractResolver):
    """Resolves names and refuses with DraftError when any of their addresses is not public."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses to connect to, all of them checked."""
        try:
            found = await self._names.resolve(host, port, family)
        except OSError:
            raise PassingError("no such host") from None
        if not found or not all(self._reach.allows(one["host"]) for one in found):
            raise DraftError(PRIVATE)
        return found

    async def close(self) -> None:
        """Nothing is held open."""
        await self._names.close()
