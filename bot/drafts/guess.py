"""Guesses that a curator corrects: metric, topic, claim and the parts that entities play."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.drafts import cues
from bot.drafts.reading import Reading
from bot.drafts.values import MeasuredKind
from facts.fact import Claim, Participant, Role, Topic
from facts.library import Library
from facts.lookup.index import Index

_USUAL: dict[MeasuredKind, str] = {
    "money": "commitment", "percent": "share", "count": "count", "rank": "rank", "ratio": "ratio",
    "duration": "duration",
}  # fmt: skip
_PUBLIC_MONEY = frozenset({"subsidy", "stipend"})
_PLACES = frozenset({"country", "place", "group"})


@dataclass
class Habits:
    """What the library's own facts do: the kinds that a metric has, and its usual topic."""

    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    topics: dict[str, Counter[Topic]] = field(default_factory=lambda: defaultdict(Counter))

    def topic(self, metric: str) -> Topic:
        """The topic that most facts with this metric have; market where there are none."""
        if metric in _USUAL.values() and metric != "commitment":
            return "market"  # what such facts are about differs from one to the next
        common = self.topics[metric].most_common(1) if metric in self.topics else []
        return common[0][0] if common else "market"


def habits(library: Library) -> Habits:
    """Learn from all facts; a tip is a matter of opinion and is never guessed."""
    found = Habits()
    for fact in library.facts.values():
        for value in fact.values:
            found.kinds[value.metric].add(value.kind)
            if fact.topic != "tip":
                found.topics[value.metric][fact.topic] += 1
    return found


def metric(
    index: Index, known: Habits, kind: MeasuredKind, texts: Iterable[tuple[str, Reading]]
) -> tuple[str, bool]:
    """The metric of a value, and whether words spoke for it.

    The texts go from the nearest to the widest; the first with a fitting word decides.
    """
    for text, reading in texts:
        fitting = [
            m
            for concept in reading.concepts
            for m in index.concepts[concept].metrics
            if kind in known.kinds.get(m, ())
        ]
        fitting += [m for m in cues.metrics(text) if kind in known.kinds.get(m, ())]
        if fitting:
            return _tense(fitting, text), True
    return _USUAL[kind], False


def _tense(fitting: list[str], text: str) -> str:
    """Between two metrics of one word, what was spent or raised and what is promised."""
    first = Counter(fitting).most_common(1)[0][0]
    planned = bool(cues.pattern("hedge", "planned").search(text))
    if first == "commitment" and not planned and cues.pattern("spent").search(text):
        return "investment-made"
    if first == "round" and planned:
        return "planned-raise"
    return first


def claim(quote: str, sentence: str) -> Claim:
    """The claim that the words of the quote speak for, else those of its sentence."""
    for text in (quote, sentence):
        for found in cues.claims(text):
            return found  # type: ignore[return-value]  # the keys of cues.toml are claims; tested
    return "reported"


def roles(index: Index, entities: Iterable[str], metric_id: str, claimed: Claim) -> (
    tuple[Participant, ...]
):  # fmt: skip
    """A part for each entity: the first company pays or receives, places are where it happens."""
    found: list[Participant] = []
    main: Role | None = _main_role(metric_id)
    for id_ in entities:
        kind = index.kinds.get(id_, "")
        if kind in _PLACES:
            role: Role = "location"
        elif kind == "agency" and claimed == "survey":
            role = "surveyor"
        elif kind == "person":
            role = "speaker"
        elif kind == "product":
            role = "subject" if main == "payer" else "product"
        else:
            role, main = main or "partner", None
        found.append(Participant(id_, role))
    if len(found) == 1 and found[0].role == "location":
        return (Participant(found[0].entity, "subject"),)
    return tuple(found)


def _main_role(metric_id: str) -> Role:
    if metric_id in ("commitment", "investment-made") or metric_id in _PUBLIC_MONEY:
        return "payer"
    return "recipient" if metric_id in ("round", "planned-raise") else "subject"
