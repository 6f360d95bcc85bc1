"""Measure briefpress, and write the tables into README.md.

    make bench                 (ARGS=--dry prints the tables and writes nothing)
    make bench ARGS=--quick    (whether all of it works, not how fast it is; writes nothing)

First whole processes on the repository's own edition, as a person starts them, the median of
the runs; then briefs.py. Machines differ and are shared: compare the lines of one run, not
runs of two machines.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import briefs

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")


def seconds(*words: str) -> float:
    """Run briefpress once and return how long it took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "briefpress", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def edition(quick: bool) -> Iterator[str]:
    """Give the table of the repository's own edition: what, how often, the median in seconds."""
    cores = os.cpu_count() or 1
    yield "| the repository's own edition | runs | seconds (median) |"
    yield "|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:

        def row(what: str, runs: int, *words: str, clean: bool = False) -> str:
            took = []
            for run in range(1 if quick else runs):
                out = Path(folder, f"{what}-{run}" if clean else "edition")
                place = ["--out", str(out)] if words[0] == "build" else []
                took.append(seconds(*words, *place))
            return f"| {what} | {len(took)} | {statistics.median(took):.2f} |"

        yield row("`briefpress --help`", 7, "--help")
        yield row("one country fact sheet", 3, "build", "country/PAK", clean=True)
        if quick:
            return
        yield row(f"the edition, {cores} processes", 1, "build", "--workers", str(cores))
        yield row("the edition again: nothing to do", 7, "build")
        yield row("the annual summary", 1, "build", "annual", clean=True)
        yield row("the edition, 1 process", 1, "build", "--workers", "1", clean=True)


def main() -> None:
    quick = "--quick" in sys.argv
    words = " ".join(word for word in sys.argv[1:] if word != "--dry")
    command = f"make bench ARGS={words}" if words else "make bench"
    closing = [f"\n`{command}` on {dt.date.today():%Y-%m-%d}. {briefs.versions()}"]
    lines = []
    for line in itertools.chain(edition(quick), [""], briefs.measure(quick), closing):
        print(line, flush=True)
        lines.append(line)
    if not quick and "--dry" not in sys.argv:
        table = "\n".join(lines)
        text = README.read_text(encoding="utf-8")
        marked = r"(<!-- measured -->\n).*(\n<!-- end -->)"
        README.write_text(
            re.sub(marked, lambda match: match[1] + table + match[2], text, flags=re.DOTALL),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
