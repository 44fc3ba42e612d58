"""Which facts have which units, kept so that they load fast and answer fast in any number.

A unit of few facts is unpacked into a dictionary when it is first asked for. One of many is never
unpacked: its facts are looked up where they lie, in a sorted list or, where a good share of all
facts has it, in a table with a byte for every fact.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import compress
from typing import Protocol

from facts.lookup.packed import Packed

FEW = 500  # facts of a unit that is unpacked when it is asked for
KEPT = 5_000  # units that stay unpacked
_STEPS = 200  # strengths are kept in steps of 1/200; 0 stands for "has it not"
_STRENGTHS = tuple(step / _STEPS for step in range(256))
_NUMBER = array("I").itemsize
_LISTED = _NUMBER + 1  # bytes of one fact in a list: its number, and its strength
_SHARE = 40  # a unit that one fact in so many has gets a table
_LIST, _TABLE = 0, 1  # the first byte says which of both follows
_HEAD = 1 + _NUMBER  # bytes in front of a table: which it is, and how many facts are in it


class Found(Protocol):
    """The facts that have a unit, by number, in any form."""

    def get(self, number: int, default: float, /) -> float:
        """How strongly a fact has it."""
        ...

    def __contains__(self, number: object, /) -> bool: ...

    def __iter__(self) -> Iterator[int]: ...

    def __len__(self) -> int: ...


class Gathered:
    """The facts of each unit while an index is built; they come in the order of their numbers."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[array[int], bytearray]] = {}
        self._size = 0

    def add(self, strengths: Mapping[str, float]) -> None:
        """Note the units of the next fact, each with its strength from 0 to 1."""
        for unit, strength in strengths.items():
            entry = self._found.get(unit)
            if entry is None:
                entry = self._found[unit] = array("I"), bytearray()
            entry[0].append(self._size)
            entry[1].append(round(strength * _STEPS))
        self._size += 1

    def pack(self, keeps: Callable[[str, float], bool]) -> "Postings":
        """The units that are worth keeping, by their greatest strength."""
        packed: dict[str, bytes] = {}
        while self._found:
            unit, (numbers, steps) = self._found.popitem()
            if keeps(unit, _STRENGTHS[max(steps)]):
                packed[unit] = _pack(numbers, steps, self._size)
        return Postings(Packed(packed))


class Postings:
    """For each unit the facts that have it, each with a strength from 0 to 1."""

    def __init__(self, packed: Packed | None = None) -> None:
        self._packed = packed or Packed({})
        self._ready: dict[tuple[str, ...], Found] = {}

    def of(self, units: tuple[str, ...]) -> Found:
        """The facts that have any of some units, with the strength of the strongest."""
        found = self._ready.get(units)
        if found is None:
            if len(self._ready) >= KEPT:
                self._ready.clear()
            found = self._ready[units] = self._unpack(units)
        return found

    def count(self, unit: str) -> int:
        """How many facts have a unit."""
        packed = self._packed.view(unit)
        return _count(packed) if packed else 0

    def __contains__(self, unit: str) -> bool:
        return unit in self._packed

    def _unpack(self, units: tuple[str, ...]) -> Found:
        if len(units) != 1:
            return _either([self.of((unit,)) for unit in units])
        packed = self._packed.view(units[0])
        if not packed:
            return {}
        if packed[0] == _TABLE:
            return _Table(packed)
        listed = _Listed(packed)
        return listed if len(listed) > FEW else listed.unpacked()

    def __getstate__(self) -> Packed:
        return self._packed

    def __setstate__(self, state: Packed) -> None:
        self._packed = state
        self._ready = {}


class _Listed:
    """Facts in a sorted list; the strengths stand behind it."""

    def __init__(self, packed: memoryview) -> None:
        behind = 1 + _count(packed) * _NUMBER
        self._numbers = packed[1:behind].cast("I")
        self._steps = packed[behind:]

    def get(self, number: int, default: float, /) -> float:
        place = bisect_left(self._numbers, number)
        if place < len(self._numbers) and self._numbers[place] == number:
            return _STRENGTHS[self._steps[place]]
        return default

    def __contains__(self, number: object, /) -> bool:
        return isinstance(number, int) and self.get(number, 0.0) > 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def unpacked(self) -> dict[int, float]:
        """The same in a dictionary."""
        return dict(zip(self._numbers, map(_STRENGTHS.__getitem__, self._steps)))


class _Table:
    """A byte for every fact there is; 0 for those that have it not."""

    def __init__(self, packed: memoryview) -> None:
        self._count = _count(packed)
        self._steps = packed[_HEAD:]

    def get(self, number: int, default: float, /) -> float:
        return _STRENGTHS[self._steps[number]] or default

    def __contains__(self, number: object, /) -> bool:
        return isinstance(number, int) and self._steps[number] > 0

    def __iter__(self) -> Iterator[int]:
        return compress(range(len(self._steps)), self._steps)

    def __len__(self) -> int:
        return self._count


class _Either:
    """The facts of several units; `len` counts a fact once for each of them that it has."""

    def __init__(self, parts: Sequence[Found]) -> None:
        self._parts = parts

    def get(self, number: int, default: float, /) -> float:
        return max(part.get(number, 0.0) for part in self._parts) or default

    def __contains__(self, number: object, /) -> bool:
        return any(number in part for part in self._parts)

    def __iter__(self) -> Iterator[int]:
        for place, part in enumerate(self._parts):
            earlier = self._parts[:place]
            yield from (n for n in part if not any(n in other for other in earlier))

    def __len__(self) -> int:
        return sum(map(len, self._parts))


def _either(parts: Sequence[Found]) -> Found:
    either = _Either(parts)
    if any(len(part) > FEW for part in parts):
        return either
    return {number: either.get(number, 0.0) for number in either}


def in_both(found: Found, numbers: Set[int]) -> Iterable[int]:
    """Those of some facts that are among the found."""
    if isinstance(found, dict):
        return found.keys() & numbers
    return (number for number in numbers if number in found)


def share_any(one: Found, other: Found) -> bool:
    """True when some fact is in both."""
    few, many = sorted((one, other), key=len)
    return any(number in many for number in few)


def _pack(numbers: "array[int]", steps: bytearray, size: int) -> bytes:
    if len(numbers) <= FEW or len(numbers) * _SHARE < size:
        return bytes([_LIST]) + numbers.tobytes() + steps
    table = bytearray(size)
    for number, step in zip(numbers, steps):
        table[number] = step
    return bytes([_TABLE]) + array("I", [len(numbers)]).tobytes() + table


def _count(packed: memoryview) -> int:
    if packed[0] == _TABLE:
        return int(packed[1:_HEAD].cast("I")[0])
    return len(packed) // _LISTED
