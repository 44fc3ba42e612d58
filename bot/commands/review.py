"""`review`: the queue of drafts, for curators.

In Slack and Discord `bot.review.desk` answers it; a terminal has a sub-command of its own.
"""

from bot.card import Block, Notice
from bot.command import LANG, TOPIC, Call, Command, Context, Option, Reply, card_reply


def run(context: Context, _: Call) -> Reply:
    """What can be said without a queue."""
    blocks: list[Block] = [Notice("info", context.say("review.elsewhere"))]
    return card_reply(context, context.say("command.review"), blocks, {})


# What a form asks, for where there are no forms. `roles`, `values` and `dates` have a part for each,
# with semicolons between them.
FIELDS = (
    Option("en", "text"), Option("ja", "text"), Option("zh", "text"), TOPIC,
    Option("claim", "text"), Option("roles", "text"), Option("values", "text"),
    Option("dates", "text"), Option("quote", "text"), Option("caveat", "text"),
    Option("group", "text"), Option("audience", "text"), Option("kind", "text"),
    Option("reason", "text"),
)  # fmt: skip

REVIEW = Command(
    "review", run, ("レビュー", "审核", "審核"), (*FIELDS, LANG),
    ("review", "review wanted", "review translations", "review log"), words="decision",
)  # fmt: skip
