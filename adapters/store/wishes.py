"""What readers tell the curators, without names: verdicts on answers and missed questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import case, func, select

from adapters.store.engine import Database
from adapters.store.schema import FEEDBACK, REQUESTS
from adapters.store.texts import storable
from bot.ports import Feedback, Requests
from facts.language import Language

QUESTION_CHARACTERS = 300
LINE_CHARACTERS = 500


@dataclass(frozen=True)
class Wish:
    """A question without an answer, as it was first written, and how often it was wished for."""

    question: str
    language: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Verdicts:
    """How often the answer to a line was called good and bad."""

    line: str
    good: int
    bad: int


class StoredFeedback(Feedback):
    """One row a verdict."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rate(
        self, line: str, facts: Sequence[str], verdict: Literal["good", "bad"], now: datetime
    ) -> None:
        """Keeps the first 500 characters of the line."""
        row = {
            "line": storable(line, LINE_CHARACTERS), "facts": json.dumps(list(facts)),
            "verdict": verdict, "given_at": now,
        }  # fmt: skip
        await self._database.write(self._database.insert(FEEDBACK).values(row))

    async def worst(self, limit: int) -> list[Verdicts]:
        """Lines whose answers were called bad, those that most often were first."""
        good, bad = (func.sum(case((FEEDBACK.c.verdict == v, 1), else_=0)) for v in ("good", "bad"))
        query = (
            select(FEEDBACK.c.line, good.label("good"), bad.label("bad"))
            .group_by(FEEDBACK.c.line).having(bad > 0)
            .order_by(bad.desc(), FEEDBACK.c.line).limit(limit)
        )  # fmt: skip
        return [Verdicts(*row) for row in await self._database.read(query)]


class StoredRequests(Requests):
    """One row a question; case and spaces make no other one of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def want(self, question: str, language: Language, now: datetime) -> int:
        """Keeps the first 300 characters, as first written."""
        question = storable(question, QUESTION_CHARACTERS)
        row = {
            "normalised": " ".join(question.casefold().split()), "question": question,
            "language": language, "times": 1, "first_at": now, "last_at": now,
        }  # fmt: skip
        counted = self._database.insert(REQUESTS).values(row).on_conflict_do_update(
            index_elements=REQUESTS.primary_key,
            set_={"times": REQUESTS.c.times + 1, "last_at": now},
        )  # fmt: skip
        (found,) = await self._database.write(counted.returning(REQUESTS.c.times))
        return int(found.times)

    async def most_wanted(self, limit: int) -> list[Wish]:
        """The questions wished for most often, and of those the newest, first."""
        columns = REQUESTS.c
        query = select(
            columns.question, columns.language, columns.times, columns.first_at, columns.last_at
        ).order_by(columns.times.desc(), columns.last_at.desc()).limit(limit)  # fmt: skip
        return [Wish(*row) for row in await self._database.read(query)]
