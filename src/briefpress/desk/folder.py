"""Where the desk keeps what it has made: in the user's cache folder, never in build/."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path


def of(root: Path) -> Path:
    """Return the folder that is a project's own; it need not be there."""
    whole = root.resolve()
    plain = re.sub(r"[^a-z0-9]+", "-", whole.name.lower()).strip("-") or "project"
    digest = hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]
    return _caches() / "briefpress" / f"{plain}-{digest}"


def _caches() -> Path:
    """Return the system's folder for caches (XDG Base Directory Specification; macOS's own)."""
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
