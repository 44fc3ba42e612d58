"""Who may change a channel's digest: a right that people have, or a role that an admin named."""

from datetime import datetime

from bot.card import Block, Paragraph, Plain
from bot.command import Context, Reply, card_reply, misuse
from bot.digest.subscription import RIGHTS, Channel, Right, Where
from bot.digest.wish import Wish
from bot.ports import KeyValue

# Where nobody said otherwise. In Slack everybody of a channel may; in Discord who manages it.
_USUAL: dict[str, Right] = {"slack": "member", "discord": "manager"}


class Rights:
    """The rules of workspaces and guilds, one each."""

    def __init__(self, rules: KeyValue) -> None:
        self._rules = rules

    async def may_change(self, where: Where, now: datetime) -> bool:
        """Whether the person may switch and set the digest here. Their own messages are theirs."""
        if where.personal:
            return True
        rule = await self._rule(where.channel, now)
        if rule not in RIGHTS:  # a role; who manages the channel may anyway
            return rule in where.roles or _has(where.right, "manager")
        return _has(where.right, rule)

    async def answer(self, context: Context, where: Where, wish: Wish) -> Reply:
        """Say who may, or let an admin name who may from now on."""
        now, channel = context.request.now, where.channel
        if not wish.words:
            return _told(context, await self._rule(channel, now))
        if not _has(where.right, "admin"):
            return misuse(context.language, context.say("digest.may_not_rule"))
        word = " ".join(wish.words).strip("<@&>").casefold().removesuffix("s")
        role = word.isdecimal() and channel.platform == "discord"
        if word not in RIGHTS and not role:
            text = context.say("digest.bad_who", value=word, known=", ".join(RIGHTS))
            return misuse(context.language, text)
        await self._rules.put(_key(channel), word)
        return _told(context, word)

    async def _rule(self, channel: Channel, now: datetime) -> str:
        rule = await self._rules.get(_key(channel), now)
        return rule or _USUAL.get(channel.platform, "member")


def _has(right: Right, needed: str) -> bool:
    return RIGHTS.index(right) >= [str(each) for each in RIGHTS].index(needed)


def _key(channel: Channel) -> str:
    return f"digest.who/{channel.platform}/{channel.workspace}"


def _told(context: Context, rule: str) -> Reply:
    named = rule in RIGHTS
    who = context.say(f"digest.right_{rule}") if named else context.say("digest.role", id=rule)
    blocks: list[Block] = [Paragraph((Plain(context.say("digest.who_is", who=who)),))]
    return card_reply(context, context.say("command.digest"), blocks, {"who": rule})
