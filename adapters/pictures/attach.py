"""The files of a reply as bytes: what its command made, and its pictures, drawn."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.pictures.drawer import Draw, DrawingError
from bot.card import Chart, Picture
from bot.command import File

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file to send. `chart` is what it shows where it is one of the card's own pictures."""

    name: str
    content: bytes
    alt: str = ""
    chart: Chart | None = None


@dataclass(frozen=True)
class Attached:
    """The files that could be made, and why pictures could not; "" where all could."""

    files: tuple[Attachment, ...] = ()
    why_not: str = ""

    def names(self) -> str:
        """The names of all files."""
        return ", ".join(file.name for file in self.files)


async def attached(files: Iterable[File], pictures: Iterable[Picture], draw: Draw) -> Attached:
    """Make the files and draw the pictures; one that fails leaves the others."""
    wanted: list[tuple[File, Chart | None]] = [(file, None) for file in files]
    for number, picture in enumerate(pictures, 1):
        file = File(f"chart-{number}.png", "image/png", picture.chart, picture.alt)
        wanted.append((file, picture.chart))
    made, why_not = [], ""
    for file, chart in wanted:
        try:
            made.append(Attachment(file.name, await _content(file, draw), file.alt, chart))
        except DrawingError as error:
            _log.warning("a picture could not be drawn: %s", error)
            why_not = str(error)
    return Attached(tuple(made), why_not)


async def _content(file: File, draw: Draw) -> bytes:
    if isinstance(file.content, Chart):
        return await draw(file.content)
    return await asyncio.to_thread(file.content)  # a workbook takes a third of a second
