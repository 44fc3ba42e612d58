"""What a reply shows, as a closed union of blocks that every renderer draws in its own way.

No markup, no platform words and no routing: a text is shown as it stands, whatever is in it.
"""

from dataclasses import dataclass
from typing import Literal

from facts.language import Language


@dataclass(frozen=True)
class Plain:
    """Words as they are."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


@dataclass(frozen=True)
class Exact:
    """The source's own words, such as an amount as it was written; never converted."""

    text: str


Span = Plain | Strong | Link | Exact


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Bullets:
    """A list; every item is a paragraph."""

    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Fields:
    """Names with their values."""

    pairs: tuple[tuple[str, Span], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Quote:
    """The exact words of a source, in the source's language, with who said them and where."""

    text: str
    language: Language
    source: str


@dataclass(frozen=True)
class Notice:
    """Something to notice: for information, to be careful about, or gone wrong."""

    level: Literal["info", "caution", "error"]
    text: str


@dataclass(frozen=True)
class Sources:
    """Where the facts come from, one line a source."""

    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Button:
    """A label, and the command line that it stands for."""

    label: str
    command: str


@dataclass(frozen=True)
class Buttons:
    """What a reader may want next."""

    buttons: tuple[Button, ...]


ChartKind = Literal["bars", "grouped", "timeline"]
BarStyle = Literal["solid", "hollow", "hatched"]


@dataclass(frozen=True)
class Bar:
    """One value of a chart. `value` is in the chart's unit (in a timeline the day as an ordinal),
    `text` is how it is shown, `note` what must stand beside it, such as its period. "Up to" is
    hollow, what is only possible is hatched. `group` is the measure that it is one of.
    """

    label: str
    value: float
    text: str
    style: BarStyle = "solid"
    note: str = ""
    group: str = ""


@dataclass(frozen=True)
class Chart:
    """What a picture shows, as data. Bars of one chart, or of one group of it, are of one measure;
    bars of a group stand together. Footnotes name the sources and the rates of conversions.
    """

    title: str
    kind: ChartKind
    bars: tuple[Bar, ...]
    unit: str = ""
    footnotes: tuple[str, ...] = ()
    language: Language = "en"


@dataclass(frozen=True)
class Picture:
    """A chart to look at; `alt` says in a sentence what is to be seen."""

    chart: Chart
    alt: str


Block = Paragraph | Bullets | Fields | Table | Quote | Notice | Sources | Buttons | Picture


@dataclass(frozen=True)
class Card:
    """A reply's content in one language."""

    title: str
    blocks: tuple[Block, ...]
    language: Language
