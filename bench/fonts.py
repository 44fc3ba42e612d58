"""Make the fonts of the pictures: subsets of Noto Sans CJK (adapters/pictures/fonts/README.md)."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from adapters.pictures.draw import FONTS
from bot.traditional import traditional
from bot.words import catalogue
from facts.compiled import compiled
from facts.language import LANGUAGES


def of_encoding(name: str, high: range, low: range) -> set[str]:
    """The characters of a two-byte encoding."""
    found = set()
    for first in high:
        for second in low:
            try:
                found |= set(bytes((first, second)).decode(name))
            except UnicodeDecodeError:
                continue
    return found


def of_library() -> str:
    """The words of the library and of the catalogues."""
    library, found = compiled().library, list[str]()
    for language in LANGUAGES:
        found += catalogue(language).values()
    for fact in library.facts.values():
        found += (fact.text(language) for language in LANGUAGES)
        found += (quote.exact for quote in fact.quotes)
        populations = (value.population for value in fact.values if value.population)
        found += (p.best(language) for p in populations for language in LANGUAGES)
    for each in (*library.entities.values(), *library.metrics.values()):
        found += (each.names.best(language) for language in LANGUAGES)
    for source in library.sources.values():
        found += (source.publisher.best(language) for language in LANGUAGES)
    return "".join(found)


def _rename(font: TTFont, family: str) -> None:
    """A subset is another font than the whole one that a system may have: it gets another name."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font["CFF "].cff.fontNames = [family.replace(" ", "")]


def main(path: str) -> None:
    latin = {chr(n) for n in (*range(0x20, 0x250), *range(0x370, 0x460), *range(0x2010, 0x2040),
                              *range(0x20A0, 0x20C0), *range(0x2190, 0x21A0), *range(0x2200, 0x2270),
                              *range(0x2460, 0x2474), *range(0x25A0, 0x25D0), *range(0x3000, 0x3040),
                              *range(0x3040, 0x3100), *range(0xFF00, 0xFFF0))}  # fmt: skip
    words = of_library()
    used = {c for c in words + traditional(words) if c.isprintable()}
    japanese = of_encoding("euc_jp", range(0xA1, 0xCF + 1), range(0xA1, 0xFF))
    chinese = of_encoding("gb2312", range(0xA1, 0xD7 + 1), range(0xA1, 0xFF))
    traditional_forms = set(traditional("".join(sorted(chinese))))
    wanted = {
        "jp": (0, latin | used | japanese),
        "sc": (2, latin | used | chinese | traditional_forms),
    }
    for name, (number, characters) in wanted.items():
        font = TTCollection(path).fonts[number]
        options = subset.Options(layout_features=["kern"], hinting=False, desubroutinize=True,
                                 name_IDs=["*"], notdef_outline=True)  # fmt: skip
        maker = subset.Subsetter(options)
        maker.populate(unicodes=[ord(c) for c in characters])
        maker.subset(font)
        _rename(font, f"Briefing Sans {name.upper()}")
        target = FONTS / f"sans-{name}.otf"
        font.save(target)
        print(target.name, len(characters), Path(target).stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
