"""Traditional Chinese and Japanese forms of characters, mapped to simplified ones for matching."""

_FIRST, _LAST = 0x3400, 0x9FFF  # CJK Unified Ideographs and their extension A


def character_variants() -> dict[str, str]:
    """Each character whose simplified form differs, from OpenCC's tables."""
    from opencc import OpenCC  # 30 ms: only compiling the library needs it

    japanese, simplified, modern = OpenCC("jp2t"), OpenCC("t2s"), OpenCC("t2jp")
    table = {}
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        plain = simplified.convert(japanese.convert(character))
        for form in (character, modern.convert(character)):  # jp2t lacks some forms: 値, 戸
            if form == plain or len(plain) + len(form) != 2:
                continue
            if is_simplified(form) and not is_simplified(plain):  # 研, which jp2t makes 硏
                table.setdefault(plain, form)
            else:
                table.setdefault(form, plain)
    return table


def is_simplified(character: str) -> bool:
    """True for the characters that people write in simplified Chinese (GB 2312)."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
