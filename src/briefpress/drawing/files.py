"""Where the charts' files are. Loads no chart, and nothing to draw with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def find(folders: Sequence[Path]) -> dict[str, Path]:
    """Return every chart file by its name; the first folder that has it wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "charts").glob("[!_]*.py")):
            found.setdefault(path.stem, path)
    return found
