"""The Home tab, and the modal that answers a message shortcut."""

from collections.abc import Sequence
from datetime import date, datetime

from adapters.slack.blocks import actions, label, slack_blocks, title_blocks
from adapters.slack.checks import Json
from adapters.slack.render import message
from adapters.slack.rich import plain, rich, section, words
from bot.card import Block, Bullets, Card, Paragraph, Plain, Strong
from bot.desk import Response
from bot.present import LANGUAGE_NAMES, date_text
from bot.request import language_of
from bot.traditional import in_traditional, say_in
from facts.compiled import Compiled
from facts.fact import Fact
from facts.library import Library

# Ids of what stands on the Home tab. The value of a HOME_RUN button is the line to answer; the
# chosen option of HOME_LANGUAGE is a language tag, or HOME_ANY for none.
HOME_RUN = "home_run"
HOME_LANGUAGE = "home_language"
HOME_FORGET = "home_forget"
HOME_DIGEST = "home_digest"
HOME_ANY = "any"
TITLE = 24  # limits row "blocks"
NEWEST = 5

_LINES = (
    "investments", "investments microsoft", "adoption", "tips hiring",
    "compare japan us generative ai use",
)  # fmt: skip


def home_view(
    ready: Compiled,
    tag: str,
    now: datetime,
    *,
    chosen: str | None = None,
    review: Sequence[Json] = (),
) -> Json:
    """The Home tab in the language of a tag: lines to try, the library's size and newest facts,
    the language of answers (`chosen` before, None for none), a digest to set up and a way to be
    forgotten. `review` are the blocks of the queue, which a curator sees first.
    """
    card = _home_card(ready, tag, now)
    blocks = [*review, {"type": "divider"}] if review else []
    blocks += title_blocks(card.title)
    for n, block in enumerate(card.blocks):
        blocks += slack_blocks(block, None, native_table=False)
        blocks += actions(_example(n, line) for n, line in enumerate(_LINES)) if n == 1 else []
    blocks += [{"type": "divider"}, *_heading(say_in(tag, "home.language"))]
    blocks += actions([_languages(tag, chosen), _digest(tag), _forget(tag)])
    return {"type": "home", "blocks": blocks}


def answer_modal(response: Response, *, page: int = 1) -> Json:
    """A page of a response in a modal."""
    tag = response.reply.tag
    return {
        "type": "modal",
        "title": plain(say_in(tag, "help.title")[:TITLE]),
        "close": plain(say_in(tag, "home.close")[:TITLE]),
        "blocks": message(response, page=page, ephemeral=True)["blocks"],
    }


def _home_card(ready: Compiled, tag: str, now: datetime) -> Card:
    chosen, library = language_of(tag), ready.library
    added = max((fact.added for fact in library.facts.values()), default=now.date())
    size = say_in(
        chosen.language, "home.size", facts=len(library.facts), sources=len(library.sources),
        date=date_text(added.isoformat(), chosen.language),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph((Plain(say_in(chosen.language, "help.intro")),)),
        Paragraph((Strong(say_in(chosen.language, "home.try")),)),
        Paragraph((Strong(say_in(chosen.language, "home.newest")),)),
        Bullets(tuple((Plain(fact.text(chosen.language)),) for fact in _newest(library))),
        Paragraph((Plain(size),)),
    ]
    title = say_in(chosen.language, "help.title")
    card = Card(title, tuple(blocks), chosen.language)
    return in_traditional(card) if chosen.traditional else card


def _newest(library: Library) -> list[Fact]:
    """The newest fact of each topic, those added last first."""

    def age(fact: Fact) -> tuple[date, date, str]:
        return fact.added, library.period(fact).last or date.max, fact.id

    ordered = sorted(library.facts.values(), key=age, reverse=True)
    firsts = {fact.topic: fact for fact in reversed(ordered)}
    return sorted(firsts.values(), key=age, reverse=True)[:NEWEST]


def _heading(text: str) -> list[Json]:
    return rich(section(words(text, "bold")))


def _example(number: int, line: str) -> Json:
    text, id_ = plain(label(line)), f"{HOME_RUN}:{number}"
    return {"type": "button", "text": text, "action_id": id_, "value": line}


def _languages(tag: str, chosen: str | None) -> Json:
    names = {HOME_ANY: say_in(tag, "home.any")} | LANGUAGE_NAMES
    options = {key: {"text": plain(name), "value": key} for key, name in names.items()}
    return {
        "type": "static_select", "action_id": HOME_LANGUAGE, "options": list(options.values()),
        "initial_option": options[chosen if chosen in options else HOME_ANY],
    }  # fmt: skip


def _digest(tag: str) -> Json:
    text = plain(label(say_in(tag, "digest.edit")))
    return {"type": "button", "text": text, "action_id": HOME_DIGEST, "value": "edit"}


def _forget(tag: str) -> Json:
    def said(key: str) -> Json:
        return plain(say_in(tag, f"home.{key}"))

    confirm = {
        "title": said("forget"), "text": said("forget_what"), "confirm": said("forget"),
        "deny": said("keep"), "style": "danger",
    }  # fmt: skip
    return {
        "type": "button", "text": said("forget"), "action_id": HOME_FORGET, "value": "forget",
        "confirm": confirm,
    }  # fmt: skip
