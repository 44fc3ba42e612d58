"""What somebody who has begun to type may mean: names, topics, groups and facts, typos included."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from typing import NamedTuple

from bot.command import Command, Option
from bot.commands import COMMANDS, investments
from bot.commands.tips import GROUPS
from bot.request import language_of
from bot.traditional import traditional
from bot.words import say
from facts.compiled import Compiled
from facts.fact import TOPICS, Fact, Topic
from facts.language import LANGUAGES, Language, Text
from facts.lookup.answer import look_up
from facts.lookup.fuzzy import Speller

MOST = 25  # completions that are shown at once (platform-limits, row "commands")
LABEL = 100  # characters of a label and of a value (the same row)
NAMES = 15  # at most so many are names while facts fit too
_SCANNED = 2000  # names that begin alike and are still ranked: bounds the time at any size
_BEGUN = range(4, 13)  # characters of the beginnings that typing errors are looked for in
_NEAR = 0.5  # of the best fact's score, that a fact must have to be offered
_PASSING = ("speaker", "host", "surveyor")  # roles that make nobody the matter of a fact
# What the parts of an option may be that takes several, with commas between them.
_LISTS: dict[str, tuple[str, ...]] = {
    "topics": TOPICS,
    "days": ("weekdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
}
_KEPT = 4  # libraries whose names are ready: everybody's, and a few workspaces'
_HITS = 50  # facts that are looked up before those of other topics are left out
_SCOPES: dict[str, tuple[Topic, ...]] = {
    "investments": investments.TOPICS, "adoption": ("adoption",), "tips": ("tip",),
}  # fmt: skip


class Completion(NamedTuple):
    """What is shown, and what is typed for it; both have at most LABEL characters."""

    label: str
    value: str


@dataclass(frozen=True)
class _Name:
    """Something with a name; `value` None stands for the name as it is shown."""

    shown: Text
    spellings: tuple[str, ...]
    topics: frozenset[str]
    weight: int
    value: str | None = None


class Completer:
    """Completes what is typed after a command; `library` gives the library as it is now."""

    def __init__(self, library: Callable[[], Compiled]) -> None:
        self._library = library
        self._names: list[tuple[Compiled, _Names]] = []

    def complete(
        self, command: Command, text: str, tag: str, today: date, limit: int = MOST,
        ready: Compiled | None = None,
    ) -> list[Completion]:  # fmt: skip
        """The likeliest first, in the language of the tag. `value` is what the command answers
        about exactly what the label says. `ready` is what the asker reads, where that is more.
        """
        ready, chosen = ready or self._library(), language_of(tag)
        scope = _SCOPES.get(command.name, TOPICS)
        if command.name == "help":
            found = _commands(text)
        elif command.words in ("setting", "decision", "link"):
            found = _examples(command, text)
        elif command.words == "day":
            found = _beginning(_days(today), text)
        else:
            named = self._of(ready).completions(text, chosen.language, scope)
            likely = named[0].value if named and text.strip() else text
            ids = self._facts(ready, likely, scope, today) if command.name != "compare" else []
            facts = [Completion(ready.library.facts[i].text(chosen.language), i) for i in ids]
            found = [*named[: max(NAMES, limit - len(facts))], *facts]
        cut = [Completion(_cut(c.label), c.value) for c in found if len(c.value) <= LABEL]
        unique = list({c.value: c for c in cut}.values())[:limit]
        if chosen.traditional:
            return [Completion(traditional(c.label), c.value) for c in unique]
        return unique

    def complete_option(
        self, option: Option, text: str, tag: str, today: date, ready: Compiled | None = None
    ) -> list[Completion]:
        """Values of an option that begin as typed: choices, dates, names; the last part of a list."""
        if option.choices:
            return _beginning(option.choices, text)[:MOST]
        if option.kind == "date":
            return _beginning(_dates(text.strip(), today), text)
        if option.key == "about":
            language = language_of(tag).language
            named = self._of(ready or self._library()).completions(text, language, TOPICS)
            return [Completion(_cut(c.label), c.value) for c in named if len(c.value) <= LABEL]
        head, comma, part = text.rpartition(",")
        parts = _LISTS.get(option.key, ())
        return _beginning(
            [f"{head}{comma}{value}" for value in parts], f"{head}{comma}{part.strip()}"
        )

    def warm(self) -> None:
        """Get ready before the first question is typed."""
        self._of(self._library())
        traditional("")

    def _facts(self, ready: Compiled, text: str, scope: Sequence[str], today: date) -> list[str]:
        """Ids of the facts that the text finds; the most important ones where it asks for none."""
        if not text.strip():
            return self._of(ready).first(scope)
        answer = look_up(ready.index, text, today=today, most=_HITS)
        if not answer.question.slots and not answer.question.unknown:
            return self._of(ready).first(scope)  # "Japan": every fact is about it
        hits = answer.hits
        near = [hit.fact for hit in hits if hit.score >= _NEAR * hits[0].score]
        return [id_ for id_ in near if ready.library.facts[id_].topic in scope]

    def _of(self, ready: Compiled) -> "_Names":
        for made_of, names in self._names:
            if made_of is ready:
                return names
        made = _Names(ready)
        self._names = [(ready, made), *self._names[: _KEPT - 1]]
        return made


class _Names:
    """The names of a library by how they, or a word in them, begin."""

    def __init__(self, ready: Compiled) -> None:
        self._fold = ready.index.folder.key
        self._entries = [*_entities(ready), *_topics(), *_groups(ready)]
        beginnings: dict[str, dict[int, bool]] = defaultdict(dict)
        for number, entry in enumerate(self._entries):
            for spelling in entry.spellings:
                for beginning, inner in _beginnings(self._fold(spelling)):
                    known = beginnings[beginning].get(number, True)
                    beginnings[beginning][number] = known and inner
        self._keys = sorted(beginnings)
        self._owners = [tuple(beginnings[key].items()) for key in self._keys]
        short = (key[:n] for key in self._keys for n in _BEGUN if n <= len(key))
        self._speller = Speller(short)
        self._first = _first(ready.library.facts.values())

    def first(self, scope: Iterable[str]) -> list[str]:
        """Ids of the facts to show before anything is typed, some of each topic."""
        return [id_ for topic in scope for id_ in self._first.get(topic, ())[: MOST // 3]]

    def completions(self, text: str, language: Language, scope: Iterable[str]) -> list[Completion]:
        """The names that the text begins; else those that its last words begin, after the rest."""
        words, wanted = text.split(), frozenset(scope)
        for start in range(max(len(words), 1)):
            entries = self._near(self._fold(" ".join(words[start:])), wanted)
            if entries:
                head = " ".join([*words[:start], ""])
                return [self._shown(entry, head, language) for entry in entries]
        return []

    @staticmethod
    def _shown(entry: _Name, head: str, language: Language) -> Completion:
        name = entry.shown.best(language)
        return Completion(head + name, head + (entry.value or name))

    def _near(self, typed: str, scope: frozenset[str]) -> list[_Name]:
        """The entries that begin so, first those whose first word does; else misspelt ones."""
        ranked = self._begun(typed, 0)
        if not ranked and typed[_BEGUN.start - 1 :]:
            for errors, beginning in self._speller.near(typed[: _BEGUN.stop - 1]):
                for number, rank in self._begun(beginning, errors).items():
                    ranked[number] = min(rank, ranked.get(number, rank))
        numbers = [n for n in ranked if scope & self._entries[n].topics]
        numbers.sort(key=lambda n: (ranked[n], -self._entries[n].weight, n))
        return [self._entries[n] for n in numbers[:MOST]]

    def _begun(self, typed: str, errors: int) -> dict[int, tuple[int, bool]]:
        """Numbers of entries with their rank: typing errors, and whether it is an inner word."""
        found: dict[int, tuple[int, bool]] = {}
        place = bisect_left(self._keys, typed)
        for key, owners in zip(
            self._keys[place : place + _SCANNED], self._owners[place : place + _SCANNED]
        ):
            if not key.startswith(typed):
                break
            for number, inner in owners:
                rank = errors, inner
                found[number] = min(rank, found.get(number, rank))
        return found


def _beginnings(name: str) -> Iterator[tuple[str, bool]]:
    """What is left of a name from each word on, and whether words stand before it."""
    words = name.split()
    for start in range(len(words)):
        yield " ".join(words[start:]), start > 0


def _entities(ready: Compiled) -> Iterator[_Name]:
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in ready.library.facts.values():
        named = [part.entity for part in fact.roles if part.role not in _PASSING]
        named += [v.subject for v in fact.values if v.subject]
        for id_ in set(named):
            topics[id_][fact.topic] += 1
    for id_, counted in topics.items():
        entity = ready.library.entities[id_]
        spellings = tuple(entity.all_names())
        yield _Name(entity.names, spellings, frozenset(counted), counted.total())


def _topics() -> Iterator[_Name]:
    for topic in TOPICS:
        names = {language: say(language, f"topic.{topic}") for language in LANGUAGES}
        yield _Name(Text(**names), (*names.values(), topic), frozenset([topic]), 0)


def _groups(ready: Compiled) -> Iterator[_Name]:
    used = Counter(fact.group for fact in ready.library.facts.values() if fact.group)
    for group in GROUPS:
        names = {language: say(language, f"group.{group}") for language in LANGUAGES}
        if used[group]:
            spellings = (*names.values(), group)
            yield _Name(Text(**names), spellings, frozenset(["tip"]), used[group])


def _first(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Ids of the most important facts of each topic."""
    topics: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        topics[fact.topic].append(fact)
    return {
        topic: [fact.id for fact in nsmallest(MOST, members, lambda f: (-f.importance, f.id))]
        for topic, members in topics.items()
    }


def _commands(text: str) -> list[Completion]:
    typed = text.strip().casefold()
    return [
        Completion(c.name, c.name)
        for c in COMMANDS
        if any(name.startswith(typed) for name in (c.name, *c.aliases))
    ]


def _cut(label: str) -> str:
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"


def _examples(command: Command, text: str) -> list[Completion]:
    """What may follow the command's name, after its examples."""
    after = (example.partition(" ")[2] for example in command.examples)
    return _beginning(filter(None, after), text)


def _beginning(values: Iterable[str], text: str) -> list[Completion]:
    """The values that begin as typed."""
    typed = text.strip().casefold()
    return [Completion(v, v) for v in values if v.casefold().startswith(typed)]


def _dates(typed: str, today: date) -> list[str]:
    """Years, or a year with its months, or the whole date that is typed."""
    years = [str(year) for year in range(today.year, today.year - 12, -1)]
    if typed[:4] in years:
        months = (f"{typed[:4]}-{month:02}" for month in range(1, 13))
        return [typed[:4], *months, *([typed] if len(typed) == len("2024-04-09") else [])]
    return years


def _days(today: date) -> list[str]:
    return [(today - timedelta(days=n)).isoformat() for n in range(MOST)]
