"""`adoption`: who uses AI in Japan, and what people think of it."""

from bot.card import Block, Notice, Paragraph, Strong
from bot.command import EXPORT, LANG, LIMIT, SINCE, UNTIL, Call, Command, Context, Reply, card_reply
from bot.compose import answer_reply, find, short_facts
from bot.export import fact_record
from bot.fact_card import source_lines
from bot.measures import measure_table, rows_of

DEFAULT_LIMIT = 12


def run(context: Context, call: Call) -> Reply:
    """The measured shares side by side, then the other facts; or what answers the words."""
    narrowed = Call(call.text, {"topic": "adoption", **call.options})
    if call.text:
        answer = find(context, narrowed, call.text)
        if answer.outcome == "unknown":
            answer = find(context, call, call.text)
        return answer_reply(context, call, answer, call.text)
    allowed = context.allowed(narrowed)
    facts = [f for f in context.ready.library.of_topics(["adoption"]) if f.id in allowed]
    rows = [row for row in rows_of(facts) if row.value.kind == "percent"]
    blocks: list[Block] = []
    for metric in dict.fromkeys(row.value.metric for row in rows):
        like = [row for row in rows if row.value.metric == metric]
        name = context.ready.library.metric(metric).names.best(context.language)
        blocks.append(Paragraph((Strong(name),)))
        blocks.append(measure_table(context.reader, like))
        if len(like) > 1:
            blocks.append(Notice("caution", context.say("compare.differs")))
    measured = {row.fact.id for row in rows}
    shown = [f for f in facts if f.id not in measured][: call.limit(DEFAULT_LIMIT)]
    blocks.append(short_facts(context, shown))
    every = [row.fact for row in rows] + shown
    blocks.append(source_lines(context.reader, every))
    library = context.ready.library
    unique = dict.fromkeys(fact.id for fact in every)
    data = {
        "outcome": "found" if every else "unknown",
        "facts": [fact_record(library, library.facts[id_]) for id_ in unique],
    }
    return card_reply(context, context.say("topic.adoption"), blocks, data, unique)


ADOPTION = Command(
    "adoption", run, ("利用", "普及", "使用"), (SINCE, UNTIL, LANG, LIMIT, EXPORT),
    ("adoption", "adoption trust", "adoption 生成AIの利用率"),
    words="about",
)  # fmt: skip
