"""Which facts have which units, kept so that they load fast and answer fast."""

from array import array
from collections.abc import Mapping

_STEPS = 200  # strengths are kept in steps of 1/200


class Postings:
    """For each unit the facts that have it, by number, each with a strength from 0 to 1.

    The facts of a unit are packed into bytes, and unpacked when it is first asked for.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, bytes] = {}
        self._strengths: dict[str, bytes] = {}
        self._ready: dict[str, dict[int, float]] = {}

    @classmethod
    def build(cls, found: Mapping[str, Mapping[int, float]]) -> "Postings":
        """Pack what was gathered."""
        built = cls()
        for unit, strengths in found.items():
            built._numbers[unit] = array("I", strengths).tobytes()
            built._strengths[unit] = bytes(round(s * _STEPS) for s in strengths.values())
        return built

    def get(self, unit: str) -> Mapping[int, float]:
        """The facts that have a unit."""
        found = self._ready.get(unit)
        if found is None:
            numbers = array("I")
            numbers.frombytes(self._numbers.get(unit, b""))
            strengths = self._strengths.get(unit, b"")
            found = {number: step / _STEPS for number, step in zip(numbers, strengths)}
            if found:
                self._ready[unit] = found
        return found

    def count(self, unit: str) -> int:
        """How many facts have a unit."""
        return len(self._strengths.get(unit, b""))

    def __contains__(self, unit: str) -> bool:
        return unit in self._strengths

    def __getstate__(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return self._numbers, self._strengths

    def __setstate__(self, state: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
        self._numbers, self._strengths = state
        self._ready = {}
