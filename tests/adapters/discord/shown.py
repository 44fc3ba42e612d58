"""What Discord would show of a text, and what it would do: its markdown as its users know it."""

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(r"(?P<quote>>>> |> )|(?P<heading>#{1,3} +(?=\S))|(?P<subtext>-# +(?=\S))"
                    r"|(?P<list> *(?:[-*+]|\d+\.) +(?=\S))")  # fmt: skip
_RULES = tuple(
    (name, re.compile(pattern, re.DOTALL))
    for name, pattern in (
        ("escape", r"\\([^0-9A-Za-z\s])"),
        ("code", r"```(.+?)```|(`+)(.*?[^`])\2(?!`)"),
        ("link", r"<(https?://[^\s<>]+)>"),
        ("open", r"<(mailto:|tel:|sms:|\+\d|[^\s<>@]+@[^\s<>]+>)"),
        ("mention", r"<(@[!&]?|#)\d+>|<id:\w+>|</[^:<>]+:\d+>|@everyone|@here"),
        ("time", r"<t:-?\d+(:\w)?>"),
        ("emoji", r"<a?:\w+:\d+>|:[^\s:]+?(::skin-tone-\d)?:"),
        ("masked", r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?[^\s]*?>?\s*\)"),
        ("url", r"(?:https?|steam|discord)://[^\s<]+"),
        ("invite", r"discord(?:\.gg|app\.com/invite|\.com/invite)/[\w-]+"),
        ("strong", r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)"),
        ("underline", r"__((?:\\.|[^\\])+?)__(?!_)"),
        ("italic", r"\b_((?:__|\\.|[^\\_])+?)_\b|\*(?=\S)((?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"),
        ("strike", r"~~((?:\\.|[^\\])+?)~~"),
        ("spoiler", r"\|\|((?:\\.|[^\\])+?)\|\|"),
    )
)  # fmt: skip
_INSIDE = {"strong": 1}


@dataclass
class Shown:
    """The words that a reader sees, and everything that Discord made of the text besides."""

    words: str = ""
    effects: list[tuple[str, str]] = field(default_factory=list)

    def kinds(self) -> set[str]:
        """The kinds of what happened."""
        return {kind for kind, _ in self.effects}


def shown(text: str) -> Shown:
    """Read a text as Discord's client does. What has an effect that the bot never means is kept
    as its source, for no test to take it for words.
    """
    result = Shown()
    _read(text, result)
    return result


def _read(text: str, result: Shown) -> None:
    place = 0
    while place < len(text):
        at_start = place == 0 or text[place - 1] == "\n"
        while at_start and (block := _BLOCK.match(text, place)):
            result.effects.append((str(block.lastgroup), block[0]))
            place = block.end()
        place = _one(text, place, result)


def _one(text: str, place: int, result: Shown) -> int:
    """Read one construct or one character; where the next begins."""
    for kind, rule in _RULES:
        match = rule.match(text, place)
        if match is None:
            continue
        if kind == "escape":
            result.words += match[1]
        elif kind == "link":
            result.effects.append((kind, match[1]))
            result.words += match[1]
        else:
            result.effects.append((kind, match[0]))
            if kind in _INSIDE:
                _read_inline(match[_INSIDE[kind]], result)
            else:
                result.words += f" [{kind}] "
        return match.end()
    result.words += text[place : place + 1]
    return place + 1


def _read_inline(text: str, result: Shown) -> None:
    place = 0
    while place < len(text):
        place = _one(text, place, result)
