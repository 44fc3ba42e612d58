"""The fact record: one curated claim with at least one quote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from facts.language import Language, Record, Text
from facts.value import Value
from facts.when import check_edtf

Topic = Literal[
    "investment", "funding", "policy", "adoption", "market", "talent", "company", "tip", "outlook"
]
TOPICS: tuple[Topic, ...] = get_args(Topic)
Claim = Literal[
    "announced", "reported", "survey", "estimate", "forecast", "potential", "opinion", "advice"
]
Role = Literal[
    "payer", "recipient", "lead", "partner", "founder", "subject", "surveyor", "speaker", "maker",
    "product", "customer", "location", "rival", "host", "employer", "announcer", "audience",
]  # fmt: skip
TipGroup = Literal[
    "trust", "sales", "proposal", "product", "hiring", "channel", "partner", "creative",
    "marketing", "strategy", "policy", "education",
]  # fmt: skip
Answers = Literal[
    "how-much", "how-many", "percent", "rank", "when", "how-long", "who", "what", "where", "why",
    "how", "list", "compare",
]  # fmt: skip
MAX_QUOTE = 240  # code points; longer than that, a quote is no longer a short citation


@dataclass(frozen=True)
class Participant(Record):
    """An entity and the part it plays in the fact."""

    entity: str
    role: Role


@dataclass(frozen=True)
class When(Record):
    """The dates of a fact: when it was said, when it happened, what time it covers."""

    announced: str | None = None
    happened: str | None = None
    published: str | None = None
    as_of: str | None = None
    period: str | None = None

    def __post_init__(self) -> None:
        check_edtf(self.announced, self.happened, self.published, self.as_of, self.period)

    def main(self) -> str | None:
        """The date that tells how old the fact's number is."""
        return self.as_of or self.announced or self.happened or self.published or self.period


@dataclass(frozen=True)
class AccordingTo(Record):
    """Who stands behind a second-hand figure that the source only passes on."""

    who: str
    what: Text | None = None
    date: str | None = None

    def __post_init__(self) -> None:
        check_edtf(self.date)


@dataclass(frozen=True)
class Quote(Record):
    """One contiguous span of archive text, exact to the character (TextQuoteSelector)."""

    source: str
    exact: str
    as_written: tuple[str, ...] = ()
    speaker: str | None = None
    credited_to: str | None = None
    according_to: AccordingTo | None = None
    editor_insert: tuple[str, ...] = ()
    source_conversion: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.exact) <= MAX_QUOTE:
            raise ValueError(f"a quote has 1 to {MAX_QUOTE} characters, this has {len(self.exact)}")


@dataclass(frozen=True)
class Review(Record):
    """How the statements were checked against the quotes, by whom and on which day."""

    by: str
    kind: Literal["person", "automated"]
    on: date


@dataclass(frozen=True)
class Version(Record):
    """An earlier wording of a fact, kept when it changes."""

    version: int
    date: date
    kind: Literal["wording", "update", "correction"]
    statement: Text
    reason: str


@dataclass(frozen=True)
class Fact(Record):
    """One curated claim. The file name is the id and the folder the topic.

    `aliases` are names of the fact, each of this fact alone; `asked` are other words in which
    people ask for it, in any of the three languages. Both are only for finding it.
    """

    id: str
    topic: Topic
    added: date
    claim: Claim
    statement: Text
    quotes: tuple[Quote, ...]
    review: Review
    version: int = 1
    group: TipGroup | None = None
    audience: Literal["entrant", "domestic firm", "government"] | None = None
    importance: Literal[1, 2, 3] = 2
    answers: tuple[Answers, ...] = ()
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    roles: tuple[Participant, ...] = ()
    when: When = When()
    values: tuple[Value, ...] = ()
    caveat: Text | None = None
    conflicts_with: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    supersedes: str | None = None
    recheck_days: int = 365
    history: tuple[Version, ...] = ()

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError("at least one quote is needed")
        if self.recheck_days < 1 or self.version < 1:
            raise ValueError("version and recheck_days start at 1")

    def entities(self) -> list[str]:
        """Ids of everybody who plays a part, each once, in the order of the record."""
        named = [part.entity for part in self.roles]
        named += [v.subject for v in self.values if v.subject]
        return list(dict.fromkeys(named))

    def named(self) -> Iterator[tuple[str, str]]:
        """Every mention of an entity: the key that holds it, and its id."""
        for number, part in enumerate(self.roles):
            yield f"roles.{number}.entity", part.entity
        for number, value in enumerate(self.values):
            for key in ("subject", "geography"):
                if id_ := getattr(value, key):
                    yield f"values.{number}.{key}", id_
        for number, quote in enumerate(self.quotes):
            for key in ("speaker", "credited_to"):
                if id_ := getattr(quote, key):
                    yield f"quotes.{number}.{key}", id_
            if quote.according_to:
                yield f"quotes.{number}.according_to.who", quote.according_to.who

    def sources(self) -> list[str]:
        """Ids of the sources that are quoted, each once."""
        return list(dict.fromkeys(quote.source for quote in self.quotes))

    def text(self, language: Language) -> str:
        """The statement in this language, or in another where it is not translated yet."""
        return self.statement.best(language)
