"""How long the making of one brief may take, and how much memory it may need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefpress.tomlreader import Section

_BYTES = {"MB": 10**6, "GB": 10**9}


@dataclass(frozen=True)
class Limits:
    """What one brief may take: time in seconds, memory of its worker process in bytes."""

    seconds: float = 120
    memory: int = 2 * 10**9

    @property
    def time_said(self) -> str:
        """The time limit as it is printed: ``120 s``."""
        return f"{self.seconds:g} s"

    @property
    def memory_said(self) -> str:
        """The memory limit as it is printed: ``2 GB``."""
        unit = "GB" if self.memory >= _BYTES["GB"] else "MB"
        return f"{self.memory / _BYTES[unit]:g} {unit}"


def limits(section: Section) -> Limits:
    """Read the section [build] of briefs.toml; each mistake is noted in its reader."""
    seconds = section.take("time_limit", int, int(Limits.seconds))
    if seconds < 1:
        section.wrong("time_limit", f"{seconds} is no time to make a brief in: use seconds")
    memory = section.take("memory_limit", str, "2 GB")
    given = re.fullmatch(r"(\d+(?:\.\d+)?) ?(MB|GB)", memory)
    size = round(float(given[1]) * _BYTES[given[2]]) if given else 0
    if not size:
        section.wrong("memory_limit", f"'{memory}' is no size. Write it as '500 MB' or '2 GB'")
    section.finish()
    return Limits(seconds, size)
