"""Briefs that the desk has made, kept by fingerprint: who goes back to one need not wait.

What a brief was made of is what its fingerprint says, so an entry never is out of
date. One that is damaged is not there.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from briefpress.desk.hand import Page, Pages, Spot
from briefpress.model import finding
from briefpress.model.finding import Finding, Place
from briefpress.press.manifest import digest, digest_of

_ENTRY = "made.json"
FILES = {"html": "page.html", "facts": "facts.json", "pdf": "brief.pdf", "thumbnail": "page-1.png"}


class Kept:
    """A brief in the folder, whole."""

    def __init__(self, folder: Path, entry: Mapping[str, Any]) -> None:
        self.folder, self.entry = folder, entry
        self.pages: int = entry["pages"]
        self.seconds: float = entry["seconds"]

    def path(self, kind: str) -> Path:
        """Return the file of a kind: ``html``, ``facts``, ``pdf`` or ``thumbnail``."""
        return self.folder / FILES[kind]

    @property
    def findings(self) -> list[Finding]:
        """Return what the checks saw on its pages."""
        return [finding.read(one) for one in self.entry["findings"]]

    @property
    def spots(self) -> list[Spot]:
        """Return where its numbers stand on its pages."""
        return [Spot(name, page, Place(*place)) for name, page, place in self.entry["spots"]]


def write(folder: Path, fingerprint: str, page: Page, pages: Pages) -> None:
    """Keep a brief. Raises OSError when the disk does not take it, and keeps nothing then."""
    made = pages.made
    content = {"html": page.html, "facts": made.facts, "pdf": made.pdf, "thumbnail": made.thumbnail}
    entry = {
        "brief": made.brief,
        "pages": made.pages,
        "seconds": made.seconds,
        "warnings": made.warnings,
        "findings": [one.plain() for one in made.findings],
        "spots": [(one.name, one.page, tuple(asdict(one.place).values())) for one in pages.spots],
        "sha256": {kind: digest(bytes_) for kind, bytes_ in content.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder, prefix=".making-"))
    try:
        for kind, bytes_ in content.items():
            (making / FILES[kind]).write_bytes(bytes_)
        (making / _ENTRY).write_text(json.dumps(entry), encoding="utf-8")
        with contextlib.suppress(FileExistsError, OSError):  # it is there already
            os.replace(making, _place(folder, fingerprint))
    finally:
        _remove(making)


def read(folder: Path, fingerprint: str) -> Kept | None:
    """Return a brief; None when it is not there, or not as it was written."""
    place = _place(folder, fingerprint)
    try:
        entry = json.loads((place / _ENTRY).read_text(encoding="utf-8"))
        kept = Kept(place, entry)
        whole = all(digest_of(kept.path(kind)) == entry["sha256"][kind] for kind in FILES)
        if not whole:
            _remove(place)
            return None
        os.utime(place)  # those that are looked at last are kept longest
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept


def _place(folder: Path, fingerprint: str) -> Path:
    return folder / f"brief-{fingerprint}"


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def picture(folder: Path, fingerprint: str) -> Path | None:
    """Return the picture of a brief's first page, if the brief is kept."""
    path = _place(folder, fingerprint) / FILES["thumbnail"]
    return path if fingerprint and path.is_file() else None
