"""A chart as a list with bars in SVG: labels wrap as text does, and colours follow the page."""

from collections.abc import Iterator
from itertools import groupby
from zlib import crc32

from markupsafe import Markup

from bot.card import Bar, Chart
from bot.plain_text import inert

_BAR = Markup(
    '<svg class="bar {}" width="100%" height="14" aria-hidden="true" focusable="false">'
    '{}<rect x="1" y="1" width="{}%" height="12" rx="2"{}/></svg>'
)
_HATCH = Markup(
    '<defs><pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="3" height="8"/></pattern></defs>'
)
_HATCHED = Markup(' fill="url(#{})"')
_DOT = Markup(
    '<svg class="dot {}" width="14" height="14" aria-hidden="true" focusable="false">'
    '<circle cx="7" cy="7" r="5"/></svg>'
)
_ROW = Markup(
    '<li>{}<span class="label">{}</span> <strong>{}</strong> <span class="note">{}</span></li>'
)
WIDEST = 98.0  # per cent of the room; the rest is for the line around a bar


def figure(chart: Chart) -> Markup:
    """A figure with its title, its bars and its footnotes. The texts beside the bars say all that a
    picture's `alt` would, so that a reader of screens hears it once.
    """
    title = " · ".join(filter(None, (chart.title, chart.unit)))
    body = Markup("").join(_groups(chart))
    notes = Markup("").join(Markup("<p>{}</p>").format(inert(note)) for note in chart.footnotes)
    return Markup(
        '<figure class="chart"><figcaption><strong>{}</strong></figcaption>{}'
        '<div class="footnotes">{}</div></figure>'
    ).format(inert(title), body, notes)


def _groups(chart: Chart) -> Iterator[Markup]:
    most = max((bar.value for bar in chart.bars), default=0.0)
    for group, bars in groupby(chart.bars, key=lambda bar: bar.group):
        if group:
            yield Markup('<p class="group">{}</p>').format(inert(group))
        rows = Markup("").join(_row(bar, n, chart, most) for n, bar in enumerate(bars))
        yield Markup('<ul class="{}">{}</ul>').format(chart.kind, rows)


def _row(bar: Bar, number: int, chart: Chart, most: float) -> Markup:
    if chart.kind == "timeline":
        mark = _DOT.format(bar.style)
    else:
        share = max(0.0, bar.value / most) if most > 0 else 0.0
        hatch = fill = Markup("")
        if bar.style == "hatched":  # an id must be one in a page, which may show several charts
            id_ = f"hatch-{crc32(repr((chart.title, bar.group, bar.label)).encode()):x}-{number}"
            hatch, fill = _HATCH.format(id_), _HATCHED.format(id_)
        mark = _BAR.format(bar.style, hatch, f"{share * WIDEST:.1f}", fill)
    return _ROW.format(mark, *map(inert, (bar.label, bar.text, bar.note)))
