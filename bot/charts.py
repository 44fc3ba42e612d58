"""Charts of values: only those of one measure together, each with its period and what it is of.

Amounts are converted at the rate of their own date, and the picture says so; what is only "up to"
or possible is never drawn like what is.
"""

from bot.card import Bar, BarStyle, Chart, Picture
from bot.fact_card import Reader, according_text, value_day, when_text
from bot.measures import Row, in_currency, where, who
from bot.present import converted, date_text, value_text
from facts.fact import Fact
from facts.when import parse_edtf

ALT = 1000  # characters; every platform takes as many


def each_once(reader: Reader, rows: list[Row]) -> list[Row]:
    """One row for each value of somebody: two facts may tell of the same."""
    kept: dict[object, Row] = {}
    for row in rows:
        value = row.value
        counted = value.population.best("en") if value.population else ""
        key = (value.metric, value.currency, tuple(value.numbers()), name_of(reader, row), counted,
               value.as_of or value.period)  # fmt: skip
        kept.setdefault(key, row)
    return list(kept.values())


def name_of(reader: Reader, row: Row) -> str:
    """Whose value it is: who was measured, else who acts, else the country."""
    if row.value.kind == "money" or row.value.subject:
        return who(reader, row) or where(reader, row)
    return where(reader, row) or who(reader, row)


def like_chart(reader: Reader, rows: list[Row], currency: str) -> Chart:
    """Bars of values of one metric, which all have a size; the largest or the best first."""
    metric = reader.library.metric(rows[0].value.metric)
    name = metric.names.best(reader.language)
    ordered = sorted(rows, key=lambda row: size(reader, row, currency) or 0, reverse=True)
    sizes = [size(reader, row, currency) or 0.0 for row in ordered]
    ranked = rows[0].value.kind == "rank"
    if ranked:
        ordered, worst = ordered[::-1], max(sizes)
        sizes = [worst + 1 - each for each in reversed(sizes)]
    bars = tuple(_bar(reader, row, each, currency) for row, each in zip(ordered, sizes))
    unit = (
        reader.say("chart.in_currency", currency=currency) if rows[0].value.kind == "money" else ""
    )
    notes = [reader.say("chart.ranks")] if ranked else []
    return Chart(
        name, "bars", bars, unit, (*notes, *footnotes(reader, ordered, bars, currency)),
        reader.language,
    )  # fmt: skip


def shares_chart(reader: Reader, groups: list[list[Row]], title: str) -> Chart:
    """Percentages, those of one metric together under its name, all on one scale."""
    bars: list[Bar] = []
    for rows in groups:
        chart = like_chart(reader, rows, "")
        bars += [Bar(b.label, b.value, b.text, b.style, b.note, chart.title) for b in chart.bars]
    every = [row for rows in groups for row in rows]
    notes = footnotes(reader, every, tuple(bars), "")
    return Chart(title, "grouped", tuple(bars), "%", notes, reader.language)


def size(reader: Reader, row: Row, currency: str) -> float | None:
    """The number that is drawn, the upper one of a range; None where the value has none, or its
    money can't be converted.
    """
    if row.value.kind == "money":
        return in_currency(reader, row, currency)
    numbers = row.value.numbers()
    return float(numbers[-1]) if numbers else None


def _bar(reader: Reader, row: Row, long: float, currency: str) -> Bar:
    text = value_text(row.value, reader.language)
    if found := _converted(reader, row, currency):
        text = f"{text} ≈ {found[0]}"
    return Bar(name_of(reader, row), long, text, style_of(row), _note(reader, row))


def style_of(row: Row) -> BarStyle:
    """Hollow for what is at most so much, hatched for what may only come."""
    if row.value.bound in ("up_to", "less_than"):
        return "hollow"
    return "hatched" if row.fact.claim in ("potential", "forecast") else "solid"


