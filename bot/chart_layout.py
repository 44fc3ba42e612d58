"""Where everything of a chart stands, in pixels from the top left corner, for any means to draw it.

Widths of words are reckoned in cells, two for a Chinese or Japanese character: no font is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from bot.card import Bar, BarStyle, Chart
from bot.plain_text import inert

WIDTH = 960
MARGIN = 32
CELL = 0.56  # of a letter's size: how wide a cell is
BESIDE = 40  # cells; a longer value stands below its bar
BAR = 22  # pixels high
MOST_HEIGHT = 8000  # a chart that needs more is text, not a picture
DAYS_WIDTH = 300  # of a timeline's axis
TITLE, LABEL, NOTE, FOOT = 25, 18, 15, 14


@dataclass(frozen=True)
class Words:
    """A line of text that begins at (x, y), its baseline; `end` says that it ends there."""

    x: float
    y: float
    text: str
    size: int
    strong: bool = False
    faint: bool = False
    end: bool = False


@dataclass(frozen=True)
class Box:
    """A bar from its top left corner."""

    x: float
    y: float
    width: float
    height: float
    style: BarStyle


@dataclass(frozen=True)
class Dot:
    """A day on a timeline."""

    x: float
    y: float
    radius: float
    style: BarStyle


@dataclass(frozen=True)
class Rule:
    """A thin straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


Shape = Words | Box | Dot | Rule


@dataclass
class Layout:
    """The shapes of a chart and the height that they take."""

    height: float = MARGIN
    shapes: list[Shape] = field(default_factory=list)

    def say(
        self, text: str, size: int, x: float = MARGIN, *, strong: bool = False, faint: bool = False
    ) -> None:
        """Add lines of text below what is there, as wide as the chart."""
        for line in wrapped(text, int((WIDTH - MARGIN - x) / (size * CELL))):
            self.height += size * 1.45
            self.shapes.append(Words(x, self.height - size * 0.35, line, size, strong, faint))


def wrapped(text: str, most: int) -> list[str]:
    """A text in lines of at most so many cells, parted at spaces or within what has none."""
    lines, line, room = [], "", most
    for word in _words(inert(text).replace("\n", " ")):
        need = width(word)
        if need > room and line:
            lines.append(line.rstrip())
            line, room = "", most
        line += word if line else word.lstrip()
        room -= need
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> Iterator[str]:
    """Pieces that may stand on different lines: words with the space before, single characters of
    scripts without spaces, and closing marks with what they close.
    """
    piece = ""
    for character in text:
        wide = width(character) > 1
        closes = character in _CLOSING
        if piece and not closes and (wide or character == " " or width(piece[-1]) > 1):
            yield piece
            piece = ""
        piece += character
        if len(piece) >= _LONGEST:
            yield piece
            piece = ""
    if piece:
        yield piece


_CLOSING = "、。，．）」』】〉》！？：；,.)]!?:;ー々%％"
_LONGEST = 30  # characters of a word that is not parted


def width(text: str) -> int:
    """The cells of a text."""
    return sum(1 if ord(c) < 0x1100 else 2 for c in text)


def layout(chart: Chart) -> Layout:
    """The chart's shapes."""
    drawn = Layout()
    drawn.say(chart.title, TITLE, strong=True)
    if chart.unit:
        drawn.say(chart.unit, NOTE, faint=True)
    drawn.height += 10
    if chart.kind == "timeline":
        _timeline(drawn, chart.bars)
    else:
        most = max((bar.value for bar in chart.bars), default=0)
        for group, bars in groupby(chart.bars, key=lambda bar: bar.group):
            _group(drawn, group, list(bars), most)
    drawn.height += 12
    for footnote in chart.footnotes:
        drawn.say(footnote, FOOT, faint=True)
    drawn.height += MARGIN
    return drawn


def _group(drawn: Layout, group: str, bars: list[Bar], most: float) -> None:
    if group:
        drawn.height += 8
        drawn.say(group, LABEL, strong=True)
    texts = [inert(bar.text) for bar in bars]
    beside = max((width(text) for text in texts if width(text) <= BESIDE), default=0)
    room = WIDTH - 2 * MARGIN - beside * LABEL * CELL - 14
    for bar, text in zip(bars, texts):
        _bar(drawn, bar, text, room * (bar.value / most) if most > 0 else 0.0)


def _bar(drawn: Layout, bar: Bar, text: str, long: float) -> None:
    """A label over its bar, the value at the bar's end, and what stands beside it, small."""
    drawn.height += 4
    drawn.say(bar.label, LABEL)
    if bar.note:
        drawn.say(bar.note, NOTE, faint=True)
    long = max(long, 2.0)  # a value of nothing is a thin line
    drawn.height += 6
    drawn.shapes.append(Box(MARGIN, drawn.height, long, BAR, bar.style))
    baseline = drawn.height + BAR - 5
    drawn.height += BAR
    if width(text) <= BESIDE:
        drawn.shapes.append(Words(MARGIN + long + 10, baseline, text, LABEL, strong=True))
    else:
        drawn.say(text, LABEL, strong=True)
    drawn.height += 10


def _timeline(drawn: Layout, bars: tuple[Bar, ...]) -> None:
    """A row for each day, its dot under the years, the words to the right of it."""
    if not bars:
        return
    days = [bar.value for bar in bars]
    first, last = min(days), max(days)
    years = _years(first, last)
    low, high = min([first, *years.values()]), max([last, *years.values()])

    def place(day: float) -> float:
        return MARGIN + 8 + (DAYS_WIDTH - 24) * ((day - low) / (high - low) if high > low else 0.5)

    top = drawn.height = drawn.height + NOTE * 1.5
    for year, day in years.items():
        drawn.shapes.append(Words(place(day) - 16, top - 6, str(year), NOTE, faint=True))
    for bar in bars:
        start = drawn.height
        drawn.height += 4
        drawn.say(bar.text, NOTE, MARGIN + DAYS_WIDTH, faint=True)
        drawn.shapes.append(Dot(place(bar.value), drawn.height - 8, 7.0, bar.style))
        drawn.say(bar.label, LABEL, MARGIN + DAYS_WIDTH)
        if bar.note:
            drawn.say(bar.note, NOTE, MARGIN + DAYS_WIDTH, faint=True)
        drawn.height = max(drawn.height + 8, start + BAR)
    lines = [Rule(place(day), top, place(day), drawn.height) for day in years.values()]
    drawn.shapes[:0] = lines  # below the dots


def _years(first: float, last: float) -> dict[int, float]:
    """The first days of at most eight years around two days."""
    start, end = (date.fromordinal(max(1, int(day))).year for day in (first, last))
    step = max(1, -(-(end + 1 - start) // 8))
    found = range(start, min(end + 1, date.max.year) + 1, step)
    return {year: float(date(year, 1, 1).toordinal()) for year in found}
