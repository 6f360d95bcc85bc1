"""What is far, on loopback: a scheduler and workers of Dask, a store that speaks S3."""

from __future__ import annotations

import functools
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Started = tuple[subprocess.Popen[bytes], Iterator[bytes]]

WAIT = 60.0
"""Seconds until a test gives up: far more than anything takes."""


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a scheduler, and its process."""
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--dashboard-address", ":0")
    with _started("distributed.cli.dask_scheduler", *words) as (process, said):
        at = next(line for line in said if b"Scheduler at:" in line)
        yield at.split()[-1].decode(), process


@contextmanager
def worker(
    address: str, folder: Path, threads: int = 1, nanny: str = "--no-nanny"
) -> Iterator[subprocess.Popen[bytes]]:
    """Give a worker that the scheduler knows; afterwards it knows it no more, if it is there."""
    folder.mkdir(exist_ok=True)
    words = (address, nanny, "--no-dashboard", "--host", "127.0.0.1", "--nthreads", str(threads))
    words += ("--local-directory", str(folder))
    before = _count(address, 0)
    with _started("distributed.cli.dask_worker", *words) as (process, _):
        _count(address, before + 1)
        yield process
    with suppress(OSError):
        _count(address, before, most=True)


@contextmanager
def store() -> Iterator[str]:
    """Give the address of an empty store."""
    words = ("--host", "127.0.0.1", "--port", "0")
    with _started("moto.server", *words) as (_, said):
        at = next(line for line in said if b"Running on" in line)
        yield at.split()[-1].decode()


@contextmanager
def _started(module: str, *words: str) -> Iterator[Started]:
    """Give a process and the lines that it says; they are read in any case, lest it waits."""
    command = [sys.executable, "-m", module, *words]
    lines: queue.Queue[bytes] = queue.Queue()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr
        reader = threading.Thread(target=lambda: [*map(lines.put, process.stderr)])
        reader.start()
        try:
            yield process, iter(functools.partial(lines.get, timeout=WAIT), b"")
        finally:
            process.terminate()
            process.wait(WAIT)
            reader.join(WAIT)


def _count(address: str, count: int, *, most: bool = False) -> int:
    """Wait until there are as many workers, or at most as many; return how many there are."""
    from distributed import Client

    async def settled(count: int, most: bool, dask_scheduler: object) -> int:
        import asyncio

        while True:
            there = len(dask_scheduler.workers)  # type: ignore[attr-defined]
            if there == count or (not most and there > count) or (most and there < count):
                return there
            await asyncio.sleep(0.02)

    with Client(address, set_as_default=False, timeout=5) as client:
        return client.run_on_scheduler(settled, count, most)
