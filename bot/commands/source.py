"""`source`: where a fact comes from, and a citation to copy."""

from dataclasses import asdict

from bot.card import Block, Bullets, Exact, Fields, Link, Paragraph, Plain, Span, Strong
from bot.command import LANG, Call, Command, Context, Reply, card_reply
from bot.compose import answer_reply, find
from bot.export import fact_record
from bot.fact_card import quote_block, receipt, source_spans, untranslated
from bot.present import date_text
from facts.fact import Fact
from facts.source import Source


def run(context: Context, call: Call) -> Reply:
    """A fact's sources, one source, or all of them; other words are looked up."""
    library = context.ready.library
    name = call.text.strip().strip("[]").casefold()
    if not name:
        return _all(context)
    if source := library.sources.get(name):
        return card_reply(context, source.id, _source(context, source), _data(context, source))
    fact = library.facts.get(name)
    if fact is None:
        answer = find(context, call, call.text)
        if answer.outcome != "found":
            return answer_reply(context, call, answer, call.text)
        fact = library.facts[answer.hits[0].fact]
    return _fact(context, fact)


def _all(context: Context) -> Reply:
    sources = list(context.ready.library.sources.values())
    items = tuple(source_spans(context.reader, source.id) for source in sources)
    data = {"sources": [_data(context, source) for source in sources]}
    return card_reply(context, context.say("source.all"), [Bullets(items)], data)


def _fact(context: Context, fact: Fact) -> Reply:
    library = context.ready.library
    blocks: list[Block] = [Paragraph((Strong(fact.text(context.language)),))]
    blocks += untranslated(context.reader, fact)
    blocks += [quote_block(context.reader, quote) for quote in fact.quotes]
    key = f"source.checked_{fact.review.kind}"
    checked = context.say(
        key, by=fact.review.by, date=date_text(fact.review.on.isoformat(), context.language)
    )
    blocks.append(Fields(((context.say("source.checked"), Plain(checked)),)))
    for id_ in fact.sources():
        blocks += _source(context, library.sources[id_], fact)
    blocks += receipt(context.reader, fact)
    data = {
        "fact": fact_record(library, fact),
        "sources": [_data(context, library.sources[i]) for i in fact.sources()],
    }
    return card_reply(context, f"{context.say('source.title')}: {fact.id}", blocks, data, [fact.id])


def _source(context: Context, source: Source, fact: Fact | None = None) -> list[Block]:
    language = context.language
    title = source.title.get(source.language)
    own = source.language == language and title
    shown: Span = Exact(own) if own else Plain(source.title.best(language))
    address: Span = Plain(context.say("source.no_address"))
    if source.url:
        address = Link(source.url, source.url)
    library = context.ready.library
    used = [f for f in library.facts.values() if source.id in f.sources()]
    share = f"{library.lock.share(source, used):.0%}"
    pairs: list[tuple[str, Span]] = [
        (context.say("source.title"), shown),
        (context.say("source.publisher"), Plain(source.publisher.best(language))),
        (context.say("source.author"), Exact(", ".join(source.authors))),
        (context.say("source.published"), Plain(date_text(source.published, language))),
        (context.say("source.date_note"), Plain(source.date_note.best(language))),
        (context.say("source.address"), address),
        (
            context.say("source.quoted"),
            Plain(context.say("source.quoted_value", share=share, n=len(used))),
        ),
    ]
    if title and source.language != language:
        pairs.insert(1, (context.say("source.original_title"), Exact(title)))
    return [
        Fields(tuple(pairs)),
        Paragraph(
            (Plain(f"{context.say('source.citation')}: "), Exact(citation(source, fact))),
        ),
    ]


def citation(source: Source, fact: Fact | None = None) -> str:
    """A line to copy under a slide: author, title, publisher, date and address."""
    title = source.title.get(source.language) or source.title.best("en")
    parts = [", ".join(source.authors), f"“{title}”", source.publisher.best("en")]
    parts.append(date_text(source.published, "en"))
    parts.append(source.url or "no address known")
    line = ". ".join(part for part in parts if part)
    if fact:
        quote = next(q for q in fact.quotes if q.source == source.id)
        line += f". Quoted: “{quote.exact}”"
    return line


def _data(context: Context, source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "title": asdict(source.title),
        "publisher": asdict(source.publisher),
        "authors": list(source.authors),
        "kind": source.kind,
        "language": source.language,
        "published": source.published,
        "date_note": asdict(source.date_note),
        "url": source.url,
        "sha256": context.ready.library.lock.archives.get(source.id),
        "citation": citation(source),
    }


SOURCE = Command(
    "source", run, ("sources", "出典", "来源"), (LANG,),
    ("source microsoft-2024-cloud-ai", "source founder-park-2024"),
    words="fact",
)  # fmt: skip
