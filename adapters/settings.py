"""What the environment (and a `.env` file in the current folder) says."""

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from facts.pack import BUILT_IN

# One of these set, and the process serves instead of asking at the terminal.
PLATFORMS = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "DISCORD_TOKEN", "JAPAN_AI_WEB")


@dataclass(frozen=True)
class Settings:
    """What the terminal needs; each is read from the environment variable named in `.env.example`.

    `serves` is true when a platform is configured; adapters.server_settings has the rest. `data`
    is the data folder where one is named, `database` the address of a database.
    """

    packs: tuple[Path, ...] = (BUILT_IN,)
    preference: str | None = None
    locale: str | None = None
    cache: Path | None = None
    serves: bool = False
    data: Path | None = None
    database: str | None = None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the process; the environment wins over `.env`."""
    values = dict(_dotenv() if environment is None else {})
    values.update(os.environ if environment is None else environment)
    packs = [Path(p) for p in values.get("JAPAN_AI_PACKS", "").split(os.pathsep) if p]
    cache = values.get("JAPAN_AI_CACHE")
    return Settings(
        packs=(BUILT_IN, *packs),
        preference=values.get("JAPAN_AI_LANG") or None,
        locale=values.get("LC_ALL") or values.get("LC_MESSAGES") or values.get("LANG") or None,
        cache=Path(cache) if cache else None,
        serves=any(values.get(name) for name in PLATFORMS),
        data=Path(values["JAPAN_AI_DATA"]) if values.get("JAPAN_AI_DATA") else None,
        database=values.get("DATABASE_URL") or None,
    )


def _dotenv() -> dict[str, str]:
    if not Path(".env").is_file():
        return {}
    from dotenv import dotenv_values  # only where there is such a file

    text = Path(".env").read_text(encoding="utf-8-sig", errors="replace")
    values = dotenv_values(stream=io.StringIO(text))
    return {key: value for key, value in values.items() if value}
