"""How much a file may hold before it is refused: far beyond real data, far below what hurts."""

from __future__ import annotations

from pathlib import Path

from briefpress.errors import Mistake, ProjectError

MOST_BYTES = 512 * 1024 * 1024
"""Of a file, and of what a packed one holds."""

MOST_COLUMNS = 1_000
"""Real tables have tens; surveys have hundreds."""

MOST_ROWS = 5_000_000
LONGEST_CELL = 1_000_000
"""Characters. A summary has thousands; Excel allows 32,767."""

LONGEST_CSV_CELL = 131_072
"""Characters: what Python's reader of CSV stops at unless a library in the process changed it."""

MOST_RATIO = 1_000
"""Bytes that one packed byte may become: deflate reaches 1,032 on zeros, sheets 20 to 60."""

MOST_MISTAKES = 1_000
"""Of one file that are listed; nobody mends more than these before looking again."""


def refused(shown: str, found: str, mend: str = "", line: int = 0) -> ProjectError:
    """Return the error that says why a file as a whole cannot be read."""
    return ProjectError([Mistake(shown, line=line, found=found, mend=mend)])


def content(path: Path, shown: str) -> bytes:
    """Return a file as it is. Raises ProjectError if it is too large, or cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused(shown, "is larger than 512 MB")
        return path.read_bytes()
    except OSError as error:
        raise refused(shown, f"cannot be read: {error.strerror}") from None
