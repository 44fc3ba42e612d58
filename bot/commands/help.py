"""`help`: every command with what it does and an example."""

from bot.card import Block, Button, Buttons, Exact, Fields, Paragraph, Plain, Strong, Table
from bot.command import LANG, Call, Command, Context, Reply, card_reply, misuse
from bot.parse import find_command


def run(context: Context, call: Call) -> Reply:
    """All commands, or one with its options."""
    chosen, _ = find_command(call.text, context.commands)
    if chosen is None and len(call.text.split()) == 1:
        text = context.say("misuse.command", name=call.text)
        return misuse(context.language, text, ("help",))
    shown = (chosen,) if chosen else context.commands
    data = {"commands": [_data(context, command) for command in shown]}
    if chosen:
        return card_reply(context, chosen.name, _one(context, chosen), data)
    header = (context.say("help.command"), context.say("help.meaning"), context.say("help.example"))
    rows = tuple(
        (Strong(c.name), Plain(context.say(f"command.{c.name}")), Exact(c.examples[0]))
        for c in shown
    )
    blocks: list[Block] = [
        Paragraph((Plain(context.say("help.intro")),)),
        Table(header, rows),
        Paragraph((Plain(context.say("help.ask_plainly")),)),
        Buttons((Button("investments", "investments"), Button("tips", "tips"))),
    ]
    return card_reply(context, context.say("help.title"), blocks, data)


def _one(context: Context, command: Command) -> list[Block]:
    options = tuple((o.key, Plain(context.say(f"option.{o.key}"))) for o in command.options)
    blocks: list[Block] = [Paragraph((Plain(context.say(f"command.{command.name}")),))]
    if options:
        blocks.append(Fields(options))
    blocks.append(Buttons(tuple(Button(line, line) for line in command.examples)))
    return blocks


def _data(context: Context, command: Command) -> dict[str, object]:
    return {
        "name": command.name,
        "aliases": list(command.aliases),
        "summary": context.say(f"command.{command.name}"),
        "options": [
            {"name": o.key, "kind": o.kind, "choices": list(o.choices)} for o in command.options
        ],
        "examples": list(command.examples),
    }


HELP = Command(
    "help", run, ("ヘルプ", "帮助", "?"), (LANG,), ("help", "help investments"), words="command"
)
