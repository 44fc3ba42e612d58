"""Run the same program in several processes at once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def outputs(program: str, *arguments: str, processes: int) -> list[list[str]]:
    """The lines that each process printed; AssertionError with what one complained of."""
    command = [sys.executable, "-W", "error", "-c", program, *arguments]
    running = [
        subprocess.Popen(  # noqa: S603  # this Python
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(processes)
    ]
    printed = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert not err, err
        printed.append(out.splitlines())
    return printed
