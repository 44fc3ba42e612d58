"""`japan-ai review export DIR`: what a circle published, as files that can become part of a repo."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.packs import PackError, write_records

if TYPE_CHECKING:
    from adapters.terminal.review import At, Reviewing

_LOCK = "quotes.lock.json"


def export_pack_command() -> click.Command:
    """`review export DIR`."""

    @click.command("export", help="Write the pack as TOML files; check and verify read them.")
    @click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
    @click.option("--archives", type=click.Path(file_okay=False, path_type=Path),
                  help="write the saved texts into this folder, for verify")  # fmt: skip
    @click.pass_context
    def export(context: click.Context, folder: Path, archives: Path | None) -> int:
        at: At = context.obj

        async def work(reviewing: "Reviewing") -> tuple[Mapping[str, str], Mapping[str, bytes]]:
            records = await reviewing.records(at.circle)
            texts = {}
            for name, digest in _saved(records).items() if archives else ():
                if (raw := await reviewing.archive(at.circle, digest)) is not None:
                    texts[name] = raw
            return records, texts

        records, texts = at.run(work)
        return _written(folder, records, archives, texts)

    return export


def _saved(records: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each source's saved text, by its file name."""
    lock = json.loads(records.get(_LOCK, "{}"))
    found = {}
    for path, text in records.items():
        folder, _, name = path.partition("/")
        entry = lock.get(name.removesuffix(".toml"))
        if folder == "sources" and entry:
            found[str(tomllib.loads(text)["archive"])] = str(entry["sha256"])
    return found


def _written(
    folder: Path, records: Mapping[str, str], archives: Path | None, texts: Mapping[str, bytes]
) -> int:
    from adapters.terminal.review import said

    try:
        write_records(folder, records)
        for name, raw in texts.items():
            assert archives is not None  # noqa: S101  # there are texts only with a folder
            archives.mkdir(parents=True, exist_ok=True)
            path = archives / Path(name).name
            path.write_bytes(raw)
            said(path, "written")
    except (OSError, PackError) as error:
        raise click.ClickException(str(error)) from None
    for name in sorted(records):
        said(folder / name, "written")
    return 0
