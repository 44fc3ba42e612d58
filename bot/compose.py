"""Cards for the outcomes of a lookup: found, several readings, or unknown."""

from dataclasses import replace
from typing import Any

from bot.card import Block, Bullets, Button, Buttons, Exact, Notice, Paragraph, Plain, Span, Strong
from bot.command import Call, Context, Reply, card_reply
from bot.fact_card import fact_age, fact_blocks, source_lines
from facts.fact import Fact
from facts.lookup.answer import MAX_HITS, Answer, Hit, look_up

FULL, MORE = 1, 4  # facts that are shown in full, and further ones that are shown in short


def find(context: Context, call: Call, text: str, most: int = MAX_HITS) -> Answer:
    """Look a text up among the facts that the call allows."""
    allowed = context.allowed(call)
    within = None if len(allowed) == len(context.ready.library.facts) else allowed
    today = context.request.now.date()
    answer = look_up(context.ready.index, text, today=today, within=within, most=most)
    if text not in context.ready.library.facts:
        return answer
    return _named(answer, text) if text in allowed else replace(answer, outcome="unknown")


def _named(answer: Answer, id_: str) -> Answer:
    """The answer to a fact's own id, which completions send: that fact first."""
    others = tuple(hit for hit in answer.hits if hit.fact != id_)
    return replace(answer, outcome="found", hits=(Hit(id_, 1.0), *others), missing=())


def answer_reply(context: Context, call: Call, answer: Answer, title: str) -> Reply:
    """The card of an answer."""
    blocks: list[Block] = _corrections(context, answer)
    facts: list[Fact] = []
    if answer.outcome == "found":
        facts = shown_facts(context, call, answer)
        blocks += _found(context, answer, facts)
    elif answer.outcome == "several":
        blocks += _several(context, answer)
    else:
        blocks += _unknown(context, answer)
    ids = [fact.id for fact in facts]
    return card_reply(context, title, blocks, answer_data(context, answer), ids)


def _corrections(context: Context, answer: Answer) -> list[Block]:
    return [
        Notice(
            "info", context.say("answer.corrected", read=_name(context, c.ref), written=c.written)
        )
        for c in answer.corrections
    ]


def shown_facts(context: Context, call: Call, answer: Answer) -> list[Fact]:
    """The facts that answer, as many as were asked for; the first ones are shown in full. One
    that conflicts with the first stands in its card already.
    """
    facts = [context.ready.library.facts[hit.fact] for hit in relevant(answer)]
    conflicting = facts[0].conflicts_with
    near = facts[FULL : call.limit(FULL + MORE)]
    return [*facts[:FULL], *(f for f in near if f.id not in conflicting)]


def _found(context: Context, answer: Answer, facts: list[Fact]) -> list[Block]:
    blocks: list[Block] = []
    if answer.missing:
        blocks.append(
            Notice("caution", context.say("answer.half", what=names(context, answer.missing)))
        )
    for fact in facts[:FULL]:
        blocks += fact_blocks(context.reader, fact)
    if rest := facts[FULL:]:
        blocks.append(Paragraph((Strong(context.say("answer.more")),)))
        blocks.append(short_facts(context, rest))
    blocks.append(source_lines(context.reader, facts))
    return blocks


def relevant(answer: Answer) -> tuple[Hit, ...]:
    """The hits that are near the best one; a reader doesn't need the tail."""
    best = answer.hits[0].score
    return tuple(hit for hit in answer.hits if hit.score >= best * 0.7)


def short_facts(context: Context, facts: list[Fact]) -> Bullets:
    """Facts in a line or two each: statement, exact words, age and id."""
    items = []
    for fact in facts:
        spans: list[Span] = [Plain(fact.text(context.language))]
        spans.append(Plain(f" ({fact_age(context.reader, fact)}) "))
        spans += [Exact(f"“{fact.quotes[0].exact}” "), Plain(f"[{fact.id}]")]
        items.append(tuple(spans))
    return Bullets(tuple(items))


def _several(context: Context, answer: Answer) -> list[Block]:
    library = context.ready.library
    buttons = []
    for id_ in answer.readings:
        name = library.entities[id_].name(context.language)
        buttons.append(Button(name, f"ask {name}"))
    return [Paragraph((Plain(context.say("answer.several")),)), Buttons(tuple(buttons))]


