"""Items, the queue and the log as cards; what can be done with them stands on their buttons."""

from collections.abc import Iterable, Iterator, Sequence

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Plain,
    Quote,
    Span,
    Strong,
)
from bot.drafts.draft import Draft
from bot.fact_card import Reader
from bot.present import date_text, value_text
from bot.review.item import Entry, Item, prefix
from bot.review.prepare import Made, fields_of
from facts.fact import Fact

PAGE = 10  # items on one page of the queue
_NAME = 80  # characters of a quote in the list


def item_blocks(reader: Reader, item: Item, by: Entry | None = None) -> list[Block]:
    """Everything that a curator needs to decide on an item; `by` is its last decision."""
    blocks = list(_state(reader, item, by))
    if item.answers:
        blocks.append(Notice("info", reader.say("review.would_answer", question=item.answers)))
    if item.draft:
        blocks += _draft_blocks(reader, item, item.draft)
    elif item.fact:
        blocks += _about_fact(reader, item)
    blocks.append(Buttons(tuple(_buttons(reader, item))))
    return blocks


def _state(reader: Reader, item: Item, by: Entry | None) -> Iterator[Block]:
    if item.state == "waiting":
        if item.note:
            yield Notice("info", item.note)
        return
    text = reader.say(f"review.is_{item.state}", fact=item.fact or "")
    if by:
        text += " " + decided_text(reader, by)
    yield Notice("info", text)


def decided_text(reader: Reader, entry: Entry) -> str:
    """Who did what and when, in one sentence."""
    return reader.say(
        f"review.did_{entry.verb}", who=who(entry), when=f"{entry.at:%Y-%m-%d %H:%M} UTC",
        reason=entry.reason or "–",
    )  # fmt: skip


def who(entry: Entry) -> str:
    """A curator as the log names them."""
    return f"{entry.by.platform} {entry.by.user}".strip()


def _draft_blocks(reader: Reader, item: Item, draft: Draft) -> Iterator[Block]:
    if item.edited:
        said = item.edited.statement
        for language in ("en", "ja", "zh"):
            if text := said.get(language):
                yield Paragraph((Strong(text),))
    else:
        yield Notice("caution", reader.say("review.no_statement"))
    exact = item.edited.quotes[0].exact if item.edited else draft.quote.exact
    yield Quote(exact, draft.language, _source_line(reader, item))
    if draft.context.strip() != exact.strip():
        around = Exact(draft.context)
        yield Paragraph((Plain(f"{reader.say('review.context')}: "), around))
    yield Fields(tuple(_fields(reader, item, draft)))
    if item.source and item.source.url:
        yield Paragraph((Link(item.source.url, item.source.url),))
    yield from _relation(reader, item, draft)


def _source_line(reader: Reader, item: Item) -> str:
    source = item.source
    if source is None:
        return item.draft.source if item.draft else ""
    published = date_text(source.published, reader.language)
    if not source.dated:
        published = reader.say("review.not_dated", date=published)
    return f"{source.publisher} · {source.title} · {published}"


def _fields(reader: Reader, item: Item, draft: Draft) -> Iterator[tuple[str, Span]]:
    """What was parsed and guessed, or what a curator made of it."""
    shown = fields_of(item, reader.library)
    values = item.edited.values if item.edited else draft.values
    written = item.edited.quotes[0].as_written if item.edited else draft.quote.as_written
    texts = (f"{_metric(reader, v.metric)}: {value_text(v, reader.language)}" for v in values)
    pairs: list[tuple[str, Span]] = [
        ("review.values", Plain("; ".join(dict.fromkeys(texts)))),
        ("review.as_written", Exact(" · ".join(written))),
        ("review.topic", Plain(reader.say(f"topic.{shown.topic}"))),
        ("review.claim", Plain(reader.say(f"claim.{shown.claim}"))),
        ("review.about", Plain((shown.about or "").replace("\n", "; "))),
        ("review.when", Plain((shown.when or "").replace("\n", "; "))),
        ("review.hedges", Plain(", ".join(reader.say(f"review.hedge_{h}") for h in draft.hedges))),
        ("review.new_names", Plain("" if item.edited else ", ".join(draft.names))),
        ("review.also", Plain(str(len(item.also)) if item.also else "")),
    ]
    if draft.guessed_metric and not item.edited:
        pairs.insert(1, ("review.metric", Plain(reader.say("review.metric_guessed"))))
    return ((reader.say(key), span) for key, span in pairs if span.text)


def _metric(reader: Reader, id_: str) -> str:
    metric = reader.library.metrics.get(id_)
    return metric.names.best(reader.language) if metric else id_


def _relation(reader: Reader, item: Item, draft: Draft) -> Iterator[Block]:
    """The fact that it is like, and what publishing will do."""
    fact = reader.library.facts.get(draft.relation.fact or "")
    if fact is None:
        yield Notice("info", reader.say("review.relation_new"))
        return
    key = f"review.relation_{draft.relation.kind}"
    yield Notice("caution", reader.say(key, fact=fact.id, statement=fact.text(reader.language)))
    if draft.relation.kind == "same" and not can_change(item, fact.id):
        yield Notice("info", reader.say("review.is_built_in", fact=fact.id))


