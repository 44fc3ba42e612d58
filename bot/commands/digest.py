"""`digest` and `why`, as far as they need no store: a preview, and a digest drawn again.

In Slack and Discord `bot.digest.desk` answers the rest; a terminal has no channel to send to.
"""

from datetime import date

from bot.card import Block, Button, Buttons, Notice
from bot.command import LANG, Call, Command, Context, Option, Reply, card_reply, misuse
from bot.digest.card import digest_card
from bot.digest.choose import Choice, Chooser, Item
from bot.digest.subscription import Channel, Subscription
from bot.digest.wish import WishError, changed, read_verb

DRAW = "draw"  # the word after which a digest that was sent is drawn again
_TERMINAL = Channel("terminal", "", "")


def run(context: Context, call: Call) -> Reply:
    """A preview for a terminal, or a digest that was sent before."""
    word, *rest = call.text.split() or [""]
    if word == DRAW and rest:
        return _drawn(context, rest[0], rest[1:])
    try:
        wish = read_verb(call.text or "preview")
        wanted = changed(Subscription(_TERMINAL, tag=context.language), wish, call, context.ready)
    except WishError as error:
        return misuse(context.language, context.say(error.key, **error.values), DIGEST.examples)
    if wish.verb != "preview":
        blocks: list[Block] = [Notice("info", context.say("digest.elsewhere"))]
        blocks.append(Buttons((Button("digest preview", "digest preview"),)))
        return card_reply(context, context.say("command.digest"), blocks, {})
    day = context.request.now.date()
    choice = Chooser(context.ready.library).choose(wanted, day, {})
    return digest_reply(context, day, choice)


def digest_reply(context: Context, day: date, choice: Choice) -> Reply:
    """A digest with the line that draws it again."""
    known = context.ready.library.facts
    items = tuple(item for item in choice.items if all(id_ in known for id_ in item.facts))
    choice = Choice(tuple(id_ for id_ in choice.corrected if id_ in known), items)
    card = digest_card(context.reader, day, choice)
    data = {"outcome": "found", "day": day.isoformat(), "facts": list(choice.facts())}
    return Reply(card, data, facts=choice.facts(), line=digest_line(day, choice))


def digest_line(day: date, choice: Choice) -> str:
    """The command line that draws a digest again: pairs with "+", corrections with "!"."""
    ids = [f"!{id_}" for id_ in choice.corrected]
    ids += ["+".join(item.facts) for item in choice.items]
    return " ".join(("digest", DRAW, day.isoformat(), *ids))


def _drawn(context: Context, day: str, words: list[str]) -> Reply:
    corrected = tuple(word[1:] for word in words if word.startswith("!"))
    items = (Item(tuple(w.split("+")), "not_shown") for w in words if not w.startswith("!"))
    try:
        return digest_reply(context, date.fromisoformat(day), Choice(corrected, tuple(items)))
    except ValueError:
        return misuse(context.language, context.say("misuse.date", value=day))


def why(context: Context, _: Call) -> Reply:
    """What a terminal can say of digests that were sent: nothing."""
    blocks: list[Block] = [Notice("info", context.say("digest.elsewhere"))]
    return card_reply(context, context.say("command.why"), blocks, {})


TOPICS = Option("topics", "text")
ABOUT = Option("about", "text")
DAYS = Option("days", "text")
COUNT = Option("count", "number")

DIGEST = Command(
    "digest", run, ("ダイジェスト", "简报", "簡報"), (TOPICS, ABOUT, DAYS, COUNT, LANG),
    ("digest on 09:00 Asia/Tokyo weekdays", "digest on topics:investment,tip", "digest preview",
     "digest status", "digest off"), words="setting",
)  # fmt: skip
WHY = Command("why", why, ("なぜ", "为什么"), (LANG,), ("why", "why 2026-11-20"), words="day")
