"""Long names are found with typing errors, and other words are not taken for them."""

import pytest

from facts.lookup.names import Names
from facts.lookup.normalise import Folder

FOLDER = Folder({"國": "国", "東": "东"})
WORDS = {"what", "tanaka", "pharma", "back", "bank"}
NAMES = Names(
    map(
        FOLDER.fold,
        ["Tanaka Pharma", "Asahi Fuji Insurance", "Fuji Bank", "ヤマト製薬", "山田銀行", "東京電力",
         "デジタル庁", "ガートナー", "マイクロソフト", "J Startup", "Sony"],
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tanaka pharam revenue", "tanaka pharma"),
        ("what was asahi fui insurance's profit", "asahi fuji insurance"),
        ("2024 asahi fuji insurnace", "asahi fuji insurance"),
        ("fuij bank", "fuji bank"),
        ("ヤマヘ製薬の売上", "やまと製薬"),
        ("山口銀行 利益", "山田銀行"),
        ("请问东凉電力的收入", "东京電力"),
        ("マイクソフトの投資", "まいくろそふと"),
    ],
)
def test_a_name_with_a_slip_is_found(text: str, name: str) -> None:
    near = NAMES.near(FOLDER.fold(text), WORDS, set())

    assert near is not None
    assert near.name.text == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fuji back",  # a word of its own
        "tanaka motors",  # another name
        "sonny",  # short names are among the words
        "パートナー",  # another word
        "デジタル",  # only a part
        "田中物流",
        "startup",
        "a" * 10_000,
        "銀行" * 1_000,
    ],
)
def test_other_words_are_not_taken_for_a_name(text: str) -> None:
    assert NAMES.near(FOLDER.fold(text), WORDS, set()) is None


def test_a_name_does_not_cut_a_known_term() -> None:
    folded = FOLDER.fold("山田銀座")

    assert NAMES.near(folded, WORDS, set()) is not None
    assert NAMES.near(folded, WORDS, {4}) is None


def test_no_names_are_no_names() -> None:
    assert Names().near(FOLDER.fold("tanaka pharma"), WORDS, set()) is None
