"""Time what people wait for, on the repository's own edition; write the table into README.md.

    make bench                 (ARGS=--dry prints the table and writes nothing)

Whole processes, as a person starts them; the median of the runs. Machines
differ and are shared: compare the lines of one run, not runs of two machines.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")


def seconds(*words: str) -> float:
    """Run briefpress once and return how long it took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "briefpress", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def measure(folder: Path) -> list[tuple[str, int, float]]:
    """Return what was measured, how often, and the median in seconds."""
    cores = os.cpu_count() or 1
    rows = []

    def row(what: str, runs: int, *words: str, clean: bool = False) -> None:
        took = []
        for run in range(runs):
            out = folder / (f"{what}-{run}" if clean else "edition")
            took.append(seconds(*words, *(["--out", str(out)] if words[0] == "build" else [])))
        rows.append((what, runs, statistics.median(took)))

    row("`briefpress --help`", 7, "--help")
    row(f"the edition, {cores} processes", 1, "build", "--workers", str(cores))
    row("the edition again: nothing to do", 7, "build")
    row("one country fact sheet", 3, "build", "country/PAK", clean=True)
    row("the annual summary", 1, "build", "annual", clean=True)
    row("the edition, 1 process", 1, "build", "--workers", "1", clean=True)
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    lines = ["| what | runs | seconds (median) |", "|---|---|---|"]
    lines += [f"| {what} | {runs} | {took:.2f} |" for what, runs, took in rows]
    lines.append(f"\nPython {platform.python_version()}, {os.cpu_count()} cores.")
    table = "\n".join(lines)
    print(table)
    if "--dry" not in sys.argv:
        text = README.read_text(encoding="utf-8")
        marked = r"(<!-- measured -->\n).*(\n<!-- end -->)"
        README.write_text(
            re.sub(marked, lambda match: match[1] + table + match[2], text, flags=re.DOTALL),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
