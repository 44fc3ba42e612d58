"""The console script as its own process: what only a real process can show."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.words import say
from facts.compiled import Compiled

ROOT = Path(__file__).parent.parent.parent.parent
COMMAND = [sys.executable, "-m", "adapters.main"]


def environment(cache: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JAPAN_AI", "LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(ROOT), "JAPAN_AI_CACHE": str(cache)}


@pytest.mark.usefixtures("ready")
def test_each_answer_is_there_before_the_next_question(cache: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603  # our own command
        [*COMMAND, "ask", "--json", "-"], cwd=tmp_path, env=environment(cache),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    with process:
        for asked in ("microsoft investment", "オラクルの日本投資は？", "\udcff"):
            process.stdin.write(asked.encode(errors="surrogateescape") + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["question"] == asked.replace("\udcff", "\ufffd")
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_settings_and_bytes_that_are_no_utf_8(ready: Compiled, cache: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JAPAN_AI_LANG=ja\n", encoding="utf-8")
    ran = subprocess.run(  # noqa: S603  # our own command
        [*COMMAND, b"caf\xe9"],
        cwd=tmp_path,
        env=environment(cache),
        capture_output=True,
        check=False,
    )

    assert ran.returncode == 2
    assert ran.stdout == b""
    assert ran.stderr.decode() == say("ja", "misuse.command", name="caf\\udce9") + "\n"
