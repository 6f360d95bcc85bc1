"""How a build is told: a line with names and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from briefpress.press.build import Reporter


@contextmanager
def reporter() -> Iterator[Reporter]:
    """Give the reporter that fits where standard error goes."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    live = _Live()
    try:
        yield live
    finally:
        live.stop()


class _Plain:
    """One line a brief: for CI and for files."""

    def note(self, line: str) -> None:
        _say(line)

    def start(self, total: int, kept: int) -> None:
        self.total, self.count = total, 0
        if total:
            _say(f"Building {total} brief{'' if total == 1 else 's'} ({kept} unchanged)")

    def done(self, brief: str, pages: int) -> None:
        self.count += 1
        _say(f"[{self.count}/{self.total}] {brief}, {pages} page{'' if pages == 1 else 's'}")

    def failed(self, reason: str) -> None:
        self.count += 1
        _say(f"[{self.count}/{self.total}] FAILED {reason}")


class _Live:
    """A bar with the last brief's name and the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        self.progress = Progress(
            BarColumn(), MofNCompleteColumn(), TimeLeft(), TextColumn("{task.description}"),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip

    def note(self, line: str) -> None:
        self.progress.console.print(line, highlight=False, markup=False)

    def start(self, total: int, kept: int) -> None:
        if total:
            self.progress.start()
            self.bar = self.progress.add_task(f"({kept} unchanged)", total=total)

    def done(self, brief: str, pages: int) -> None:
        self.progress.update(self.bar, advance=1, description=brief)

    def failed(self, reason: str) -> None:
        self.progress.console.print(f"FAILED {reason}", style="bold", highlight=False, markup=False)
        self.progress.update(self.bar, advance=1)

    def stop(self) -> None:
        self.progress.stop()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
