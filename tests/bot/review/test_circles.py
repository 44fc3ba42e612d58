"""Who publishes for whom, who curates, and what an asker reads."""

from dataclasses import replace

import pytest

from bot.desk import Asked, Desk, Response
from bot.digest.content import Content
from bot.digest.delivery import Delivery
from bot.digest.ports import Claimed
from bot.digest.subscription import Channel, Subscription, Where
from bot.ports import Person, Place
from bot.press import Press
from bot.review.circle import read_circles
from bot.review.curators import Asker, read_channels, read_curators
from bot.review.desk import ReviewDesk
from facts.compiled import Compiled
from facts.language import Text
from tests.bot.review.world import NOW, Wishes
from tests.fakes import fake_ports
from tests.review_fakes import fake_review_ports

SHARED = read_circles("slack:T1, discord:7")
MINA = Person("slack", "T1", "U1")
MICROSOFT = "microsoft-2024-cloud-ai"
OWN = "What T2 alone knows of Microsoft."


@pytest.mark.parametrize(
    ("platform", "workspace", "circle"),
    [
        ("slack", "T1", "all"), ("slack", "T2", "slack:T2"), ("discord", "7", "all"),
        ("discord", "8", "discord:8"), ("discord", "", "all"), ("terminal", "", "all"),
        ("feed", "x", "all"),
    ],
)  # fmt: skip
def test_the_circle_of_a_workspace(platform: str, workspace: str, circle: str) -> None:
    assert SHARED.of(platform, workspace) == circle


@pytest.mark.parametrize(
    ("person", "circle", "groups", "may"),
    [
        (MINA, "all", (), True),
        (Person("slack", "T2", "U1"), "slack:T2", (), False),  # another team's user of this id
        (Person("slack", "T2", "U1"), "all", (), False),
        (Person("slack", "T1", "U2"), "all", ("S1",), True),
        (Person("slack", "T1", "U2"), "all", ("S2",), False),
        (Person("slack", "T2", "U2"), "all", ("S1",), False),
        (Person("discord", "", "5"), "all", (), True),
        (Person("discord", "", "6"), "discord:8", ("3",), True),
        (Person("discord", "", "6"), "all", ("3",), False),  # a role of a server that shares nothing
        (Person("terminal", "", "root"), "all", (), False),
    ],
)  # fmt: skip
def test_who_decides(person: Person, circle: str, groups: tuple[str, ...], may: bool) -> None:  # noqa: FBT001  # a parameter of the table
    curators = read_curators("slack:T1:U1,slack:T1:group:S1,discord:7:5,discord:8:role:3", SHARED)
    assert curators.may(person, circle, groups) is may


def test_the_terminal_s_user_decides_where_nobody_else_is_named() -> None:
    person = Person("terminal", "", "root")
    assert read_curators("", SHARED).may(person, "all")
    assert read_curators("slack:T1:U1,terminal", SHARED).may(person, "slack:T9")


@pytest.mark.parametrize(
    "wrong", ["slack", "slack:T1", "slack::U1", "irc:a:b", "discord:7:group:3"]
)
def test_a_wrong_entry_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_curators(f"terminal,{wrong}", SHARED)
    if wrong != "slack:T1":
        with pytest.raises(ValueError, match=wrong):
            read_circles(wrong)
    with pytest.raises(ValueError, match=wrong):
        read_channels(wrong, SHARED)


def test_each_circle_has_one_channel() -> None:
    found = read_channels("slack:T1:C1,discord:7:9,slack:T2:C2", SHARED)
    assert found == {"all": ("slack", "T1", "C1"), "slack:T2": ("slack", "T2", "C2")}


class Members:
    """`asked` counts; U3 is in S1."""

    def __init__(self) -> None:
        self.asked = 0

    async def of(self, person: Person, among: object) -> list[str]:
        self.asked += 1
        assert among == frozenset({"S1"})
        return ["S1"] if person.user == "U3" else []


async def test_user_groups_are_asked_only_where_one_curates(ready: Compiled) -> None:
    members = Members()
    curators = read_curators("slack:T1:U1,slack:T1:group:S1", SHARED)
    desk = ReviewDesk(
        fake_review_ports(), curators, lambda _: ready, Wishes(), {"slack": members}
    )  # fmt: skip
    may = [
        await desk.may(Asker(Person("slack", team, user), team, NOW))
        for team, user in (("T1", "U1"), ("T1", "U3"), ("T1", "U4"), ("T2", "U3"))
    ]
    assert may == [True, True, False, False]
    assert members.asked == 2


def of_t2(ready: Compiled) -> Compiled:
    """A library in which Microsoft's fact says something else."""
    fact = replace(ready.library.facts[MICROSOFT], statement=Text(en=OWN), version=7)
    facts = {**ready.library.facts, MICROSOFT: fact}
    return replace(ready, library=replace(ready.library, facts=facts))


def reads(ready: Compiled) -> Desk:
    own = of_t2(ready)

    def library(platform: str, workspace: str) -> Compiled:
        return own if (platform, workspace) in (("slack", "T2"), ("discord", "8")) else ready

    return Desk(lambda: ready, fake_ports(), own=library)


def says_own(response: Response) -> bool:
    return OWN in str(response.reply.card)


@pytest.mark.parametrize(
    ("person", "where", "place", "own"),
    [
        (Person("slack", "T2", "U1"), None, None, True),
        (MINA, Where(Channel("slack", "T1", "C1"), "U1"), None, False),
        (Person("discord", "", "5"), Where(Channel("discord", "8", "1"), "5"), None, True),
        (Person("discord", "", "5"), None, Place("discord", "8", "1"), True),
        (Person("discord", "", "5"), Where(Channel("discord", "", "1"), "5"), None, False),
    ],
)  # fmt: skip
async def test_an_asker_reads_what_their_workspace_does(
    ready: Compiled, person: Person, where: Where | None, place: Place | None, own: bool  # noqa: FBT001  # a parameter of the table
) -> None:  # fmt: skip
    desk = reads(ready)
    line = f"source {MICROSOFT}"
    response = await desk.respond(Asked(line, person, NOW, place=place, where=where))
    assert says_own(response) is own
    assert (response.versions[MICROSOFT] == 7) is own
    if where:
        page = Press(response.key, "page", 1)
        pressed = await desk.press(page, person, NOW, where=where)
        assert pressed.response
        assert says_own(pressed.response) is own


async def test_a_digest_is_chosen_from_what_its_channel_reads(ready: Compiled) -> None:
    desk, own = reads(ready), of_t2(ready)
    content = Content(lambda to: own if to.workspace == "T2" else ready, desk.draw)
    for team, version in (("T2", 7), ("T1", 1)):
        channel = Channel("slack", team, "C1")
        wish = Subscription(channel, about="microsoft", count=10)
        delivery = Delivery("d", channel, NOW.date(), NOW, "planned")
        claimed = Claimed(delivery, wish, uncertain=False)
        choice = content.choose(claimed, {})
        response = await content.compose(claimed, choice, NOW)

        assert content.versions(claimed, choice)[MICROSOFT] == version
        assert says_own(response) is (team == "T2")
