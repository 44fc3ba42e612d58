"""One request in, one reply out: the door that every adapter uses."""

from dataclasses import dataclass, replace

from bot.card import Notice
from bot.command import Call, Command, Context, Reply, misuse
from bot.commands import COMMANDS
from bot.exported import with_export
from bot.fact_card import Reader
from bot.parse import MisuseError, Parsed, checked_options, parse_line
from bot.request import ReplyLanguage, Request, reply_language
from bot.traditional import in_traditional
from bot.words import say
from facts.compiled import Compiled
from facts.language import Language

MAX_QUESTION = 1000  # characters; a longer one is refused, never cut silently


@dataclass(frozen=True)
class Prepared:
    """A request that was read: what to run, and what to run it with."""

    parsed: Parsed
    context: Context
    chosen: ReplyLanguage


def answer(ready: Compiled, request: Request) -> Reply:
    """Answer a command line or a bare question."""
    prepared = prepare(ready, request)
    return prepared if isinstance(prepared, Reply) else run(prepared)


def prepare(ready: Compiled, request: Request) -> Prepared | Reply:
    """Read a command line or a bare question; a reply says what is wrong with it."""
    language = _language(ready, request, {}).language
    if refused := _refused(request, language):
        return refused
    try:
        parsed = parse_line(request.text, COMMANDS, language)
    except MisuseError as error:
        return misuse(language, str(error), error.suggestions)
    return _with_context(ready, request, parsed)


def call(ready: Compiled, request: Request, command: Command, options: dict[str, str]) -> Reply:
    """Run a known command; the options come from an adapter's own parser, the text is all words."""
    language = _language(ready, request, options).language
    if refused := _refused(request, language):
        return refused
    try:
        parsed = Parsed(command, Call(request.text, checked_options(command, options, language)))
    except MisuseError as error:
        return misuse(language, str(error), error.suggestions)
    prepared = _with_context(ready, request, parsed)
    return prepared if isinstance(prepared, Reply) else run(prepared)


def _with_context(ready: Compiled, request: Request, parsed: Parsed) -> Prepared | Reply:
    chosen = _language(ready, request, parsed.call.options)
    unknown = [s for s in request.sources if s not in ready.library.sources]
    if unknown:
        known = ", ".join(ready.library.sources)
        return misuse(
            chosen.language, say(chosen.language, "misuse.source", value=unknown[0], known=known)
        )
    reader = Reader(
        ready.library, ready.rates, chosen.language, request.now.date(),
        parsed.call.options.get("currency"), request.public_url,
    )  # fmt: skip
    return Prepared(parsed, Context(ready, request, reader, COMMANDS), chosen)


def run(prepared: Prepared) -> Reply:
    """Run a command that needs nothing but the library."""
    command, call = prepared.parsed.command, prepared.parsed.call
    reply = command.run(prepared.context, call)
    if call.options.get("export") and not reply.files:
        reply = with_export(prepared.context, command, call, reply)
    return finished(prepared, reply)


def finished(prepared: Prepared, reply: Reply) -> Reply:
    """The reply with its line and language, and a word on a command that was mistyped."""
    parsed, chosen = prepared.parsed, prepared.chosen
    if parsed.written:
        said = say(
            chosen.language, "misuse.read_as", written=parsed.written, read=parsed.command.name
        )
        reply = with_notice(reply, said)
    reply = replace(reply, line=reply.line or command_line(parsed), tag=chosen.tag)
    return replace(reply, card=in_traditional(reply.card)) if chosen.traditional else reply


def command_line(parsed: Parsed) -> str:
    """The line that stands for a parsed command; reading it gives the same command and options."""
    options = (f"{key}:{value}" for key, value in sorted(parsed.call.options.items()))
    return " ".join((parsed.command.name, *parsed.call.text.split(), *options))


def _refused(request: Request, language: Language) -> Reply | None:
    if len(request.text) > MAX_QUESTION:
        text = say(language, "answer.too_long", n=len(request.text), most=MAX_QUESTION)
        return misuse(language, text)
    return None


def _language(ready: Compiled, request: Request, options: dict[str, str]) -> ReplyLanguage:
    return reply_language(request, options.get("lang"), ready.index.folder.variants)


def with_notice(reply: Reply, text: str) -> Reply:
    """The reply with something to know in front of it."""
    card = replace(reply.card, blocks=(Notice("info", text), *reply.card.blocks))
    return replace(reply, card=card)
