import tomllib
from pathlib import Path
from typing import get_args

from bot.drafts import cues
from bot.drafts.draft import Hedge
from facts.compiled import Compiled
from facts.fact import Claim

TABLES = tomllib.loads(Path(cues.__file__).with_name("cues.toml").read_text(encoding="utf-8"))


def test_every_key_names_something_of_the_library(ready: Compiled) -> None:
    assert set(TABLES["claim"]) <= set(get_args(Claim))
    assert set(TABLES["hedge"]) == set(get_args(Hedge))
    assert set(TABLES["metric"]) <= set(ready.library.metrics)


def test_latin_words_are_whole_words_and_others_stand_anywhere() -> None:
    assert cues.hedges("Plans were made; it is UP TO you.") == ["planned", "up_to"]
    assert cues.hedges("explains maybe") == []
    assert "planned" in cues.hedges("目指すと発表した")
