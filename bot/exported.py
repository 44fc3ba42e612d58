"""The facts of an answer as a file, for the option `export`."""

from dataclasses import replace

from bot.card import Notice
from bot.command import MAX_LIMIT, Call, Command, Context, File, Reply
from bot.export import MEDIA_TYPES, export


def with_export(context: Context, command: Command, call: Call, reply: Reply) -> Reply:
    """The reply with all the facts that its command finds, also those that the card leaves out."""
    form = call.options["export"]
    ids = reply.facts
    if command.option("limit") and "limit" not in call.options:
        whole = Call(call.text, {**call.options, "limit": str(MAX_LIMIT)})
        ids = command.run(context, whole).facts or ids
    if not ids:
        return reply
    library = context.ready.library
    facts = [library.facts[id_] for id_ in ids]
    name = file_name(context, command.name, form)
    file = File(name, MEDIA_TYPES[form], lambda: export(library, facts, form))
    said = Notice("info", context.say("file.exported", name=name, n=len(facts)))
    card = replace(reply.card, blocks=(*reply.card.blocks, said))
    return replace(reply, card=card, files=(file,))


def file_name(context: Context, what: str, form: str) -> str:
    """A name that says what is in the file and of when it is."""
    ending = {"bibtex": "bib"}.get(form, form)
    return f"japan-ai-{what}-{context.request.now.date().isoformat()}.{ending}"
