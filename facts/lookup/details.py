"""Details that people ask of a company, a person or a product: its price, its head, its address.

A fact answers only where it says the detail of the very one who is asked about: what is said of
the office in Tokyo is near to "who runs the office in Tokyo", and no answer to it.
"""

from facts.lookup.clauses import split_clauses
from facts.lookup.index import Index
from facts.lookup.question import Question, Slot
from facts.lookup.rank import Scored

_SAYS = 0.6  # a strength from which a fact says a thing; what people merely ask with is weaker
_NEAR = 5  # hits that may say it
_ASKS = 4  # characters of a clause that may ask for something else


def detail_lacking(index: Index, question: Question, scored: list[Scored]) -> Slot | None:
    """A detail of the named that is asked for, and that no near fact says of them.

    None where something else is asked for too: that may have its answer.
    """
    named = [p for p, s in enumerate(question.slots) if s.kind in ("entity", "implied")]
    if not named:
        return None
    about = [s for s in scored[:_NEAR] if all(place in s.matched for place in named)]
    for place, slot in enumerate(question.slots):
        if is_detail(index, slot) and not any(s.matched.get(place, 0.0) >= _SAYS for s in about):
            return None if _asks_more(index, question, slot) else slot
    return None


def is_detail(index: Index, slot: Slot) -> bool:
    """True for a theme that is a detail in one of its meanings."""
    return slot.kind == "theme" and any(
        index.concepts[unit[2:]].kind == "detail" for unit in slot.units
    )


def _asks_more(index: Index, question: Question, detail: Slot) -> bool:
    """True when another part of the sentence asks for something besides the detail."""
    parts = (index.folder.fold(part).text.replace(" ", "") for part in split_clauses(question.text))
    return any(len(part) >= _ASKS and detail.written not in part for part in parts)
