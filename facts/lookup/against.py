"""What speaks against a fact that looks like an answer: a figure of another kind than asked for.

Such figures are repeated to others, so a plausible wrong one is worse than none.
"""

import re

from facts.lookup.details import detail_lacking
from facts.lookup.figures import Group
from facts.lookup.index import Index
from facts.lookup.question import Question, Slot
from facts.lookup.rank import Scored

QUANTITY = frozenset(("how-much", "how-many", "percent", "quantity"))
_COUNTED = frozenset(("percent", "how-many"))
_NEAR = 5  # hits that may be about a country
_SAID, _HALF = 0.5, 0.5  # from what strength a theme counts, and how many of them must
_HOW_MANY = re.compile(
    r"how many (?P<en>[\w -]{3,24})|(?:多少|几|幾)[家个個名位款种種](?P<zh>[\u4e00-\u9fff]{2,8})"
    r"|(?P<ja>[\w]{2,12})(?:は|が|って)(?:何[社人件個本つ]|いくつ)"
)
_HOW_MANY_AT_ALL = frozenset(("how-many",))
_COMPANIES = frozenset(("c:company", "c:startup"))
_SO_MANY_COMPANIES = re.compile(r"何社|(?:[几幾]|多少)家")
_CLOSE = 3  # hits among which the figure may be
MONEY = frozenset((
    "commitment", "investment-made", "round", "planned-raise", "valuation", "revenue", "arr",
    "subsidy", "stipend", "market-size",
))  # fmt: skip
_TOTAL = "ask-total"  # the concept of "altogether", "合計"
_PARTNERSHIP = "c:partnership"
_TOGETHER = (_PARTNERSHIP, "c:partners-words")
_FORM = r"(?:kk|k\.k\.|inc|ltd|llc|corp|gmbh|plc|holdings)\b|株式会社|有限公司|公司|社(?!会|内|員)"
_AFTER = re.compile(rf"[\s,]*(?:{_FORM})", re.IGNORECASE)
_CAPITAL = re.compile(r" [A-Z][a-z]")
_BEFORE = re.compile(r"株式会社\s*$")
_INTO = re.compile(r"(?:in|into|to|with|from|给|給|向|对|對|往)$")
_TOWARDS = re.compile(r"(?:に|へ|への|から)(?![ぁ-ん])")
_NO_TITLE = re.compile(r"\b[a-z]\w{3}")  # a long word without a capital: not all have one
_ABOUT = re.compile(r"\s*((?:株式会社)?[ァ-ヺー・]{4,})(?:さん|社)?(?:の|は|って|が)")
_HEARD = 3  # characters that foreign names are written with in Chinese, in a row
_SOUNDS = frozenset(
    "阿艾奥奧巴贝貝比波布达達德迪蒂多尔爾法菲弗福格古哈赫基吉加杰卡凯凱科克库庫拉莱萊兰蘭勒雷里利"
    "卢盧鲁魯罗羅洛玛瑪麦麥曼梅蒙米莫姆纳納内尼诺諾帕皮普奇乔萨薩塞桑瑟沙什斯苏塔泰特图托瓦维維"
    "韦韋温沃西希谢亚亞伊约扎兹茲"
)


def unknown_name(index: Index, question: Question, best: Scored) -> str | None:
    """A word that nobody knows and that is written as names are, None where there is none.

    Beside a name that the fact is about, a single word with a capital may be part of that name.
    A few capitals are an abbreviation of anything, but of a name where a company's money is asked for.
    """
    written = _hiragana(question.plain)
    about = any(question.slots[place].kind in ("entity", "implied") for place in best.matched)
    for word in question.unknown:
        found = re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", written, re.IGNORECASE)
        if found is None:
            continue
        short = found.group().isupper() and len(word) <= 5
        capital = _is_of_money(index, question) if short else _has_capital(written, found)
        if capital and about:
            capital = not short and bool(_CAPITAL.match(written, found.end()))
        if capital or _has_form(written, found):
            return question.plain[found.start() : found.end()]
    if leading := _leading_name(question):
        return leading
    return next((run for run in _han_runs(question.unknown) if _is_heard(run)), None)


def _is_of_money(index: Index, question: Question) -> bool:
    return any(MONEY & measures(index, slot) for slot in question.slots)


def _leading_name(question: Question) -> str | None:
    """A katakana word that nobody knows, and that a question without a name is about."""
    found = _ABOUT.match(question.plain)
    if found is None or question.of_kind("entity", "implied"):
        return None
    unread = _hiragana(found[1])
    return found[1] if any(word in unread for word in question.unknown if len(word) > 2) else None


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def _has_form(written: str, found: re.Match[str]) -> bool:
    """True for a word beside the legal form of a company."""
    before, after = written[: found.start()], written[found.end() :]
    return bool(_BEFORE.search(before) or (len(found.group()) > 2 and _AFTER.match(after)))


