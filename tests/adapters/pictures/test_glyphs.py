"""No character of the library is missing from the fonts of the pictures, in any language."""

import pytest
from fontTools.ttLib import TTFont

from adapters.pictures.draw import FONTS, families, png
from bot.card import Bar, Chart
from bot.traditional import traditional
from bot.words import catalogue
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language


def characters(name: str) -> set[str]:
    return {chr(code) for code in TTFont(FONTS / f"sans-{name}.otf").getBestCmap()}


def said(ready: Compiled, language: Language) -> str:
    """All that can stand on a picture in a language."""
    library = ready.library
    texts = [*catalogue(language).values()]
    texts += [fact.text(language) for fact in library.facts.values()]
    texts += [e.name(language) for e in library.entities.values()]
    texts += [m.names.best(language) for m in library.metrics.values()]
    texts += [s.publisher.best(language) for s in library.sources.values()]
    texts += [
        value.population.best(language)
        for fact in library.facts.values() for value in fact.values if value.population
    ]  # fmt: skip
    return "".join(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_character_of_the_library(ready: Compiled, language: Language) -> None:
    text = said(ready, language)
    first = "sc" if language == "zh" else "jp"

    assert {c for c in set(text) - characters(first) if c.isprintable()} == set()


def test_the_fonts_have_the_traditional_characters_too(ready: Compiled) -> None:
    text = traditional(said(ready, "zh"))

    assert {c for c in set(text) - characters("sc") if c.isprintable()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_matplotlib_warns_of_no_glyph(ready: Compiled, language: Language) -> None:
    """Warnings are errors here, and matplotlib warns of every glyph that it lacks."""
    used = sorted(c for c in set(said(ready, language)) if c.isprintable())
    lines = ["".join(used[n : n + 60]) for n in range(0, len(used), 60)]
    bars = tuple(Bar(line, 1.0, "1") for line in lines)

    assert png(Chart("t", "bars", bars, language=language))


def test_a_missing_glyph_would_be_seen() -> None:
    with pytest.warns(UserWarning, match="missing from font"):
        png(Chart("\U0002ffff", "bars", ()))


def test_the_fonts_have_names_of_their_own() -> None:
    assert families() == {"jp": "Briefing Sans JP", "sc": "Briefing Sans SC"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
