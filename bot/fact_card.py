"""One fact as blocks of a card: statement, numbers, age, exact words, and what to be careful of."""

from dataclasses import dataclass
from datetime import date

from bot.card import (
    Block,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
)
from bot.present import age_text, converted, date_text, value_text
from bot.words import say
from facts.fact import Fact
from facts.fact import Quote as FactQuote
from facts.language import Language
from facts.library import Library
from facts.money import Rates
from facts.when import parse_edtf

SHORT_HASH = 12  # hex digits of an archive's SHA-256 that a receipt shows


@dataclass(frozen=True)
class Reader:
    """Whom a card is made for: the language, the day, and the currency to convert into.

    `public_url` is where the website stands; facts then carry a receipt with a link to their page.
    """

    library: Library
    rates: Rates
    language: Language
    today: date
    currency: str | None = None
    public_url: str | None = None

    def say(self, key: str, /, **values: object) -> str:
        """A message in the reader's language."""
        return say(self.language, key, **values)


def fact_blocks(reader: Reader, fact: Fact) -> list[Block]:
    """Everything that a careful reader needs to use a fact."""
    blocks: list[Block] = [Paragraph((Strong(fact.text(reader.language)),))]
    blocks += untranslated(reader, fact)
    blocks.append(Fields(tuple(fact_fields(reader, fact))))
    blocks += [quote_block(reader, quote) for quote in fact.quotes]
    if fact.caveat:
        caveat = fact.caveat.best(reader.language)
        blocks.append(Notice("caution", reader.say("fact.caveat", text=caveat)))
    blocks += [
        Notice("caution", conflict_text(reader, other)) for other in reader.library.conflicts(fact)
    ]
    return blocks + receipt(reader, fact)


def untranslated(reader: Reader, fact: Fact) -> list[Block]:
    """A mark where the statement is not there in the reader's language yet."""
    missing = reader.language in fact.statement.missing()
    return [Notice("info", reader.say("fact.untranslated"))] if missing else []


def receipt(reader: Reader, fact: Fact) -> list[Block]:
    """What tells later which record of the fact was shown: its id, version, the hashes of the
    archives behind it, and the address of its page. Nothing where there is no website.
    """
    if reader.public_url is None:
        return []
    hashes = (reader.library.lock.archives.get(id_, "")[:SHORT_HASH] for id_ in fact.sources())
    text = reader.say(
        "fact.receipt", id=fact.id, version=fact.version, archives=", ".join(filter(None, hashes))
    )
    link = fact_link(reader.public_url, fact.id)
    return [Paragraph((Plain(f"{text} · "), Link(link, link)))]


def fact_link(public_url: str, id_: str) -> str:
    """The address of a fact's page on the website at `public_url`."""
    return f"{public_url.rstrip('/')}/facts/{id_}"


def fact_fields(reader: Reader, fact: Fact) -> list[tuple[str, Span]]:
    """The named details of a fact."""
    pairs = [(reader.say("fact.measured"), measured_text(reader, fact))]
    pairs.append((reader.say("fact.converted"), "; ".join(conversions(reader, fact))))
    pairs.append((reader.say("fact.when"), when_text(reader, fact)))
    pairs.append((reader.say("fact.kind"), reader.say(f"claim.{fact.claim}")))
    pairs.append((reader.say("fact.according_to"), according_text(reader, fact)))
    pairs.append((reader.say("fact.age"), fact_age(reader, fact)))
    named: list[tuple[str, Span]] = [(name, Plain(text)) for name, text in pairs if text]
    if written := written_amounts(fact):
        named.insert(0, (reader.say("fact.amount"), Exact(" · ".join(written))))
    return named


def written_amounts(fact: Fact) -> list[str]:
    """The numbers in the words of the sources, each once."""
    return list(dict.fromkeys(w for quote in fact.quotes for w in quote.as_written))


def measured_text(reader: Reader, fact: Fact) -> str:
    """Values with the people or things that were counted, where the record names them."""
    texts = []
    for value in fact.values:
        if value.population:
            shown = value_text(value, reader.language)
            population = value.population.best(reader.language)
            texts.append(
                reader.say("fact.population", value=shown, population=population)
                if shown
                else population
            )
    return "; ".join(dict.fromkeys(texts))


