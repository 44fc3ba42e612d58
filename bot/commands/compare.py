"""`compare`: like measures side by side, each with its population and date; unlike ones refused."""

from dataclasses import replace

from bot.card import Block, Button, Buttons, Notice, Paragraph, Plain
from bot.command import CURRENCY, EXPORT, LANG, Call, Command, Context, Reply, card_reply
from bot.compose import find
from bot.export import fact_record
from bot.fact_card import fact_blocks, source_lines
from bot.measures import Row, in_dollars, measure_table, money_table, rows_of
from facts.fact import Fact

POOL = 40  # facts that a comparison is looked for among
_GENERIC = {"duration", "date", "count", "share", "ratio", "rank", "superlative"}


def run(context: Context, call: Call) -> Reply:
    """The values of the one measure that fits the words best."""
    library = context.ready.library
    ids = dict.fromkeys(call.text.casefold().split())
    if len(ids) > 1 and all(id_ in library.facts for id_ in ids):
        return _facts(context, [library.facts[id_] for id_ in ids])
    answer = find(context, call, f"compare {call.text}", POOL)
    title = call.text or context.say("command.compare")
    if not answer.hits:
        return _refusal(context, title, context.say("compare.nothing"))
    scores = {hit.fact: hit.score for hit in answer.hits}
    least = answer.hits[0].score * 0.35
    facts = [library.facts[id_] for id_, score in scores.items() if score >= least]
    asked = set(answer.question.entities())
    group = [] if answer.outcome == "unknown" else _best_group(rows_of(facts), scores, asked)
    if not group:
        return _refusal(
            context, title, _unlike(context, rows_of(facts), answer.question.entities())
        )
    return _side_by_side(context, call, group)


def like_rows(context: Context, text: str) -> list[Row]:
    """The values of the one measure that fits the words best; [] where nothing is alike."""
    answer = find(context, Call(text), f"compare {text}", POOL)
    if answer.outcome == "unknown" or not answer.hits:
        return []
    library = context.ready.library
    scores = {hit.fact: hit.score for hit in answer.hits}
    facts = [
        library.facts[i] for i, score in scores.items() if score >= answer.hits[0].score * 0.35
    ]
    return _best_group(rows_of(facts), scores, set(answer.question.entities()))


def _facts(context: Context, facts: list[Fact]) -> Reply:
    """Named facts one under the other, each whole: nothing is merged."""
    blocks: list[Block] = [Notice("caution", context.say("compare.differs"))]
    shown = {fact.id for fact in facts}
    for fact in facts:
        unseen = tuple(id_ for id_ in fact.conflicts_with if id_ not in shown)
        blocks += fact_blocks(context.reader, replace(fact, conflicts_with=unseen))
    blocks.append(source_lines(context.reader, facts))
    records = [fact_record(context.ready.library, fact) for fact in facts]
    data = {"outcome": "found", "metric": None, "facts": records}
    title = context.say("compare.title", metric=", ".join(fact.id for fact in facts))
    return card_reply(context, title, blocks, data, [fact.id for fact in facts])


def _best_group(rows: list[Row], scores: dict[str, float], asked: set[str]) -> list[Row]:
    """The rows of the metric that covers most of what was asked for; [] where nothing is alike."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.value.kind not in ("date", "superlative", "duration"):
            groups.setdefault(row.value.metric, []).append(row)
    best: tuple[float, list[Row]] = (0.0, [])
    for metric, found in groups.items():
        unique = _of_asked(found, asked)
        covered = len(set[str]().union(*(row.parties() for row in unique)) & asked)
        if len(unique) < 2 or metric in _GENERIC or covered < min(len(asked), 2):
            continue
        weight = covered * 2 + max(scores[row.fact.id] for row in unique)
        if weight > best[0]:
            best = weight, unique
    return best[1]


def _of_asked(rows: list[Row], asked: set[str]) -> list[Row]:
    """The rows of what was asked for, each value once; all rows where nobody was named."""
    rows = list({(r.place(), r.value.amount, r.value.population): r for r in rows}.values())
    shared = set[str].intersection(*(row.parties() for row in rows))
    named = [row for row in rows if row.parties() & (asked - shared)]
    return named if len(named) > 1 else rows


def _side_by_side(context: Context, call: Call, rows: list[Row]) -> Reply:
    library = context.ready.library
    metric = library.metric(rows[0].value.metric)
    money = rows[0].value.kind == "money"
    rows = sorted(rows, key=lambda r: _size(context, r), reverse=metric.highest_first)
    facts = list({row.fact.id: row.fact for row in rows}.values())
    currency = call.options.get("currency", "USD")
    table = (
        money_table(context.reader, rows, currency)
        if money
        else measure_table(context.reader, rows)
    )
    blocks: list[Block] = [table]
    key = "compare.sums" if metric.id == "commitment" else "compare.differs"
    blocks.append(Notice("caution", context.say(key)))
    blocks += [
        Notice("caution", context.say("fact.caveat", text=f.caveat.best(context.language)))
        for f in facts if f.caveat
    ]  # fmt: skip
    blocks.append(source_lines(context.reader, facts))
    name = metric.names.best(context.language)
    data = {
        "outcome": "found",
        "metric": metric.id,
        "facts": [fact_record(library, f) for f in facts],
    }
    return card_reply(
        context, context.say("compare.title", metric=name), blocks, data, [f.id for f in facts]
    )


def _size(context: Context, row: Row) -> float:
    if row.value.kind == "money":
        return in_dollars(context.reader, row)
    return float((row.value.numbers() or [0])[-1])


def _unlike(context: Context, rows: list[Row], asked: list[str]) -> str:
    """Why two things can't be set side by side."""
    library, named = context.ready.library, []
    for entity in asked:
        row = next((row for row in rows if row.place() == entity), None)
        if row is None and library.entities[entity].kind != "country":
            row = next((r for r in rows if entity in r.fact.entities()), None)
        if row:
            name = library.entities[entity].name(context.language)
            metric = library.metric(row.value.metric).names.best(context.language)
            named.append((name, metric))
    if len(named) < 2 or named[0][1] == named[1][1]:
        return context.say("compare.nothing")
    (a, metric_a), (b, metric_b) = named[:2]
    return context.say("compare.unlike", a=a, b=b, metric_a=metric_a, metric_b=metric_b)


def _refusal(context: Context, title: str, reason: str) -> Reply:
    blocks: list[Block] = [Notice("info", reason), Paragraph((Plain(context.say("compare.how")),))]
    blocks.append(Buttons(tuple(Button(line, line) for line in COMPARE.examples[:2])))
    return card_reply(context, title, blocks, {"outcome": "unknown", "reason": reason, "facts": []})


COMPARE = Command(
    "compare", run, ("比較", "比较", "vs"), (CURRENCY, LANG, EXPORT),
    ("compare japan us generative ai use", "compare foundation models", "compare AI companies"),
    words="things",
)  # fmt: skip