def _has_capital(written: str, found: re.Match[str]) -> bool:
    """True for a capital that is owed neither to a sentence's beginning nor to a headline."""
    before = written[: found.start()].rstrip()
    starts = not before or before[-1] in ".?!:"
    plain = bool(_NO_TITLE.search(written)) or not written.isascii()
    return found.group()[0].isupper() and plain and not (starts and written.isascii())


def _han_runs(unknown: list[str]) -> list[str]:
    """The unknown pairs of Han characters; those that overlap are one run."""
    runs: list[str] = []
    for pair in (word for word in unknown if len(word) == 2 and not word.isascii()):
        if runs and runs[-1][-1] == pair[0]:
            runs[-1] += pair[1]
        else:
            runs.append(pair)
    return runs


def _is_heard(run: str) -> bool:
    return len(run) >= _HEARD and _SOUNDS.issuperset(run)


def wrong_kind(index: Index, question: Question, scored: list[Scored]) -> str | None:
    """Why the best fact is no answer although it looks like one, None where it may be one."""
    best = scored[0]
    if name := unknown_name(index, question, best):
        return f"nobody is known by the name {name}"
    if names_apart(question, best) or relation_lacking(question, best):
        return "no fact says what is asked between the names"
    if lacking := detail_lacking(index, question, scored):
        return f"no near fact says this of it: {lacking}"
    if wrong_measure(index, question, best):
        return "the best fact has figures of another kind"
    if uncounted(index, question, scored):
        return "no near fact counts those who were asked about"
    if figure_from_elsewhere(index, question, best):
        return "the best fact has figures that are not of Japan"
    near = in_all_countries(question, scored)
    if counted := other_counted(index, question, near):
        return f"no near fact counts these: {counted}"
    if said_elsewhere(question, near):
        return "no near fact says this of that country"
    if not happened_then(index, question, best):
        return "the best fact is of another time"
    return None


def in_all_countries(question: Question, scored: list[Scored]) -> list[Scored]:
    """The near facts that are about every country that is asked about."""
    countries = [p for p, slot in enumerate(question.slots) if slot.kind == "country"]
    near = scored[:_NEAR]
    return [s for s in near if all(s.matched.get(place, 0.0) >= _SAID for place in countries)]


def other_counted(index: Index, question: Question, near: list[Scored]) -> str | None:
    """What is to be counted, in words, where no number of these facts can be that."""
    asked = _HOW_MANY.search(question.plain.lower())
    if asked is None or not _elsewhere(question):
        return None
    flat = _flat(asked["en"] or asked["zh"] or asked["ja"] or "")
    said = [
        (flat.find(_flat(slot.written)), place)
        for place, slot in enumerate(question.slots)
        if slot.kind == "theme" and _flat(slot.written) in flat
    ]
    if not said:
        return None
    place = (max if asked["ja"] else min)(said)[1]
    counts = (s for s in near if "how-many" in index.answers[s.number])
    if any(s.matched.get(place, 0.0) >= _SAID for s in counts):
        return None
    return question.slots[place].written


def _flat(text: str) -> str:
    return text.replace(" ", "").lower()


def _elsewhere(question: Question) -> bool:
    """True when a country is asked about and is not set against Japan."""
    set_against = question.compares or "e:japan" in question.units
    return bool(question.of_kind("country")) and not set_against


def said_elsewhere(question: Question, near: list[Scored]) -> bool:
    """True when another country is asked about alone, and the near facts about it say nothing of what
    is asked: "AI use in Germany" is not answered by Germany's subsidies.
    """
    themes = [p for p, slot in enumerate(question.slots) if slot.kind == "theme"]
    if not (themes and near and _elsewhere(question)):
        return False
    said = max(sum(s.matched.get(place, 0.0) >= _SAID for place in themes) for s in near)
    return said < len(themes) * _HALF


def measures(index: Index, slot: Slot) -> frozenset[str]:
    """The metrics that a theme is measured in, none where one of its meanings has none."""
    if slot.kind != "theme":
        return frozenset()
    each = [index.concepts[unit[2:]].metrics for unit in slot.units]
    found = frozenset(metric for metrics in each for metric in metrics)
    if "revenue" in found:
        found |= {"arr"}  # revenue too
    return found if all(each) else frozenset()


def unmeasured(index: Index, question: Question, best: Scored) -> list[Slot]:
    """The themes whose amount of money is asked for, and of which the fact has no amount."""
    if QUANTITY.isdisjoint(question.attributes) and _TOTAL not in question.aggregate:
        return []
    has = index.figures[best.number].metrics
    asked = [(slot, measures(index, slot)) for slot in question.slots]
    return [slot for slot, metrics in asked if metrics and metrics <= MONEY and not metrics & has]


