"""The same question written otherwise has the same answer; a slip of the fingers is understood."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.compiled import Compiled
from facts.lookup.answer import Answer, look_up
from tests.facts.lookup.spellings import REWRITES, Rewrite, hiragana, questions

TODAY = date(2026, 11, 22)


def ask(ready: Compiled, text: str) -> Answer:
    return look_up(ready.index, text, today=TODAY)


def gist(answer: Answer) -> tuple[str, list[str]]:
    """The outcome, and the facts in their order."""
    return answer.outcome, [hit.fact for hit in answer.hits]


def same(one: Answer, other: Answer) -> bool:
    """The same facts in the same order, and the same outcome, unless only capitals tell that a
    word is a name that nobody knows.
    """
    by_capitals = any("known by the name" in answer.reason for answer in (one, other))
    facts = [[hit.fact for hit in answer.hits] for answer in (one, other)]
    return facts[0] == facts[1] and (one.outcome == other.outcome or by_capitals)


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
@settings(max_examples=30)
@given(data=st.data())
def test_another_way_to_write_it_finds_the_same_in_the_same_order(
    ready: Compiled, rewrite: Rewrite, data: st.DataObject
) -> None:
    text = data.draw(questions(ready.library))

    assert same(ask(ready, rewrite(text)), ask(ready, text))


@settings(max_examples=60)
@given(data=st.data())
def test_two_other_ways_at_once_make_no_difference_either(
    ready: Compiled, data: st.DataObject
) -> None:
    text = data.draw(questions(ready.library))
    first, second = data.draw(st.tuples(*[st.sampled_from(sorted(REWRITES))] * 2))
    rewritten = REWRITES[second](REWRITES[first](text))

    assert same(ask(ready, rewritten), ask(ready, text))


@pytest.mark.parametrize(
    "template", ["{}", "{}の投資額は？", "{} 日本 投資", "how much will {} invest"]
)
def test_a_katakana_name_may_be_written_in_hiragana(ready: Compiled, template: str) -> None:
    names = {
        name for entity in ready.library.entities.values() if entity.covered
        for name in entity.all_names() if re.fullmatch("[ァ-ヶー]{4,}", name)
    }  # fmt: skip
    assert len(names) > 50
    for name in sorted(names):
        written = template.format(name)
        assert gist(ask(ready, template.format(hiragana(name)))) == gist(ask(ready, written)), name


@pytest.mark.parametrize(
    "same",
    [
        ["2024年4月 発表", "2024 年 4 月 発表", "２０２４年４月 発表", "2024年 4月 発表"],
        ["4月9日 マイクロソフト", "4 月 9 日 マイクロソフト", "４月９日 マイクロソフト"],
        ["企業価値 1000億円", "企业价值 1000亿円", "企業價值 1000億円"],
        ["AI研究 顧客", "AI硏究 顾客", "AI 研究 顧客"],
        ["選挙 渋谷 闘い", "選舉 澀谷 鬥い"],
        ["Diario Gestión", "diario gestion", "DIARIO GESTIÓN", "Diario Gestio\u0301n"],
    ],
)
def test_dates_and_character_forms_that_are_easily_forgotten(
    ready: Compiled, same: list[str]
) -> None:
    assert len({str(gist(ask(ready, text))) for text in same}) == 1


def names_with_a_slip(ready: Compiled) -> list[tuple[str, str, str]]:
    """(name with two neighbouring letters swapped, name, id) of every name that facts are about."""
    known = {n.casefold() for e in ready.library.entities.values() for n in e.all_names()}
    slips = []
    for entity in ready.library.entities.values():
        for name in entity.all_names() if entity.covered else ():
            if not re.fullmatch("[A-Za-z]{6,}", name) or entity.id == "japan":
                continue
            for n in range(len(name) - 1):
                slip = name[:n] + name[n + 1] + name[n] + name[n + 2 :]
                if slip.casefold() not in known:
                    slips.append((slip, name, entity.id))
    return slips


@pytest.mark.parametrize("template", ["{}", "{} investment japan", "{} 日本 投資"])
def test_two_letters_swapped_in_a_name_still_find_it(ready: Compiled, template: str) -> None:
    slips = names_with_a_slip(ready)
    assert len(slips) > 400
    for slip, name, id_ in slips:
        answer = ask(ready, template.format(slip))
        assert id_ in answer.question.entities() or id_ in answer.readings, (slip, name)
        assert [c.written for c in answer.corrections] == [slip.casefold()]


@pytest.mark.parametrize("name", ["softbank", "microsoft", "preferred networks", "マイクロソフト"])
@pytest.mark.parametrize("slip", ["lost", "doubled"])
def test_a_letter_lost_or_doubled_in_a_name_still_finds_it(
    ready: Compiled, name: str, slip: str
) -> None:
    entities = ask(ready, name).question.entities()
    assert entities
    for n in range(1, len(name)):
        if name[n] == " " or name[n - 1] == " ":
            continue
        written = name[:n] + name[n + 1 :] if slip == "lost" else name[:n] + name[n] + name[n:]
        assert ask(ready, f"{written} 投資").question.entities() == entities, written


def test_a_name_that_is_written_right_is_not_corrected(ready: Compiled) -> None:
    for entity in ready.library.entities.values():
        for name in entity.all_names():
            assert ask(ready, name).corrections == (), name