def conversions(reader: Reader, fact: Fact) -> list[str]:
    """The money of a fact in the reader's currency, with rate and date."""
    texts = []
    for value in fact.values:
        into = reader.currency or ("USD" if value.currency == "JPY" else "JPY")
        day = value_day(reader, fact)
        if day and (found := converted(value, day, into, reader.rates, reader.language)):
            texts.append(found[1])
    return list(dict.fromkeys(texts))


def value_day(reader: Reader, fact: Fact) -> date | None:
    """The day at whose rate a fact's money is converted: the last of its date."""
    return parse_edtf(reader.library.dated(fact)).last


def when_text(reader: Reader, fact: Fact) -> str:
    """When it was announced, happened or was published, and the period it covers."""
    dates = {
        key: getattr(fact.when, key) for key in ("announced", "happened", "published", "period")
    }
    return " · ".join(
        reader.say(f"fact.{key}", date=date_text(text, reader.language))
        for key, text in dates.items()
        if text
    )


def according_text(reader: Reader, fact: Fact) -> str:
    """Who stands behind a figure that the source passes on."""
    texts = []
    for quote in fact.quotes:
        if other := quote.according_to:
            parts = [reader.library.entities[other.who].name(reader.language)]
            if other.what:
                parts.append(other.what.best(reader.language))
            if other.date:
                parts.append(date_text(other.date, reader.language))
            texts.append(" · ".join(parts))
    return "; ".join(dict.fromkeys(texts))


def fact_age(reader: Reader, fact: Fact) -> str:
    """How old the fact's number is."""
    dated = reader.library.dated(fact)
    return age_text(dated, fact.recheck_days, reader.today, reader.language)


def quote_block(reader: Reader, quote: FactQuote) -> Quote:
    """The exact words, with who said them, where and when."""
    source = reader.library.sources[quote.source]
    values = {
        "publisher": source.publisher.best(reader.language),
        "date": date_text(source.published, reader.language),
    }
    if quote.speaker:
        speaker = reader.library.entities[quote.speaker].name(reader.language)
        line = reader.say("quote.by", speaker=speaker, **values)
    else:
        line = reader.say("quote.source", **values)
    extra = []
    if quote.credited_to:
        who = reader.library.entities[quote.credited_to].name(reader.language)
        extra.append(reader.say("fact.credited", who=who))
    if quote.source_conversion:
        extra.append(reader.say("fact.conversion_of_source", text=quote.source_conversion))
    if quote.editor_insert:
        extra.append(reader.say("fact.editor"))
    return Quote(quote.exact, source.language, "; ".join([line, *extra]))


def conflict_text(reader: Reader, other: Fact) -> str:
    """Another fact that could be confused with this one: its number, population and date."""
    details = [value_text(value, reader.language) for value in other.values]
    details += [v.population.best(reader.language) for v in other.values if v.population]
    details.append(date_text(reader.library.dated(other), reader.language))
    text = ", ".join(dict.fromkeys(d for d in details if d))
    return reader.say("fact.conflict", statement=other.text(reader.language), details=text)


def source_lines(reader: Reader, facts: list[Fact]) -> Sources:
    """Where facts come from: publisher, title, date and address, each source once."""
    ids = dict.fromkeys(id_ for fact in facts for id_ in fact.sources())
    return Sources(tuple(source_spans(reader, id_) for id_ in ids))


def source_spans(reader: Reader, id_: str) -> tuple[Span, ...]:
    """One line about a source."""
    source = reader.library.sources[id_]
    title = source.title.get(source.language)
    parts = [
        source.publisher.best(reader.language),
        date_text(source.published, reader.language),
        id_,
    ]
    address: Span = Plain(reader.say("source.no_address"))
    if source.url:
        address = Link(source.url, source.url)
    shown: Span = Exact(title) if title else Plain(source.title.best(reader.language))
    return shown, Plain(" · " + " · ".join(parts) + " · "), address
