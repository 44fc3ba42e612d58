"""A chart as SVG that stands in a page: words in the page's own colour, nothing from elsewhere,
no script and no style, so that a strict content security policy allows it.
"""

import re
from html import escape
from typing import assert_never

from bot.card import BarStyle, Chart
from bot.chart_layout import WIDTH, Box, Dot, Rule, Shape, Words, layout
from bot.plain_text import inert

BLUE = "#4a86c5"  # legible on white and on black
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PATTERN = (
    '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="3" height="8" fill="{BLUE}"/></pattern></defs>'
)
_FONTS = "system-ui, 'Noto Sans', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', 'Microsoft YaHei', sans-serif"


def svg(chart: Chart, alt: str) -> str:
    """The chart as one `svg` element; a screen reader says `alt`."""
    drawn = layout(chart)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {drawn.height:.0f}" '
        f'lang="{chart.language}" role="img" aria-label="{_safe(alt)}" font-family="{_FONTS}">'
    )
    hatched = any(getattr(shape, "style", "") == "hatched" for shape in drawn.shapes)
    parts = [_shape(shape) for shape in drawn.shapes]
    return "".join([head, _PATTERN if hatched else "", *parts, "</svg>"])


def _safe(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", inert(text)))


def _shape(shape: Shape) -> str:
    match shape:
        case Words(x, y, text, size, strong, faint, end):
            look = ' font-weight="600"' if strong else ""
            look += ' fill-opacity="0.72"' if faint else ""
            look += ' text-anchor="end"' if end else ""
            words = _safe(text)
            return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="currentColor"{look}>{words}</text>'
        case Box(x, y, width, height, style):
            place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}"'
            return f"<rect {place} {_look(style)}/>"
        case Dot(x, y, radius, style):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {_look(style, dashed=False)}/>'
        case Rule(x1, y1, x2, y2):
            place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            return f'<line {place} stroke="currentColor" stroke-opacity="0.25"/>'
        case _:
            assert_never(shape)


def _look(style: BarStyle, *, dashed: bool = True) -> str:
    if style == "solid":
        return f'fill="{BLUE}"'
    fill = "none" if style == "hollow" else "url(#hatch)"
    dashes = ' stroke-dasharray="6 3"' if dashed else ""
    return f'fill="{fill}" stroke="{BLUE}" stroke-width="2"{dashes}'
