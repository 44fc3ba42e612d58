"""The pack that the project ships."""

from collections import Counter

from facts.archive import CONTEXT, read_lock
from facts.check import check, quotes_of
from facts.library import read_library
from facts.pack import BUILT_IN, read_pack
from facts.release import released_problems


def test_it_keeps_every_rule() -> None:
    assert check(read_pack(BUILT_IN)) == []


def test_it_differs_from_its_release_only_by_new_versions() -> None:
    assert released_problems(read_pack(BUILT_IN)) == []


def test_it_is_a_library_without_problems() -> None:
    library = read_library([BUILT_IN])

    assert library.problems == []
    assert len(library.facts) == len(list((BUILT_IN / "facts").glob("*/*.toml"))) > 100


def test_its_lock_has_the_place_of_each_quote_and_of_nothing_else() -> None:
    lock = read_lock(BUILT_IN)
    quoted = {(quote.source, quote.exact) for _, quote in quotes_of(read_pack(BUILT_IN))}

    assert set(lock.quotes) == quoted


def test_each_place_is_as_long_as_its_quote_and_within_its_archive() -> None:
    lock = read_lock(BUILT_IN)

    assert lock.quotes
    for (source, exact), place in lock.quotes.items():
        assert place.end - place.start == len(exact), (source, exact)
        assert place.start >= len(place.prefix), (source, exact)
        assert max(len(place.prefix), len(place.suffix)) <= CONTEXT, (source, exact)
        assert len(lock.archives[source]) == 64


def test_places_that_overlap_quote_the_same_characters() -> None:
    letters: Counter[tuple[str, int, str]] = Counter()
    for (source, exact), place in read_lock(BUILT_IN).quotes.items():
        letters.update(
            (source, place.start + offset, letter) for offset, letter in enumerate(exact)
        )
    places = Counter((source, position) for source, position, _ in letters)

    assert places
    assert set(places.values()) == {1}


def test_no_source_is_quoted_too_much() -> None:
    pack, lock = read_pack(BUILT_IN), read_lock(BUILT_IN)
    shares = {source.id: lock.share(source, list(pack.facts.values())) for source in
              pack.sources.values()}  # fmt: skip

    assert all(share > 0 for share in shares.values()), shares
    assert not [lock.too_much(s, list(pack.facts.values())) for s in pack.sources.values()
                if lock.too_much(s, list(pack.facts.values()))]  # fmt: skip
