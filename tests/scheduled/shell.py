"""A step's commands, run as a CI service runs them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stop:
    """Stops a step once a line matches: one process hears ``sent``, or all of them do."""

    line: str
    sent: signal.Signals
    everything: bool = False


def run(
    words: Sequence[str], folder: Path, env: Mapping[str, str], stop: Stop | None = None
) -> tuple[int, str]:
    """Run a program; return its status and what it said on both of its outputs."""
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said = []
    assert process.stdout
    with process.stdout:
        for line in process.stdout:
            said.append(line)
            if stop and re.search(stop.line, line):
                for one in _session(process.pid) if stop.everything else [process.pid]:
                    with suppress(ProcessLookupError):  # it has ended meanwhile
                        os.kill(one, stop.sent)
                stop = None
    return process.wait(), "".join(said)


def _session(leader: int) -> list[int]:
    """Return all processes of a session: timeout gives its program a group of its own."""
    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=True)
    found = []
    for one in map(int, listed.stdout.split()):
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(one) == leader:
                found.append(one)
    return found
