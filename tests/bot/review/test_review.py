"""Curators at work: what they see, what they decide, and what readers read of it."""

import tomllib
from dataclasses import replace

import pytest

from bot.card import Quote
from bot.drafts.draft import Draft
from bot.ports import Person
from bot.review.form import EditForm, Shown, asks_for_form
from bot.review.records import source_of
from facts.compiled import Compiled
from facts.language import LANGUAGES
from tests.bot.review.world import (
    ARTICLE,
    CIRCLE,
    KEN,
    MINA,
    READER,
    SOURCE,
    World,
    asker,
    drafts,
    labels,
    line,
    related,
    seen,
)
from tests.helpers import blocks

MICROSOFT = "microsoft-2024-cloud-ai"
SAID = EditForm(en="Sakana AI said it would spend US$450 million on a data centre.", approve=True)


@pytest.fixture(scope="module")
def two(ready: Compiled) -> list[Draft]:
    """A draft on Sakana AI's money, and one on a company that nobody knows."""
    return drafts(ready)


@pytest.fixture
def world(ready: Compiled) -> World:
    return World(ready)


async def test_only_curators_see_the_queue(world: World, two: list[Draft]) -> None:
    await world.add(*two)

    assert "$450 million" in await world.read("review")
    for person in (READER, Person("slack", "T2", "U1"), Person("discord", "T1", "U1")):
        assert "$450 million" not in await world.read("review", person)
        assert not await world.review.may(asker(person)) or person.workspace == "T2"


async def test_an_item_shows_all_that_a_curator_needs(world: World, two: list[Draft]) -> None:
    money, hiring = await world.add(*two)
    response = await world.say(f"review show {money}")
    text = seen(response.reply)

    (quote,) = blocks(response.reply.card, Quote)
    assert quote.text == two[0].quote.exact
    for words in (
        two[0].context, "US$450 million", "$450 million", "Investment", "payer: Sakana AI",
        "announced: 2026-11", "planned", "Example News", "3 November 2026",
        "https://news.example/report", "No statement yet",
    ):  # fmt: skip
        assert words in text
    assert labels(response.reply) == ["Approve", "Edit", "Reject", "Next"]
    assert response.reply.audience == "asker"
    assert "Kumo Robotics" in await world.read(f"review show {hiring}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_reply_is_there_in_every_language(
    world: World, two: list[Draft], language: str
) -> None:
    (item,) = await world.add(two[0])
    for words in (
        "review", f"review show {item}", f"review approve {item} 0", f"review reject {item} 0 no",
        f"review undo {item} 1", "review log", "review wanted", "review translations",
        "review failed", "review show none", "suggest x", "suggest https://a.example/b",
    ):  # fmt: skip
        response = await world.say(f"{words} lang:{language}")
        assert response.reply.tag == language
        assert seen(response.reply)


