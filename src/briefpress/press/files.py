"""Hashes of files, kept with what the file system says of each: an untouched file is not read.

As git's index does it: size, time of change, inode. A file that changed less
than two seconds before it was read is read again the next time, because a
second change may have fallen into the same tick of the file system's clock.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefpress.press import sealed

NAME = "files"
"""The file that the hashes are kept in, below the output folder's caches."""

_TICKS_NS = 2_000_000_000
"""The coarsest clock that a file system in use has: FAT's, two seconds."""

_Stamp = tuple[int, int, int, int]


class Hashes:
    """The SHA-256 of files, read anew only when something about a file is another."""

    def __init__(self, path: Path | None = None, now: Callable[[], int] = time.time_ns) -> None:
        self.path, self.now = path, now
        self.known: dict[str, tuple[_Stamp, str]] = _read(path) if path else {}
        self.used: dict[str, tuple[_Stamp, str]] = {}
        self.read = 0
        """How many files were read; the others were known."""

    def of(self, path: Path) -> str:
        """Return the hash of a file. Raises OSError when it cannot be read."""
        name = os.path.abspath(path)
        before = _stamp(path)
        stamp, digest = self.used.get(name) or self.known.get(name) or (None, "")
        if stamp != before:
            started = self.now()
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            self.read += 1
            if started - max(before[1], before[2]) < _TICKS_NS:
                return digest
        self.used[name] = (before, digest)
        return digest

    def write(self) -> None:
        """Keep what is known of files that are still there.

        Does nothing where nothing can be written: it is a help, no more.
        """
        if self.path and not self.used.items() <= self.known.items():
            others = {name: one for name, one in self.known.items() if os.path.exists(name)}
            content = json.dumps(others | self.used, separators=(",", ":")).encode()
            with contextlib.suppress(OSError):
                sealed.write(self.path, content)


def _stamp(path: Path) -> _Stamp:
    # the time of the last change of any kind too: people and tools set the other one back
    stat = path.stat()
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def _read(path: Path) -> dict[str, tuple[_Stamp, str]]:
    content = sealed.read(path)
    entries: dict[str, Any] = json.loads(content) if content else {}
    return {name: (tuple(stamp), digest) for name, (stamp, digest) in entries.items()}
