"""Libraries of circles: who reads what, when it changes, and what a broken pack does."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from adapters.library import Libraries
from adapters.own_library import own_library
from adapters.packs import PackError, place_of
from adapters.settings import Settings
from adapters.store.store import Store
from bot.drafts.record import SourceDraft
from bot.ports import Person, StoreError
from bot.review.circle import Circles
from bot.review.item import Circle, Decision, Document, Item, prefix
from bot.review.ports import Published
from bot.review.records import Saved, pack_files
from facts.compiled import Compiled, compiled
from facts.fact import Fact, Participant, Quote, Review
from facts.language import Text
from tests.facts.packs import clean_pack
from tests.helpers import NOW

SAID = "Acme told reporters that it would hire 300 people in Japan this year"
OTHERS = " ".join(["Nothing that anybody could quote is written in the rest of this page."] * 5)
PACK = f"{SAID}. {OTHERS}"


def hired(circle: Circle, version: int = 1, text: str = "Acme will hire 300 people.") -> Fact:
    source = f"{prefix(circle)}page"
    return Fact(
        f"{prefix(circle)}acme-hires", "talent", date(2026, 11, 1), "announced", Text(en=text),
        (Quote(source, SAID),), Review("a curator", "person", date(2026, 11, 22)), version,
        roles=(Participant("acme", "employer"),),
    )  # fmt: skip


def page(circle: Circle) -> SourceDraft:
    return SourceDraft(
        f"{prefix(circle)}page", "A page", "The Paper", "en", "2026-11-01", dated=True, archive="a.txt"
    )  # fmt: skip


class Packs(Published):
    """`packs` by circle, each written as the store would; `down` fails."""

    def __init__(self) -> None:
        self.packs: dict[Circle, dict[str, str]] = {}
        self.turns: dict[Circle, int] = {}
        self.down = False

    def publish(self, circle: Circle, *facts: Fact) -> None:
        self.packs[circle] = pack_files(facts, [], [Saved(page(circle), PACK.encode())])
        self.turns[circle] = self.turns.get(circle, 0) + 1

    def spoil(self, circle: Circle, **files: str) -> None:
        self.packs[circle] |= {name.replace("__", "/"): text for name, text in files.items()}
        self.turns[circle] += 1

    async def revisions(self) -> Mapping[Circle, int]:
        if self.down:
            raise StoreError("the store is down")
        return dict(self.turns)

    async def records(self, circle: Circle) -> Mapping[str, str]:
        return dict(self.packs[circle])

    async def versions(self, circle: Circle, fact: str) -> Sequence[Fact]:
        return []


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that no test changes."""
    return clean_pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def base(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled([root], tmp_path_factory.mktemp("cache"))


@pytest.fixture
def packs() -> Packs:
    return Packs()


def made(
    base: Compiled, root: Path, packs: Published, data: Path, shared: str = "", poll: float = 0.05
) -> Libraries:
    circles = Circles(frozenset(filter(None, [shared])))
    return Libraries(base, [root], data, packs, circles, poll)


def own(library: Compiled) -> set[str]:
    return {id_ for id_ in library.library.facts if id_.endswith("acme-hires")}


async def test_a_workspace_reads_its_own_and_everybody_s(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path
) -> None:
    libraries = made(base, root, packs, tmp_path, shared="discord:7")
    await libraries.check()
    assert libraries.of("slack", "T1") is base

    packs.publish("all", hired("all"))
    packs.publish("slack:T1", hired("slack:T1"))
    await libraries.refresh()
    both = {"own-acme-hires", "slack-t1-acme-hires"}
    assert own(libraries.of("slack", "T1")) == both
    assert own(libraries.of_circle("slack:T1")) == both
    for other in (
        libraries.everybody(), libraries.of("slack", "T2"), libraries.of("discord", "7"),
        libraries.of("discord", ""), libraries.of("terminal", ""), libraries.of_circle("slack:T2"),
    ):  # fmt: skip
        assert own(other) == {"own-acme-hires"}
    assert len(libraries.every()) == 2


async def test_what_a_workspace_published_before_it_shared_stays_its_own(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path
) -> None:
    packs.publish("slack:T1", hired("slack:T1"))
    libraries = made(base, root, packs, tmp_path, shared="slack:T1")
    await libraries.refresh()

    assert own(libraries.of("slack", "T1")) == {"slack-t1-acme-hires"}
    assert own(libraries.everybody()) == set()


async def test_running_it_sees_each_change_and_answers_on_meanwhile(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path
) -> None:
    libraries = made(base, root, packs, tmp_path)
    packs.publish("all", hired("all"))
    running = asyncio.create_task(libraries.run())
    while not own(libraries.everybody()):
        await asyncio.sleep(0.01)
    packs.publish("all", hired("all", 2, "Acme will hire up to 300 people."))
    while libraries.everybody().library.facts["own-acme-hires"].version == 1:
        await asyncio.sleep(0.01)
    packs.down = True  # what is there stays
    await asyncio.sleep(0.15)
    packs.down = False
    packs.publish("all")
    while own(libraries.everybody()):
        await asyncio.sleep(0.01)
    await libraries.stop()
    await asyncio.wait_for(running, 10)


async def test_of_a_broken_pack_the_last_good_one_stays(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    libraries = made(base, root, packs, tmp_path)
    packs.publish("all", hired("all"))
    await libraries.refresh()
    good = libraries.everybody()
    packs.spoil("all", **{"facts__talent__own-acme-hires.toml": "claim = 3"})
    await libraries.refresh()
    assert libraries.everybody() is good
    assert "own-acme-hires.toml" in caplog.text

    caplog.clear()
    await libraries.refresh()  # it is not tried again at once
    assert caplog.text == ""
    packs.publish("all", hired("all", 2))
    await libraries.refresh()
    assert libraries.everybody().library.facts["own-acme-hires"].version == 2


async def test_a_path_that_leads_out_of_a_pack_is_written_nowhere(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    packs.publish("all", hired("all"))
    packs.packs["all"]["../../evil.toml"] = "x = 1"
    libraries = made(base, root, packs, tmp_path / "data")
    await libraries.refresh()

    assert libraries.everybody() is base
    assert "no path inside a pack" in caplog.text
    assert not list(tmp_path.rglob("evil.toml"))
    with pytest.raises(PackError):
        place_of(tmp_path, "all").write({"/etc/evil.toml": ""})


async def test_an_id_that_the_built_in_pack_has_too_counts_there(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path
) -> None:
    """Ids of circles never clash; a name that an older version gave may."""
    libraries = made(base, root, packs, tmp_path)
    packs.publish("all", hired("all"))
    await libraries.refresh()
    report = (root / "sources" / "report.toml").read_text(encoding="utf-8")
    packs.spoil("all", **{"sources__report.toml": report.replace("The Report", "A Fake")})
    await libraries.refresh()

    everybody = libraries.everybody().library
    assert everybody.sources["report"].publisher.en == base.library.sources["report"].publisher.en
    assert own(libraries.everybody()) == {"own-acme-hires"}


async def test_after_a_restart_nothing_is_compiled_again(
    base: Compiled, root: Path, packs: Packs, tmp_path: Path
) -> None:
    packs.publish("all", hired("all"))
    await made(base, root, packs, tmp_path).refresh()
    cached = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("library-*.pickle")}
    again = made(base, root, packs, tmp_path)
    await again.check()

    assert own(again.everybody()) == {"own-acme-hires"}
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("library-*.pickle")} == cached


def settings(root: Path, data: Path) -> Settings:
    return Settings((root,), cache=data / "cache", data=data)


def test_a_terminal_where_nothing_was_published_writes_nothing(root: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert own(own_library(settings(root, data))) == set()
    assert [p.name for p in data.iterdir()] == ["cache"]


async def publish(store: Store, *facts: Fact) -> None:
    """Publish as a curator would: an item with its page, and a decision."""
    document = Document(page("all"), "0" * 64)
    number = len(await store.queue.log("all", 99))
    item = Item(f"i{number}", "all", "draft", "waiting", 0, NOW, source=page("all"))
    await store.queue.add("all", None if number else document, PACK.encode(), [item], None, NOW)
    by = Person("terminal", "", "mina")
    decision = Decision(item.id, 0, "approve", by, "published", fact=facts[0].id, publishes=facts)
    assert await store.queue.decide(decision, NOW)


def test_a_terminal_reads_what_the_store_has_for_everybody(root: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    address = f"sqlite:///{data / 'japan-ai.db'}"

    async def published(*facts: Fact) -> None:
        async with Store.open(address) as store:
            await publish(store, *facts)

    asyncio.run(published(hired("all")))
    chosen = settings(root, data)
    assert own(own_library(chosen)) == {"own-acme-hires"}

    asyncio.run(published(hired("all", 2)))
    place = place_of(data, "all")
    seen = place.current()
    assert seen
    assert (
        own_library(chosen).library.facts["own-acme-hires"].version == 1
    )  # for less than a minute
    _long_ago(place.root / "current.json")
    assert own_library(chosen).library.facts["own-acme-hires"].version == 2

    (data / "japan-ai.db").write_bytes(b"this is no database")
    _long_ago(place.root / "current.json")
    assert own_library(chosen).library.facts["own-acme-hires"].version == 2
    shutil.rmtree(place.root)
    assert own(own_library(chosen)) == set()


def _long_ago(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index('"seen"')] + '"seen": 5.0}', encoding="utf-8")
