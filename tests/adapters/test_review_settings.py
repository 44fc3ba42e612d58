"""Who curates is a setting; a wrong entry is named before anything is served."""

import pytest

from adapters.server_settings import ServerSettings, SettingsError
from bot.ports import Person


def test_curators_circles_and_channels_are_read() -> None:
    found = ServerSettings(
        _env_file=None, shared="slack:T1", curators="slack:T1:U1,terminal",
        review_channels="slack:T1:C1",
    ).review_settings()  # fmt: skip

    assert found.circles.of("slack", "T1") == "all"
    assert found.curators.may(Person("slack", "T1", "U1"), "all")
    assert found.channels == {"all": ("slack", "T1", "C1")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shared", "T1"), ("curators", "slack:T1:role:R1"), ("review_channels", "discord:7"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(name: str, value: str) -> None:
    settings = ServerSettings.model_validate({name: value})
    with pytest.raises(SettingsError, match=f"JAPAN_AI_{name.upper()}: '{value}'"):
        settings.review_settings()