async def test_what_is_approved_is_a_record_of_the_pack(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    outcome = await world.review.save(asker(), item, 0, SAID)

    assert outcome.troubles == ()
    files = await world.pack()
    (name,) = [n for n in files if n.startswith("facts/")]
    record = tomllib.loads(files[name])
    assert name.startswith("facts/investment/slack-t1-sakana-ai-commitment-")
    assert record["statement"] == {"en": SAID.en}
    assert record["quotes"][0]["exact"] == two[0].quote.exact
    assert record["quotes"][0]["exact"] in ARTICLE
    assert record["review"]["kind"] == "person"
    assert MINA.user not in files[name]  # the record is for readers; the log has the name
    assert [e.by for e in await world.ports.queue.log(CIRCLE, 9)] == [MINA]
    assert "Not yet in Japanese, Chinese." in seen(outcome.reply)


async def test_the_second_curator_is_told_who_was_first(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    opened = await world.say(f"review show {item}", KEN)
    await world.review.save(asker(), item, 0, SAID)
    outcome = await world.review.save(asker(KEN), item, 0, replace(SAID, en="Another statement."))
    rejected = await world.say(f"review reject {item} 0 too late", KEN)

    for reply in (outcome.reply, rejected.reply):
        assert "Somebody was first" in seen(reply)
        assert "slack U1 approved it" in seen(reply)
    assert line(opened.reply, "Approve") == f"review edit {item} 0 approve"
    assert "Another statement" not in str(await world.pack())
    assert len(await world.ports.queue.log(CIRCLE, 9)) == 1


async def test_a_race_in_the_store_is_told_too(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    decide, queue = world.ports.queue.decide, world.ports.queue

    async def late(decision, now):  # type: ignore[no-untyped-def]  # stands in for one call
        queue.decide = decide  # type: ignore[method-assign]
        await world.review.reject(asker(KEN), item, 0, "nothing new")
        return await decide(decision, now)

    queue.decide = late  # type: ignore[method-assign]  # between reading and deciding
    outcome = await world.review.save(asker(), item, 0, SAID)

    assert "Somebody was first" in seen(outcome.reply)
    assert "slack U2 rejected it" in seen(outcome.reply)
    assert not [n for n in await world.pack() if n.startswith("facts/")]


async def test_an_edited_draft_waits_until_it_is_approved(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    await world.review.save(asker(), item, 0, replace(SAID, approve=False, ja="四億五千万ドル。"))
    assert not [n for n in await world.pack() if n.startswith("facts/")]
    shown = await world.review.form(asker(KEN), item)
    assert isinstance(shown, Shown)
    assert (shown.fields.en, shown.fields.ja) == (SAID.en, "四億五千万ドル。")

    card = await world.say(f"review show {item}", KEN)
    reply = await world.press(card, "Approve", KEN)
    assert "Published." in seen(reply)
    assert "Not yet in Chinese." in seen(reply)
    assert [n for n in await world.pack() if n.startswith("facts/")]


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        (EditForm(en=" "), "en", "A statement is needed"),
        (replace(SAID, quote="Sakana AI will spend $450 million"), "quote", "not in the saved text"),
        (replace(SAID, quote="x" * 241), "quote", "241"),
        (replace(SAID, values="commitment: $460 million"), "values", "not in the quote"),
        (replace(SAID, values="commitment: Osaka"), "values", "no amount"),
        (replace(SAID, values="money: $450 million"), "values", "commitment"),
        (replace(SAID, about="payer: Kumo Robotics"), "about", "Kumo Robotics (company)"),
        (replace(SAID, about="boss: Microsoft"), "about", "payer"),
        (replace(SAID, when="announced: November"), "when", "November"),
        (replace(SAID, when="announced: 2026-12-01"), "when", "after"),
        (replace(SAID, topic="weather"), "topic", "investment"),
        (replace(SAID, topic="tip"), "group", "tip"),
        (replace(SAID, about="payer: マイクロソフト (company); lead: Sakana Ai Inc"), "about", "Inc"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said_beside_its_field(
    world: World, two: list[Draft], form: EditForm, field: str, words: str
) -> None:
    (item,) = await world.add(two[0])
    outcome = await world.review.save(asker(), item, 0, replace(form, approve=True))

    assert [t.field for t in outcome.troubles][:1] == [field]
    assert words in outcome.troubles[0].text
    assert words in seen(outcome.reply)
    assert (await world.item(item)).turn == 0
    assert not [n for n in await world.pack() if n.startswith("facts/")]


async def test_a_text_that_was_not_saved_proves_nothing(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    world.ports.queue.texts.clear()
    outcome = await world.review.save(asker(), item, 0, SAID)

    assert "saved text" in outcome.troubles[0].text


async def test_no_more_of_a_source_is_quoted_than_may_be(ready: Compiled) -> None:
    world = World(ready)
    (item,) = await world.add(drafts(ready)[0])
    short = two_sentences = ARTICLE[:120].encode()
    world.ports.queue.texts = dict.fromkeys(world.ports.queue.texts, short)
    outcome = await world.review.save(asker(), item, 0, SAID)

    assert len(two_sentences) < 2 * len(drafts(ready)[0].quote.exact)
    assert "Too much of the source" in outcome.troubles[0].text


async def test_a_new_name_is_published_with_its_fact(world: World, two: list[Draft]) -> None:
    item = (await world.add(*two))[1]
    shown = await world.review.form(asker(), item)
    assert isinstance(shown, Shown)
    assert "Kumo Robotics" in shown.notes[0]
    assert "subject: Kumo Robotics (company)" in (shown.fields.about or "")

    form = replace(SAID, en="Kumo Robotics plans to hire 1,200.", about=shown.fields.about)
    outcome = await world.review.save(asker(), item, 0, form)
    assert outcome.troubles == ()
    assert "New names: Kumo Robotics" in seen(outcome.reply)
    files = await world.pack()
    (entity,) = [n for n in files if n.startswith("entities/company/slack-t1-kumo-robotics")]
    assert tomllib.loads(files[entity])["names"] == {"en": "Kumo Robotics"}
    (fact,) = [n for n in files if n.startswith("facts/")]
    roles = [role["entity"] for role in tomllib.loads(files[fact])["roles"]]
    assert entity.rpartition("/")[2] == f"{roles[1]}.toml"


async def test_another_measure_can_be_named_and_the_quote_be_shortened(
    world: World, two: list[Draft]
) -> None:
    (item,) = await world.add(two[0])
    form = replace(
        SAID, quote="it would spend $450 million", values="収益: $450 million", claim="reported",
        when="happened: 2026-11-02", caveat="Planned.",
    )  # fmt: skip
    outcome = await world.review.save(asker(), item, 0, replace(form, values="valuation: $450 million"))  # fmt: skip

    assert outcome.troubles == ()
    edited = (await world.item(item)).edited
    assert edited
    assert (edited.quotes[0].exact, edited.values[0].metric) == (form.quote, "valuation")
    assert (edited.claim, edited.when.happened) == ("reported", "2026-11-02")
    assert edited.caveat
    assert edited.caveat.en == "Planned."


@pytest.mark.parametrize(
    ("kind", "key"),
    [("newer", "supersedes"), ("differs", "conflicts_with"), ("same", "see_also")],
)
async def test_a_draft_that_is_like_a_built_in_fact_names_it(
    world: World, two: list[Draft], kind: str, key: str
) -> None:
    (item,) = await world.add(related(two[0], kind, MICROSOFT))
    text = await world.read(f"review show {item}")
    assert world.ready.library.facts[MICROSOFT].statement.en in text
    await world.review.save(asker(), item, 0, SAID)

    files = await world.pack()
    record = tomllib.loads(next(f for n, f in files.items() if n.startswith("facts/")))
    assert record[key] in (MICROSOFT, [MICROSOFT])


async def test_what_a_built_in_fact_tells_is_only_noted(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(related(two[0], "same", MICROSOFT))
    card = await world.say(f"review show {item}")
    assert "can’t be changed here" in seen(card.reply)
    reply = await world.press(card, "Already known")

    assert f"Merged into {MICROSOFT}" in seen(reply)
    assert (await world.item(item)).state == "merged"
    assert not [n for n in await world.pack() if n.startswith("facts/")]


async def published(world: World, draft: Draft) -> str:
    """Publish a draft; the id of its fact, which the workspace reads from now on."""
    (item,) = await world.add(draft)
    outcome = await world.review.save(asker(), item, 0, SAID)
    assert outcome.troubles == ()
    fact = (await world.item(item)).fact
    assert fact
    now_reads(world)
    return fact


def now_reads(world: World) -> None:
    """The library of the workspace as another process would read it."""
    published = world.ports.published
    facts = dict(world.ready.library.facts)
    facts |= {rows[-1].id: rows[-1] for (_, id_), rows in published.rows.items()}
    for circle, id_ in published.gone:
        assert circle == CIRCLE
        facts.pop(id_, None)
    sources = {SOURCE.id: source_of(SOURCE), **world.ready.library.sources}
    library = replace(world.ready.library, facts=facts, sources=sources)
    world.library = replace(world.ready, library=library)


async def test_a_quote_is_merged_into_a_fact_of_the_circle_and_taken_back(
    world: World, two: list[Draft]
) -> None:
    fact = await published(world, two[0])
    quote = replace(two[0].quote, exact="it would spend $450 million on a data centre")
    again = related(replace(two[0], quote=quote), "same", fact)
    (second,) = await world.add(again)
    card = await world.say(f"review show {second}")
    assert f"Merged into {fact}" in seen(await world.press(card, "Merge"))
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert (newest.version, len(newest.quotes)) == (2, 2)
    assert newest.history[0].kind == "wording"

    assert "taken back" in await world.read(f"review undo {second} 1")
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert (newest.version, len(newest.quotes)) == (3, 1)
    assert (await world.item(second)).state == "waiting"


async def test_a_quote_with_another_number_is_not_merged(world: World, two: list[Draft]) -> None:
    fact = await published(world, two[0])
    (second,) = await world.add(related(two[1], "same", fact))

    assert "None of its numbers" in await world.read(f"review merge {second} 0")
    assert len(await world.ports.published.versions(CIRCLE, fact)) == 1


async def test_every_decision_can_be_taken_back(world: World, two: list[Draft]) -> None:
    fact = await published(world, two[0])
    assert "taken back" in await world.read(f"review undo {CIRCLE}-0 1", KEN)
    assert not [n for n in await world.pack() if n.startswith("facts/")]
    assert (await world.item(f"{CIRCLE}-0")).state == "waiting"

    await world.say(f"review approve {CIRCLE}-0 2")
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert newest.version == 2  # it was read before: what it says now is told as another version
    await world.say(f"review undo {CIRCLE}-0 3")
    await world.say(f"review reject {CIRCLE}-0 4 nothing new")
    assert (await world.item(f"{CIRCLE}-0")).state == "rejected"
    await world.say(f"review undo {CIRCLE}-0 5")
    await world.say(f"review undo {CIRCLE}-0 6")
    item = await world.item(f"{CIRCLE}-0")
    assert (item.state, item.edited) == ("waiting", None)
    assert "nothing to undo" in await world.read(f"review undo {CIRCLE}-0 7")
    log = await world.read("review log")
    assert log.count("took the decision back") == 4
    assert "Reason: nothing new" in log


async def test_a_change_is_a_new_version_with_its_reason(world: World, two: list[Draft]) -> None:
    fact = await published(world, two[0])
    shown = await world.review.form(asker(), fact)
    assert isinstance(shown, Shown)
    assert shown.change
    right = EditForm(en="Sakana AI said it would spend up to US$450 million.", kind="correction")
    refused = await world.review.save(asker(), shown.item, shown.turn, right)
    assert [t.field for t in refused.troubles] == ["reason"]

    given = replace(right, reason="“up to” was missing")
    outcome = await world.review.save(asker(), shown.item, shown.turn, given)
    assert outcome.troubles == ()
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert newest.version == 2
    assert newest.statement.en == right.en
    (before,) = newest.history
    assert (before.version, before.kind, before.statement.en) == (1, "correction", SAID.en)
    same = await world.review.save(asker(), shown.item, 2, replace(given, en=right.en))
    assert "Nothing is another" in same.troubles[0].text

    await world.say(f"review undo {shown.item} 2")
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert (newest.version, newest.statement.en) == (3, SAID.en)
    assert [v.version for v in newest.history] == [1, 2]


async def test_an_approval_is_not_undone_below_a_later_change(
    world: World, two: list[Draft]
) -> None:
    fact = await published(world, two[0])
    quote = replace(two[0].quote, exact="it would spend $450 million on a data centre")
    (second,) = await world.add(related(replace(two[0], quote=quote), "same", fact))
    await world.say(f"review merge {second} 0")

    assert "changed since" in await world.read(f"review undo {CIRCLE}-0 1")
    assert (await world.item(f"{CIRCLE}-0")).state == "published"


async def test_facts_that_lack_a_language_are_listed_for_translators(
    world: World, two: list[Draft]
) -> None:
    fact = await published(world, two[0])
    response = await world.say("review translations")

    assert "Not yet in Japanese, Chinese." in seen(response.reply)
    assert line(response.reply, "1") == f"review change {fact}"
    assert asks_for_form(f"review change {fact}")
    assert "まだ日本語になっていません" in await world.read(f"source {fact} lang:ja")
    assert "Not yet in" not in await world.read(f"source {fact} lang:en")


async def test_ten_items_a_page_and_one_after_the_other(world: World, two: list[Draft]) -> None:
    many = [replace(two[n % 2], score=20.0 - n) for n in range(12)]
    ids = await world.add(*many, answers="how much does Sakana spend?")
    first = await world.say("review")
    assert labels(first.reply)[:10] == [str(n) for n in range(1, 11)]
    second = await world.press(first, "More")
    assert labels(second)[:2] == ["11", "12"]
    assert "Waiting: 12" in seen(first.reply)
    assert "would answer a request" in seen(first.reply)

    card = await world.say(f"review show {ids[0]}")
    assert "how much does Sakana spend?" in seen(card.reply)
    assert line(await world.press(card, "Next"), "Next") == f"review next {ids[1]}"
    assert line((await world.say(f"review next {ids[-1]}")).reply, "1") == f"review show {ids[0]}"


async def test_requests_stand_beside_the_queue_of_everybody_alone(
    ready: Compiled, two: list[Draft]
) -> None:
    for shared, sees in (("slack:T1", True), ("", False)):
        world = World(ready, shared)
        world.wishes.asked = [("who runs the most robots?", 7)]
        await world.add(
            two[0], circle="all" if sees else CIRCLE, answers="who runs the most robots?"
        )
        text = await world.read("review")
        assert ("7×" in text) is sees
        assert ("7×" in await world.read("review wanted")) is sees
        assert "would answer a request" in text


async def test_a_shared_workspace_publishes_for_everybody(
    ready: Compiled, two: list[Draft]
) -> None:
    world = World(ready, "slack:T1")
    (item,) = await world.add(two[0], circle="all")
    await world.review.save(asker(), item, 0, SAID)

    names = await world.pack("all")
    assert [n for n in names if n.startswith("facts/investment/own-sakana-ai")]
    assert not await world.pack(CIRCLE) or "facts" not in str(await world.pack(CIRCLE))


async def test_another_workspace_can_neither_see_nor_decide(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    other = Person("slack", "T2", "U1")  # a curator there
    for words in ("show", "approve", "reject", "undo", "merge"):
        assert "no such item" in await world.read(f"review {words} {item} 0 because", other)
    outcome = await world.review.save(asker(other), item, 0, SAID)
    assert "no such item" in seen(outcome.reply)
    assert (await world.item(item)).turn == 0


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://news.example/a.", "https://news.example/a"),
        ("see this: （https://news.example/記事）だそうです", "https://news.example/記事"),
        ("HTTP://news.example/a?b=c, and more", "HTTP://news.example/a?b=c"),
    ],
)  # fmt: skip
async def test_anybody_may_suggest_a_link(world: World, text: str, link: str) -> None:
    first = await world.read(f"suggest {text} lang:en", READER)
    again = await world.read(f"suggest {text} lang:en", KEN)

    assert "a curator decides" in first
    assert "suggested before" in again
    assert [s.link for s in world.ports.suggestions.waiting.values()] == [link]


async def test_a_text_is_a_suggestion_when_it_is_long_enough(world: World) -> None:
    text = "Sakana AI said that it would spend $450 million on a data centre."
    assert "at least 40" in await world.read("suggest thanks!", READER)
    assert "a curator decides" in await world.read(f"suggest {text}", READER)
    reply = await world.review.suggest(asker(READER), None, "long " * 5000)
    assert "at most 20000" in seen(reply)
    assert [s.text for s in world.ports.suggestions.waiting.values()] == [text]


async def test_what_could_not_be_read_is_listed_with_its_reason(world: World) -> None:
    await world.say("suggest https://gone.example/", READER)
    (waiting,) = await world.ports.suggestions.claim("x", 1)
    await world.ports.suggestions.fail(waiting.id, "there is nothing (404)", None, waiting.at)

    text = await world.read("review failed")
    assert "https://gone.example/" in text
    assert "there is nothing (404)" in text


async def test_a_page_can_t_give_orders(world: World, two: list[Draft]) -> None:
    hostile = "<!channel> *Approve this* $450 million `review approve all`"
    draft = replace(two[0], context=hostile, names=("<@U1> (company)",))
    (item,) = await world.add(draft)
    card = await world.say(f"review show {item}")

    assert hostile in seen(card.reply)  # words alone: renderers escape what stands in a card
    assert labels(card.reply) == ["Approve", "Edit", "Reject", "Next"]


@pytest.mark.parametrize(
    ("words", "verb", "approve"),
    [
        ("review edit i1 3", "edit", False), ("review edit i1 3 approve", "edit", True),
        ("レビュー reject i1 3", "reject", False), ("review change own-x-1", "change", False),
    ],
)  # fmt: skip
def test_lines_that_open_a_form(words: str, verb: str, approve: bool) -> None:  # noqa: FBT001  # a parameter of the table
    found = asks_for_form(words)
    assert found
    assert (found.verb, found.approve) == (verb, approve)


@pytest.mark.parametrize(
    "words",
    ["review", "review show i1", "review approve i1 3", 'review edit i1 3 en:"A."',
     "review reject i1 3 because", "digest edit", "edit i1", ""],
)  # fmt: skip
def test_other_lines_open_none(words: str) -> None:
    assert asks_for_form(words) is None


async def test_a_line_alone_does_all_that_a_form_does(world: World, two: list[Draft]) -> None:
    (item,) = await world.add(two[0])
    assert 'en:"…"' in await world.read(f"review edit {item} 0")
    await world.say(
        f'review edit {item} 0 approve en:"It would spend US$450 million." kind:wording'
    )

    assert (await world.item(item)).state == "published"
