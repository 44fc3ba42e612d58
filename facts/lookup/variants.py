"""Traditional Chinese and Japanese forms of characters, mapped to simplified ones for matching."""

from functools import cache

_FIRST, _LAST = 0x3400, 0x9FFF  # CJK Unified Ideographs and their extension A


@cache
def character_variants() -> dict[str, str]:
    """Each character whose simplified form differs, from OpenCC's tables."""
    from opencc import OpenCC  # 30 ms: only compiling the library needs it

    japanese, simplified, modern = OpenCC("jp2t"), OpenCC("t2s"), OpenCC("t2jp")
    characters = [chr(code) for code in range(_FIRST, _LAST + 1)]
    plain = {c: simplified.convert(c) for c in characters}
    pairs = list(plain.items())
    pairs += [(modern.convert(c), plain[c]) for c in characters if is_simplified(plain[c])]
    pairs += [(c, simplified.convert(japanese.convert(c))) for c in characters]
    table: dict[str, str] = {}
    for form, other in pairs:
        if is_simplified(form) and not is_simplified(other):  # 研, which jp2t makes 硏
            form, other = other, form  # noqa: PLW2901  # the usual form stays
        if form != other and len(form) == len(other) == 1:
            table.setdefault(form, other)
    return {form: table.get(other, other) for form, other in table.items()}


def is_simplified(character: str) -> bool:
    """True for the characters that people write in simplified Chinese (GB 2312)."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
