"""`preferences`: the language of one's answers, and being forgotten."""

import unicodedata

from bot.card import Block, Button, Buttons, Notice, Paragraph, Plain
from bot.command import LANG, Call, Command, Context, Reply, card_reply
from bot.ports import Person, Ports
from bot.traditional import say_in

_FORGET = frozenset({"forget", "forget me", "忘れて", "私を忘れて", "忘记我", "忘記我", "请忘记我", "請忘記我"})  # fmt: skip
TAGS = ("en", "ja", "zh", "zh-tw")


def forgets(text: str) -> bool:
    """Whether a message asks that its writer be forgotten."""
    words = unicodedata.normalize("NFKC", text).strip(" .!。").casefold()
    return words in _FORGET - {"forget"}


def run(context: Context, _: Call) -> Reply:
    """In a terminal the environment tells the language."""
    blocks: list[Block] = [Notice("info", context.say("preferences.terminal"))]
    return card_reply(context, context.say("command.preferences"), blocks, {})


async def preferences_reply(context: Context, call: Call, person: Person, ports: Ports) -> Reply:
    """Keep a chosen language, forget the person, or say what is kept; StoreError where that fails."""
    if call.text.strip().casefold() in _FORGET:
        await ports.privacy.forget(person)
        return _said(context, context.say("action.forgotten"))
    chosen = call.options.get("lang")
    if chosen:
        await ports.preferences.choose_language(person, chosen)
    elif call.text.strip().casefold() == "auto":
        await ports.preferences.choose_language(person, None)
    kept = await ports.preferences.language(person)
    said = context.say("preferences.none")
    if kept:
        said = context.say("preferences.chosen", language=say_in(kept, "preferences.name"))
    return _said(context, said, choose=True)


def _said(context: Context, text: str, *, choose: bool = False) -> Reply:
    blocks: list[Block] = [Paragraph((Plain(text),))]
    if choose:
        buttons = [
            Button(say_in(tag, "preferences.name"), f"preferences lang:{tag}") for tag in TAGS
        ]
        buttons.append(Button(context.say("preferences.auto"), "preferences auto"))
        buttons.append(Button(context.say("preferences.forget"), "preferences forget"))
        blocks.append(Buttons(tuple(buttons)))
    reply = card_reply(context, context.say("command.preferences"), blocks, {})
    return Reply(reply.card, reply.data, audience="asker")


PREFERENCES = Command(
    "preferences", run, ("preference", "設定", "设置"), (LANG,),
    ("preferences lang:ja", "preferences forget"), words="choice",
)  # fmt: skip
