"""Read what follows `digest`: on 09:00 Asia/Tokyo topics:investments,tips weekdays."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal, get_args

from bot.command import Call
from bot.digest.subscription import EVERY_DAY, MAX_COUNT, Subscription
from bot.digest.zones import find_zones
from facts.compiled import Compiled
from facts.fact import TOPICS, Topic

Verb = Literal["on", "off", "status", "preview", "now", "who"]

_TIME = re.compile(r"(\d{1,2})(?:[:：時点](\d{2})?分?)?\s*(am|pm)?")
_DAYS = {
    **dict.fromkeys(("daily", "everyday", "all", "毎日", "每天"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "workdays", "平日", "工作日"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("weekends", "weekend", "週末", "周末"), (5, 6)),
}
_NAMES = ("mon月一", "tue火二", "wed水三", "thu木四", "fri金五", "sat土六", "sun日日")
# Other names that people have for topics, besides the topics' own.
_TOPICS = {"investments": "investment", "tips": "tip", "advice": "tip", "companies": "company"}


class WishError(Exception):
    """A part of the line can't be understood: a key of the catalogues and its values."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True)
class Wish:
    """What to do, and the words that are left for it."""

    verb: Verb
    words: tuple[str, ...]


def read_verb(text: str) -> Wish:
    """The verb of a line, `status` for an empty one; WishError for an unknown one."""
    first, *rest = text.split() or ["status"]
    word = unicodedata.normalize("NFKC", first).casefold()
    verbs: tuple[Verb, ...] = get_args(Verb)
    for verb in verbs:
        if word in (verb, *_VERBS.get(verb, ())):
            return Wish(verb, tuple(rest))
    raise WishError("digest.bad_verb", value=first, known=", ".join(verbs))


_VERBS = {
    "on": ("start", "subscribe", "オン", "開始", "开", "开启", "订阅"),
    "off": ("stop", "unsubscribe", "オフ", "停止", "关", "关闭"),
    "status": ("settings", "設定", "状態", "设置", "状态"),
    "preview": ("show", "プレビュー", "预览"),
    "now": ("今", "今すぐ", "现在", "立即"),
}


def changed(base: Subscription, wish: Wish, call: Call, ready: Compiled) -> Subscription:
    """The subscription with everything that the line and its options say; WishError names the
    first part that can't be understood.
    """
    found = replace(base, active=True, paused=None)
    words = list(wish.words)
    while words:
        found, used = _take_words(found, words)
        del words[:used]
    options: dict[str, Callable[[Subscription, str], Subscription]] = {
        "topics": lambda s, text: replace(s, topics=_topics(text)),
        "about": lambda s, text: replace(s, about=_about(text, ready)),
        "days": lambda s, text: replace(s, days=_days(text)),
        "lang": lambda s, text: replace(s, tag=text),
        "count": lambda s, text: replace(s, count=min(int(text), MAX_COUNT)),
    }
    for key, text in call.options.items():
        found = options[key](found, text) if key in options else found
    return found


def _take_words(found: Subscription, words: list[str]) -> tuple[Subscription, int]:
    """Take a time, days, or a zone of one to three words from the front; how many were used."""
    for length in (2, 1):
        if len(words) >= length and (at := _time(" ".join(words[:length]))):
            return replace(found, at=at), length
    if (days := _days_or_none(words[0])) is not None:
        return replace(found, days=days), 1
    for length in (3, 2, 1):
        zones = find_zones(" ".join(words[:length])) if len(words) >= length else []
        if len(zones) == 1:
            return replace(found, zone=zones[0]), length
        if zones:
            raise WishError("digest.which_zone", value=" ".join(words[:length]), known=", ".join(zones))  # fmt: skip
    raise WishError("digest.bad_word", value=words[0])


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", text).casefold())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise WishError("digest.bad_time", value=text)
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise WishError("digest.bad_time", value=text)
    return time(hour, minute)


def _days(text: str) -> tuple[int, ...]:
    days = _days_or_none(text)
    if days is None:
        raise WishError("digest.bad_days", value=text)
    return days


def _days_or_none(text: str) -> tuple[int, ...] | None:
    """Days of the week: "weekdays", "mon,wed", "mon-fri", 平日, 月水金, 周一."""
    text = unicodedata.normalize("NFKC", text).casefold().strip("、,，")
    if text in _DAYS:
        return _DAYS[text]
    if "-" in text:
        first, _, last = text.partition("-")
        ends = _day(first), _day(last)
        if ends[0] is None or ends[1] is None:
            return None
        return tuple(sorted({(ends[0] + n) % 7 for n in range((ends[1] - ends[0]) % 7 + 1)}))
    parts = [part for part in re.split(r"[,、，/・]", text) if part]
    if len(parts) == 1 and re.fullmatch("[月火水木金土日]{2,7}", text):
        parts = list(text)
    days = [_day(part) for part in parts]
    known = {day for day in days if day is not None}
    return tuple(sorted(known)) if parts and len(known) == len(set(days)) else None


def _day(text: str) -> int | None:
    word = text.strip()
    for number, names in enumerate(_NAMES):
        short, ja, zh = names[:3], names[3], names[4]
        if word in (ja, f"{ja}曜", f"{ja}曜日") or word in (f"周{zh}", f"星期{zh}", f"礼拜{zh}"):
            return number
        if len(word) >= 3 and _ENGLISH[number].startswith(word.rstrip("s")) and word[:3] == short:
            return number
    return None


_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _topics(text: str) -> tuple[Topic, ...]:
    """Topics by name, commas between them; "all" for all."""
    words = [w for w in re.split(r"[,、，\s]+", text.casefold()) if w]
    if words in (["all"], ["全部"], ["すべて"]):
        return ()
    names = [_TOPICS.get(word, word) for word in words]
    unknown = [name for name in names if name not in TOPICS]
    if unknown:
        raise WishError("digest.bad_topic", value=unknown[0], known=", ".join(TOPICS))
    return tuple(topic for topic in TOPICS if topic in names)


def _about(text: str, ready: Compiled) -> str | None:
    """The one covered entity that a name means; "all" for none."""
    from facts.lookup.question import read_question

    if text.casefold() in ("all", "全部", "すべて"):
        return None
    today = max(f.added for f in ready.library.facts.values())
    entities = read_question(ready.index, text, today).entities()
    covered = [id_ for id_ in entities if ready.library.entities[id_].covered]
    if not covered:
        raise WishError("digest.bad_about", value=text)
    return covered[0]
