"""How a build is told: a line that moves on a terminal, plain lines elsewhere, events as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefpress.press.build import Outcome

SLOWEST = 5
"""Briefs that are named with their time at the end of a build."""

_SHOWN = 3
"""Briefs at work that the line on a terminal names."""


class Reporter:
    """Who is told how a build goes on. This one keeps it to itself."""

    def note(self, line: str) -> None:
        """Say something that concerns the build as a whole."""

    def start(self, total: int, kept: Sequence[str]) -> None:
        """Say how many briefs are to be made, and which stay as they are."""

    def began(self, brief: str) -> None:
        """Say that a worker has begun with a brief."""

    def made(self, brief: str, pages: int, seconds: float) -> None:
        """Say that a brief was made, and how long that took."""

    def failed(self, brief: str, reason: str) -> None:
        """Say that a brief failed; the reason names it too."""

    def finished(self, outcome: Outcome, exit_status: int) -> None:
        """Say what came of the whole build, and with which status it ends."""


@contextmanager
def reporter(as_json: bool = False) -> Iterator[Reporter]:
    """Give the reporter that is asked for, or fits where standard error goes."""
    if as_json:
        yield _Events()
    elif not sys.stderr.isatty():
        yield _Plain()
    else:
        live = _Live()
        try:
            yield live
        finally:
            live.stop()


def slowest(outcome: Outcome) -> list[tuple[str, float]]:
    """Return the briefs that took longest, with their seconds; none when only one was made."""
    if len(outcome.seconds) < 2:
        return []
    return sorted(outcome.seconds.items(), key=lambda one: -one[1])[:SLOWEST]


class _Plain(Reporter):
    """One line a brief: for CI and for files."""

    def note(self, line: str) -> None:
        _say(line)

    def start(self, total: int, kept: Sequence[str]) -> None:
        self.total, self.count = total, 0
        if total:
            _say(f"Building {total} brief{'' if total == 1 else 's'} ({len(kept)} unchanged)")

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self.count += 1
        length = f"{pages} page{'' if pages == 1 else 's'}"
        _say(f"[{self.count}/{self.total}] {brief}, {length}, {seconds:.1f} s")

    def failed(self, brief: str, reason: str) -> None:
        self.count += 1
        _say(f"[{self.count}/{self.total}] FAILED {reason}")


class _Events(Reporter):
    """One JSON object a line on standard output, as docs/build.md says."""

    def note(self, line: str) -> None:
        _event("note", text=line)

    def start(self, total: int, kept: Sequence[str]) -> None:
        _event("start", to_make=total, kept=len(kept))
        for brief in kept:
            _event("kept", brief=brief)

    def made(self, brief: str, pages: int, seconds: float) -> None:
        _event("made", brief=brief, pages=pages, seconds=round(seconds, 3))

    def failed(self, brief: str, reason: str) -> None:
        _event("failed", brief=brief, reason=reason)

    def finished(self, outcome: Outcome, exit_status: int) -> None:
        _event(
            "finished",
            made=len(outcome.made),
            kept=len(outcome.kept),
            failed=len(outcome.failed),
            left=len(outcome.left),
            gated=outcome.gated,
            slowest=[
                {"brief": brief, "seconds": round(seconds, 3)}
                for brief, seconds in slowest(outcome)
            ],
            exit_status=exit_status,
        )


class _Live(Reporter):
    """A line with a bar, the time left, how many failed and were kept, and the briefs at work."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        self.progress = Progress(
            BarColumn(20), MofNCompleteColumn(), TimeLeft(),
            TextColumn("{task.description}", markup=False),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self.kept, self.failures = 0, 0
        self.at_work: list[str] = []

    def note(self, line: str) -> None:
        self.progress.console.print(line, highlight=False, markup=False)

    def start(self, total: int, kept: Sequence[str]) -> None:
        self.kept = len(kept)
        if total:
            self.progress.start()
            self.bar = self.progress.add_task(self.line(), total=total)

    def began(self, brief: str) -> None:
        self.at_work.append(brief)
        self.progress.update(self.bar, description=self.line())

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self._ended(brief)

    def failed(self, brief: str, reason: str) -> None:
        self.failures += 1
        self.progress.console.print(f"FAILED {reason}", style="bold", highlight=False, markup=False)
        self._ended(brief)

    def line(self) -> str:
        """Return what stands after the bar: ``1 failed, 43 kept; country/KEN/en, …``."""
        counts = [
            f"{count} {what}"
            for count, what in ((self.failures, "failed"), (self.kept, "kept"))
            if count
        ]
        more = ", …" if len(self.at_work) > _SHOWN else ""
        names = ", ".join(self.at_work[:_SHOWN]) + more
        return "; ".join(part for part in (", ".join(counts), names) if part)

    def _ended(self, brief: str) -> None:
        if brief in self.at_work:  # one that no worker could be started for never began
            self.at_work.remove(brief)
        self.progress.update(self.bar, advance=1, description=self.line())

    def stop(self) -> None:
        self.progress.stop()


def _event(name: str, **content: Any) -> None:
    print(json.dumps({"event": name, **content}, ensure_ascii=False), flush=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
