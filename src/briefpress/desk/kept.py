"""What the desk has made, kept by what it is made of: who goes back to a brief need not wait.

A page and a PDF are kept apart, each by its own key, so an entry never is out of
date. One that is damaged is not there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
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
_HTML, _FACTS, _NUMBERS = "page.html", "facts.json", "numbers.csv"
_PDF, _PICTURE = "brief.pdf", "page-1.png"


class Kept:
    """The PDF of a brief in the folder."""

    def __init__(self, folder: Path, entry: Mapping[str, Any]) -> None:
        self.brief: str = entry["brief"]
        self.pdf = folder / _PDF
        self._entry = entry

    @property
    def findings(self) -> list[Finding]:
        """Return what the checks saw on its pages."""
        return [finding.read(one) for one in self._entry["findings"]]

    @property
    def spots(self) -> list[Spot]:
        """Return where its numbers stand on its pages."""
        return [Spot(name, page, Place(*place)) for name, page, place in self._entry["spots"]]


def write_page(folder: Path, key: str, page: Page) -> None:
    """Keep a page. Raises OSError when the disk does not take it, and keeps nothing then."""
    _write(_place(folder, "page", key), _content(page), {})


def write_pdf(folder: Path, key: str, pages: Pages) -> None:
    """Keep a PDF. Raises OSError when the disk does not take it, and keeps nothing then."""
    made = pages.made
    entry = {
        "brief": made.brief,
        "findings": [one.plain() for one in made.findings],
        "spots": [(one.name, one.page, tuple(asdict(one.place).values())) for one in pages.spots],
    }
    _write(_place(folder, "pdf", key), {_PDF: made.pdf, _PICTURE: made.thumbnail}, entry)


def page(folder: Path, key: str) -> Page | None:
    """Return a page; None when it is not there, or not as it was written."""
    place = _place(folder, "page", key)
    if _read(place) is None:
        return None
    with contextlib.suppress(OSError):
        return Page(*((place / name).read_bytes() for name in (_HTML, _FACTS, _NUMBERS)))
    return None


def pdf(folder: Path, key: str) -> Kept | None:
    """Return a PDF; None when it is not there, or not as it was written."""
    place = _place(folder, "pdf", key)
    entry = _read(place)
    return Kept(place, entry) if entry else None


def picture(folder: Path, key: str) -> Path | None:
    """Return the picture of a brief's first page, if its PDF is kept."""
    path = _place(folder, "pdf", key) / _PICTURE
    return path if path.is_file() else None


def _content(page: Page) -> dict[str, bytes]:
    return {_HTML: page.html, _FACTS: page.facts, _NUMBERS: page.numbers}


def _write(place: Path, content: Mapping[str, bytes], entry: Mapping[str, Any]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=place.parent, prefix=".making-"))
    try:
        for name, bytes_ in content.items():
            (making / name).write_bytes(bytes_)
        hashes = {name: digest(bytes_) for name, bytes_ in content.items()}
        (making / _ENTRY).write_text(json.dumps({**entry, "sha256": hashes}), encoding="utf-8")
        with contextlib.suppress(OSError):  # it is there already
            os.replace(making, place)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _read(place: Path) -> dict[str, Any] | None:
    """Return an entry; None, and it is removed, when its files are not as they were written."""
    try:
        entry: dict[str, Any] = json.loads((place / _ENTRY).read_text(encoding="utf-8"))
        if all(digest_of(place / name) == one for name, one in entry["sha256"].items()):
            os.utime(place)  # those that are looked at last are kept longest
            return entry
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    shutil.rmtree(place, ignore_errors=True)
    return None


def _place(folder: Path, kind: str, key: str) -> Path:
    """Return where an entry is; a key that is none leads nowhere."""
    return folder / (f"{kind}-{key}" if key.isalnum() else ".none")
