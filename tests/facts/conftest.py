from pathlib import Path

import pytest

from tests.facts.packs import clean_pack


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a pack without any problem."""
    return clean_pack(tmp_path / "pack")
