"""Which facts a brief is made of: by the lookup and by the typed fields of the records, never by
chance, so that the same words give the same brief.
"""

from dataclasses import dataclass, field

from bot.charts import each_once, name_of, size
from bot.command import Call, Context
from bot.compose import find, names
from bot.measures import Row, rows_of
from facts.fact import TOPICS, Fact, Topic
from facts.lookup.answer import Answer
from facts.when import parse_edtf

POOL = 40  # facts that are looked at
NEAR, NEAR_TIP = 0.55, 0.75  # of the best score, that a fact or a tip must have
NUMBERS, CONTEXT, ADVICE, LIKE = 5, 4, 3, 6
FIGURES = frozenset({"c:striking-number"})  # what "key figures" asks for: the numbers of all topics
# Measures that say nothing without the fact they stand in.
_INNER = {"duration", "date", "count", "share", "ratio", "rank", "superlative"}
_OF_COMPANIES = ("commitment", "revenue", "arr", "round", "valuation", "users")


@dataclass
class Brief:
    """The parts of a brief; `facts` are all that it shows, in the order of their footnotes."""

    theme: str
    numbers: list[Row] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    context: list[Fact] = field(default_factory=list)
    advice: list[Fact] = field(default_factory=list)
    conflicts: list[tuple[Fact, Fact]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    stale: int = 0

    def number(self, fact: Fact) -> int:
        """The number of a fact's footnote, from 1."""
        return next(n for n, each in enumerate(self.facts, 1) if each.id == fact.id)


def choose(context: Context, call: Call) -> Brief | Answer:
    """The brief on a theme; the lookup's answer where it found nothing, or several readings."""
    allowed = context.allowed(call)
    text = " ".join(call.text.split())
    topic = _topic(context, text)
    if topic or not text:
        pool = context.ready.library.of_topics([topic] if topic else TOPICS)
        theme = context.say(f"topic.{topic}") if topic else context.say("brief.key_figures")
        return _made(context, Brief(theme), [f for f in pool if f.id in allowed], None)
    answer = find(context, call, text, POOL)
    if _asks_for_figures(answer):
        pool = [f for f in context.ready.library.of_topics(TOPICS) if f.id in allowed]
        return _made(context, Brief(context.say("brief.key_figures")), pool, None)
    if answer.outcome != "found":
        return answer
    return _made(
        context, Brief(_theme(context, text, answer)), _pool(context, call, answer), answer
    )


def _theme(context: Context, text: str, answer: Answer) -> str:
    """The words, or the proper name where they are nothing but one."""
    slots = answer.question.slots
    if len(slots) == 1 and slots[0].kind == "entity":
        return context.ready.library.entities[answer.question.entities()[0]].name(context.language)
    return text


def _topic(context: Context, text: str) -> Topic | None:
    """The topic that the words are the name of."""
    wanted = text.casefold()
    named: dict[Topic, set[str]] = {t: {t, context.say(f"topic.{t}").casefold()} for t in TOPICS}
    return next((topic for topic, words in named.items() if wanted in words), None)


def _asks_for_figures(answer: Answer) -> bool:
    units = {unit for slot in answer.question.slots for unit in slot.units if slot.kind == "theme"}
    return bool(units) and units <= FIGURES


def _pool(context: Context, call: Call, answer: Answer) -> list[Fact]:
    """The facts near to the whole theme, then those near to each part of it."""
    facts = context.ready.library.facts
    asked = set(answer.question.entities())
    ids = dict.fromkeys(hit.fact for hit in answer.hits if hit.score >= answer.hits[0].score * NEAR)
    parts = {slot.written for slot in answer.question.slots if slot.kind == "theme"}
    for part in sorted(parts) if len(parts) > 1 else ():
        found = find(context, call, part, POOL)
        if found.outcome == "found":
            near = [h.fact for h in found.hits if h.score >= found.hits[0].score * NEAR_TIP]
            ids |= dict.fromkeys(near[:CONTEXT])
    if asked:
        about = {f.id for f in facts.values() if asked & {id_ for _, id_ in f.named()}}
        ids = {id_: None for id_ in ids if id_ in about} or ids
    return [facts[id_] for id_ in ids]


def _made(context: Context, brief: Brief, pool: list[Fact], answer: Answer | None) -> Brief:
    rows = [row for row in rows_of(pool) if _tells(context, row)]
    rows = each_once(context.reader, rows)
    first = list({row.fact.id: row for row in reversed(rows)}.values())[::-1]
    brief.numbers = _of_each_topic(first) if answer is None else first[:NUMBERS]
    brief.tables = _tables(context, brief.numbers)
    shown = {row.fact.id for row in brief.numbers}
    others = [f for f in pool if f.topic != "tip" and f.id not in shown]
    brief.context = [f for f in others if not f.values or answer is not None][:CONTEXT]
    brief.advice = _advice(context, pool, brief, answer)
    own = [row.fact for row in brief.numbers] + [r.fact for rows in brief.tables for r in rows]
    own += [*brief.context, *brief.advice]
    brief.conflicts = _conflicts(context, own)
    both = [fact for pair in brief.conflicts for fact in pair]
    brief.facts = list({fact.id: fact for fact in (*own, *both)}.values())
    brief.missing = _missing(context, [*pool, *brief.facts], answer)
    brief.stale = sum(_is_stale(context, fact) for fact in brief.facts)
    return brief


def _tells(context: Context, row: Row) -> bool:
    """Whether a value can stand as a headline: a number of a measure that is plain by itself."""
    return row.value.metric not in _INNER and size(context.reader, row, "USD") is not None


def _of_each_topic(rows: list[Row]) -> list[Row]:
    """The first rows of each metric in turn, so that one topic can't fill a brief on everything."""
    metrics = dict.fromkeys(row.value.metric for row in rows)
    turns = [[row for row in rows if row.value.metric == metric] for metric in metrics]
    mixed = [turn[n] for n in range(NUMBERS) for turn in turns if n < len(turn)]
    return mixed[:NUMBERS]


def _tables(context: Context, numbers: list[Row]) -> list[list[Row]]:
    """The like values of the whole library for the measures of the headline numbers."""
    reader, tables = context.reader, []
    every = [r for r in rows_of(context.ready.library.facts.values()) if _tells(context, r)]
    for metric in dict.fromkeys(row.value.metric for row in numbers):
        own = [row for row in numbers if row.value.metric == metric]
        like = [row for row in every if row.value.metric == metric]
        rows = each_once(reader, [*own, *like])[:LIKE]
        if len(rows) > 1:
            tables.append(sorted(rows, key=lambda row: name_of(reader, row)))
    return tables[:1]


def _advice(context: Context, pool: list[Fact], brief: Brief, answer: Answer | None) -> list[Fact]:
    """Tips on the theme; those that matter most where the theme is everything."""
    tips = [fact for fact in pool if fact.topic == "tip"]
    if answer is None and not tips:
        tips = context.ready.library.of_topics(["tip"]) if len(brief.numbers) > 1 else []
    if answer is not None and not answer.question.entities():
        call = Call("", {"topic": "tip"})
        found = find(context, call, answer.question.text, POOL)
        if found.outcome == "found":
            least = found.hits[0].score * NEAR_TIP
            tips += [context.ready.library.facts[h.fact] for h in found.hits if h.score >= least]
    return list({fact.id: fact for fact in tips}.values())[:ADVICE]


def _conflicts(context: Context, facts: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Pairs that a reader could confuse, each once."""
    pairs: dict[frozenset[str], tuple[Fact, Fact]] = {}
    for fact in facts:
        for other in context.ready.library.conflicts(fact):
            pairs.setdefault(frozenset((fact.id, other.id)), (fact, other))
    return list(pairs.values())[:CONTEXT]


def _missing(context: Context, pool: list[Fact], answer: Answer | None) -> list[str]:
    """What a reader may look for in vain: measures of a company, topics of a theme."""
    library, said = context.ready.library, list[str]()
    if answer is not None and answer.missing:
        said.append(context.say("brief.no_metric", what=names(context, answer.missing)))
    asked = answer.question.entities() if answer else []
    for id_ in (id_ for id_ in asked if library.entities[id_].kind == "company"):
        have = {row.value.metric for row in rows_of(library.facts.values()) if id_ in row.parties()}
        lacking = [m for m in _OF_COMPANIES if m in library.metrics and m not in have]
        what = ", ".join(library.metric(m).names.best(context.language) for m in lacking)
        name = library.entities[id_].name(context.language)
        said += [context.say("brief.no_metric", what=f"{name}: {what}")] if what else []
    topics = {fact.topic for fact in pool}
    lacking_topics = [context.say(f"topic.{t}") for t in TOPICS if t not in topics]
    if answer is not None and not asked and lacking_topics:
        said.append(context.say("brief.no_topic", what=", ".join(lacking_topics)))
    return said


def _is_stale(context: Context, fact: Fact) -> bool:
    last = parse_edtf(context.ready.library.dated(fact)).last
    return last is not None and (context.reader.today - last).days > fact.recheck_days
