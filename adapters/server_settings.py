"""Settings of everything that serves; the terminal does without them (and their 200 ms import)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.review.circle import Circles, read_circles
from bot.review.curators import Curators, read_channels, read_curators
from bot.review.item import Circle

T = TypeVar("T")


class SettingsError(Exception):
    """A setting can't be read; the message names it, never a secret."""


@dataclass(frozen=True)
class ReviewSettings:
    """Who publishes for everybody, who decides, and for each circle the channel (platform,
    workspace, channel) that shows its queue.
    """

    circles: Circles
    curators: Curators
    channels: Mapping[Circle, tuple[str, str, str]]


class ServerSettings(BaseSettings):
    """Read from the environment, then from `.env`; every name stands in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True,
        frozen=True, populate_by_name=True,
    )  # fmt: skip

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    discord_token: SecretStr | None = None
    discord_guild: int | None = Field(None, alias="DISCORD_GUILD")
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = Field(None, alias="JAPAN_AI_SECRET_KEY")
    data: Path = Field(
        default_factory=lambda: user_data_path("japan-ai"), alias="JAPAN_AI_DATA"
    )  # fmt: skip
    host: str = Field("127.0.0.1", alias="JAPAN_AI_HOST")
    port: int = Field(8080, alias="JAPAN_AI_PORT", ge=0, le=65535)
    share_port: bool = Field(False, alias="JAPAN_AI_SHARE_PORT")
    metrics_host: str = Field("127.0.0.1", alias="JAPAN_AI_METRICS_HOST")
    metrics_port: int = Field(9090, alias="JAPAN_AI_METRICS_PORT", ge=0, le=65535)
    public_url: str | None = Field(None, alias="JAPAN_AI_PUBLIC_URL")
    web: bool = Field(False, alias="JAPAN_AI_WEB")
    feeds: str = Field("", alias="JAPAN_AI_FEEDS")
    shared: str = Field("", alias="JAPAN_AI_SHARED")
    curators: str = Field("", alias="JAPAN_AI_CURATORS")
    review_channels: str = Field("", alias="JAPAN_AI_REVIEW_CHANNELS")
    # Only tests point these elsewhere; they are the platforms' own addresses.
    slack_api: str = Field("https://slack.com/api/", alias="JAPAN_AI_SLACK_API")
    discord_api: str | None = Field(None, alias="JAPAN_AI_DISCORD_API")

    def database(self) -> str:
        """The address of the store: DATABASE_URL, or a SQLite file in the data folder."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data / 'japan-ai.db'}"

    def review_settings(self) -> ReviewSettings:
        """Who decides what is published, for whom and where; SettingsError names a wrong entry."""
        circles = _read("JAPAN_AI_SHARED", lambda: read_circles(self.shared))
        return ReviewSettings(
            circles,
            _read("JAPAN_AI_CURATORS", lambda: read_curators(self.curators, circles)),
            _read("JAPAN_AI_REVIEW_CHANNELS", lambda: read_channels(self.review_channels, circles)),
        )

    def feed_addresses(self) -> list[str]:
        """The feeds that are polled; JAPAN_AI_FEEDS has blanks between them."""
        return self.feeds.split()


def read_server_settings() -> ServerSettings:
    """The settings of the process; SettingsError names what is wrong."""
    try:
        return ServerSettings()
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("; ".join(wrong)) from None


def _read(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None
