"""`review`: the queue of drafts, for curators.

In Slack and Discord `bot.review.desk` answers it; a terminal has a sub-command of its own.
"""

from typing import get_args

from bot.card import Block, Notice
from bot.command import LANG, TOPIC, Call, Command, Context, Option, Reply, card_reply
from facts.fact import Claim, TipGroup


def run(context: Context, _: Call) -> Reply:
    """What can be said without a queue."""
    blocks: list[Block] = [Notice("info", context.say("review.elsewhere"))]
    return card_reply(context, context.say("command.review"), blocks, {})


# What a form asks, for where there are no forms. `roles`, `values` and `dates` have a part for each,
# with semicolons between them.
FIELDS = (
    Option("en", "line"), Option("ja", "line"), Option("zh", "line"), TOPIC,
    Option("claim", "choice", get_args(Claim)), Option("roles", "line"), Option("values", "line"),
    Option("dates", "line"), Option("quote", "line"), Option("caveat", "line"),
    Option("group", "choice", get_args(TipGroup)),
    Option("audience", "choice", ("entrant", "domestic firm", "government")),
    Option("kind", "choice", ("wording", "update", "correction")), Option("reason", "line"),
)  # fmt: skip

REVIEW = Command(
    "review", run, ("レビュー", "审核", "審核"), (*FIELDS, LANG),
    ("review", "review wanted", "review translations", "review log"), words="decision",
)  # fmt: skip
