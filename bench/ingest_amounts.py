"""The library's parser of amounts beside price-parser, quantulum3 and cn2an, on one table.

The table is that of the parser's tests, on which it was made, and `ingest_amounts.toml`, on which
it was not; both are reported. A row is right for everybody when exactly its numbers are read, in
whole units and in order; kind, currency and bound are asked of our own parser alone.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from facts.amounts import Amount, parse_amounts

HERE = Path(__file__).parent
TABLES = {
    "the parser's own tests": HERE.parent / "tests/facts/amounts.toml",
    "never tuned on": HERE / "ingest_amounts.toml",
}
Reader = Callable[[str], list[Decimal]]


@dataclass(frozen=True)
class Row:
    language: str
    text: str
    reads: list[dict[str, Any]]

    def numbers(self) -> list[Decimal]:
        return [
            Decimal(read[key].replace("_", ""))
            for read in self.reads
            for key in ("amount", "low", "high")
            if key in read
        ]

    def is_one_price(self) -> bool:
        """One amount of money with one number: all that price-parser is made for."""
        return (
            len(self.reads) == 1
            and self.reads[0]["kind"] == "money"
            and bool(self.numbers())
            and len(self.numbers()) == 1
        )


def rows(path: Path) -> Iterator[Row]:
    for language, found in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for row in found:
            yield Row(language, row["text"], row["reads"])


def ours(text: str) -> list[Decimal]:
    return [n for amount in parse_amounts(text) for n in amount.numbers()]


def in_full(row: Row) -> bool:
    """Numbers, words, kind, currency, unit and bound, as the table has them."""
    found = parse_amounts(row.text)
    return len(found) == len(row.reads) and all(map(_is, found, row.reads))


def _is(amount: Amount, read: dict[str, Any]) -> bool:
    numbers = [Decimal(read[k].replace("_", "")) for k in ("amount", "low", "high") if k in read]
    return (
        amount.numbers() == numbers
        and amount.kind == read["kind"]
        and amount.currency == read.get("currency")
        and amount.bound == read.get("bound", "exact")
    )


def price_parser() -> Reader:
    from price_parser import Price

    def read(text: str) -> list[Decimal]:
        amount = Price.fromstring(text).amount
        return [] if amount is None else [amount]

    return read


def quantulum() -> Reader:
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its model was saved by a scikit-learn of another age

    def read(text: str) -> list[Decimal]:
        found = []
        for quantity in parser.parse(text):
            value, spread = Decimal(str(quantity.value)), quantity.uncertainty
            both = [value - Decimal(str(spread)), value + Decimal(str(spread))] if spread else []
            found += both or [value]
        return found

    return read


def cn2an() -> Reader:
    from cn2an import transform

    def read(text: str) -> list[Decimal]:
        plain = transform(text, "cn2an")
        return [Decimal(n) for n in re.findall(r"[0-9]+(?:\.[0-9]+)?", plain)]

    return read


OTHERS: dict[str, Callable[[], Reader]] = {
    "price-parser": price_parser,
    "quantulum3": quantulum,
    "cn2an": cn2an,
}


def _right(read: Reader, row: Row) -> bool:
    try:
        return read(row.text) == row.numbers()
    except (ValueError, InvalidOperation, TypeError, KeyError, IndexError, AttributeError):
        return False  # it raised: what it makes of the text is nothing


def show_parsers() -> None:
    """Print the share of rows that each parser reads right, a table for each source of rows."""
    readers: dict[str, Reader] = {"this project": ours}
    for name, make in OTHERS.items():
        try:
            readers[name] = make()
        except ImportError:
            print(f"{name} is not installed: left out")
    for name, path in TABLES.items():
        _show(name, list(rows(path)), readers)


def _show(name: str, table: list[Row], readers: dict[str, Reader]) -> None:
    parts = {
        f"{language} ({len(found)})": found
        for language in ("en", "ja", "zh")
        if (found := [row for row in table if row.language == language])
    }
    prices = [row for row in table if row.is_one_price()]
    parts |= {f"all ({len(table)})": table, f"one price ({len(prices)})": prices}
    print(f"\nNumbers read right, {name}:\n")
    print(f"| parser | {' | '.join(parts)} |\n| --- |{' --- |' * len(parts)}")
    for reader, read in readers.items():
        cells = (f"{sum(_right(read, r) for r in p) / len(p):.1%}" for p in parts.values())
        print(f"| {reader} | {' | '.join(cells)} |")
    cells = (f"{sum(map(in_full, p)) / len(p):.1%}" for p in parts.values())
    print(f"| this project, with kind, currency and bound | {' | '.join(cells)} |")


if __name__ == "__main__":
    show_parsers()
