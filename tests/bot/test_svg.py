"""Charts as SVG: everything is said in it, and nothing in it is obeyed."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

from hypothesis import given

from bot.card import Bar, Chart
from bot.chart_layout import WIDTH, Box, Dot, Words, layout, wrapped
from bot.plain_text import inert
from bot.svg import svg
from tests.adapters.cards import CHART, charts

SPACE = re.compile(r"\s+")
NAME = "{http://www.w3.org/2000/svg}"


@given(chart=charts())
def test_any_chart_is_well_formed_and_says_every_character(chart: Chart) -> None:
    root = ET.fromstring(svg(chart, chart.title))  # noqa: S314  # our own text
    words = "".join(node.text or "" for node in root.iter(f"{NAME}text"))
    texts = [chart.title, chart.unit, *chart.footnotes]
    texts += [t for b in chart.bars for t in (b.label, b.text, b.note)]
    said = SPACE.sub("", "".join(map(inert, texts)))
    shown = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", said)

    assert not Counter(shown) - Counter(words)
    assert {node.tag.removeprefix(NAME) for node in root.iter()} <= {
        "svg", "text", "rect", "circle", "line", "defs", "pattern",
    }  # fmt: skip


def test_it_needs_no_style_no_script_and_nothing_from_elsewhere() -> None:
    drawn = svg(CHART, "alt-text")

    assert 'role="img"' in drawn
    assert 'aria-label="alt-text"' in drawn
    assert re.search(r"style=|<style|<script|href|on\w+=", drawn) is None


def test_markup_in_words_is_only_words() -> None:
    drawn = svg(Chart("<script>x</script>", "bars", (Bar('"><b>', 1.0, "&amp;"),)), '"><script>')

    assert "<script" not in drawn
    assert "&amp;amp;" in drawn


def test_bars_are_as_long_as_their_values_from_nothing_on() -> None:
    bars = (Bar("a", 40.0, "40"), Bar("b", 10.0, "10"), Bar("c", 0.0, "0"))
    boxes = [s for s in layout(Chart("t", "bars", bars)).shapes if isinstance(s, Box)]

    assert boxes[1].width * 4 == boxes[0].width
    assert boxes[2].width == 2.0
    assert len({box.x for box in boxes}) == 1


@given(chart=charts())
def test_nothing_stands_outside_of_the_picture(chart: Chart) -> None:
    drawn = layout(chart)

    for shape in drawn.shapes:
        if isinstance(shape, Box):
            assert 0 <= shape.x <= shape.x + shape.width <= WIDTH
        if isinstance(shape, Dot):
            assert 0 < shape.x < WIDTH
        if isinstance(shape, Words):
            assert 0 < shape.y < drawn.height


def test_lines_part_at_spaces_or_between_characters_of_scripts_without_them() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("日本の市場。", 8) == ["日本の", "市場。"] or wrapped("日本の市場。", 8) == [
        "日本の市",
        "場。",
    ]
    assert wrapped("", 8) == [""]
    assert all(len(line) <= 34 for line in wrapped("W" * 300, 30))
