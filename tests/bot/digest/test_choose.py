"""What a digest shows: never the same before everything was shown, news first, varied, foreseeable."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.choose import Choice, Chooser, Shown
from bot.digest.subscription import Channel, Subscription
from facts.compiled import Compiled
from facts.fact import TOPICS, Fact, Version
from facts.language import Text
from facts.library import Library

DAY = date(2026, 11, 23)
WISH = Subscription(Channel("slack", "T1", "C1"))


@pytest.fixture(scope="module")
def chooser(ready: Compiled) -> Chooser:
    return Chooser(ready.library)


def after(shown: dict[str, Shown], choice: Choice, library: Library, day: date) -> dict[str, Shown]:
    """What the channel was shown, with a day's digest."""
    found = dict(shown)
    for id_ in choice.facts():
        times = found[id_].times if id_ in found else 0
        found[id_] = Shown(library.facts[id_].version, times + 1, day)
    return found


def with_facts(library: Library, *facts: Fact) -> Library:
    return replace(library, facts=library.facts | {fact.id: fact for fact in facts})


def corrected(fact: Fact, kind: str = "correction") -> Fact:
    """The fact in a next version."""
    before = Version(fact.version, DAY, kind, fact.statement, "mistaken")  # type: ignore[arg-type]  # one of three words
    return replace(fact, version=fact.version + 1, statement=Text(en="new"), history=(before,))


@pytest.mark.parametrize("count", [1, 3, 10])
def test_nothing_comes_again_before_everything_was_shown(
    ready: Compiled, chooser: Chooser, count: int
) -> None:
    library, day, shown = ready.library, DAY, dict[str, Shown]()
    wish = replace(WISH, count=count)
    while len(shown) < len(library.facts):
        choice = chooser.choose(wish, day, shown)
        fresh = [id_ for item in choice.items for id_ in item.facts if item.why == "not_shown"]
        assert shown.keys().isdisjoint(fresh)
        assert len(choice.items) == count
        assert len(fresh) >= count or len(shown) + len(fresh) == len(library.facts)
        shown = after(shown, choice, library, day)
        day += timedelta(days=1)

    again = chooser.choose(wish, day, shown)
    assert {item.why for item in again.items} == {"shown_before"}


@settings(max_examples=50)
@given(
    channel=st.text(max_size=5), day=st.dates(date(2024, 1, 1), date(2032, 12, 31)), data=st.data()
)
def test_the_choice_depends_on_nothing_but_what_it_is_given(
    ready: Compiled, chooser: Chooser, channel: str, day: date, data: st.DataObject
) -> None:
    wish = replace(WISH, channel=Channel("discord", "", channel))
    ids = data.draw(st.sets(st.sampled_from(sorted(ready.library.facts)), max_size=40))
    shown = {id_: Shown(1, 1, day - timedelta(days=len(id_) % 5 + 1)) for id_ in sorted(ids)}
    backwards = dict(reversed(shown.items()))

    choice = chooser.choose(wish, day, shown)

    assert choice == Chooser(ready.library).choose(wish, day, backwards)
    assert len(choice.items) == 3


def test_channels_and_days_differ(chooser: Chooser) -> None:
    other = replace(WISH, channel=Channel("slack", "T1", "C2"))
    choices = [
        chooser.choose(wish, DAY + timedelta(days=n), {}) for wish in (WISH, other) for n in (0, 1)
    ]

    assert len(set(choices)) == 4


def test_facts_that_could_be_confused_come_as_a_pair(ready: Compiled, chooser: Chooser) -> None:
    wish = replace(WISH, count=len(ready.library.facts))
    items = chooser.choose(wish, DAY, {}).items
    pairs = [item.facts for item in items if len(item.facts) > 1]

    assert len(pairs) > 3
    for one, other in pairs:
        assert other in ready.library.facts[one].conflicts_with


def test_a_day_is_spread_over_topics_entities_and_sources(
    ready: Compiled, chooser: Chooser
) -> None:
    library, shown = ready.library, dict[str, Shown]()
    same_topic = same_entity = 0
    for number in range(60):
        day = DAY + timedelta(days=number)
        choice = chooser.choose(WISH, day, shown)
        facts = [library.facts[item.facts[0]] for item in choice.items]
        same_topic += len({fact.topic for fact in facts}) < len(facts)
        named = [id_ for fact in facts for id_ in fact.entities() if id_ not in ("japan", "china")]
        same_entity += len(set(named)) < len(named)
        shown = after(shown, choice, library, day)

    assert same_topic <= 6
    assert same_entity <= 12


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_narrow_the_choice(ready: Compiled, chooser: Chooser, topic: str) -> None:
    wish = replace(WISH, topics=(topic,), count=5)

    facts = chooser.choose(wish, DAY, {}).facts()

    assert {ready.library.facts[id_].topic for id_ in facts} == {topic}


def test_about_narrows_the_choice_to_one_entity(ready: Compiled, chooser: Chooser) -> None:
    facts = chooser.choose(replace(WISH, about="softbank-group", count=10), DAY, {}).facts()

    assert len(facts) > 2
    assert all("softbank-group" in ready.library.facts[id_].entities() for id_ in facts)


def test_new_facts_come_first(ready: Compiled) -> None:
    library = ready.library
    last = max(fact.added for fact in library.facts.values())
    day = last + timedelta(days=1)
    new = replace(next(iter(library.facts.values())), id="a-new-fact", added=day, conflicts_with=())
    shown = {"microsoft-2024-cloud-ai": Shown(1, 1, last)}

    choice = Chooser(with_facts(library, new)).choose(WISH, day, shown)

    assert (choice.items[0].facts, choice.items[0].why) == (("a-new-fact",), "new")


def test_a_correction_comes_before_everything_and_an_update_first(ready: Compiled) -> None:
    library = ready.library
    one = corrected(library.facts["microsoft-2024-cloud-ai"])
    other = corrected(library.facts["oracle-2024-cloud-ai"], "update")
    third = corrected(library.facts["sakana-ai-2024-06-round"], "wording")
    shown = {fact.id: Shown(1, 1, DAY - timedelta(days=9)) for fact in (one, other, third)}
    chooser = Chooser(with_facts(library, one, other, third))

    choice = chooser.choose(WISH, DAY, shown)
    later = chooser.choose(
        WISH, DAY, shown | {one.id: Shown(2, 2, DAY), other.id: Shown(2, 2, DAY)}
    )

    assert choice.corrected == (one.id,)
    assert (choice.items[0].facts[0], choice.items[0].why) == (other.id, "changed")
    assert third.id not in choice.facts()
    assert later.corrected == ()
    assert other.id not in later.facts()


def test_a_fact_that_was_replaced_is_not_shown(ready: Compiled) -> None:
    library = ready.library
    newer = replace(
        library.facts["oracle-2024-cloud-ai"], id="newer", supersedes="oracle-2024-cloud-ai"
    )
    chooser = Chooser(with_facts(library, newer))

    facts = chooser.choose(replace(WISH, about="oracle", count=10), DAY, {}).facts()

    assert "newer" in facts
    assert "oracle-2024-cloud-ai" not in facts


def test_facts_that_left_the_library_do_no_harm(chooser: Chooser) -> None:
    shown = {"gone": Shown(3, 2, DAY - timedelta(days=1))}

    assert len(chooser.choose(WISH, DAY, shown).items) == 3
