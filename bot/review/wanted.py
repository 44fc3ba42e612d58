"""Which of the questions that people asked the curators to mind a draft would answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.drafts.draft import Draft
from facts.lookup.index import Index
from facts.lookup.question import Question, read_question
from facts.value import ValueKind
from facts.when import parse_edtf

_KINDS: dict[str, ValueKind] = {
    "how-much": "money", "how-many": "count", "percent": "percent", "rank": "rank",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Questions as the lookup reads them, most asked first."""

    index: Index
    today: date
    questions: tuple[Question, ...] = ()

    def answered(self, draft: Draft, published: str) -> str | None:
        """The first of the questions that a draft of a source published then (EDTF) answers.

        Strictly: whoever and whatever the question names is in the draft's sentence, in any of
        the three languages, and its value is of the kind and time that was asked for.
        """
        if not self.questions:
            return None
        units = self._units(draft)
        for question in self.questions:
            if self._names(question, draft, units) and _fits(question, draft, published):
                return question.text
        return None

    def _units(self, draft: Draft) -> set[str]:
        units = set(read_question(self.index, draft.context, self.today).units)
        units |= {f"e:{entity}" for entity in draft.entities}
        metrics = {value.metric for value in draft.values}
        concepts = self.index.concepts.values()
        return units | {f"c:{c.id}" for c in concepts if metrics.intersection(c.metrics)}

    def _names(self, question: Question, draft: Draft, units: set[str]) -> bool:
        """Every part of the question is in the draft, and so are words that nothing else has."""
        asked = question.of_kind("entity", "country", "place", "implied", "theme", "word")
        unread = [*question.unknown, *(c.written for c in question.corrections)]
        if question.outside or not (asked or unread):
            return False
        context = self.index.folder.fold(draft.context).text
        named = all(self.index.folder.fold(word).text in context for word in unread)
        return named and all(units.intersection(slot.units) for slot in asked)


def _fits(question: Question, draft: Draft, published: str) -> bool:
    kinds = {_KINDS[asked] for asked in question.attributes if asked in _KINDS}
    if kinds and not kinds.intersection(value.kind for value in draft.values):
        return False
    own = parse_edtf(draft.when.main() or published)
    first, last = own.first or date.min, own.last or date.max
    asked = [p for p in question.periods if p.first and p.last]
    return all(p.first and p.last and p.first <= last and first <= p.last for p in asked)


def wanted(index: Index, questions: Iterable[str], today: date) -> Wanted:
    """Read the questions, most asked first; a line of a command is read as its words."""
    return Wanted(index, today, tuple(read_question(index, q, today) for q in questions))
