"""`ask --explain`: how a question was read, and why it was found, several or unknown."""

from collections.abc import Iterable

from bot.request import Request
from facts.compiled import Compiled
from facts.lookup.answer import look_up
from facts.lookup.rank import asked_units


def explanation(ready: Compiled, request: Request) -> str:
    """What a curator needs to mend an answer: names, concepts, scores, and the reason."""
    index = ready.index
    within = ready.library.of_sources(request.sources) if request.sources else None
    found = look_up(index, request.text, today=request.now.date(), within=within)
    question = found.question
    lines = [
        f"outcome      {found.outcome}: {found.reason}",
        f"entities     {_list(question.entities)}",
        f"ambiguous    {_list(' or '.join(group) for group in question.ambiguous)}",
        f"concepts     {_list(question.concepts)}",
        f"attributes   {_list(question.attributes)}",
        f"aggregate    {_list(question.aggregate)}",
        f"compares     {'yes' if question.compares else 'no'}",
        f"words        {_list(word[2:] for word in question.words)}",
        f"unknown      {_list(question.unknown)}",
        f"periods      {_list(period.text for period in question.periods)}",
        f"numbers      {_list(question.numbers)}",
        f"corrections  {_list(f'{c.written} -> {c.read}' for c in question.corrections)}",
        f"missing      {_list(found.missing)}",
        "asked for    " + _list(f"{unit} {weight:.2f}" for unit, weight in asked_units(index, question).units.items()),
    ]
    for hit in found.hits:
        lines.append(f"{hit.score:8.3f}  {hit.fact}")
        lines.append(f"          has {_list(hit.matched)}")
    return "\n".join(lines) + "\n"


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "-"
