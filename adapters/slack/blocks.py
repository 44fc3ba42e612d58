"""Blocks of a card as Block Kit. Words go into rich text and plain text, which Slack shows as they
are: nothing in them can mention, link or format.
"""

import re
from collections.abc import Callable, Iterable
from typing import assert_never

from adapters.slack.charts import chart_blocks
from adapters.slack.checks import Json
from adapters.slack.rich import (
    SMALL,
    bullets,
    emoji,
    is_address,
    line,
    plain,
    quote,
    rich,
    section,
    words,
)
from adapters.slack.tables import as_rows, as_table
from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Sources,
    Span,
    Table,
)  # fmt: skip
from bot.plain_text import inert, span_text

HEADER = 150  # limits row "blocks"
LABEL = 75
ACTIONS = 25
_SIGNS = {"info": "information_source", "caution": "warning", "error": "x"}
# Signs that mean something in mrkdwn; what holds one of them stands in plain text.
_ANGLE = re.compile("[<>&]")
_MARKUP = re.compile(r"[*_~`|\n]|:[\w+'-]+:")


def title_blocks(title: str) -> list[Json]:
    """The title of a message: a header, or in bold where it is too long or people's markup could
    stand in it.
    """
    title = inert(title)
    if not title.strip() or len(title) > HEADER or _MARKUP.search(title) or _ANGLE.search(title):
        return rich(section(words(title, "bold")))
    return [{"type": "header", "text": plain(title)}]


def slack_blocks(
    block: Block,
    button: Callable[[Button], Json] | None,
    *,
    native_table: bool,
    native_chart: bool = False,
) -> list[Json]:
    """One block of a card. `button` draws a button, None where no button would work."""
    match block:
        case Paragraph(spans):
            return rich(section(line(spans)))
        case Bullets(items):
            return rich(bullets(map(line, items)))
        case Fields(pairs):
            return rich(section([e for pair in pairs for e in _field(*pair)][1:]))
        case Table():
            return as_table(block) if native_table else as_rows(block)
        case Quote(text, language, source):
            credit = words(f"— {source} [{language}]", "italic")
            return rich(quote([*words(text), *words("\n"), *credit]))
        case Notice(level, text):
            return rich(section([*emoji(_SIGNS[level]), *words(text)]))
        case Sources(items):
            return _sources(items)
        case Buttons(buttons):
            return actions(map(button, buttons)) if button else []
        case Picture(chart):
            return chart_blocks(chart, native=native_chart)
        case _:
            assert_never(block)


def _field(name: str, value: Span) -> list[Json]:
    """A line, the break before it first."""
    return [*words("\n"), *words(name, "bold"), *words("  "), *line((value,))]


def actions(elements: Iterable[Json]) -> list[Json]:
    """Rows of buttons."""
    every = list(elements)
    return [
        {"type": "actions", "elements": every[n : n + ACTIONS]}
        for n in range(0, len(every), ACTIONS)
    ]


def label(text: str) -> str:
    """The words of a button: cut at LABEL characters, never empty."""
    shown = " ".join(inert(text).split())
    return (shown if len(shown) <= LABEL else f"{shown[: LABEL - 1].rstrip()}…") or "…"


def _sources(items: Iterable[tuple[Span, ...]]) -> list[Json]:
    """Small grey lines: one text with links where no word of them could be read as markup."""
    lines = [item for item in items if span_text(item).strip()]
    together = "\n".join(map(_linked, lines))
    if lines and len(together) <= SMALL and not any(map(_risky, lines)):
        text = {"type": "mrkdwn", "text": together, "verbatim": True}
        return [{"type": "context", "elements": [text]}]
    return [block for item in lines for block in rich(section(line(item)))]


def _risky(item: tuple[Span, ...]) -> bool:
    """Whether something other than a real address holds markup."""
    texts = (
        "" if isinstance(span, Link) and span.text == span.url and is_address(span.url)
        else span_text((span,)) for span in item
    )  # fmt: skip
    return any(_MARKUP.search(inert(text)) for text in texts)


def _linked(item: tuple[Span, ...]) -> str:
    return "".join(_mrkdwn(span) for span in item)


def _mrkdwn(span: Span) -> str:
    if isinstance(span, Link) and is_address(span.url):
        url = escaped(span.url)
        return f"<{url}>" if span.text in ("", span.url) else f"<{url}|{escaped(inert(span.text))}>"
    return escaped(inert(span_text((span,))))


def escaped(text: str) -> str:
    """Text for a field that Slack reads as mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