def wrong_measure(index: Index, question: Question, best: Scored) -> bool:
    """True when an amount is asked for, and the fact has only quantities of something else; where
    it must be money, none at all is as bad.
    """
    if _is_part_of_total(index, question, best):
        return True
    if not unmeasured(index, question, best):
        return False
    has = index.figures[best.number].metrics
    if counts_companies(index, question, best):
        return False
    if any(measures(index, slot) & has for slot in question.slots):
        return False
    total = _TOTAL in question.aggregate
    if not has and not total and "how-much" in index.answers[best.number]:
        return False  # a list says the amounts of the facts that it lists
    return bool(has) or total or "how-much" in question.attributes


def _is_part_of_total(index: Index, question: Question, best: Scored) -> bool:
    """True when the total of all is asked for, and the fact has that of one company."""
    named = question.of_kind("entity", "implied")
    return _TOTAL in question.aggregate and not named and bool(index.figures[best.number].owners)


def counts_companies(index: Index, question: Question, best: Scored) -> bool:
    """True when a number of companies is asked for, whatever was done to them, and the fact has it."""
    units = {unit for slot in question.slots for unit in slot.units}
    return (
        _HOW_MANY_AT_ALL <= set(question.attributes) <= _COUNTED
        and (not _COMPANIES.isdisjoint(units) or bool(_SO_MANY_COMPANIES.search(question.plain)))
        and "company" in index.figures[best.number].units
    )


def names_apart(question: Question, best: Scored) -> bool:
    """True when something from one name to another is asked, and the fact lacks the other."""
    named = [(p, s) for p, s in enumerate(question.slots) if s.kind in ("entity", "implied")]
    if len(named) < 2 or question.compares:
        return False
    flat = question.folded.replace(" ", "")
    return any(
        place not in best.matched and _is_aim(flat, slot.written.replace(" ", ""))
        for place, slot in named
    )


def relation_lacking(question: Question, best: Scored) -> bool:
    """True when a partnership of two named is asked about, and the fact has none."""
    named = question.of_kind("entity", "implied")
    return len(named) > 1 and any(
        _PARTNERSHIP in slot.units and slot.units[-1] in _TOGETHER and place not in best.matched
        for place, slot in enumerate(question.slots)
    )


def _is_aim(flat: str, name: str) -> bool:
    """True for a name that something is said to go to, or to come from."""
    start = flat.find(name)
    end = start + len(name)
    return start > 0 and bool(_INTO.search(flat[:start]) or _TOWARDS.match(flat, end))


def groups_asked(question: Question) -> set[Group]:
    """Whose use or opinion the question is about, of people and firms."""
    units = {unit for slot in question.slots for unit in slot.units}
    groups: set[Group] = set()
    if "c:enterprise-use" in units or {"c:company", "c:use"} <= units:
        groups.add("firms")
    if "c:individuals" in units:
        groups.add("people")
    return groups


def other_population(index: Index, question: Question, number: int) -> bool:
    """True when companies are asked about and people are counted, or the other way round."""
    counted = index.figures[number].counted
    asked = groups_asked(question)
    return len(counted) == len(asked) == 1 and asked.isdisjoint(counted)


def uncounted(index: Index, question: Question, scored: list[Scored]) -> bool:
    """True when a share is asked for, or a number of people or companies, and none of the best
    facts has one of those.
    """
    kinds = _COUNTED.intersection(question.attributes)
    if set(question.attributes) != kinds or len(question.of_kind("country")) > 1:
        return False  # a reason or a way is asked for as well, or a comparison
    others = [other_population(index, question, s.number) for s in scored[:_CLOSE]]
    if not kinds or ("percent" not in kinds and not groups_asked(question)):
        return False
    return all(
        other or kinds.isdisjoint(index.answers[s.number])
        for other, s in zip(others, scored[:_CLOSE])
    )


def figure_from_elsewhere(index: Index, question: Question, best: Scored) -> bool:
    """True when Japan is asked about, and the figure is of no country or of another."""
    figures = index.figures[best.number]
    abroad = any(slot.kind == "country" for slot in question.slots)
    named = any(slot.kind in ("entity", "implied") for slot in question.slots)
    if "e:japan" not in question.units or abroad or named:
        return False
    return bool(figures.metrics) and not figures.home and not figures.owners


def happened_then(index: Index, question: Question, best: Scored) -> bool:
    """True when the fact happened in one of the periods asked about, not merely was still said;
    where none is asked about, always.
    """
    days = index.figures[best.number].days
    return not question.periods or any(
        asked.fits(first, last) for asked in question.periods for first, last in days
    )
