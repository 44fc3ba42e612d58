"""Facts that come back: past their date, or with a page that is another now."""

from dataclasses import replace

import pytest

from bot.drafts.draft import Draft
from bot.review.item import Item
from facts.compiled import Compiled
from tests.bot.review.test_review import MICROSOFT, SAID, published
from tests.bot.review.world import CIRCLE, NOW, World, asker, drafts, labels, line, seen


@pytest.fixture
def world(ready: Compiled) -> World:
    return World(ready)


async def back(world: World, fact: str, kind: str = "recheck") -> str:
    item = Item(f"{kind}-{fact}", CIRCLE, kind, "waiting", 0, NOW, fact=fact)  # type: ignore[arg-type]  # an ItemKind
    await world.ports.queue.add(CIRCLE, None, b"", [item], None, NOW)
    return item.id


@pytest.fixture
def money(ready: Compiled) -> Draft:
    return drafts(ready)[0]


async def test_a_fact_of_ours_that_is_still_right_is_good_for_another_year(
    world: World, money: Draft
) -> None:
    old = replace(money, when=replace(money.when, announced="2024-11"))
    fact = await published(world, old)
    card = await world.say(f"review show {await back(world, fact)}")
    assert "past its re-check date" in seen(card.reply)
    assert labels(card.reply) == ["Still right", "Change", "Take back", "Next"]

    await world.press(card, "Still right")
    newest = (await world.ports.published.versions(CIRCLE, fact))[-1]
    assert newest.recheck_days > (NOW.date() - world.library.library.period(newest).last).days + 360  # type: ignore[operator]  # it is dated
    assert newest.history[-1].kind == "wording"  # no reader is told of it


@pytest.mark.parametrize("kind", ["recheck", "changed", "gone"])
async def test_a_built_in_fact_can_only_be_called_right_here(world: World, kind: str) -> None:
    item = await back(world, MICROSOFT, kind)
    card = await world.say(f"review show {item}")
    assert MICROSOFT in seen(card.reply)
    assert labels(card.reply) == ["Still right", "Next"]
    refused = await world.review.reject(asker(), item, 0, "it is gone")
    assert "can’t be taken back here" in refused.troubles[0].text

    await world.press(card, "Still right")
    assert (await world.item(item)).state == "published"
    assert not [n for n in await world.pack() if n.startswith("facts/")]


async def test_a_fact_that_is_wrong_is_taken_back_and_comes_again(
    world: World, money: Draft
) -> None:
    fact = await published(world, money)
    item = await back(world, fact, "gone")
    await world.say(f"review reject {item} 0 the page is gone")
    assert not [n for n in await world.pack() if n.startswith("facts/")]
    await world.say(f"review undo {item} 1")

    assert [n for n in await world.pack() if n.endswith(f"{fact}.toml")]
    assert (await world.item(item)).state == "waiting"


async def test_a_change_of_a_fact_that_came_back_opens_its_form(world: World, money: Draft) -> None:
    fact = await published(world, money)
    item = await back(world, fact, "changed")
    card = await world.say(f"review show {item}")
    assert line(card.reply, "Change") == f"review change {fact}"
    form = replace(SAID, en="Another.", kind="update", reason="the page says so", approve=False)
    outcome = await world.review.save(asker(), fact, 1, form)

    assert outcome.troubles == ()
    assert (await world.ports.published.versions(CIRCLE, fact))[-1].history[0].kind == "update"
