"""`ask --explain`: how a question was read, and why it was found, several or unknown."""

from collections.abc import Iterable

from bot.request import Request
from facts.compiled import Compiled
from facts.lookup.answer import look_up
from facts.lookup.index import Index
from facts.lookup.question import Question
from facts.lookup.rank import asked_for


def explanation(ready: Compiled, request: Request) -> str:
    """What a curator needs to mend an answer: names, concepts, scores, and the reason."""
    index = ready.index
    within = ready.library.of_sources(request.sources) if request.sources else None
    found = look_up(index, request.text, today=request.now.date(), within=within)
    question = found.question
    lines = [
        f"outcome      {found.outcome}: {found.reason}",
        *_slot_lines(index, question),
        f"attributes   {_list(question.attributes)}",
        f"aggregate    {_list(question.aggregate)}",
        f"compares     {'yes' if question.compares else 'no'}",
        f"unknown      {_list(question.unknown)}",
        f"periods      {_list(period.text for period in question.periods)}",
        f"corrections  {_list(f'{c.written} -> {c.read}' for c in question.corrections)}",
        f"missing      {_list(found.missing)}",
    ]
    for hit in found.hits:
        lines.append(f"{hit.score:8.3f}  {hit.fact}")
        lines.append(f"          has {_list(hit.matched)}")
    return "\n".join(lines) + "\n"


def _slot_lines(index: Index, question: Question) -> list[str]:
    """Each thing that is asked for, how it was written and how much it counts."""
    asked = asked_for(index, question)
    return [
        f"{slot.kind:12} {' | '.join(slot.units)}  ({slot.written}, {weight:.2f})"
        for slot, weight in zip(asked.slots, asked.weights)
        if slot.kind != "echo"
    ]


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "-"
