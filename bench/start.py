"""How long a shell lookup takes as a whole process, beside a bare interpreter's start.

`python -m bench.start`: the commands in turn, median and least of each, in milliseconds.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.machine import machine

RUNS = 15
SCRIPT = str(Path(sys.executable).parent / "japan-ai")
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "japan-ai ask": [SCRIPT, "ask", "microsoft investment"],
    "japan-ai ask --json": [SCRIPT, "ask", "--json", "microsoft investment"],
    "japan-ai investments": [SCRIPT, "investments"],
}


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    bare = statistics.median(times["bare interpreter"][1:])
    print(f"{machine()}\n\n| command | ms median | ms least | times a bare start |")
    print("| --- | --- | --- | --- |")
    for name, taken in times.items():
        median, least = statistics.median(taken[1:]), min(taken[1:])
        print(f"| {name} | {1000 * median:.0f} | {1000 * least:.0f} | {median / bare:.1f} |")


if __name__ == "__main__":
    main()
