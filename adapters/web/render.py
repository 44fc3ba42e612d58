"""A card as HTML: every text escaped, every character that could mislead shown as an escape."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from adapters.web.chart import figure
from bot.card import (
    Block,
    Bullets,
    Buttons,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
    Table,
)
from bot.plain_text import inert
from facts.language import Language

HTML_LANGUAGES: dict[Language, str] = {"en": "en", "ja": "ja", "zh": "zh-Hans"}
_ID = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_OWN = re.compile(r"/(?:facts|sources)/[a-z0-9-]+")
_SIGNS = {"info": "i", "caution": "!", "error": "×"}
_NOTHING = Markup("")


@dataclass(frozen=True)
class Ways:
    """Where links of a card lead: `to` makes an address of a path and its query, `pages` has the
    path of the page of each fact and source by id.
    """

    to: Callable[..., str]
    pages: Mapping[str, str]


def draw(blocks: Iterable[Block], ways: Ways) -> Markup:
    """The blocks one below the other. A paragraph that is all strong becomes a heading."""
    return Markup("\n").join(_block(block, ways) for block in blocks)


def _block(block: Block, ways: Ways) -> Markup:
    match block:
        case Paragraph((Strong(),)):
            return Markup('<h2 class="strong">{}</h2>').format(_spans(block.spans, ways))
        case Paragraph(spans):
            return Markup("<p>{}</p>").format(_spans(spans, ways))
        case Bullets(items):
            return _list("bullets", (_spans(item, ways) for item in items))
        case Fields(pairs):
            return _fields(pairs, ways)
        case Table(header, rows):
            return _table(header, rows, ways)
        case Quote(text, language, source):
            return _QUOTE.format(HTML_LANGUAGES[language], inert(text), language, inert(source))
        case Notice(level, text):
            return _NOTICE.format(level, _SIGNS[level], inert(text))
        case Sources(items):
            return _list("sources", (_spans(item, ways) for item in items))
        case Buttons(buttons):
            links = ((ways.to("/", q=button.command), inert(button.label)) for button in buttons)
            return _list("buttons", (Markup('<a href="{}">{}</a>').format(*link) for link in links))
        case Picture(chart):
            return figure(chart)
        case _:
            assert_never(block)


_QUOTE = Markup(
    '<figure class="quote"><blockquote lang="{}">{}</blockquote>'
    '<figcaption><span class="tag">{}</span> {}</figcaption></figure>'
)
_NOTICE = Markup(
    '<p class="notice {}"><span class="sign" aria-hidden="true">{}</span> <span>{}</span></p>'
)


def _list(name: str, items: Iterable[Markup]) -> Markup:
    inside = _NOTHING.join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup('<ul class="{}">{}</ul>').format(name, inside) if inside else _NOTHING


def _fields(pairs: Iterable[tuple[str, Span]], ways: Ways) -> Markup:
    inside = _NOTHING.join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(inert(name), _span(span, ways))
        for name, span in pairs
    )
    return Markup('<dl class="fields">{}</dl>').format(inside) if inside else _NOTHING


def _table(header: tuple[str, ...], rows: tuple[tuple[Span, ...], ...], ways: Ways) -> Markup:
    """Columns without any text are left out. Where there is no room each row stands by itself (the
    style does that), and `data-label` then names each cell; the roles keep it a table.
    """
    kept = [n for n in range(len(header)) if any(_visible(row[n]) for row in rows)]
    if not kept:
        return _NOTHING
    head = _NOTHING.join(
        _HEAD.format(inert(header[n])) if header[n].strip() else _NO_HEAD for n in kept
    )
    body = _NOTHING.join(
        Markup('<tr role="row">{}</tr>').format(
            _NOTHING.join(_CELL.format(inert(header[n]), _span(row[n], ways)) for n in kept)
        )
        for row in rows
    )
    return _TABLE.format(head, body)


_HEAD = Markup('<th scope="col" role="columnheader">{}</th>')
_NO_HEAD = Markup('<td role="cell"></td>')  # a header without words is none
_CELL = Markup('<td role="cell" data-label="{}"><div>{}</div></td>')
_TABLE = Markup(
    '<table role="table"><thead role="rowgroup"><tr role="row">{}</tr></thead>'
    '<tbody role="rowgroup">{}</tbody></table>'
)


def _visible(span: Span) -> bool:
    return bool(span.text or (isinstance(span, Link) and span.url))


def _spans(spans: tuple[Span, ...], ways: Ways) -> Markup:
    return _NOTHING.join(_span(span, ways) for span in spans)


def _span(span: Span, ways: Ways) -> Markup:
    match span:
        case Plain(text):
            return _linked(inert(text), ways)
        case Strong(text):
            return Markup("<strong>{}</strong>").format(_linked(inert(text), ways))
        case Exact(text):
            words = inert(text)
            space = words[len(words.rstrip()) :]  # it would be marked as the source's own
            return Markup('<span class="exact">{}</span>{}').format(words.rstrip(), space)
        case Link(text, url):
            return _link(text, url, ways)
        case _:
            assert_never(span)


def _linked(text: str, ways: Ways) -> Markup:
    """The text, in which the ids of facts and sources lead to their pages."""
    parts, last = [], 0
    for found in _ID.finditer(text):
        if path := ways.pages.get(found[0]):
            parts.append(Markup("{}").format(text[last : found.start()]))
            parts.append(Markup('<a href="{}">{}</a>').format(ways.to(path), found[0]))
            last = found.end()
    return _NOTHING.join([*parts, Markup("{}").format(text[last:])])


def _link(text: str, url: str, ways: Ways) -> Markup:
    """A link to a page of ours or to the web; any other address is only shown."""
    if _OWN.fullmatch(url):
        return Markup('<a href="{}">{}</a>').format(ways.to(url), inert(text))
    if text and _ADDRESS.fullmatch(url) and inert(url) == url:
        link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
        return link.format(url, inert(text))
    shown = text if text == url else f"{text} ({url})"
    return Markup("{}").format(inert(shown))
