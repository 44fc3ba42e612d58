"""`suggest`: a link or a text in which somebody found something that the library lacks.

In Slack and Discord `bot.review.desk` keeps it; a terminal has a sub-command of its own.
"""

from bot.card import Block, Notice
from bot.command import LANG, Call, Command, Context, Reply, card_reply


def run(context: Context, _: Call) -> Reply:
    """What can be said without a queue."""
    blocks: list[Block] = [Notice("info", context.say("suggest.elsewhere"))]
    return card_reply(context, context.say("command.suggest"), blocks, {})


SUGGEST = Command(
    "suggest", run, ("提案", "推荐", "推薦"), (LANG,), ("suggest https://example.com/article",),
    words="link",
)  # fmt: skip
