"""Cards that try a renderer: one of every block, hostile texts, and any card at all."""

from hypothesis import strategies as st

from bot.card import (
    Bar,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Sources,
    Strong,
    Table,
)
from facts.language import LANGUAGES

HOSTILE = (
    "<!channel> <@U1> <#C1|general> @everyone @here <@&123>",
    "[bold]loud[/bold] [red]red[/] [link=https://evil.example]click[/link] [/] [[a]]",
    "*b* _i_ ~s~ `c` ```block``` **B** __U__ ||spoiler|| > q # h - l 1. n [t](https://evil.example)",
    "<script>alert(1)</script> <b>b</b> &lt; &amp; <https://evil.example|safe>",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J \x9b31m \x1b]8;;https://evil.example\x1b\\",
    "abc\u202edef\u202c \u2066ghi\u2069 \u200fjkl\u061c",
    "nul\x00l \x07bell back\x08space \x7fdel \r over \x0b \x0c",
    "low \udc80 high \ud800 pair",
    "wide" + "W" * 3000,
    "漢字" * 400 + "ひらがな" * 200 + "한국어" * 100,
    "e\u0301\u0302\u0303 👩‍👩‍👧‍👦 🇯🇵 \u200bzero\u200b width\ufeff",
    "two\nlines\n\nand\ttab \u2028line\u2029paragraph\x85next",
    "{n} {0} %s %(a)s ${HOME} $(id) `id` :smile: \\u0041 \\",
)

_characters = st.one_of(st.characters(), st.sampled_from("\x1b\x00\u202e\ud800[]<>@*_`\n 漢あア"))
_texts = st.one_of(
    st.text(_characters, max_size=30), st.sampled_from(HOSTILE[:8]), st.text("ab ", max_size=9)
)
_spans = st.one_of(
    st.builds(Plain, _texts), st.builds(Strong, _texts), st.builds(Exact, _texts),
    st.builds(Link, _texts, _texts),
)  # fmt: skip
_lines = st.lists(_spans, max_size=3).map(tuple)
_many = st.lists(_lines, max_size=3).map(tuple)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 5))
    header = draw(st.lists(_texts, min_size=columns, max_size=columns))
    row = st.lists(_spans, min_size=columns, max_size=columns).map(tuple)
    return Table(tuple(header), tuple(draw(st.lists(row, max_size=3))))


_bars = st.builds(
    Bar, _texts, st.floats(allow_nan=False, allow_infinity=False), _texts,
    st.sampled_from(("solid", "hollow", "hatched")), _texts, st.one_of(st.just(""), _texts),
)  # fmt: skip


def charts() -> st.SearchStrategy[Chart]:
    """Any chart."""
    return st.builds(
        Chart, _texts, st.sampled_from(("bars", "grouped")), st.lists(_bars, max_size=4).map(tuple),
        _texts, st.lists(_texts, max_size=2).map(tuple), st.sampled_from(LANGUAGES),
    ) | st.builds(
        Chart, _texts, st.just("timeline"),
        st.lists(st.builds(Bar, _texts, st.integers(1, 3_000_000), _texts), max_size=4).map(tuple),
    )  # fmt: skip


_blocks = st.one_of(
    st.builds(Picture, charts(), _texts),
    st.builds(Paragraph, _lines),
    st.builds(Bullets, _many),
    st.builds(Fields, st.lists(st.tuples(_texts, _spans), max_size=3).map(tuple)),
    _tables(),
    st.builds(Quote, _texts, st.sampled_from(LANGUAGES), _texts),
    st.builds(Notice, st.sampled_from(("info", "caution", "error")), _texts),
    st.builds(Sources, _many),
    st.builds(Buttons, st.lists(st.builds(Button, _texts, _texts), max_size=3).map(tuple)),
)


CHART = Chart(
    "c-title", "grouped",
    (Bar("c-one", 29.0, "v-29亿美元", group="g-one"), Bar("c-two", 3.5, "v-3.5", "hollow", "n-two", "g-one"),
     Bar("c-three", 0.0, "v-none", "hatched", group="g-two")),
    "c-unit", ("foot-one", "foot-two"),
)  # fmt: skip


def cards() -> st.SearchStrategy[Card]:
    """Any card."""
    blocks = st.lists(_blocks, max_size=4).map(tuple)
    return st.builds(Card, _texts, blocks, st.sampled_from(LANGUAGES))


def every_block() -> list[Block]:
    """One block of every kind, each with words of its own."""
    return [
        Paragraph((Plain("p-plain"), Strong("p-strong"), Exact("p-exact"),
                   Link("p-link", "https://example.org/p"))),
        Bullets(((Plain("b-one"),), (Strong("b-two"), Plain("b-three")))),
        Fields((("f-name", Plain("f-value")), ("f-amount", Exact("29亿美元")))),
        Table(("t-who", "t-what"), ((Plain("t-a"), Exact("t-b")), (Strong("t-c"), Plain("t-d")))),
        Quote("q-exact words", "ja", "q-source"),
        Notice("caution", "n-careful"),
        Sources(((Plain("s-title"), Link("https://example.org/s", "https://example.org/s")),)),
        Picture(CHART, "alt-text"),
        Buttons((Button("label-one", "tips hiring"), Button("label-two", "help"))),
    ]  # fmt: skip
