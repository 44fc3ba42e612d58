"""Pictures of answers as Slack shows them: blocks drawn by npm's slack-blocks-to-jsx in Chromium.

(cd bench/pictures && npm install --ignore-scripts)
python -m bench.pictures.slack FILE.png "LINE" [page [ephemeral]]   or   FILE.png home:TAG
"""

import asyncio
import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.render import message
from adapters.slack.views import home_view
from bench.pictures.discord import chromium
from bot.desk import Asked, Desk, Response
from bot.ports import Person
from facts.compiled import Compiled, compiled
from tests.fakes import fake_ports

WIDTH = 660
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SCRIPT = Path(__file__).with_name("slack.mjs")


def answered(ready: Compiled, line: str, *, private: bool) -> Response:
    """The desk's response to a line, with everything that a reader may do next."""
    asked = Asked(line, Person("slack", "T1", "U1"), NOW, private=private)
    return asyncio.run(Desk(lambda: ready, fake_ports()).respond(asked))


def picture(blocks: list[dict[str, Any]], file: Path) -> None:
    """Draw the blocks of a message."""
    sent = json.dumps({"blocks": blocks})
    drawn = subprocess.run(
        ["node", SCRIPT], input=sent, check=True, capture_output=True, text=True, cwd=SCRIPT.parent
    )
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(drawn.stdout, encoding="utf-8")
        height = re.search(
            r"<title>(\d+)</title>",
            chromium(folder, f"--window-size={WIDTH},800", "--dump-dom", page.as_uri()),
        )
        assert height
        chromium(
            folder,
            f"--window-size={WIDTH},{height[1]}",
            f"--screenshot={file.resolve()}",
            page.as_uri(),
        )


def main(file: str, line: str, page: str = "1", ephemeral: str = "") -> None:
    ready = compiled()
    if line.startswith("home:"):
        picture(home_view(ready, line[5:], NOW)["blocks"], Path(file))
        return
    response = answered(ready, line, private=bool(ephemeral))
    picture(message(response, page=int(page), ephemeral=bool(ephemeral))["blocks"], Path(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
