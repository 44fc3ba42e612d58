"""`investments`: commitments, rounds and public money, as tables or for one company."""

from bot.card import Block, Button, Buttons, Notice, Paragraph, Plain, Strong
from bot.command import FILTERS, Call, Command, Context, Reply, card_reply
from bot.compose import answer_reply, find
from bot.export import fact_record
from bot.fact_card import source_lines
from bot.measures import Row, in_dollars, money_table, rows_of
from facts.fact import Topic

TOPICS: tuple[Topic, ...] = ("investment", "funding", "policy")
# The order of the tables: commitments first, then what was raised, then what it was worth.
METRICS = (
    "commitment",
    "investment-made",
    "subsidy",
    "stipend",
    "round",
    "planned-raise",
    "valuation",
)
DEFAULT_LIMIT = 40


def run(context: Context, call: Call) -> Reply:
    """Tables of all amounts, or the facts about what the words name."""
    if call.text:
        return _search(context, call)
    rows = _rows(context, call)
    currency = call.options.get("currency", "USD")
    shown = rows[: call.limit(DEFAULT_LIMIT)]
    blocks: list[Block] = []
    for metric in dict.fromkeys(row.value.metric for row in shown):
        like = [row for row in shown if row.value.metric == metric]
        blocks.append(Paragraph((Strong(_metric_name(context, metric)),)))
        blocks.append(money_table(context.reader, like, currency))
    if not shown:
        blocks.append(Paragraph((Plain(context.say("answer.unknown")),)))
    else:
        if len(shown) < len(rows):
            text = context.say("list.shown", shown=len(shown), total=len(rows))
            blocks.append(Paragraph((Plain(text),)))
        blocks.append(Notice("info", context.say("list.conversions")))
        blocks.append(source_lines(context.reader, [row.fact for row in shown]))
        blocks.append(Buttons((Button("Microsoft", "investments microsoft"),)))
    return card_reply(
        context,
        " · ".join(context.say(f"topic.{topic}") for topic in TOPICS),
        blocks,
        _data(context, shown),
        [row.fact.id for row in shown],
    )


def _rows(context: Context, call: Call) -> list[Row]:
    """Money values of the three topics, by metric, the largest or the newest of each first."""
    allowed = context.allowed(call)
    facts = [f for f in context.ready.library.of_topics(TOPICS) if f.id in allowed]
    rows = _each_once([row for row in rows_of(facts) if row.value.kind == "money"])

    def place(row: Row) -> tuple[int, str, float]:
        metric = row.value.metric
        order = METRICS.index(metric) if metric in METRICS else len(METRICS)
        size = in_dollars(context.reader, row)
        if call.options.get("sort") == "date":
            last = context.ready.library.period(row.fact).last
            size = last.toordinal() if last else 0
        return order, metric, -size

    return sorted(rows, key=place)


def _each_once(rows: list[Row]) -> list[Row]:
    """One row for each amount: two facts may tell of the same money."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        value = row.value
        owner = value.subject or tuple(row.fact.entities()[:1])
        kept.setdefault((value.metric, value.currency, tuple(value.numbers()), owner), row)
    return list(kept.values())


def _search(context: Context, call: Call) -> Reply:
    """Facts about money first; other topics when money has none."""
    options = {key: value for key, value in call.options.items() if key != "sort"}
    narrowed = Call(call.text, options)
    if "topic" not in options:
        for topic in TOPICS:
            answer = find(context, Call(call.text, {**options, "topic": topic}), call.text)
            if answer.outcome == "found":
                break
        else:
            answer = find(context, narrowed, f"{call.text} investment")
    else:
        answer = find(context, narrowed, call.text)
    title = f"{context.say('topic.investment')}: {call.text}"
    return answer_reply(context, narrowed, answer, title)


def _metric_name(context: Context, metric: str) -> str:
    return context.ready.library.metric(metric).names.best(context.language)


def _data(context: Context, rows: list[Row]) -> dict[str, object]:
    facts = dict.fromkeys(row.fact.id for row in rows)
    library = context.ready.library
    return {
        "outcome": "found" if rows else "unknown",
        "facts": [fact_record(library, library.facts[id_]) for id_ in facts],
    }


INVESTMENTS = Command(
    "investments", run, ("investment", "投資", "投资"), FILTERS,
    ("investments", "investments microsoft", "investments since:2024-04 currency:JPY sort:amount"),
    words="company",
)  # fmt: skip
