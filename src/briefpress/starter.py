"""``briefpress new``: a copy of the starter project that builds as it stands."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from briefpress.config import FILE, starter
from briefpress.errors import ProjectError
from briefpress.scheduled import workflows

FOLDERS = ("data", "charts", "templates", "locale")


def english(settings: str) -> str:
    """Return a briefs.toml in English alone: who begins waits for one language, and adds others."""
    languages = 'languages = ["en"]   # fr, es, ar, ru and zh are there too: docs/languages.md'
    return re.sub(r"(?m)^languages = \[.*\]$", languages, settings)


def require_new(folder: Path) -> None:
    """Raise ProjectError for a folder that has something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(f"{folder}: is there already and is not empty; name a new folder")


def copy(folder: Path, change: Callable[[Path], None] = lambda _: None, ci: str = "both") -> None:
    """Copy the starter into a new or empty folder, whole or not at all.

    ``change`` makes of the copy what it is to be, before it stands there. ``ci`` says for
    which services it gets workflows: scheduled.CHOICES. Raises
    ProjectError when the folder has something in it, or cannot be made, and what
    ``change`` raises.
    """
    require_new(folder)
    origin = starter()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".briefpress-") as half_made:
            made = Path(half_made) / "project"
            made.mkdir()
            for name in FOLDERS:
                shutil.copytree(
                    origin / name, made / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            settings = (origin / FILE).read_text(encoding="utf-8")
            (made / FILE).write_text(english(settings), encoding="utf-8")
            (made / "build").mkdir()
            shutil.copy(origin / "build" / "README.md", made / "build" / "README.md")
            workflows(made, ci)
            change(made)
            os.replace(made, folder)  # an empty folder gives way
    except OSError as error:
        raise ProjectError(f"{folder}: cannot be made: {error.strerror}") from None
