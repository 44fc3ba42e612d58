"""The words that amounts are written with, in English, Japanese and Chinese."""

from decimal import Decimal

ENGLISH_NUMBERS: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "a": 1, "an": 1, "no": 0,
}  # fmt: skip
ENGLISH_ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
ENGLISH_SCALES: dict[str, Decimal] = {
    "hundred": Decimal(100), "thousand": Decimal(1000), "million": Decimal(10**6),
    "billion": Decimal(10**9), "trillion": Decimal(10**12), "k": Decimal(1000),
    "mn": Decimal(10**6), "mln": Decimal(10**6), "m": Decimal(10**6), "bn": Decimal(10**9),
    "b": Decimal(10**9), "tn": Decimal(10**12), "trn": Decimal(10**12), "t": Decimal(10**12),
    "millions": Decimal(10**6), "billions": Decimal(10**9),
}  # fmt: skip
CJK_DIGITS: dict[str, int] = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "两": 2, "兩": 2,
}  # fmt: skip
CJK_TENS: dict[str, int] = {"十": 10, "百": 100, "千": 1000}
CJK_MYRIADS: dict[str, int] = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}

# Symbols and words in front of a number -> ISO 4217. A bare dollar sign is the US dollar.
CURRENCY_BEFORE: dict[str, str] = {
    "us$": "USD", "usd": "USD", "$": "USD", "jp¥": "JPY", "jpy": "JPY", "¥": "JPY", "￥": "JPY",
    "cn¥": "CNY", "rmb": "CNY", "cny": "CNY", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "a$": "AUD", "c$": "CAD", "₩": "KRW", "krw": "KRW",
    "人民币": "CNY", "美元": "USD", "美金": "USD", "日元": "JPY",
}  # fmt: skip
CURRENCY_AFTER: dict[str, str] = {
    "us dollars": "USD", "u.s. dollars": "USD", "dollars": "USD", "dollar": "USD", "usd": "USD",
    "bucks": "USD", "japanese yen": "JPY", "yen": "JPY", "jpy": "JPY", "yuan": "CNY", "rmb": "CNY",
    "cny": "CNY", "renminbi": "CNY", "euros": "EUR", "euro": "EUR", "eur": "EUR", "pounds": "GBP",
    "gbp": "GBP", "won": "KRW", "krw": "KRW", "美元": "USD", "美金": "USD", "美刀": "USD",
    "米ドル": "USD", "ドル": "USD", "日元": "JPY", "日圆": "JPY", "日圓": "JPY", "円": "JPY",
    "人民币": "CNY", "元人民币": "CNY", "人民元": "CNY", "元": "CNY", "欧元": "EUR",
    "ユーロ": "EUR", "英镑": "GBP", "ポンド": "GBP", "韩元": "KRW", "ウォン": "KRW",
    "港元": "HKD", "新台币": "TWD", "台币": "TWD", "$": "USD", "€": "EUR", "¥": "JPY",
}  # fmt: skip

BOUND_BEFORE: dict[str, str] = {
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "近": "nearly", "接近": "nearly",
    "将近": "nearly", "ほぼ": "nearly",
    "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "circa": "about", "c.": "about", "~": "about", "约": "about", "約": "about",
    "大约": "about", "大概": "about", "大概有": "about", "およそ": "about", "だいたい": "about",
    "约合": "about",
    "more than": "more_than", "over": "more_than", "above": "more_than", "exceeding": "more_than",
    "upwards of": "more_than", ">": "more_than", "超": "more_than", "超过": "more_than",
    "超過": "more_than", "高于": "more_than",
    "at least": "at_least", "no less than": "at_least", "至少": "at_least", "不少于": "at_least",
    "少なくとも": "at_least", "最低": "at_least", "≥": "at_least",
    "up to": "up_to", "as much as": "up_to", "at most": "up_to", "no more than": "up_to",
    "a maximum of": "up_to", "最高": "up_to", "最高达": "up_to", "最多": "up_to", "最大": "up_to",
    "top": "up_to", "前": "up_to", "≤": "up_to", "上位": "up_to", "トップ": "up_to",
    "less than": "less_than", "under": "less_than", "below": "less_than", "fewer than": "less_than",
    "不到": "less_than", "不足": "less_than", "低于": "less_than", "<": "less_than",
}  # fmt: skip
BOUND_AFTER: dict[str, str] = {
    "+": "more_than", "以上": "at_least", "超": "more_than", "超え": "more_than",
    "を超える": "more_than", "を上回る": "more_than", "余": "more_than", "多": "more_than",
    "左右": "about", "前後": "about", "程度": "about", "ほど": "about", "上下": "about",
    "未満": "less_than", "未满": "less_than", "足らず": "nearly", "近く": "nearly",
    "弱": "nearly", "強": "more_than", "以下": "up_to", "以内": "up_to", "or more": "at_least",
    "or so": "about", "or less": "up_to", "plus": "more_than",
}  # fmt: skip

DURATION_UNITS: dict[str, str] = {
    "years": "year", "year": "year", "yr": "year", "yrs": "year", "年間": "year", "年": "year",
    "カ年": "year", "か年": "year", "months": "month", "month": "month", "个月": "month",
    "個月": "month", "か月": "month", "カ月": "month", "ヶ月": "month", "ヵ月": "month",
    "weeks": "week", "week": "week", "周": "week", "週間": "week", "个星期": "week",
    "days": "day", "day": "day", "天": "day", "日間": "day", "hours": "hour", "hour": "hour",
    "小时": "hour", "時間": "hour", "minutes": "minute", "minute": "minute", "分钟": "minute",
    "分間": "minute", "decades": "decade", "decade": "decade",
}  # fmt: skip
RATIO_UNITS: tuple[str, ...] = ("times", "-fold", "fold", "x", "倍")
RANK_AFTER: tuple[str, ...] = ("st", "nd", "rd", "th", "位", "名")
COUNT_UNITS: tuple[str, ...] = (
    "起", "家", "个", "個", "人", "名", "社", "件", "篇", "本", "种", "間", "国", "か国", "カ国",
    "ヵ国", "款", "座", "項", "项", "回", "次", "台", "つ", "位作者", "店", "校",
)  # fmt: skip
