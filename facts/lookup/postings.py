"""Which facts have which units, kept so that they load fast and answer fast."""

from array import array
from collections.abc import Mapping

from facts.lookup.packed import Packed

_STEPS = 200  # strengths are kept in steps of 1/200
_PACKED = array("I").itemsize + 1  # bytes of one fact: its number, and its strength


class Postings:
    """For each unit the facts that have it, by number, each with a strength from 0 to 1.

    The facts of a unit are packed into bytes (all numbers, then all strengths), and unpacked
    when it is first asked for.
    """

    def __init__(self, packed: Mapping[str, bytes] | None = None) -> None:
        self._packed = Packed(packed or {})
        self._ready: dict[str, dict[int, float]] = {}

    @classmethod
    def build(cls, found: Mapping[str, Mapping[int, float]]) -> "Postings":
        """Pack what was gathered."""
        return cls({unit: _pack(strengths) for unit, strengths in found.items()})

    def get(self, unit: str) -> Mapping[int, float]:
        """The facts that have a unit."""
        found = self._ready.get(unit)
        if found is None:
            found = _unpack(self._packed.get(unit) or b"")
            if found:
                self._ready[unit] = found
        return found

    def count(self, unit: str) -> int:
        """How many facts have a unit."""
        return len(self._packed.get(unit) or b"") // _PACKED

    def __contains__(self, unit: str) -> bool:
        return self._packed.get(unit) is not None

    def __getstate__(self) -> Packed:
        return self._packed

    def __setstate__(self, state: Packed) -> None:
        self._packed = state
        self._ready = {}


def _pack(strengths: Mapping[int, float]) -> bytes:
    steps = bytes(round(strength * _STEPS) for strength in strengths.values())
    return array("I", strengths).tobytes() + steps


def _unpack(packed: bytes) -> dict[int, float]:
    count = len(packed) // _PACKED
    numbers = array("I")
    numbers.frombytes(packed[: len(packed) - count])
    return {n: step / _STEPS for n, step in zip(numbers, packed[len(packed) - count :])}
