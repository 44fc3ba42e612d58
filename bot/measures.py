"""Values as rows of a table: who, how much, of whom, when; like with like."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.card import Exact, Plain, Span, Table
from bot.fact_card import Reader, fact_age, value_day, when_text
from bot.present import converted, date_text, value_text
from facts.check import matches
from facts.fact import Fact
from facts.value import Value

_MAIN_ROLES = ("payer", "recipient", "subject", "maker", "product", "lead")


@dataclass(frozen=True)
class Row:
    """One value of one fact."""

    fact: Fact
    value: Value

    def place(self) -> str | None:
        """The entity that was measured: the subject, else the country."""
        return self.value.subject or self.value.geography

    def parties(self) -> set[str]:
        """Everybody and everything that the value may be said to be of."""
        acting = {part.entity for part in self.fact.roles if part.role in _MAIN_ROLES}
        return acting | {id_ for id_ in (self.value.subject, self.value.geography) if id_}


def rows_of(facts: Iterable[Fact]) -> list[Row]:
    """Every value of some facts."""
    return [Row(fact, value) for fact in facts for value in fact.values]


def as_written(row: Row) -> str:
    """The value in the words of a source."""
    for quote in row.fact.quotes:
        for written in quote.as_written:
            if matches(row.value, written):
                return written
    return ""


def who(reader: Reader, row: Row) -> str:
    """The names of those whose value it is."""
    entities = reader.library.entities
    if row.value.subject:
        return entities[row.value.subject].name(reader.language)
    for role in _MAIN_ROLES:
        ids = [part.entity for part in row.fact.roles if part.role == role]
        names = [entities[i].name(reader.language) for i in ids if entities[i].kind != "country"]
        if names:
            return ", ".join(names)
    payer = next((part.entity for part in row.fact.roles if part.role == "payer"), None)
    if row.value.kind == "money" and payer is None:
        return ""  # the country that money goes to is not whose money it is
    return entities[payer].name(reader.language) if payer else where(reader, row)


def where(reader: Reader, row: Row) -> str:
    """The country of a value."""
    place = row.value.geography
    return reader.library.entities[place].name(reader.language) if place else ""


def in_dollars(reader: Reader, row: Row) -> float:
    """The size of a money value for sorting, in dollars of its date; 0 where it has none."""
    return in_currency(reader, row, "USD") or 0.0


def in_currency(reader: Reader, row: Row, into: str) -> float | None:
    """The number of a money value, the upper one of a range, at the rate of its date; None where
    it has none or can't be converted.
    """
    numbers, currency, day = row.value.numbers(), row.value.currency, value_day(reader, row.fact)
    if not numbers or not currency or not day:
        return None
    if currency == into:
        return float(numbers[-1])
    conversion = reader.rates.convert(float(numbers[-1]), currency, into, day)
    return conversion.amount if conversion else None


def money_table(reader: Reader, rows: list[Row], currency: str) -> Table:
    """Money values: who, what, as written, converted, when, how old, which source."""
    header = tuple(
        reader.say(f"list.{key}", currency=currency)
        for key in ("who", "what", "amount", "converted", "when", "age", "source")
    )
    return Table(header, tuple(_money_row(reader, row, currency) for row in rows))


def _money_row(reader: Reader, row: Row, currency: str) -> tuple[Span, ...]:
    day = value_day(reader, row.fact)
    found = converted(row.value, day, currency, reader.rates, reader.language) if day else None
    amount = value_text(row.value, reader.language)
    return (
        Plain(who(reader, row)),
        Plain(row.fact.text(reader.language)),
        Exact(as_written(row)),
        Plain(found[0] if found else amount),
        Plain(when_text(reader, row.fact)),
        Plain(fact_age(reader, row.fact)),
        Plain(", ".join(row.fact.sources())),
    )


def measure_table(reader: Reader, rows: list[Row]) -> Table:
    """Values of one metric: who or where, the value, of whom, when, which source."""
    header = tuple(
        reader.say(f"list.{key}")
        for key in ("who", "value", "amount", "population", "when", "source")
    )
    return Table(header, tuple(_measure_row(reader, row) for row in rows))


def _measure_row(reader: Reader, row: Row) -> tuple[Span, ...]:
    population = row.value.population.best(reader.language) if row.value.population else ""
    dated = row.value.as_of or row.value.period or reader.library.dated(row.fact)
    named = row.value.subject or row.value.geography
    name = reader.library.entities[named].name(reader.language) if named else who(reader, row)
    return (
        Plain(name),
        Plain(value_text(row.value, reader.language)),
        Exact(as_written(row)),
        Plain(population),
        Plain(date_text(dated, reader.language)),
        Plain(", ".join(row.fact.sources())),
    )
