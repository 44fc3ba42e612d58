"""Charts in Slack: its own chart where that can show the same, else bars of block characters; a
picture goes along as a file.
"""

from adapters.slack.checks import (
    CHART_LABEL,
    CHART_TITLE,
    CHARTS,
    MOST_CATEGORIES,
    MOST_SERIES,
    Json,
)
from adapters.slack.rich import Line, bullets, rich, section, small, words
from bot.card import Bar, Card, Chart, Picture
from bot.plain_text import bar_words, drawn_bars, inert


def native_chart(chart: Chart) -> Json | None:
    """The chart as a block of Slack, None where that could not show it: it knows neither hollow
    bars nor days, and every series needs a value for every category.
    """
    series = _series(chart)
    labels = list(dict.fromkeys(bar.label for bar in chart.bars))
    lengths = [len(inert(text)) for text in (*labels, *(name for name in series))]
    fits = (
        1 <= len(labels) <= MOST_CATEGORIES and len(series) <= MOST_SERIES
        and 0 < min(lengths) <= max(lengths) <= CHART_LABEL
        and 0 < len(inert(chart.title)) <= CHART_TITLE
    )  # fmt: skip
    whole = all([bar.label for bar in bars] == labels for bars in series.values())
    solid = all(bar.style == "solid" and bar.value >= 0 for bar in chart.bars)
    if chart.kind == "timeline" or not (fits and whole and solid):
        return None
    config: Json = {"categories": [inert(text) for text in labels]}
    if 0 < len(inert(chart.unit)) <= CHART_TITLE:
        config["y_label"] = inert(chart.unit)
    drawn = [{"name": inert(name), "data": _points(bars)} for name, bars in series.items()]
    shown = {"type": "bar", "series": drawn, "axis_config": config}
    return {"type": "data_visualization", "title": inert(chart.title), "chart": shown}


def _series(chart: Chart) -> dict[str, list[Bar]]:
    """The bars by their group; those of none are named by the unit."""
    found: dict[str, list[Bar]] = {}
    for bar in chart.bars:
        found.setdefault(bar.group or chart.unit or chart.title, []).append(bar)
    return found


def _points(bars: list[Bar]) -> list[Json]:
    return [{"label": inert(bar.label), "value": bar.value} for bar in bars]


def chart_blocks(chart: Chart, *, native: bool) -> list[Json]:
    """The chart with every value as it must be read: under Slack's own chart, or as bars."""
    own = native_chart(chart) if native else None
    title = words(" · ".join(filter(None, (chart.title, chart.unit))), "bold")
    parts: list[Json] = [section(title)]
    lines: list[Line] = []
    group = ""
    for bar, drawn in zip(chart.bars, drawn_bars(chart)):
        if bar.group != group:
            parts += [bullets(lines), section(words(bar.group, "bold"))] if lines else [
                section(words(bar.group, "bold"))
            ]  # fmt: skip
            group, lines = bar.group, []
        lines.append(words(" ".join(filter(None, ("" if own else drawn, bar_words(bar))))))
    parts.append(bullets(lines))
    notes = [block for each in chart.footnotes for block in small(each)]
    return [*([own] if own else []), *rich(*parts), *notes]


def to_upload(card: Card, *, native: bool) -> list[Picture]:
    """The pictures of a card that Slack does not draw itself."""
    found = [block for block in card.blocks if isinstance(block, Picture)]
    own = [n for n, picture in enumerate(found) if native and native_chart(picture.chart)]
    return [picture for n, picture in enumerate(found) if n not in own[:CHARTS]]
