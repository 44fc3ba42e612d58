from adapters.store.store import Store
from adapters.store.wishes import QUESTION_CHARACTERS, Verdicts, Wish
from tests.adapters.store.helpers import DAY, NOW


async def test_wishes_are_counted_whatever_their_case_and_spaces(store: Store) -> None:
    assert await store.requests.want("Sakana AI  revenue", "en", NOW) == 1
    assert await store.requests.want(" sakana ai revenue\n", "ja", NOW + DAY) == 2
    assert await store.requests.want("日本のAI特許", "ja", NOW) == 1
    assert await store.requests.most_wanted(5) == [
        Wish("Sakana AI  revenue", "en", 2, NOW, NOW + DAY),
        Wish("日本のAI特許", "ja", 1, NOW, NOW),
    ]
    assert len(await store.requests.most_wanted(1)) == 1


async def test_a_wish_is_kept_whatever_was_typed(store: Store) -> None:
    assert await store.requests.want("a\0b\ud800c" + "x" * 1000, "en", NOW) == 1
    (wish,) = await store.requests.most_wanted(5)
    assert wish.question.startswith("abcx")
    assert len(wish.question) == QUESTION_CHARACTERS


async def test_the_worst_answers_come_first(store: Store) -> None:
    rate = store.feedback.rate
    await rate("tips", ["a"], "good", NOW)
    await rate("adoption", ["b"], "bad", NOW)
    for verdict in ("bad", "good", "bad"):
        await rate("investments\0", ["c", "d"], verdict, NOW)
    assert await store.feedback.worst(5) == [
        Verdicts("investments", 1, 2),
        Verdicts("adoption", 0, 1),
    ]
