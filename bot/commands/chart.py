"""`chart`: values to look at, only like with like."""

from bot.card import Block, Button, Buttons, Notice, Paragraph, Picture, Plain
from bot.charts import each_once, like_chart, picture, shares_chart, size, timeline_chart
from bot.command import (
    CURRENCY,
    LANG,
    SINCE,
    UNTIL,
    Call,
    Command,
    Context,
    File,
    Option,
    Reply,
    card_reply,
)
from bot.commands.compare import like_rows
from bot.export import fact_record
from bot.exported import file_name
from bot.fact_card import source_lines
from bot.measures import Row, rows_of
from bot.svg import svg
from facts.fact import Fact, Topic

PICTURE = Option("export", "choice", ("png", "svg"))
MONEY = {  # what each view of money draws, a picture a measure
    "investments": ("commitment", "investment-made"),
    "funding": ("round", "valuation"),
    "policy": ("subsidy", "stipend"),
}
VIEWS = {  # words for a view, in any language
    "investments": ("", "investments", "investment", "投資", "投资"),
    "funding": ("funding", "資金調達", "融资", "融資"),
    "policy": ("policy", "subsidies", "補助金", "补贴", "政策"),
    "adoption": ("adoption", "利用", "普及", "使用"),
    "ranking": ("ranking", "rankings", "ランキング", "排名", "順位"),
    "timeline": ("timeline", "年表", "タイムライン", "时间线", "時間線"),
}
EVENTS: tuple[Topic, ...] = ("investment", "funding", "policy")


def run(context: Context, call: Call) -> Reply:
    """The pictures of a view, or of the one measure that fits the words best."""
    word = call.text.casefold()
    view = next((name for name, words in VIEWS.items() if word in words), None)
    if view == "timeline":
        return _timeline(context, call)
    allowed = context.allowed(call)
    groups = _groups(context, view) if view else [like_rows(context, call.text)]
    currency = call.options.get("currency", "USD")
    drawn: list[list[Row]] = []
    for rows in groups:
        kept = [
            r
            for r in rows
            if r.fact.id in allowed and size(context.reader, r, currency) is not None
        ]
        kept = each_once(context.reader, kept)
        if len(kept) > 1:
            drawn.append(kept)
    if not drawn:
        return _nothing(context, call)
    if view == "adoption":
        charts = [shares_chart(context.reader, drawn, context.say("topic.adoption"))]
    else:
        charts = [like_chart(context.reader, rows, currency) for rows in drawn]
    facts = [row.fact for rows in drawn for row in rows]
    pictures = [picture(context.reader, chart) for chart in charts]
    return _reply(context, call, pictures, facts, _cautions(context, drawn))


def _groups(context: Context, view: str) -> list[list[Row]]:
    """The rows of each metric of a view, those of the most important facts first."""
    library = context.ready.library
    facts = sorted(library.facts.values(), key=lambda fact: (-fact.importance, fact.id))
    rows = rows_of(facts)
    if view in MONEY:
        metrics: tuple[str, ...] = MONEY[view]
    else:
        kind = {"adoption": "percent", "ranking": "rank"}[view]
        metrics = tuple(dict.fromkeys(
            row.value.metric for row in rows
            if row.value.kind == kind and row.value.metric != kind
            and (view != "adoption" or row.fact.topic == "adoption")
        ))  # fmt: skip
    return [[row for row in rows if row.value.metric == metric] for metric in metrics]


def _cautions(context: Context, groups: list[list[Row]]) -> list[Block]:
    metrics = {rows[0].value.metric for rows in groups}
    key = "compare.sums" if "commitment" in metrics else "compare.differs"
    facts = {row.fact.id: row.fact for rows in groups for row in rows}
    caveats = [f.caveat.best(context.language) for f in facts.values() if f.caveat]
    said = [context.say("fact.caveat", text=text) for text in dict.fromkeys(caveats)]
    return [Notice("caution", text) for text in (context.say(key), *said)]


def _timeline(context: Context, call: Call) -> Reply:
    allowed = context.allowed(call)
    facts = [
        fact for fact in context.ready.library.of_topics(EVENTS)
        if fact.id in allowed and (fact.when.announced or fact.when.happened)
    ]  # fmt: skip
    if not facts:
        return _nothing(context, call)
    chart = timeline_chart(context.reader, facts, context.say("chart.timeline"))
    return _reply(context, call, [picture(context.reader, chart)], facts, [])


def _reply(
    context: Context, call: Call, pictures: list[Picture], facts: list[Fact], cautions: list[Block]
) -> Reply:
    """The pictures with what to be careful about and the sources, and as files where asked for."""
    blocks: list[Block] = [*pictures, *cautions, source_lines(context.reader, facts)]
    library = context.ready.library
    ids = dict.fromkeys(fact.id for fact in facts)
    data = {
        "outcome": "found",
        "charts": [_data(picture) for picture in pictures],
        "facts": [fact_record(library, library.facts[id_]) for id_ in ids],
    }
    title = context.say("chart.title", what=call.text or context.say("topic.investment"))
    reply = card_reply(context, title, blocks, data, ids)
    form = call.options.get("export")
    files = tuple(_file(context, p, n, form) for n, p in enumerate(pictures, 1)) if form else ()
    return Reply(reply.card, reply.data, facts=reply.facts, files=files)


def _file(context: Context, shown: Picture, number: int, form: str) -> File:
    name = file_name(context, f"chart-{number}", form)
    if form == "png":
        return File(name, "image/png", shown.chart, shown.alt)
    return File(name, "image/svg+xml", lambda: svg(shown.chart, shown.alt).encode(), shown.alt)


def _data(shown: Picture) -> dict[str, object]:
    bars = [
        {"label": b.label, "value": b.value, "text": b.text, "style": b.style, "note": b.note, "group": b.group}
        for b in shown.chart.bars
    ]  # fmt: skip
    chart = shown.chart
    return {"title": chart.title, "kind": chart.kind, "unit": chart.unit, "bars": bars,
            "footnotes": list(chart.footnotes)}  # fmt: skip


def _nothing(context: Context, call: Call) -> Reply:
    reason = context.say("compare.nothing")
    lines = ("chart investments", "chart adoption", "chart ranking", "chart timeline")
    blocks: list[Block] = [
        Notice("info", reason), Paragraph((Plain(context.say("compare.how")),)),
        Buttons(tuple(Button(line, line) for line in lines)),
    ]  # fmt: skip
    data = {"outcome": "unknown", "reason": reason, "charts": [], "facts": []}
    return card_reply(context, call.text or context.say("command.chart"), blocks, data)


CHART = Command(
    "chart", run, ("charts", "チャート", "グラフ", "图表", "圖表"),
    (SINCE, UNTIL, CURRENCY, LANG, PICTURE),
    ("chart investments", "chart adoption", "chart ranking", "chart timeline since:2024",
     "chart foundation models"), words="what",
)  # fmt: skip
