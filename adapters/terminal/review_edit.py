"""`japan-ai review edit` and `change`: by options, or in the user's editor."""

import tomllib
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import click

from bot.plain_text import inert

if TYPE_CHECKING:
    from adapters.terminal.review import At, Reviewing
    from bot.command import Reply
    from bot.review.form import EditForm, Shown

_FIELDS = (
    "en", "ja", "zh", "topic", "claim", "about", "values", "when", "quote", "caveat", "group",
    "audience", "kind", "reason",
)  # fmt: skip
_HELP = {
    "en": "the statement in English", "ja": "the statement in Japanese",
    "zh": "the statement in simplified Chinese", "about": "roles, such as payer: Microsoft",
    "values": "measures, such as commitment: $2.9 billion", "when": "announced: 2026-11-02",
    "quote": "another span of the saved text", "kind": "wording, update or correction",
}  # fmt: skip


def edit_command() -> click.Command:
    """`review edit ITEM`."""
    return _command("edit", "ITEM", "Write or mend the statement and the rest of a draft.")


def change_command() -> click.Command:
    """`review change FACT`."""
    return _command("change", "FACT", "Make a new version of a published fact.")


def _command(name: str, metavar: str, text: str) -> click.Command:
    def run(
        context: click.Context, item: str, *, approve: bool = False, **given: str | None
    ) -> int:
        written = {key: value for key, value in given.items() if value is not None}
        return _edited(context.obj, item, written, approve=approve)

    params: list[click.Parameter] = [click.Argument(["item"], metavar=metavar)]
    params += [click.Option([f"--{key}"], help=_HELP.get(key)) for key in _FIELDS]
    if name == "edit":
        params.append(click.Option(["--approve"], is_flag=True, help="publish it at once"))
    help_text = f"{text} Without options $EDITOR opens."
    return click.Command(
        name, callback=click.pass_context(run), params=params, help=help_text
    )  # fmt: skip


def _edited(at: "At", item: str, written: dict[str, str], *, approve: bool) -> int:
    from bot.review.form import EditForm, Shown

    form: EditForm | None = EditForm(**written) if written else None  # type: ignore[arg-type]  # texts alone
    asker = at.asker()

    async def shown(reviewing: "Reviewing") -> "Shown | Reply":
        return await reviewing.desk.form(asker, item)

    found = at.run(shown)
    if not isinstance(found, Shown):
        return at.show(found)
    if form is None and (form := _in_editor(found)) is None:
        return 0
    ready = replace(form, approve=approve)

    async def saved(reviewing: "Reviewing") -> "Reply":
        return (await reviewing.desk.save(asker, found.item, found.turn, ready)).reply

    return at.show(at.run(saved))


def _in_editor(shown: "Shown") -> "EditForm | None":
    """The form as somebody left it in their editor; None where nothing was saved."""
    from bot.review.form import EditForm

    text = click.edit(form_text(shown), extension=".toml")
    if text is None:
        click.echo("Nothing was saved.")
        return None
    try:
        given: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise click.ClickException(f"this is no TOML: {error}") from None
    known = {each.name for each in fields(EditForm)} - {"approve"}
    if unknown := given.keys() - known:
        raise click.ClickException(f"unknown: {', '.join(sorted(unknown))}")
    return EditForm(**{key: str(value) for key, value in given.items()})  # type: ignore[arg-type]  # texts alone


def form_text(shown: "Shown") -> str:
    """A form as a TOML file; what stands around it are comments."""
    from bot.drafts.record import quoted

    notes = [shown.title, f"“{shown.quote}” ({shown.source})", *shown.notes]
    lines = [f"# {inert(' '.join(note.split()))}" for note in notes if note]
    for key in _FIELDS:
        value = getattr(shown.fields, key)
        if value is None:
            continue
        several = "\n" in value or key in ("about", "values", "when")
        lines.append(f"{key} = {_block(value) if several else quoted(value)}")
    return "\n".join(lines) + "\n"


def _block(text: str) -> str:
    from bot.drafts.record import quoted

    inner = "\n".join(quoted(line)[1:-1] for line in text.split("\n"))
    return f'"""\n{inner}"""'
