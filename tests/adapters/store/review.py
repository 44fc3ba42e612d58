"""A document, drafts of it and facts for the tests of review's store."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text

from adapters.store.store import Store
from bot.drafts.draft import Draft, Excerpt, Relation
from bot.drafts.record import SourceDraft
from bot.ports import Person
from bot.review.item import EVERYBODY, Decision, Document, Item
from facts.entity import Entity
from facts.fact import Fact, Participant, Quote, Review, When
from facts.language import Text
from facts.value import Value

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANN = Person("slack", "T1", "U1")
BOB = Person("discord", "", "42")
WORDS = "Intro. What comes next is a report on a company. Acme 社 said it would invest $3 billion in Japan. It would hire 400 people there."
RAW = f"**{WORDS}**\n".encode()
HASH = hashlib.sha256(RAW).hexdigest()
SOURCE = SourceDraft(
    "own-example-com-acme-1", "Acme comes", "Example", "en", "2026-11-20", dated=True,
    archive=f"{HASH}.txt", url="https://example.com/acme", authors=("A. Writer",),
)  # fmt: skip
DOCUMENT = Document(SOURCE, HASH)
ACME = Entity("own-acme", "company", Text(en="Acme", ja="アクメ"), ("Acme Inc.",))
DEAL, HIRES = "Acme 社 said it would invest $3 billion in Japan.", "It would hire 400 people there."
STATEMENT = Text(ja="アクメは日本に30億ドルを投じると述べた。")


def draft(exact: str = DEAL, score: float = 5.0) -> Draft:
    start = WORDS.index(exact)
    excerpt = Excerpt(
        exact, start, start + len(exact), WORDS[max(0, start - 32) : start], "", ("$3 billion",)
    )
    return Draft(
        SOURCE.id, excerpt, exact, "en", "investment", "announced",
        (Value("commitment", "money", 3_000_000_000, currency="USD"), Value("share", "percent", 9.1)),
        (Participant("acme", "payer"),), When(announced="2026-11-20?"), ("acme",), ("Acme",),
        ("planned",), relation=Relation("newer", "older-fact"), score=score,
    )  # fmt: skip


def item(id_: str = "i1", score: float = 5.0, also: tuple[str, ...] = ()) -> Item:
    return Item(
        id_, EVERYBODY, "draft", "waiting", 0, NOW, score, draft(), SOURCE, archive=HASH,
        also=also, answers="what does Acme invest?", note="look",
    )  # fmt: skip


def fact(id_: str = "own-acme-1", version: int = 1, words: str = "Acme invests.") -> Fact:
    return Fact(
        id_, "investment", date(2026, 11, 22), "announced", Text(en=words),
        (Quote(SOURCE.id, DEAL, ("$3 billion",)),), Review("a curator", "person", date(2026, 11, 22)),
        version=version, roles=(Participant("own-acme", "payer"),),
        values=(Value("commitment", "money", 3_000_000_000, currency="USD"),),
    )  # fmt: skip


def approve(of: Item, *facts: Fact, by: Person = ANN) -> Decision:
    return Decision(
        of.id, of.turn, "approve", by, "published", fact=facts[0].id if facts else None,
        publishes=facts, entities=(ACME,), statement=STATEMENT,
    )  # fmt: skip


async def lined_up(store: Store, *items: Item) -> None:
    """A document with these items."""
    assert await store.queue.add(EVERYBODY, DOCUMENT, RAW, items, None, NOW) == len(items)


async def another(store: Store, *items: Item) -> int:
    """One more document, with the source `own-other`."""
    raw = f"Other. {WORDS}".encode()
    digest = hashlib.sha256(raw).hexdigest()
    source = replace(SOURCE, id="own-other", url="https://example.com/other")
    own = [replace(each, archive=digest) for each in items]
    return await store.queue.add(EVERYBODY, Document(source, digest), raw, own, None, NOW)


async def leases_run_out(store: Store) -> None:
    async with store.database.writing() as connection:
        await connection.execute(text("UPDATE suggestions SET lease_until = 0, not_before = 0"))


def write_pack(root: Path, files: dict[str, str]) -> Path:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root
