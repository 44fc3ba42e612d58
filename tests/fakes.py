"""Ports that keep everything in memory, and ports that always fail; no store and no patching."""

import hashlib
import json
from base64 import b32encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn

from bot.ports import (
    MEMORY_HOURS,
    ROW_DAYS,
    STATE_MINUTES,
    Feedback,
    Installations,
    KeyValue,
    Leases,
    Memory,
    Person,
    Place,
    Ports,
    Preferences,
    Privacy,
    Requests,
    Rows,
    Seen,
    StoreError,
)
from facts.language import Language


class FakePreferences(Preferences):
    """`languages` holds what people chose."""

    def __init__(self) -> None:
        self.languages: dict[Person, str] = {}

    async def language(self, person: Person) -> str | None:
        return self.languages.get(person)

    async def choose_language(self, person: Person, language: str | None) -> None:
        self.languages.pop(person, None)
        if language is not None:
            self.languages[person] = language


class FakeMemory(Memory):
    """`lines` holds the last line of each place, who spoke it and when."""

    def __init__(self) -> None:
        self.lines: dict[Place, tuple[str, Person, datetime]] = {}

    async def last(self, place: Place, now: datetime) -> str | None:
        line, _, at = self.lines.get(place, (None, None, now))
        return line if now - at <= timedelta(hours=MEMORY_HOURS) else None

    async def remember(self, place: Place, person: Person, line: str, now: datetime) -> None:
        self.lines[place] = (line, person, now)


class FakePrivacy(Privacy):
    """Forgets in the other two fakes."""

    def __init__(self, preferences: FakePreferences, memory: FakeMemory) -> None:
        self._preferences = preferences
        self._memory = memory

    async def forget(self, person: Person) -> None:
        self._preferences.languages.pop(person, None)
        lines = self._memory.lines
        self._memory.lines = {place: kept for place, kept in lines.items() if kept[1] != person}


class FakeRows(Rows):
    """`states` holds the states as JSON, as a store would, with the time of their last use."""

    def __init__(self) -> None:
        self.states: dict[str, tuple[str, datetime]] = {}

    async def keep(self, state: dict[str, Any], now: datetime) -> str:
        text = json.dumps(state, sort_keys=True)
        key = b32encode(hashlib.sha256(text.encode()).digest())[:16].decode().lower()
        self.states[key] = (text, now)
        return key

    async def find(self, key: str, now: datetime) -> dict[str, Any] | None:
        text, used = self.states.get(key, ("null", now))
        if key not in self.states or now - used > timedelta(days=ROW_DAYS):
            return None
        self.states[key] = (text, now)
        state: dict[str, Any] = json.loads(text)
        return state


class FakeSeen(Seen):
    """`claimed` and `answered` hold events; `lapse()` is the minute after which a claim ends."""

    def __init__(self) -> None:
        self.claimed: set[str] = set()
        self.answered: set[str] = set()

    async def claim(self, event: str) -> bool:
        free = event not in self.claimed | self.answered
        self.claimed.add(event)
        return free

    async def done(self, event: str) -> None:
        self.answered.add(event)

    def lapse(self) -> None:
        self.claimed.clear()


class FakeFeedback(Feedback):
    """`verdicts` holds what was given, in order."""

    def __init__(self) -> None:
        self.verdicts: list[tuple[str, tuple[str, ...], str]] = []

    async def rate(
        self, line: str, facts: Sequence[str], verdict: Literal["good", "bad"], now: datetime
    ) -> None:
        self.verdicts.append((line, tuple(facts), verdict))


class FakeRequests(Requests):
    """`wishes` counts questions in a language."""

    def __init__(self) -> None:
        self.wishes: Counter[tuple[str, Language]] = Counter()

    async def want(self, question: str, language: Language, now: datetime) -> int:
        self.wishes[question, language] += 1
        return self.wishes[question, language]


@dataclass(frozen=True)
class FakePorts(Ports):
    """Ports whose fakes a test may look into."""

    preferences: FakePreferences = field(default_factory=FakePreferences)
    memory: FakeMemory = field(default_factory=FakeMemory)
    privacy: FakePrivacy = field(init=False)
    rows: FakeRows = field(default_factory=FakeRows)
    seen: FakeSeen = field(default_factory=FakeSeen)
    feedback: FakeFeedback = field(default_factory=FakeFeedback)
    requests: FakeRequests = field(default_factory=FakeRequests)

    def __post_init__(self) -> None:
        object.__setattr__(self, "privacy", FakePrivacy(self.preferences, self.memory))


def fake_ports() -> FakePorts:
    """Empty ports, each with a memory of its own."""
    return FakePorts()


def _fail() -> NoReturn:
    raise StoreError("the store of this test always fails")


class Failing(Preferences, Memory, Privacy, Rows, Seen, Feedback, Requests):
    """Every port at once; every method raises StoreError."""

    async def language(self, person: Person) -> str | None:
        _fail()

    async def choose_language(self, person: Person, language: str | None) -> None:
        _fail()

    async def last(self, place: Place, now: datetime) -> str | None:
        _fail()

    async def remember(self, place: Place, person: Person, line: str, now: datetime) -> None:
        _fail()

    async def forget(self, person: Person) -> None:
        _fail()

    async def keep(self, state: dict[str, Any], now: datetime) -> str:
        _fail()

    async def find(self, key: str, now: datetime) -> dict[str, Any] | None:
        _fail()

    async def claim(self, event: str) -> bool:
        _fail()

    async def done(self, event: str) -> None:
        _fail()

    async def rate(
        self, line: str, facts: Sequence[str], verdict: Literal["good", "bad"], now: datetime
    ) -> None:
        _fail()

    async def want(self, question: str, language: Language, now: datetime) -> int:
        _fail()


class FailingPorts(Ports):
    """A store that can't be reached."""

    def __init__(self) -> None:
        broken = Failing()
        super().__init__(broken, broken, broken, broken, broken, broken, broken)


class FakeInstallations(Installations):
    """`kept` holds the data of each workspace; `states` what was issued and not consumed."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.states: dict[str, datetime] = {}

    async def save(self, platform: str, workspace: str, data: bytes) -> None:
        self.kept[platform, workspace] = data

    async def find(self, platform: str, workspace: str) -> bytes | None:
        return self.kept.get((platform, workspace))

    async def all(self, platform: str) -> dict[str, bytes]:
        return {where: data for (name, where), data in self.kept.items() if name == platform}

    async def delete(self, platform: str, workspace: str) -> None:
        self.kept.pop((platform, workspace), None)

    async def issue_state(self, now: datetime) -> str:
        state = f"state-{len(self.states)}"
        self.states[state] = now
        return state

    async def consume_state(self, state: str, now: datetime) -> bool:
        issued = self.states.pop(state, None)
        return issued is not None and now - issued <= timedelta(minutes=STATE_MINUTES)


class FakeKeyValue(KeyValue):
    """`texts` holds each text with its end and whom it is about."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, datetime | None, Person | None]] = {}

    async def get(self, key: str, now: datetime) -> str | None:
        value, expires, _ = self.texts.get(key, (None, None, None))
        return value if expires is None or now < expires else None

    async def put(
        self, key: str, value: str, expires: datetime | None = None, about: Person | None = None
    ) -> None:
        self.texts[key] = (value, expires, about)


class FakeLeases(Leases):
    """`owners` holds who has each lease; `lapse()` is the time after which all end."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        return self.owners.setdefault(name, owner) == owner

    async def release(self, name: str, owner: str) -> None:
        if self.owners.get(name) == owner:
            del self.owners[name]

    def lapse(self) -> None:
        self.owners.clear()
