"""Commands are declared once; every parser, help text and completion comes from the declaration."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.card import Block, Button, Buttons, Card, Chart, Notice
from bot.fact_card import Reader
from bot.request import Request
from bot.words import say
from facts.compiled import Compiled
from facts.fact import TOPICS, Fact
from facts.language import Language
from facts.money import CURRENCIES
from facts.when import parse_edtf

# "text" can be completed while it is typed, a "line" is somebody's own words.
OptionKind = Literal["date", "currency", "choice", "number", "text", "line"]
Audience = Literal["usual", "channel", "asker"]
MAX_LIMIT = 100


@dataclass(frozen=True)
class Option:
    """A typed option. `key` also names its summary in the catalogues ("option.KEY")."""

    key: str
    kind: OptionKind
    choices: tuple[str, ...] = ()


SINCE = Option("since", "date")
UNTIL = Option("until", "date")
CURRENCY = Option("currency", "currency", CURRENCIES)
SORT = Option("sort", "choice", ("amount", "date"))
TOPIC = Option("topic", "choice", TOPICS)
LANG = Option("lang", "choice", ("en", "ja", "zh", "zh-tw"))
LIMIT = Option("limit", "number")
EXPORT = Option("export", "choice", ("csv", "xlsx", "md", "jsonl", "bibtex"))
FILTERS = (SINCE, UNTIL, CURRENCY, SORT, TOPIC, LANG, LIMIT, EXPORT)


@dataclass(frozen=True)
class Call:
    """A command as it was called: the words after its name, and its options, checked."""

    text: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def limit(self, default: int) -> int:
        """The `limit` option as a number."""
        return int(self.options.get("limit", default))


@dataclass(frozen=True)
class File:
    """A file that goes with a reply: what makes its bytes when it is sent, or a chart that the
    platform draws as a picture. `alt` says what a picture shows.
    """

    name: str
    media_type: str
    content: Callable[[], bytes] | Chart
    alt: str = ""


@dataclass(frozen=True)
class Reply:
    """What goes back: a card for people, `data` for programs.

    `misuse` is true when the request could not be understood as a command. `facts` are the ids of
    the facts that the card shows, the main one first; () where none answers. `line` is the
    command line that gives this reply again, and `tag` the language that it is in. `audience` is
    "channel" for what everybody there shall see and "asker" for what one alone shall, whatever way
    it was asked for. `files` go with it.
    """

    card: Card
    data: dict[str, Any]
    misuse: bool = False
    facts: tuple[str, ...] = ()
    line: str = ""
    tag: str = "en"
    audience: Audience = "usual"
    files: tuple[File, ...] = ()

    @property
    def outcome(self) -> str | None:
        """What a lookup came to, "found", "several" or "unknown"; None where nothing was looked up."""
        outcome = self.data.get("outcome")
        return str(outcome) if outcome else None


@dataclass(frozen=True)
class Context:
    """All that a command works with."""

    ready: Compiled
    request: Request
    reader: Reader
    commands: tuple["Command", ...]

    @property
    def language(self) -> Language:
        """The language of the reply."""
        return self.reader.language

    def say(self, key: str, /, **values: object) -> str:
        """A message in the language of the reply."""
        return self.reader.say(key, **values)

    def allowed(self, call: Call) -> Set[str]:
        """Ids of the facts that the call's sources, topic and dates leave."""
        library = self.ready.library
        ids: Set[str] = library.facts.keys()
        if self.request.sources:
            ids &= library.of_sources(self.request.sources)
        if call.options.keys().isdisjoint(("topic", "since", "until")):
            return ids  # nearly every question; periods of all facts take longer than the lookup
        return {id_ for id_ in ids if _passes(self, call, library.facts[id_])}


def _passes(context: Context, call: Call, fact: Fact) -> bool:
    topic, since, until = (call.options.get(key) for key in ("topic", "since", "until"))
    if topic and fact.topic != topic:
        return False
    period = context.ready.library.period(fact)
    if since and (period.last or date.max) < (parse_edtf(since).first or date.min):
        return False
    return not (until and (period.first or date.min) > (parse_edtf(until).last or date.max))


@dataclass(frozen=True, eq=False)  # each is declared once: to be the same is to be equal
class Command:
    """One command. Its summary stands in the catalogues ("command.NAME"), and so does what the
    words after its name are ("name.WORDS" and "words.WORDS").
    """

    name: str
    run: Callable[[Context, Call], Reply]
    aliases: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    words: str = "question"

    def option(self, key: str) -> Option | None:
        """The option of this name."""
        return next((option for option in self.options if option.key == key), None)


def card_reply(
    context: Context,
    title: str,
    blocks: list[Block],
    data: dict[str, Any],
    facts: Iterable[str] = (),
) -> Reply:
    """A reply in the language of the request; `facts` are the ids of those it shows."""
    shown = tuple(dict.fromkeys(facts))
    return Reply(Card(title, tuple(blocks), context.language), data, facts=shown)


def misuse(language: Language, text: str, suggestions: tuple[str, ...] = ()) -> Reply:
    """A kind error, with commands to try instead."""
    blocks: list[Block] = [Notice("error", text)]
    if suggestions:
        blocks.append(Buttons(tuple(Button(line, line) for line in suggestions)))
    title = say(language, "help.title")
    data = {"error": text, "suggestions": list(suggestions)}
    return Reply(Card(title, tuple(blocks), language), data, misuse=True)
