"""Two amounts with a dash or a word between them that are one range: "10〜20億円", "3 to 5 years"."""

from facts.amount_around import Found

_JOINS = frozenset({"-", "~", "至", "到", "から"})
_WORD_JOINS = frozenset({" to ", " or ", "或", "或者"})


def join_ranges(text: str, found: list[Found]) -> list[Found]:
    """Two amounts with a dash or "to" between them are one range."""
    result: list[Found] = []
    for high in found:
        both = _range(text, result[-1], high) if result else None
        if both:
            result[-1] = both
        else:
            result.append(high)
    return result


def _range(text: str, low: Found, high: Found) -> Found | None:
    bare = not low.unit and low.kind in ("number", "money")  # the unit is said once, at the end
    prefixed = low.kind == "money" and high.kind == "number" and not high.unit
    alike = low.kind == high.kind and low.unit == high.unit
    if not ((bare and low.kind == "number") or prefixed or alike or _same_money(low, high)):
        return None
    if not _is_join(text, low, high):
        return None
    joined = Found(
        low.start, high.end, scale=high.scale, kind="money" if prefixed else high.kind,
        currency=high.currency or low.currency, unit=high.unit or low.unit,
        bound=low.bound if low.bound != "exact" else high.bound, loose=high.loose,
    )  # fmt: skip
    if low.low is None and high.low is None:
        return joined
    if low.low is None or high.low is None or low.low != low.high or high.low != high.high:
        return None
    shared = low.low * high.scale if bare and low.scale == 1 else low.low
    joined.low = shared if shared < high.low else low.low
    joined.high = high.low
    return joined if joined.low < joined.high else None


def _same_money(low: Found, high: Found) -> bool:
    return low.kind == high.kind == "money" and low.currency == high.currency


def _is_join(text: str, low: Found, high: Found) -> bool:
    between = text[low.end : high.start]
    if between == " and ":
        return text.endswith("between ", 0, low.start)
    if between == "、":  # ここ2、3年: two or three
        return not low.unit and bool(high.unit) and high.low == (low.low or 0) + high.scale
    return between in _WORD_JOINS or between.strip(" ") in _JOINS
