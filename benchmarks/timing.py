"""Time a function that makes one PDF, in a pool of processes that are warm; print it as JSON.

Every engine but briefpress and Chromium runs in here, so all are measured alike:

    python ENGINE.py FOLDER OUT WORKERS CODE...
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

Start = Callable[[Path], Callable[[str], bytes]]
"""Given a folder, load everything, and return what makes the PDF of a country's code."""

_brief: Callable[[str], bytes]
_out: Path


def main(start: Start) -> None:
    folder, out, workers, *codes = sys.argv[1:]
    count = int(workers)
    Path(out).mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    warm = context.Barrier(count + 1)
    with context.Pool(count, _warm, (start, Path(folder), Path(out), codes[0], warm)) as pool:
        warm.wait()
        began = time.perf_counter()
        peaks = dict(pool.imap_unordered(_make, codes))
        took = time.perf_counter() - began
    print(json.dumps({"seconds": took, "count": len(codes), "memory": max(peaks.values())}))


def _warm(start: Start, folder: Path, out: Path, code: str, warm: Barrier) -> None:
    """Make one PDF that does not count, then wait for the other processes."""
    global _brief, _out
    _brief, _out = start(folder), out
    _brief(code)
    warm.wait()


def _make(code: str) -> tuple[int, float]:
    """Make and write one PDF; return which process did, and the most memory it has had."""
    (_out / f"{code}.pdf").write_bytes(_brief(code))
    return multiprocessing.current_process().pid or 0, peak()


def peak(process: int | str = "self") -> float:
    """Return the most megabytes that a process has had at once; 0 where there is no /proc."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
