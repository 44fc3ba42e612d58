import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts.record import SourceDraft
from bot.review.item import EVERYBODY, Document, Item
from bot.review.line_up import line_up
from facts.compiled import Compiled
from facts.source import archive_text

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DEAL = "SoftBank said on Friday that it would invest $3 billion in Rapidus over two years."


def lined_up(
    ready: Compiled, words: str, source: str = "own-a", waiting: tuple[Item, ...] = (),
    circle: str = EVERYBODY,
) -> list[Item]:  # fmt: skip
    raw = words.encode()
    digest = hashlib.sha256(raw).hexdigest()
    record = SourceDraft(source, "T", "P", "en", "2026-11-20", dated=True, archive=f"{digest}.txt")
    return line_up(ready, circle, Document(record, digest), raw, waiting, (), NOW)


def test_items_have_their_archive_and_what_they_relate_to(ready: Compiled) -> None:
    (item,) = lined_up(ready, f"**A report.** {DEAL}")
    assert item.draft
    assert item.archive == hashlib.sha256(f"**A report.** {DEAL}".encode()).hexdigest()
    assert (item.kind, item.state, item.turn, item.circle) == ("draft", "waiting", 0, EVERYBODY)
    assert (item.fact, item.score) == (item.draft.relation.fact, item.draft.score)


def test_the_same_words_of_the_same_page_are_the_same_item(ready: Compiled) -> None:
    one, again = lined_up(ready, DEAL), lined_up(ready, f"Corrected on Sunday.\n\n{DEAL}")
    assert [i.id for i in one] == [i.id for i in again]
    assert one[0].id != lined_up(ready, DEAL, "own-b")[0].id
    assert one[0].id != lined_up(ready, DEAL, circle="slack:T1")[0].id


def test_what_tells_the_same_names_what_waits(ready: Compiled) -> None:
    waiting = tuple(lined_up(ready, DEAL))
    told = DEAL.replace("said on Friday that it would", "will")
    (item,) = lined_up(ready, told, "own-b", waiting)
    assert item.also == (waiting[0].id,)
    other = "Sakana AI raised $200 million in a Series B round on Tuesday."
    (new,) = lined_up(ready, other, "own-c", waiting)
    assert new.also == ()


def test_of_one_document_the_later_ones_name_the_first(ready: Compiled) -> None:
    items = lined_up(ready, f"{DEAL}\n\nIn short: {DEAL.replace('said on Friday that it ', '')}")
    assert [bool(i.also) for i in items] == [False, True]
    assert items[1].also == (items[0].id,)


def test_a_source_gives_no_draft_of_a_fact_that_it_already_bears(ready: Compiled) -> None:
    fact = ready.library.facts["microsoft-2024-cloud-ai"]
    quote = fact.quotes[0]
    assert lined_up(ready, quote.exact, quote.source) == []
    (elsewhere,) = lined_up(ready, quote.exact, "own-b")
    assert elsewhere.draft
    assert (elsewhere.draft.relation.kind, elsewhere.fact) == ("same", fact.id)


def test_an_item_that_waits_without_a_draft_is_no_trouble(ready: Compiled) -> None:
    recheck = Item("r", EVERYBODY, "recheck", "waiting", 0, NOW, fact="a")
    assert lined_up(ready, DEAL, waiting=(recheck,)) == lined_up(ready, DEAL)


def test_what_waits_already_is_not_lined_up_again(ready: Compiled) -> None:
    (item,) = lined_up(ready, DEAL)
    assert lined_up(ready, DEAL, waiting=(replace(item, turn=3),)) == []


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_lines_up_with_quotes_to_the_letter(ready: Compiled, words: str) -> None:
    raw = f"{words} {DEAL} {words}"
    for item in lined_up(ready, raw):
        assert item.draft
        quote = item.draft.quote
        assert archive_text(raw.encode())[quote.start : quote.end] == quote.exact
