"""The digest as a card: a date, what was corrected, and a few facts with their words and age."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.card import Block, Button, Buttons, Card, Notice, Paragraph, Quote, Strong
from bot.digest.choose import Choice
from bot.fact_card import Reader, conflict_text, fact_age, quote_block, untranslated
from bot.present import LOCALES
from facts.fact import Fact
from facts.language import Language


def digest_card(reader: Reader, day: date, choice: Choice) -> Card:
    """What a channel reads in the morning of its local `day`."""
    blocks: list[Block] = [n for id_ in choice.corrected for n in _correction(reader, id_)]
    for item in choice.items:
        blocks += _item(_Alike(reader), item.facts)
    if not blocks:
        blocks.append(Notice("info", reader.say("digest.empty")))
    return Card(
        reader.say("digest.title", date=_day(reader.language, day)), tuple(blocks), reader.language
    )


@lru_cache(maxsize=64)
def _day(language: Language, day: date) -> str:
    from babel.dates import format_date  # 40 ms, only for cards

    return str(format_date(day, format="full", locale=LOCALES[language]))


@dataclass(frozen=True, eq=False)
class _Alike:
    """A reader who is like others of the same library and day: what one sees, all see."""

    reader: Reader

    def _same(self) -> tuple[object, ...]:
        reader = self.reader
        return id(reader.library), reader.language, reader.today  # the library lives as long

    def __hash__(self) -> int:
        return hash(self._same())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self._same() == other._same()


@lru_cache(maxsize=4096)  # thousands of channels are shown a few hundred facts on a day
def _item(alike: _Alike, ids: tuple[str, ...]) -> tuple[Block, ...]:
    """A fact, or two that could be confused, one under the other."""
    reader = alike.reader
    facts = [reader.library.facts[id_] for id_ in ids]
    blocks: list[Block] = []
    if len(facts) > 1:
        blocks.append(Notice("caution", reader.say("digest.pair")))
    for fact in facts:
        blocks += _fact(reader, fact, beside=ids)
    blocks.append(Buttons(tuple(_buttons(reader, facts))))
    return tuple(blocks)


def _fact(reader: Reader, fact: Fact, beside: tuple[str, ...]) -> list[Block]:
    quote = quote_block(reader, fact.quotes[0])
    quote = Quote(quote.text, quote.language, f"{quote.source} · {fact_age(reader, fact)}")
    said = Paragraph((Strong(fact.text(reader.language)),))
    blocks: list[Block] = [said, *untranslated(reader, fact), quote]
    if fact.caveat:
        caveat = fact.caveat.best(reader.language)
        blocks.append(Notice("caution", reader.say("fact.caveat", text=caveat)))
    others = (o for o in reader.library.conflicts(fact) if o.id not in beside)
    return blocks + [Notice("caution", conflict_text(reader, other)) for other in others]


def _correction(reader: Reader, id_: str) -> list[Notice]:
    """What was said before, what is right, and why it changed; none for a fact that never was
    corrected, which only a line that somebody typed can name.
    """
    fact = reader.library.facts[id_]
    before = [version for version in fact.history if version.kind == "correction"][-1:]
    return [
        Notice("caution", reader.say(
            "digest.corrected",
            old=version.statement.best(reader.language), new=fact.text(reader.language),
            reason=version.reason,
        ))
        for version in before
    ]  # fmt: skip


def _buttons(reader: Reader, facts: list[Fact]) -> list[Button]:
    buttons = [Button(reader.say("action.source"), f"source {fact.id}") for fact in facts[:1]]
    named = next(
        (n for n in facts[0].entities() if reader.library.entities[n].kind != "country"), None
    )
    if named:
        name = reader.library.entities[named].name(reader.language)
        buttons.append(Button(reader.say("digest.more", name=name), f"ask {name}"))
    return buttons