def _unknown(context: Context, answer: Answer) -> list[Block]:
    blocks: list[Block] = [Paragraph((Strong(context.say("answer.unknown")),))]
    if answer.elsewhere:
        return [
            *blocks,
            Notice("info", context.say("help.intro")),
            Buttons((Button("help", "help"),)),
        ]
    blocks += [Notice("info", text) for text in _reasons(context, answer)]
    facts = [context.ready.library.facts[hit.fact] for hit in answer.hits[:3]]
    if facts:
        blocks.append(Paragraph((Plain(context.say("answer.nearest")),)))
        blocks.append(short_facts(context, facts))
    lines = suggestions(context, answer)
    if lines:
        blocks.append(Buttons(tuple(Button(line, line) for line in lines)))
    return blocks


def _reasons(context: Context, answer: Answer) -> list[str]:
    library, reasons = context.ready.library, []
    asked = answer.question.entities()
    for id_ in asked:
        if not library.entities[id_].covered:
            name = library.entities[id_].name(context.language)
            reasons.append(context.say("answer.missing_entity", name=name))
    lacking = [unit for unit in answer.missing if not unit.startswith("e:")]
    known = [id_ for id_ in asked if library.entities[id_].covered]
    if lacking and known:
        name = library.entities[known[0]].name(context.language)
        what = names(context, tuple(lacking))
        reasons.append(context.say("answer.missing_attribute", name=name, what=what))
    elif lacking:
        reasons.append(context.say("answer.missing_words", what=names(context, tuple(lacking))))
    if answer.question.periods and not reasons:
        reasons.append(context.say("answer.missing_period"))
    return reasons


def names(context: Context, units: tuple[str, ...]) -> str:
    """Units of the lookup in the reader's words."""
    return ", ".join(dict.fromkeys(_name(context, unit) for unit in units))


def _name(context: Context, unit: str) -> str:
    if unit.startswith("e:"):
        return context.ready.library.entities[unit[2:]].name(context.language)
    if unit.startswith("c:"):
        concept = context.ready.index.concepts[unit[2:]]
        words = {"en": concept.en, "ja": concept.ja, "zh": concept.zh}[context.language]
        return words[0] if words else unit[2:].replace("-", " ")
    return unit.removeprefix("w:")


def suggestions(context: Context, answer: Answer) -> list[str]:
    """Command lines that have an answer and are near to what was asked."""
    library = context.ready.library
    lines: list[str] = []
    covered = (library.entities[id_] for id_ in answer.question.entities())
    lines += [f"ask {entity.name(context.language)}" for entity in covered if entity.covered]
    topics = dict.fromkeys(library.facts[hit.fact].topic for hit in answer.hits[:3])
    by_topic = {"investment": "investments", "funding": "investments", "policy": "investments",
                "adoption": "adoption", "tip": "tips"}  # fmt: skip
    lines += [by_topic[topic] for topic in topics if topic in by_topic]
    return list(dict.fromkeys(lines))[:3] or ["help"]


def answer_data(context: Context, answer: Answer) -> dict[str, Any]:
    """The fixed JSON shape of `ask --json`."""
    return {
        "question": answer.question.text,
        "outcome": answer.outcome,
        "hits": [_hit_data(context, hit) for hit in answer.hits],
        "suggestions": _suggestion_data(context, answer),
        "corrected": {c.written: _name(context, c.ref) for c in answer.corrections} or None,
    }


def _suggestion_data(context: Context, answer: Answer) -> list[str]:
    if answer.outcome == "several":
        library = context.ready.library
        return [f"ask {library.entities[id_].name(context.language)}" for id_ in answer.readings]
    return suggestions(context, answer) if answer.outcome == "unknown" else []


def _hit_data(context: Context, hit: Hit) -> dict[str, Any]:
    fact = context.ready.library.facts[hit.fact]
    return {
        "fact": fact.id,
        "score": hit.score,
        "statement": fact.text(context.language),
        "quotes": [{"exact": quote.exact, "source": quote.source} for quote in fact.quotes],
    }
