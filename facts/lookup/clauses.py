"""Questions in one sentence that ask two things: "where is the plant and how many work there"."""

import re
from datetime import date

from facts.lookup.index import Index
from facts.lookup.question import MAX_TEXT, Question, read_question

MOST = 3  # clauses that are looked at
_BETWEEN = re.compile(
    r"[,;?!+，、；。？！＋]|\band\b|\bplus\b|\balso\b|以及|还有|還有|顺便|順便|あと|それと|また"
    r"|(?<=[A-Za-z0-9\u30a0-\u30ff\u4e00-\u9fff])と(?=[A-Za-z\u30a0-\u30ff\u4e00-\u9fff])",
    re.IGNORECASE,
)


def split_clauses(text: str) -> list[str]:
    """The parts of a text between commas, "and" and the like."""
    return [part for part in _BETWEEN.split(text[:MAX_TEXT]) if part.strip()]


def read_clauses(index: Index, question: Question, today: date) -> list[Question]:
    """The parts of a question that ask something each, [] when there are not at least two.

    A part without a name is about the names before it.
    """
    texts = split_clauses(question.plain)
    if not 1 < len(texts) <= MOST:
        return []
    found: list[Question] = []
    for text in texts:
        clause = read_question(index, text, today)
        named = clause.of_kind("entity", "country", "implied")
        if not named and found:
            clause.slots += found[-1].of_kind("entity", "country", "implied")
        found.append(clause)
    asking = [clause for clause in found if clause.attributes or clause.of_kind("theme")]
    return asking if len(asking) == len(texts) else []
