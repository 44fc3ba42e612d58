"""The words that amounts are written with, in English, Japanese and Chinese.

All of them as `VARIANTS` leaves them: lower case, half width, and simplified where it says so.
"""

from decimal import Decimal
from typing import Literal

# Other forms of the characters below, in pairs: the form of a text and the form of these tables.
VARIANTS = (
    "萬万億亿兩两幾几數数個个點点時时號号紀纪餘余圓圆來来幣币歐欧鎊镑韓韩過过約约將将於于達达間间內内滿满後后"
    "強强條条輪轮戶户戸户歲岁歳岁張张輛辆處处種种項项週周鐘钟導导減减増增級级產产産产標标論论為为長长員员績绩"
    "簽签節节當当趕赶會会稱称樣样國国圍围邊边殺杀復复調调灣湾臺台預预規规"
    "–-—-−-〜~～~￥¥￡£￦₩ヶかヵか"
)

ENGLISH_NUMBERS: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ENGLISH_ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
ENGLISH_PARTS: dict[str, int] = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
ENGLISH_SCALES: dict[str, Decimal] = {
    "dozen": Decimal(12), "hundred": Decimal(100), "thousand": Decimal(1000),
    "million": Decimal(10**6), "millions": Decimal(10**6), "billion": Decimal(10**9),
    "billions": Decimal(10**9), "trillion": Decimal(10**12),
}  # fmt: skip
SCALE_SIGNS: dict[str, Decimal] = {
    "k": Decimal(1000), "m": Decimal(10**6), "mn": Decimal(10**6), "mln": Decimal(10**6),
    "b": Decimal(10**9), "bn": Decimal(10**9), "t": Decimal(10**12), "tn": Decimal(10**12),
    "trn": Decimal(10**12),
}  # fmt: skip
# An open number starts with one of these, and scales may follow: "tens of millions".
VAGUE: tuple[str, ...] = (
    "several", "tens", "dozens", "hundreds", "thousands", "millions", "billions",
    "trillions", "multi", "multimillion", "multibillion",
)  # fmt: skip
RATIOS: dict[str, str] = {
    "twice": "2", "double": "2", "doubles": "2", "doubled": "2", "doubling": "2", "thrice": "3",
    "triple": "3", "triples": "3", "tripled": "3", "tripling": "3", "quadruple": "4",
    "quadrupled": "4", "halved": "0.5",
}  # fmt: skip
# Whole words with a number in them -> kind, number and bound.
CJK_FIXED: dict[str, tuple[Literal["ratio", "percent"], str, str]] = {
    "翻倍": ("ratio", "2", "exact"), "翻番": ("ratio", "2", "exact"),
    "翻一番": ("ratio", "2", "exact"), "翻了一番": ("ratio", "2", "exact"), "倍增": ("ratio", "2", "exact"),
    "半减": ("ratio", "0.5", "exact"), "减半": ("ratio", "0.5", "exact"),
    "一半": ("percent", "50", "exact"), "半数": ("percent", "50", "exact"),
    "半分": ("percent", "50", "exact"), "过半数": ("percent", "50", "more_than"),
    "过半": ("percent", "50", "more_than"),
}  # fmt: skip

