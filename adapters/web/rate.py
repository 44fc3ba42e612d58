"""A small token bucket for each client address."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

CLIENTS = 10_000  # that are remembered; the one seen longest ago is forgotten first
IPV6_HOME = 64  # bits of an IPv6 address that one home or server has to itself


@dataclass(frozen=True)
class Rate:
    """How often a client may ask: `burst` requests at once, then `per_second`."""

    burst: float = 120.0
    per_second: float = 4.0


USUAL = Rate()


class Buckets:
    """The buckets of all clients; `clock` gives seconds."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Take a token for a request from an address: 0, or the seconds until there is one."""
        key, now = _client(address), self._clock()
        left, at = self._left.pop(key, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - at) * self._rate.per_second)
        taken = left >= 1
        self._left[key] = (left - 1 if taken else left, now)
        if len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._rate.per_second


def _client(address: str) -> str:
    """The address, or the home of an IPv6 one: its owner can take any address in it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((int(parsed), IPV6_HOME), strict=False))
