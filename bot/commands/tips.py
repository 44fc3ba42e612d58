"""`tips`: practitioners' advice, by group."""

from typing import get_args

from bot.card import Block, Bullets, Button, Buttons, Exact, Paragraph, Plain, Strong
from bot.command import EXPORT, LANG, LIMIT, Call, Command, Context, Reply, card_reply
from bot.compose import answer_reply, find
from bot.export import fact_record
from bot.fact_card import fact_blocks, source_lines
from facts.fact import Fact, TipGroup

GROUPS: tuple[TipGroup, ...] = get_args(TipGroup)
SHOWN = 2  # tips of each group in the overview


def run(context: Context, call: Call) -> Reply:
    """All groups with their best tips, one group whole, or the tips that answer a question."""
    allowed = context.allowed(call)
    tips = [f for f in context.ready.library.of_topics(["tip"]) if f.id in allowed]
    group = _group(context, call.text)
    if group or not call.text:
        chosen = [fact for fact in tips if group in (None, fact.group)]
        return _grouped(context, call, chosen, whole=group is not None)
    narrowed = Call(call.text, {"topic": "tip", **call.options})
    answer = find(context, narrowed, call.text)
    if answer.outcome == "unknown":
        answer = find(context, call, call.text)
    return answer_reply(context, call, answer, call.text)


def _group(context: Context, text: str) -> TipGroup | None:
    """The group that a text names, in any of the three languages."""
    wanted = text.strip().casefold()
    for group in GROUPS:
        known = {group, context.say(f"group.{group}").casefold()}
        concept = context.ready.index.terms.get(*_tokens(context, wanted))
        if wanted in known or any(_is_group(context, ref, group) for ref in concept):
            return group
    return None


def _tokens(context: Context, text: str) -> tuple[str, ...]:
    from facts.lookup.terms import tokenize

    return tuple(token.text for token in tokenize(context.ready.index.folder.fold(text)))


def _is_group(context: Context, ref: str, group: TipGroup) -> bool:
    concept = context.ready.index.concepts.get(ref[2:]) if ref.startswith("c:") else None
    return concept is not None and group in concept.groups


def _grouped(context: Context, call: Call, tips: list[Fact], *, whole: bool) -> Reply:
    blocks: list[Block] = []
    shown: list[Fact] = []
    for group in GROUPS:
        members = [fact for fact in tips if fact.group == group]
        chosen = members[: call.limit(len(members) if whole else SHOWN)]
        if not chosen:
            continue
        heading = f"{context.say(f'group.{group}')} ({len(members)})"
        blocks.append(Paragraph((Strong(heading),)))
        blocks.append(Bullets(tuple(_tip(context, fact) for fact in chosen)))
        shown += chosen
    if whole and len(shown) == 1:
        blocks = fact_blocks(context.reader, shown[0])
    blocks.append(source_lines(context.reader, shown))
    if not whole:
        groups = {fact.group for fact in tips}
        buttons = [Button(context.say(f"group.{g}"), f"tips {g}") for g in GROUPS if g in groups]
        blocks.append(Buttons(tuple(buttons)))
    library = context.ready.library
    data = {
        "outcome": "found" if shown else "unknown",
        "facts": [fact_record(library, f) for f in shown],
    }
    return card_reply(context, context.say("topic.tip"), blocks, data, [f.id for f in shown])


def _tip(context: Context, fact: Fact) -> tuple[Plain | Exact, ...]:
    audience = (fact.audience or "entrant").replace(" ", "_")
    quote = fact.quotes[0]
    return (
        Plain(f"{fact.text(context.language)} ({context.say(f'audience.{audience}')}) "),
        Exact(f"“{quote.exact}”"),
        Plain(f" [{fact.id}]"),
    )


TIPS = Command(
    "tips",
    run,
    ("tip", "advice", "助言", "建议"),
    (LANG, LIMIT, EXPORT),
    ("tips", "tips hiring", "tips trust"),
    words="about",
)
