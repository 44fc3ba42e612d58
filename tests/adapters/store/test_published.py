import asyncio
import json
from dataclasses import replace
from pathlib import Path

from adapters.store.store import Store
from bot.review.item import EVERYBODY, Decision
from facts.archive import verify
from facts.fact import Quote
from facts.pack import read_pack
from facts.source import archive_text
from tests.adapters.store.review import (
    ACME,
    ANN,
    BOB,
    DEAL,
    DOCUMENT,
    HASH,
    NOW,
    RAW,
    SOURCE,
    WORDS,
    another,
    approve,
    fact,
    item,
    lined_up,
    write_pack,
)


async def test_what_is_published_is_a_pack_that_reads_and_verifies(
    store: Store, tmp_path: Path
) -> None:
    await lined_up(store, item())
    assert await store.published.revisions() == {}
    await store.queue.decide(approve(item(), fact()), NOW)
    files = await store.published.records(EVERYBODY)
    assert set(files) == {
        "facts/investment/own-acme-1.toml", "sources/own-example-com-acme-1.toml",
        "entities/company/own-acme.toml", "quotes.lock.json",
    }  # fmt: skip
    pack = read_pack(write_pack(tmp_path / "pack", dict(files)))
    assert pack.problems == []
    assert pack.facts == {"own-acme-1": fact()}
    assert pack.entities == {"own-acme": ACME}
    (tmp_path / SOURCE.archive).write_bytes(RAW)
    lock, problems = verify(pack, tmp_path)
    assert problems == []
    position = lock.quotes[SOURCE.id, DEAL]
    assert json.loads(files["quotes.lock.json"]) == {
        SOURCE.id: {
            "sha256": HASH, "length": len(archive_text(RAW)),
            "quotes": [{
                "start": WORDS.index(DEAL), "end": WORDS.index(DEAL) + len(DEAL), "exact": DEAL,
                "prefix": position.prefix, "suffix": position.suffix,
            }],
        }
    }  # fmt: skip


async def test_what_waits_or_was_rejected_is_nowhere(store: Store) -> None:
    await lined_up(store, item(), item("i2"))
    await store.queue.decide(Decision("i1", 0, "reject", ANN, "rejected"), NOW)
    await store.queue.decide(Decision("i2", 0, "edit", ANN, "waiting", edited=fact()), NOW)
    assert json.loads((await store.published.records(EVERYBODY))["quotes.lock.json"]) == {}
    assert len(await store.published.records(EVERYBODY)) == 1
    assert await store.published.revisions() == {}


async def test_every_change_grows_the_revision_of_its_circle_alone(store: Store) -> None:
    await lined_up(store, item(), item("i2"))
    await store.queue.add("slack:T1", DOCUMENT, RAW, [item("w1")], None, NOW)
    await store.queue.decide(approve(item(), fact()), NOW)
    await store.queue.decide(approve(item("w1"), fact("slack-t1-a")), NOW)
    await store.queue.decide(approve(item("i2"), fact("own-acme-2")), NOW)
    assert await store.published.revisions() == {EVERYBODY: 2, "slack:T1": 1}
    assert "facts/investment/slack-t1-a.toml" in await store.published.records("slack:T1")


async def test_every_version_stays_readable_and_the_newest_counts(store: Store) -> None:
    await lined_up(store, item())
    await store.queue.decide(approve(item(), fact()), NOW)
    newer = fact(version=2, words="Acme invests more.")
    await store.queue.decide(approve(replace(item(), turn=1), newer), NOW)
    assert await store.published.versions(EVERYBODY, "own-acme-1") == [fact(), newer]
    files = await store.published.records(EVERYBODY)
    assert "Acme invests more." in files["facts/investment/own-acme-1.toml"]
    assert await store.published.versions("slack:T1", "own-acme-1") == []


async def test_undone_is_gone_and_may_be_published_again_in_other_words(store: Store) -> None:
    await lined_up(store, item())
    await store.queue.decide(approve(item(), fact()), NOW)
    undo = Decision("i1", 1, "undo", BOB, "waiting", withdraws=("own-acme-1",))
    assert await store.queue.decide(undo, NOW)
    assert "facts/investment/own-acme-1.toml" not in await store.published.records(EVERYBODY)
    other = fact(words="Acme will invest.")
    assert await store.queue.decide(approve(replace(item(), turn=2), other), NOW)
    files = await store.published.records(EVERYBODY)
    assert "Acme will invest." in files["facts/investment/own-acme-1.toml"]
    assert await store.published.revisions() == {EVERYBODY: 3}


async def test_an_earlier_version_may_come_back_and_be_followed_by_another_text(
    store: Store,
) -> None:
    await lined_up(store, item())
    for turn, record in enumerate(
        (fact(), fact(version=2, words="Wrong."), fact(), fact(version=2, words="Right."))
    ):
        assert await store.queue.decide(approve(replace(item(), turn=turn), record), NOW)
    assert [f.statement.en for f in await store.published.versions(EVERYBODY, "own-acme-1")] == [
        "Acme invests.", "Wrong.", "Acme invests.", "Right.",
    ]  # fmt: skip


async def test_two_who_merge_into_one_fact_at_once_lose_no_quote(store: Store) -> None:
    await lined_up(store, item("first"), item("a"), item("b"))
    await store.queue.decide(approve(item("first"), fact()), NOW)
    more = [
        replace(fact(version=2), quotes=(*fact().quotes, Quote(SOURCE.id, w)))
        for w in ("Intro.", "400")
    ]
    results = await asyncio.gather(*(
        store.queue.decide(approve(item(id_), record), NOW) for id_, record in zip("ab", more)
    ))  # fmt: skip
    assert results.count(None) == 1
    assert len(await store.published.versions(EVERYBODY, "own-acme-1")) == 2
    told = await store.queue.find("ab"[results.index(None)])
    assert told
    assert (told.state, told.turn) == ("waiting", 0)
    assert len(await store.queue.log(EVERYBODY, 9)) == 2


async def test_a_source_of_another_pack_gives_positions_and_no_record(store: Store) -> None:
    built_in = replace(SOURCE, id="a-built-in-source")
    document = replace(DOCUMENT, source=built_in)
    assert await store.queue.add(EVERYBODY, document, RAW, [item()], None, NOW) == 1
    quoting = replace(fact(), quotes=(Quote(built_in.id, DEAL),))
    await store.queue.decide(approve(item(), quoting), NOW)
    files = await store.published.records(EVERYBODY)
    assert not [path for path in files if path.startswith("sources/")]
    assert json.loads(files["quotes.lock.json"])[built_in.id]["quotes"][0]["exact"] == DEAL


async def test_a_document_that_nothing_published_quotes_is_no_source(store: Store) -> None:
    await lined_up(store, item())
    await another(store, item("i2"))
    await store.queue.decide(approve(item(), fact()), NOW)
    assert "sources/own-other.toml" not in await store.published.records(EVERYBODY)