CJK_DIGITS: dict[str, int] = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "两": 2,
}  # fmt: skip
CJK_TENS: dict[str, int] = {"十": 10, "百": 100, "千": 1000}
CJK_MYRIADS: dict[str, int] = {"万": 10**4, "亿": 10**8, "兆": 10**12}
# 三四家, 一两年, 十五六家: two neighbouring digits are a range, not a number.
NEIGHBOURS: frozenset[str] = frozenset(
    ("一二", "一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
)
# Numerals that are no number: 一起 (together), 另一家 (another), 六本木 (a part of Tokyo).
NOT_NUMBERS: tuple[str, ...] = (
    "一起", "上一", "下一", "前一", "另一", "同一", "之一", "某一", "统一", "唯一", "千万不",
    "千万别", "千万要", "六本木", "四日市", "八百屋",
)  # fmt: skip

# Symbols and words in front of a number -> ISO 4217. A bare dollar sign is the US dollar.
CURRENCY_BEFORE: dict[str, str] = {
    "us$": "USD", "usd": "USD", "$": "USD", "jp¥": "JPY", "jpy": "JPY", "¥": "JPY", "cn¥": "CNY",
    "rmb": "CNY", "cny": "CNY", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "hk$": "HKD",
    "hkd": "HKD", "nt$": "TWD", "twd": "TWD", "s$": "SGD", "sgd": "SGD", "a$": "AUD",
    "au$": "AUD", "c$": "CAD", "ca$": "CAD", "₩": "KRW", "krw": "KRW", "₹": "INR",
    "人民币": "CNY", "美元": "USD", "美金": "USD", "日元": "JPY",
}  # fmt: skip
CURRENCY_AFTER: dict[str, str] = {
    "us dollars": "USD", "u.s. dollars": "USD", "dollars": "USD", "dollar": "USD", "usd": "USD",
    "bucks": "USD", "hong kong dollars": "HKD", "japanese yen": "JPY", "yen": "JPY", "jpy": "JPY",
    "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "renminbi": "CNY", "euros": "EUR", "euro": "EUR",
    "eur": "EUR", "pounds": "GBP", "gbp": "GBP", "won": "KRW", "krw": "KRW", "rupees": "INR",
    "美元": "USD", "美金": "USD", "美刀": "USD", "米ドル": "USD", "ドル": "USD", "日元": "JPY",
    "日圆": "JPY", "日币": "JPY", "円": "JPY", "人民币": "CNY", "元人民币": "CNY",
    "人民元": "CNY", "元": "CNY", "块钱": "CNY", "欧元": "EUR", "ユーロ": "EUR", "英镑": "GBP",
    "ポンド": "GBP", "韩元": "KRW", "ウォン": "KRW", "港元": "HKD", "港币": "HKD",
    "香港ドル": "HKD", "新台币": "TWD", "台币": "TWD", "台湾ドル": "TWD", "豪ドル": "AUD",
    "シンガポールドル": "SGD", "卢比": "INR", "ルピー": "INR", "$": "USD", "€": "EUR", "¥": "JPY",
}  # fmt: skip

BOUND_BEFORE: dict[str, str] = {
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "近": "nearly", "接近": "nearly",
    "将近": "nearly", "ほぼ": "nearly", "几乎": "nearly", "差不多": "nearly",
    "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "circa": "about", "c.": "about", "an estimated": "about", "~": "about",
    "≈": "about", "约": "about", "大约": "about", "大概": "about", "大概有": "about",
    "约有": "about", "大约有": "about", "约为": "about", "约占": "about", "约达": "about",
    "约合": "about", "およそ": "about", "おおよそ": "about", "だいたい": "about", "ざっと": "about",
    "概ね": "about", "推計": "about", "推定": "about",
    "more than": "more_than", "over": "more_than", "above": "more_than", "exceeding": "more_than",
    "upwards of": "more_than", "in excess of": "more_than", ">": "more_than", "超": "more_than",
    "超过": "more_than", "高于": "more_than", "逾": "more_than", "突破": "more_than",
    "多于": "more_than",
    "at least": "at_least", "no less than": "at_least", "no fewer than": "at_least",
    "not less than": "at_least", "至少": "at_least", "最少": "at_least", "起码": "at_least",
    "不少于": "at_least", "不低于": "at_least", "少なくとも": "at_least", "最低": "at_least",
    "最低でも": "at_least", "≥": "at_least",
    "up to": "up_to", "as much as": "up_to", "as many as": "up_to", "at most": "up_to",
    "no more than": "up_to", "not more than": "up_to", "a maximum of": "up_to", "within": "up_to",
    "最高": "up_to", "最高达": "up_to", "最多": "up_to", "至多": "up_to", "多达": "up_to",
    "最大": "up_to", "最大で": "up_to", "最多で": "up_to", "不超过": "up_to", "不高于": "up_to",
    "不多于": "up_to", "≤": "up_to",
    "less than": "less_than", "under": "less_than", "below": "less_than", "fewer than": "less_than",
    "不到": "less_than", "不足": "less_than", "未到": "less_than", "低于": "less_than",
    "少于": "less_than", "<": "less_than",
}  # fmt: skip
BOUND_AFTER: dict[str, str] = {
    "以上": "at_least", "超": "more_than", "超え": "more_than", "を超え": "more_than",
    "を超える": "more_than", "を上回る": "more_than", "余": "more_than", "多": "more_than", "余り": "more_than",
    "左右": "about", "前后": "about", "程度": "about", "ほど": "about", "上下": "about",
    "未満": "less_than", "未满": "less_than", "を下回る": "less_than", "足らず": "nearly",
    "近く": "nearly", "弱": "nearly", "强": "more_than", "以下": "up_to", "以内": "up_to",
    "之内": "up_to", "内": "up_to", "or more": "at_least", "or so": "about", "or less": "up_to",
    "or fewer": "up_to", "plus": "more_than", "+": "more_than",
}  # fmt: skip
# These mean a rank in front of a plain number ("第9", "No. 2", "top 20"), with this bound.
RANK_BEFORE: dict[str, str] = {
    "第": "exact", "ranked": "exact", "rank": "exact", "ranks": "exact", "no.": "exact",
    "number": "exact", "#": "exact", "top": "up_to", "前": "up_to", "上位": "up_to",
    "トップ": "up_to", "ベスト": "up_to",
}  # fmt: skip
# They only end like a word above: 目前 (now), 签约 (to sign), 午前 (a.m.), 年前 (years ago).
NOT_BEFORE: tuple[str, ...] = (
    "目前", "之前", "以前", "此前", "先前", "当前", "提前", "眼前", "年前", "月前", "日前", "天前",
    "周前", "午前", "直前", "名前", "最近", "附近", "靠近", "签约", "合约", "节约", "预约", "予约",
    "条约", "契约", "规约", "公约", "制约", "集约", "赶超", "反超",
)  # fmt: skip

DURATIONS: dict[str, str] = {
    "years": "year", "year": "year", "yr": "year", "yrs": "year", "年间": "year", "年": "year",
    "カ年": "year", "か年": "year", "months": "month", "month": "month", "个月": "month", "个多月": "month",
    "か月": "month", "カ月": "month", "ケ月": "month", "箇月": "month", "weeks": "week",
    "week": "week", "周": "week", "周间": "week", "个星期": "week", "星期": "week",
    "days": "day", "day": "day", "天": "day", "日间": "day", "hours": "hour", "hour": "hour",
    "小时": "hour", "个小时": "hour", "个多小时": "hour", "时间": "hour", "minutes": "minute", "minute": "minute",
    "分钟": "minute", "分间": "minute", "seconds": "second", "秒": "second", "秒间": "second",
    "decades": "decade", "decade": "decade",
}  # fmt: skip
# Words of a share -> the per cent that one of them is.
PERCENTS: dict[str, str] = {
    "%": "1", "percent": "1", "per cent": "1", "pct": "1", "percentage points": "1",
    "percentage point": "1", "パーセント": "1", "百分点": "1", "个百分点": "1", "‰": "0.1",
    "割": "10", "成": "10",
}  # fmt: skip
MULTIPLES: tuple[str, ...] = ("times", "fold", "x", "倍")
RANKS: tuple[str, ...] = ("st", "nd", "rd", "th", "位", "番目")
# The five hundred strongest, a list rather than a count: "世界500强".
TOP_LISTS: tuple[str, ...] = ("强",)
COUNTERS: tuple[str, ...] = (
    "起", "家", "个", "人", "名", "社", "件", "篇", "本", "种", "种類", "间", "か国", "カ国",
    "か所", "カ所", "款", "座", "项", "项目", "回", "次", "台", "つ", "店", "店舗", "校", "条",
    "枚", "份", "轮", "所", "户", "世帯", "票", "例", "岁", "张", "只", "辆", "处",
)  # fmt: skip
# With these a number is a date or an age, and no amount; up to 31 with a day or an hour.
DAYS: tuple[str, ...] = ("月", "日", "号", "时", "点")
DATES: tuple[str, ...] = (*DAYS, "世纪", "世紀", "年代", "年度", "代", "后", "s")
# They only begin like a unit: 成立 (to found), 周年 (anniversary), 元化 (一元化, to unify).
NOT_UNITS: tuple[str, ...] = (
    "成立", "成为", "成本", "成果", "成功", "成员", "成长", "成熟", "成绩", "成就", "成交", "成分",
    "成品", "成人", "周年", "周边", "周围", "元化", "元素", "元论", "元件", "次元", "次性",
    "次世代", "次产业", "本化", "本部", "人称", "起来", "割合", "天然", "回答", "回复", "回到",
    "社会", "名前", "所有", "只有", "台湾", "秒杀", "种族", "强化", "强调", "例如", "年级", "年生",
    "日本", "时尚", "点数", "代码", "代理", "代表", "后续", "后来", "后面", "月活", "号线", "日均",
)  # fmt: skip
MONTHS: tuple[str, ...] = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec",
)  # fmt: skip
