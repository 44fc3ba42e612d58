from facts.entity import Entity
from facts.language import Text


def test_every_name_stands_once_the_proper_ones_first() -> None:
    entity = Entity(
        "sony", "company", Text("Sony", "ソニー", "索尼"),
        aliases=("Sony Group", "ソニー", "Sony"), tickers=("6758", "SONY"),
    )  # fmt: skip

    assert entity.all_names() == ["Sony", "ソニー", "索尼", "Sony Group", "6758", "SONY"]


def test_a_name_that_is_not_translated_falls_back() -> None:
    entity = Entity("nri", "company", Text(ja="野村総合研究所"))

    assert entity.name("en") == "野村総合研究所"
    assert entity.name("ja") == "野村総合研究所"
    assert entity.all_names() == ["野村総合研究所"]


def test_an_entity_is_covered_unless_it_says_otherwise() -> None:
    assert Entity("nri", "company", Text("NRI")).covered