def _note(reader: Reader, row: Row) -> str:
    """When, over what time, of whom, and who says so."""
    value, parts = row.value, []
    if value.population:
        parts.append(value.population.best(reader.language))
    if dated := value.as_of or value.period:
        parts.append(date_text(dated, reader.language))
    else:
        parts.append(when_text(reader, row.fact) or _dated(reader, row.fact))
    money = value.kind == "money" and not row.fact.when.period
    if money and (long := _duration(reader, row.fact)):
        parts.append(reader.say("chart.over", duration=long))
    parts.append(according_text(reader, row.fact))
    return " · ".join(part for part in dict.fromkeys(parts) if part)


def _dated(reader: Reader, fact: Fact) -> str:
    return date_text(reader.library.dated(fact), reader.language)


def _duration(reader: Reader, fact: Fact) -> str:
    """For how long the money of a fact is, where its record says so."""
    found = [v for v in fact.values if v.kind == "duration" and v.metric == "duration"]
    return value_text(found[0], reader.language) if found else ""


def _converted(reader: Reader, row: Row, currency: str) -> tuple[str, str] | None:
    day = value_day(reader, row.fact)
    if not day or row.value.kind != "money":
        return None
    return converted(row.value, day, currency, reader.rates, reader.language)


def footnotes(
    reader: Reader, rows: list[Row], bars: tuple[Bar, ...], currency: str
) -> tuple[str, ...]:
    """What the looks of bars mean, the rates of conversions, and the sources."""
    notes = [
        reader.say(f"chart.{style}") for style in ("hollow", "hatched")
        if any(bar.style == style for bar in bars)
    ]  # fmt: skip
    notes += [
        f"{name_of(reader, row)}: {found[1]}"
        for row in rows if (found := _converted(reader, row, currency))
    ]  # fmt: skip
    return (*dict.fromkeys(notes), sources_note(reader, [row.fact for row in rows]))


def sources_note(reader: Reader, facts: list[Fact]) -> str:
    """The sources of a chart on one line."""
    library, said = reader.library, []
    for id_ in dict.fromkeys(id_ for fact in facts for id_ in fact.sources()):
        source = library.sources[id_]
        published = date_text(source.published, reader.language)
        said.append(f"{source.publisher.best(reader.language)}, {published} [{id_}]")
    return reader.say("chart.sources", sources="; ".join(said))


def timeline_chart(reader: Reader, facts: list[Fact], title: str) -> Chart:
    """What was announced or happened on a day that is known, oldest first; each at the first day
    of its date.
    """
    bars: dict[tuple[str, float], Bar] = {}
    for fact in facts:
        day = parse_edtf(fact.when.happened or fact.when.announced or "").first
        if day:
            label, place = _event(reader, fact), float(day.toordinal())
            bar = Bar(label, place, when_text(reader, fact), _of_fact(fact))
            bars.setdefault((label, place), bar)  # two facts may tell of the same
    ordered = tuple(sorted(bars.values(), key=lambda bar: (bar.value, bar.label)))
    notes = (*footnotes(reader, [], ordered, "")[:-1], sources_note(reader, facts))
    return Chart(title, "timeline", ordered, "", notes, reader.language)


def _event(reader: Reader, fact: Fact) -> str:
    """Who, how much and of what for money; the whole statement for what has no amount."""
    rows = [Row(fact, value) for value in fact.values if value.kind == "money" and value.numbers()]
    if not rows or not (name := who(reader, rows[0])):
        return fact.text(reader.language)
    metric = reader.library.metric(rows[0].value.metric).names.best(reader.language)
    return f"{name} · {value_text(rows[0].value, reader.language)} · {metric}"


def _of_fact(fact: Fact) -> BarStyle:
    styles = {style_of(Row(fact, value)) for value in fact.values}
    return next((style for style in ("hatched", "hollow") if style in styles), "solid")


def picture(reader: Reader, chart: Chart) -> Picture:
    """The chart with words for those who can't see it."""
    said = "; ".join(": ".join(filter(None, (bar.label, bar.text))) for bar in chart.bars)
    alt = reader.say("chart.alt", title=chart.title, values=said)
    return Picture(chart, alt if len(alt) <= ALT else f"{alt[: ALT - 1]}…")
