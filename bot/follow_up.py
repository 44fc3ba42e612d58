"""A message that goes on from the last one: "and Oracle?", "in yen?", "それで2025年は？".

Whatever could stand for itself does: a question that was merged wrongly is worse than one that
was not merged. So every word of the message must be accounted for.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from bot.command import MAX_LIMIT, Call, Command
from bot.commands import COMMANDS
from bot.commands.adoption import DEFAULT_LIMIT as ADOPTION_LIMIT
from bot.commands.investments import DEFAULT_LIMIT as INVESTMENTS_LIMIT
from bot.commands.tips import SHOWN
from bot.compose import FULL, MORE
from bot.names import Name, blanked, names_in, spans_of, without_asking
from bot.parse import MisuseError, Parsed, find_command, parse_call, parse_line
from bot.phrases import is_more, own_concepts, says, take_options, trimmed, without, without_end
from bot.router import command_line
from facts.compiled import Compiled
from facts.lookup.answer import look_up
from facts.lookup.normalise import one_width
from facts.lookup.periods import Asked, find_periods
from facts.lookup.question import Question, read_question

MAX_MESSAGE = 80  # characters; what is longer says what it means itself
MOST_WORDS = 7  # of a question about the last one's subject; a longer one names its own
MAX_LAST = 300  # characters of a last question that is still taken apart
ENDS: tuple[Literal["since", "until"], ...] = ("since", "until")
SUBJECTS = frozenset({"ask", "investments", "adoption", "tips", "compare"})
ON_A_THEME = frozenset({"tips", "adoption"})  # commands whose words may be a theme alone
_LISTED = {"investments": INVESTMENTS_LIMIT, "adoption": ADOPTION_LIMIT, "tips": SHOWN}


@dataclass(frozen=True)
class Turn:
    """A message after a line: `rest` is what is left of it when its options are taken, and
    `chooses` says that it had some.
    """

    ready: Compiled
    command: Command
    text: str
    options: dict[str, str]
    rest: str
    chooses: bool
    today: date

    @cached_property
    def asked(self) -> Question:
        """What the message asks, as the lookup reads it."""
        return read_question(self.ready.index, self.rest, self.today)

    @cached_property
    def last(self) -> Question:
        """What the last line asked."""
        return read_question(self.ready.index, self.text, self.today)

    @cached_property
    def names(self) -> list[Name]:
        """The names in the message."""
        return names_in(self.ready, self.asked, self.rest)

    @cached_property
    def last_names(self) -> list[Name]:
        """The names in the last line."""
        return names_in(self.ready, self.last, self.text)

    def line(
        self, text: str, command: Command | None = None, options: dict[str, str] | None = None
    ) -> str | None:
        """A whole line; None where reading it would not give the same again."""
        wanted = Parsed(
            command or self.command, Call(text, self.options if options is None else options)
        )
        line = command_line(wanted)
        again = _parsed(line)
        return line if again and command_line(again) == line and not again.written else None


def follow_up(ready: Compiled, last: str, text: str, today: date) -> str | None:
    """The whole command line that a message means after the last line that was answered in the
    same conversation, None where the message stands for itself. Any text may be given.
    """
    before = _parsed(last)
    if before is None or before.command.name not in SUBJECTS or len(text) > MAX_MESSAGE:
        return None
    turn = _turn(ready, before, one_width(text), today)
    if turn is None or len(turn.text) > MAX_LAST:
        return None
    if is_more(turn.rest):
        return _more(turn)
    if turn.chooses and not without(turn.rest, "open", "close", "option"):
        return turn.line(turn.text)
    return _another_name(turn) or _another_period(turn) or _another_question(turn)


def _parsed(line: str) -> Parsed | None:
    try:
        return parse_line(line, COMMANDS, "en")
    except MisuseError:
        return None


def _turn(ready: Compiled, before: Parsed, said: str, today: date) -> Turn | None:
    """None for a message that is a command, names two values of an option ("dollars to yen"), or
    sets one that the last command has not.
    """
    command = before.command
    if not said or find_command(said.split()[0], COMMANDS)[0]:
        return None
    try:
        typed = parse_call(command, said, "en")
    except MisuseError:
        return None
    options, rest = take_options(typed.text)
    if options and _tears_a_term(ready, typed.text, rest, today):
        return None
    options = {**typed.options, **options}
    if take_options(rest)[0] or any(command.option(key) is None for key in options):
        return None
    return Turn(
        ready,
        command,
        before.call.text,
        {**before.call.options, **options},
        rest,
        bool(options),
        today,
    )


def _tears_a_term(ready: Compiled, text: str, rest: str, today: date) -> bool:
    """True when what was taken for an option is part of a subject: the weak yen is no currency."""
    themes = read_question(ready.index, text, today).of_kind("theme")
    terms = (_spaced(text, slot.written) for slot in themes)
    return any(
        term not in rest and without(take_options(term)[1], "option", "open", "close", "small")
        for term in terms if " " in term
    )  # fmt: skip


def _spaced(text: str, written: str) -> str:
    """A term as it stands in a text, where a question has it without its spaces."""
    found = re.search(r"\s*".join(map(re.escape, written)), text, re.IGNORECASE)
    return found.group() if found else ""


def _more(turn: Turn) -> str | None:
    """The same with twice as many; None where all that there is was shown."""
    if turn.command.option("limit") is None or (turn.command.name == "tips" and turn.text):
        return None
    usual = FULL + MORE if turn.text else _LISTED.get(turn.command.name, FULL + MORE)
    limit = int(turn.options.get("limit", usual))
    if limit >= MAX_LIMIT:
        return None
    return turn.line(turn.text, options={**turn.options, "limit": str(min(2 * limit, MAX_LIMIT))})


def _another_name(turn: Turn) -> str | None:
    """The same about another one: "and Oracle?", with a period of its own or without."""
    names = turn.names
    if len(names) != 1 or _names_facts(turn):
        return None
    name, periods = names[0], find_periods(turn.rest, turn.today)[0]
    around = turn.rest[: name.start] + " " + turn.rest[name.end :]
    joined = find_periods(around, turn.today)[1]
    asked = "?" in joined or without(joined) != ""
    if not asked or without(joined, "open", "close") or len(periods) > 1:
        return None
    text = _renamed(turn, turn.rest[name.start : name.end], name.kind)
    if text is None or not periods:
        return None if text is None else turn.line(text)
    return _dated(turn, text, periods[0])


def _names_facts(turn: Turn) -> bool:
    facts = turn.ready.library.facts
    return any(word in facts for word in turn.text.split())


def _renamed(turn: Turn, name: str, kind: str) -> str | None:
    """The last words about another name of a kind; beside the others in a comparison."""
    known = [found for found in turn.last_names if found.kind == kind]
    if not known:
        return _newly_named(turn, name, kind)
    first, last = known[0], known[-1]
    if turn.command.name == "compare":
        return f"{turn.text[: last.end]} {name}{turn.text[last.end :]}"
    between = turn.text[first.end : last.start] if first != last else ""
    if without(between, "open", "close", "small"):
        return None
    return turn.text[: first.start] + name + turn.text[last.end :]


def _newly_named(turn: Turn, name: str, kind: str) -> str | None:
    """The last words, which named none of the kind, with a name; None where that is a guess."""
    others = bool(turn.last_names)
    lists = turn.command.name in ("investments", "adoption") and not turn.text
    if others or not (lists or (kind == "country" and turn.command.name in ("ask", "adoption"))):
        return None
    return f"{name} {turn.text}".strip()


def _another_period(turn: Turn) -> str | None:
    """The same of another time: "in 2023?", "since 2024"."""
    periods, around = find_periods(turn.rest, turn.today)
    if len(periods) != 1 or without(around, "open", "close", "since", "until"):
        return None
    ends = [end for end in ENDS if says(around, end)]
    if not ends:
        return _dated(turn, turn.text, periods[0])
    days = _days(periods[0])
    if len(ends) != 1 or not days or turn.command.option(ends[0]) is None:
        return None
    return turn.line(turn.text, options={**turn.options, ends[0]: days[ends[0]]})


def _dated(turn: Turn, text: str, asked: Asked) -> str | None:
    """The text at another time: by options where these say it or nothing else would, in words."""
    by_option = turn.command.option("since") is not None
    if by_option and (not text or {"since", "until"} & set(turn.options)):
        days = _days(asked)
        return turn.line(text, options={**turn.options, **days}) if days else None
    known = find_periods(one_width(text), turn.today)[0]
    if turn.command.name == "tips" or len(known) > 1 or any(k.text not in text for k in known):
        return None
    if known:
        return turn.line(text.replace(known[0].text, asked.text, 1))
    return turn.line(f"{without_end(text)} {asked.text}")


def _days(asked: Asked) -> dict[str, str]:
    """A period as options, {} for a month of any year."""
    first, last = asked.first, asked.last
    if first is None or last is None:
        return {}
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return {"since": str(first.year), "until": str(last.year)}
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return {"since": f"{first:%Y-%m}", "until": f"{last:%Y-%m}"}
    return {"since": first.isoformat(), "until": last.isoformat()}


def _another_question(turn: Turn) -> str | None:
    """Something else about the same one: "how many employees?", "いつ？"."""
    question = turn.asked
    themes = question.of_kind("theme", "light")
    if turn.names or question.outside or question.compares:
        return None
    if len(turn.rest.split()) > MOST_WORDS:
        return None
    rest = blanked(turn.ready.index, turn.rest, [slot.written for slot in themes])
    asking = without_asking(turn.ready.index, rest)
    if without(asking, "open", "close", "small") or (asking == rest and not themes):
        return None
    words = trimmed(turn.rest)
    subject = _subject(turn)
    if subject is None:
        return _another_theme(turn, words) if themes else None
    if not themes:
        return _asked_again(turn, subject, words)
    own = {unit[2:] for slot in themes for unit in slot.units} <= own_concepts()
    joined = asking != rest or trimmed(turn.rest) != turn.rest
    sure = says(turn.rest, "its") or (own and joined)
    return _asked_of(turn, subject, words, sure=sure)


def _subject(turn: Turn) -> str | None:
    """The one that the last line was about."""
    names = [] if turn.command.name == "compare" or _names_facts(turn) else turn.last_names
    main = [name for name in names if name.kind == "entity"] or names
    return turn.text[main[0].start : main[0].end] if len(main) == 1 else None


def _another_theme(turn: Turn, words: str) -> str | None:
    """Advice or use on another theme: "and marketing?" after advice on hiring."""
    if turn.command.name not in ON_A_THEME or turn.last_names:
        return None
    return turn.line(words) if says(turn.rest, "open") else None


def _asked_again(turn: Turn, subject: str, words: str) -> str | None:
    """The same question with "when?" or "多少钱？" instead of what it asked for."""
    slots = turn.last.of_kind("theme", "light")
    spans = spans_of(turn.ready.index, turn.text, [slot.written for slot in slots])
    return turn.line(" ".join((subject, *(turn.text[a:b] for a, b in spans), words)))


def _asked_of(turn: Turn, subject: str, words: str, *, sure: bool) -> str | None:
    """A new question about the subject; unless that is sure, only where it has an answer, or has
    none either way.
    """
    merged = f"{subject} {words}"
    if not sure and not _answers(turn, merged) and _answers(turn, words):
        return None
    ask = next(command for command in COMMANDS if command.name == "ask")
    options = {k: v for k, v in turn.options.items() if ask.option(k) and k != "topic"}
    return turn.line(merged, ask, options)


def _answers(turn: Turn, text: str) -> bool:
    return look_up(turn.ready.index, text, today=turn.today).outcome == "found"
