"""Traditional Chinese and Japanese forms of characters, mapped to simplified ones for matching."""

_FIRST, _LAST = 0x3400, 0x9FFF  # CJK Unified Ideographs and their extension A


def character_variants() -> dict[str, str]:
    """Each character whose simplified form differs, from OpenCC's tables."""
    from opencc import OpenCC  # 30 ms: only compiling the library needs it

    japanese, simplified = OpenCC("jp2t"), OpenCC("t2s")
    table = {}
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        plain = simplified.convert(japanese.convert(character))
        if plain != character and len(plain) == 1:
            table[character] = plain
    return table