def _about_fact(reader: Reader, item: Item) -> Iterator[Block]:
    fact = reader.library.facts.get(item.fact or "")
    yield Notice("caution", reader.say(f"review.kind_{item.kind}", fact=item.fact or ""))
    if fact:
        yield Paragraph((Strong(fact.text(reader.language)),))
        quote = fact.quotes[0]
        source = reader.library.sources[quote.source]
        yield Quote(quote.exact, source.language, source.publisher.best(reader.language))
        if source.url:
            yield Paragraph((Link(source.url, source.url),))


def can_change(item: Item, fact: str) -> bool:
    """Whether a fact is of the item's own circle; a built-in one can't be changed there."""
    return fact.startswith(prefix(item.circle))


def _buttons(reader: Reader, item: Item) -> Iterator[Button]:
    def button(label: str, *words: object) -> Button:
        line = " ".join(("review", *map(str, words)))
        return Button(reader.say(f"review.do_{label}"), line)

    at = (item.id, item.turn)
    if item.state != "waiting":
        yield button("undo", "undo", *at)
    elif item.draft:
        first = ("approve", *at) if item.edited else ("edit", *at, "approve")
        yield button("approve", *first)
        yield button("edit", "edit", *at)
        if fact := item.draft.relation.fact:
            same = can_change(item, fact)
            yield button("merge" if same else "known", "merge", *at)
        yield button("reject", "reject", *at)
        if item.edited:
            yield button("undo", "undo", *at)
    else:
        yield button("still_right", "approve", *at)
        if item.fact and can_change(item, item.fact):
            yield button("change", "change", item.fact)
            yield button("withdraw", "reject", *at)
    yield button("next", "next", item.id)


def queue_blocks(reader: Reader, items: Sequence[Item], total: int, page: int) -> list[Block]:
    """Ten of the waiting items, each with a button."""
    if not items:
        return [Paragraph((Plain(reader.say("review.empty")),))]
    first = (page - 1) * PAGE
    said = reader.say("review.waiting", n=total, first=first + 1, last=first + len(items))
    rows = tuple(_row(reader, n, item) for n, item in enumerate(items, first + 1))
    buttons = [Button(str(n), f"review show {i.id}") for n, i in enumerate(items, first + 1)]
    blocks: list[Block] = [Paragraph((Plain(said),)), Bullets(rows), Buttons(tuple(buttons))]
    turned = []
    if page > 1:
        turned.append(Button(reader.say("review.do_before"), f"review list {page - 1}"))
    if first + len(items) < total:
        turned.append(Button(reader.say("review.do_after"), f"review list {page + 1}"))
    return [*blocks, Buttons(tuple(turned))] if turned else blocks


def _row(reader: Reader, number: int, item: Item) -> tuple[Span, ...]:
    spans: list[Span] = [Plain(f"{number}. ")]
    if item.draft:
        kind = "edited" if item.edited else item.draft.relation.kind
        spans.append(Strong(reader.say(f"review.row_{kind}")))
        words = " ".join(item.draft.quote.exact.split())
        spans += [Plain(" "), Exact(words if len(words) <= _NAME else f"{words[:_NAME]}…")]
        spans.append(Plain(f" · {item.source.publisher if item.source else item.draft.source}"))
    else:
        spans += [Strong(reader.say(f"review.row_{item.kind}")), Plain(f" {item.fact or ''}")]
    if item.also:
        spans.append(Plain(" · " + reader.say("review.others", n=len(item.also))))
    if item.answers:
        spans.append(Plain(f" · {reader.say('review.row_answers')}"))
    return tuple(spans)


def log_blocks(reader: Reader, entries: Iterable[Entry]) -> list[Block]:
    """The newest decisions, with the items they were about."""
    items = tuple(
        (Plain(decided_text(reader, e)), Plain(f" [{e.fact or e.item}]")) for e in entries
    )
    return [Bullets(items)] if items else [Paragraph((Plain(reader.say("review.no_log")),))]


def made_blocks(reader: Reader, made: Made) -> list[Block]:
    """What was published, in short."""
    fact: Fact = made.fact
    blocks: list[Block] = [Paragraph((Strong(fact.text(reader.language)),))]
    names = {e.id: e.name(reader.language) for e in made.entities}
    new = [names[r.entity] for r in fact.roles if r.entity in names]
    if new:
        blocks.append(Notice("info", reader.say("review.new_entities", names=", ".join(new))))
    if missing := fact.statement.missing():
        named = ", ".join(reader.say(f"review.in_{language}") for language in missing)
        blocks.append(Notice("info", reader.say("review.untranslated", languages=named)))
    return blocks
