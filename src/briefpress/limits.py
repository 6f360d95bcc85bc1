"""What the making of one brief may take: time and memory; and what caches may."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefpress.tomlreader import Section

_BYTES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}


@dataclass(frozen=True)
class Limits:
    """What one brief may take: time in seconds, memory of its worker process in bytes."""

    seconds: float = 120
    memory: int = 2 * 10**9
    caches: int = 10**9
    """Bytes that the caches in the output folder may take."""
    cluster: str = ""
    """The address of the Dask cluster that makes the briefs; empty: this machine does."""
    tables: int = 10**9
    """Bytes that the rows of a partitioned source may take at a time, about."""

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
    memory = _size(section, "memory_limit", "2 GB")
    caches = _size(section, "cache_limit", "1 GB")
    tables = _size(section, "tables_memory", "1 GB")
    cluster = section.take("cluster", str, "")
    section.finish()
    return Limits(seconds, memory, caches, cluster, tables)


def _size(section: Section, key: str, default: str) -> int:
    """Read a size; no memory is none, but caches may be kept empty."""
    written = section.take(key, str, default)
    given = re.fullmatch(r"(\d+(?:\.\d+)?) ?([kMG]?B)", written)
    size = round(float(given[1]) * _BYTES[given[2]]) if given else -1
    if size < 0 or (not size and key != "cache_limit"):
        section.wrong(key, f"'{written}' is no size. Write it as '500 MB' or '{default}'")
    return size
