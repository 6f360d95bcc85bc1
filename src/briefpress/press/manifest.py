"""build/manifest.json: what an edition consists of, written last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from briefpress.checkconfig import Checks
from briefpress.model import finding
from briefpress.model.finding import Judged
from briefpress.press.publish import write_whole

NAME = "manifest.json"
REJECTED = "rejected.csv"
"""The file in the output folder that has the rows which were set aside."""
SUPPRESSION = "suppression.csv"
"""The file in the output folder that says which cells are hidden, and by which rule."""

Entry = dict[str, Any]
"""One brief: ``title``; ``pdf``, ``facts``, ``thumbnail`` (files in build/), those of further
formats by their ending, as ``html``, and ``sha256`` of each; ``pages``, ``state`` (fresh, stale
or failed), ``fingerprint``, ``warnings``, ``gates``; ``findings`` of its pages; ``about``, codes
by dimension, for the gallery; ``reason``, when it failed, or is
``held``."""

Briefs = Mapping[str, Entry]


def judged(brief: str, entry: Entry, checks: Checks) -> list[Judged]:
    """Return what was seen on a brief's pages, with the levels that the project gives."""
    return checks.judge(brief, map(finding.read, entry.get("findings", ())))


def gates(brief: str, entry: Entry, checks: Checks) -> list[str]:
    """Return why a brief should not be handed out; [] when nothing stands against it."""
    errors = [one for one in judged(brief, entry, checks) if one.level == "error"]
    return [*entry["gates"], *(str(one).removeprefix(f"{brief}: ") for one in errors)]


def read(out: Path) -> dict[str, Any]:
    """Return the manifest; an empty one when there is none, or it is not one of ours."""
    try:
        manifest = json.loads((out / NAME).read_bytes())
        return manifest if isinstance(manifest["briefs"], dict) else {"briefs": {}}
    except (OSError, ValueError, KeyError, TypeError):
        return {"briefs": {}}


def write(out: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, whole."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_whole(out / NAME, text.encode())


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file as it is now. Raises OSError when it cannot be read."""
    return digest(path.read_bytes())


def in_place(out: Path, entry: Entry, hashed: Callable[[Path], str] = of_file) -> bool:
    """Say whether a brief is fresh and each of its files is there, byte for byte.

    ``hashed`` gives the hash of a file, which it may know already.
    """
    return entry.get("state") == "fresh" and whole(out, entry, hashed)


def whole(out: Path, entry: Entry, hashed: Callable[[Path], str] = of_file) -> bool:
    """Say whether a brief has files and each is there, byte for byte: of no two editions."""
    return bool(entry["sha256"]) and not missing(out, entry, hashed)


def missing(out: Path, entry: Entry, hashed: Callable[[Path], str] = of_file) -> list[str]:
    """Return those of a brief's files that are not there, or not as they were written."""
    return [
        name
        for name, expected in entry["sha256"].items()
        if expected != digest_of(out / name, hashed)
    ]


def digest_of(path: Path, hashed: Callable[[Path], str] = of_file) -> str:
    """Return the SHA-256 of a file on the disk; an empty text when it cannot be read."""
    try:
        return hashed(path)
    except OSError:
        return ""
