"""A step's commands, run as a CI service runs them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
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
                (os.killpg if stop.everything else os.kill)(process.pid, stop.sent)
                stop = None
    return process.wait(), "".join(said)
