"""A read-only dictionary in three flat pieces, which loads in the time of a copy."""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping


class Packed:
    """Strings and the bytes that each stands for, found by the hash of the string."""

    def __init__(self, entries: Mapping[str, bytes]) -> None:
        hashed = sorted((zlib.crc32(key.encode()), key) for key in entries)
        self._hashes = array("I", (entry[0] for entry in hashed))
        self._starts = array("Q", [0])
        pieces = []
        for _, key in hashed:
            pieces.append(key.encode() + b"\0" + entries[key])
            self._starts.append(self._starts[-1] + len(pieces[-1]))
        self._entries = b"".join(pieces)

    def get(self, key: str) -> bytes | None:
        """The bytes of a string, None when it is not known."""
        found = self._find(key)
        return self._entries[found[0] : found[1]] if found else None

    def view(self, key: str) -> memoryview | None:
        """The bytes of a string where they lie, however many they are."""
        found = self._find(key)
        return memoryview(self._entries)[found[0] : found[1]] if found else None

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def _find(self, key: str) -> tuple[int, int] | None:
        """Where the bytes of a string start and end."""
        wanted = key.encode() + b"\0"
        hashed = zlib.crc32(wanted[:-1])
        place = bisect_left(self._hashes, hashed)
        while place < len(self._hashes) and self._hashes[place] == hashed:
            start, end = self._starts[place], self._starts[place + 1]
            if self._entries.startswith(wanted, start, end):
                return start + len(wanted), end
            place += 1
        return None
