"""Time zones as people name them: "tokyo", "pst", "JST", 上海, "Asia/Tokyo", "UTC+9"."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from facts.language import LANGUAGES

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?00)?")
_CLOSE = 86  # how alike (0 to 100) a mistyped city must be to its name


def find_zones(text: str) -> list[str]:
    """The IANA zones that a name may mean: one, several to ask back about, or none."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if found := _names().get(name.replace("_", " ")):
        return list(found)
    if offset := _OFFSET.fullmatch(name):
        zone = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        return [zone] if zone in available_timezones() else []
    if len(name) < 4:
        return []
    from rapidfuzz import fuzz, process  # only a name that is not known needs it

    near = process.extract(name, _names().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
    zones = [zone for match, _, _ in near[:1] for zone in _names()[match]]
    return list(dict.fromkeys(zones))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Zones by lower-case name: IANA ids, cities in three languages, and what people say."""
    from babel import Locale  # 40 ms, only where a zone is named

    zones = sorted(available_timezones())
    names: dict[str, tuple[str, ...]] = {}
    for zone in zones:
        if "/" in zone and not zone.startswith(("Etc/", "posix", "right")):
            names.setdefault(_city(zone), (zone,))
    for language in LANGUAGES:
        for zone, details in Locale(language).time_zones.items():
            if city := details.get("city"):
                names.setdefault(city.casefold(), (zone,))
    names.update({zone.casefold().replace("_", " "): (zone,) for zone in zones})
    said = tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))
    return names | {name: tuple(meant) for name, meant in said.items()}


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[1].replace("_", " ").casefold()
