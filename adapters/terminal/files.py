"""The files of a reply, written to a folder; nothing that is there is ever overwritten."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

from adapters.pictures.attach import Attached, Attachment, attached
from adapters.pictures.drawer import Drawer
from bot.command import Reply
from bot.traditional import say_in

MOST = 1000  # names that are tried for one file


def write_files(reply: Reply, folder: Path) -> Iterator[str]:
    """Write the files; a line about each, and about what could not be done."""
    if not reply.files:
        return
    made = asyncio.run(_made(reply))
    for file in made.files:
        try:
            name = _written(folder, file).name
        except OSError:
            yield say_in(reply.tag, "file.not_written", name=file.name)
        else:
            yield say_in(reply.tag, "file.written", name=name)
    if made.why_not:
        yield say_in(reply.tag, "file.not_drawn", reason=made.why_not)


async def _made(reply: Reply) -> Attached:
    drawer = Drawer()
    try:
        return await attached(reply.files, (), drawer)
    finally:
        await drawer.stop()


def _written(folder: Path, file: Attachment) -> Path:
    """The new file; OSError where none can be made."""
    for path in _free(folder / file.name):
        try:
            with path.open("xb") as opened:
                opened.write(file.content)
        except FileExistsError:
            continue
        return path
    raise OSError("no name is free")


def _free(path: Path) -> Iterable[Path]:
    """The path, then the same with a number."""
    return (
        path.with_name(f"{path.stem}-{n}{path.suffix}") if n > 1 else path
        for n in range(1, MOST + 1)
    )
