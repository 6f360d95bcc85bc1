"""What is published of an approved edition: its files as they were approved, and what is said."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from briefpress.errors import GateError
from briefpress.press import journal, manifest, released

NAME = "publication.json"
"""In a dated folder, written last: a folder that has none is not published."""

LATEST = "latest.json"
"""At the target: the dated folder that is in force."""

INDEX = "index.html"


@dataclass(frozen=True)
class File:
    """A file of an edition: where it is, and what it must be."""

    path: Path
    sha256: str
    md5: str
    """What many stores say of a file that they have."""
    size: int


@dataclass(frozen=True)
class Publication:
    """An approved edition that can be published, under the day of its approval."""

    folder: str
    """``2024-03-03``: the day of the approval, because an edition corrected and approved anew
    has the period and the data date that it had."""
    edition: str
    files: Mapping[str, File]
    content: bytes
    """Of ``NAME``: the same for the same edition and approval."""

    @property
    def latest(self) -> bytes:
        """Return what ``LATEST`` says when this one is in force."""
        return _json(
            {
                "edition": self.edition,
                "folder": self.folder,
                "publication": f"{self.folder}/{NAME}",
                "sha256": hashlib.sha256(self.content).hexdigest(),
            }
        )

    @property
    def index(self) -> bytes:
        """Return a page that leads to this edition: for browsers, and by a link for all others."""
        title, url = escape(self.edition), f"{self.folder}/{INDEX}"
        return (
            '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="refresh" content="0; url={url}">\n'
            f'<link rel="canonical" href="{url}">\n<title>{title}</title>\n</head>\n'
            f'<body><p><a href="{url}">{title} ({self.folder})</a></p></body>\n</html>\n'
        ).encode()


def publication(out: Path) -> Publication:
    """Return the edition in a folder as it can be published.

    Raises GateError where nobody approved it, or a file is not as it was approved.
    """
    wrong = list(released.differences(out))
    if wrong:
        listed = "\n".join(wrong)
        raise GateError(f"{listed}\nNot published: {out} is not as it was built and approved.")
    record = released.approval(out)
    if record is None:
        raise GateError(
            f"{out}: nobody has approved this edition. 'briefpress approve --by NAME' does it."
        )
    built = manifest.read(out)
    names = _names(out, built)
    if not journal.inside(names):
        raise GateError(f"{out / manifest.NAME}: names files outside of the edition")
    files = {name: _file(out / name) for name in names}
    said = {
        "edition": built["edition"],
        "data_date": built.get("data_date", ""),
        "approved": {"by": record["by"], "on": record["on"]},
        "manifest": record["manifest"],
        "files": {
            name: {"sha256": one.sha256, "bytes": one.size} for name, one in sorted(files.items())
        },
    }
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", record["on"]):
        raise GateError(f"{out / released.APPROVAL}: '{record['on']}' is no day. Approve again.")
    return Publication(record["on"], built["edition"], files, _json(said))


def _names(out: Path, built: Mapping[str, Any]) -> list[str]:
    """Return what goes out: the briefs' files, what is beside them, manifest and approval."""
    briefs = [name for entry in built["briefs"].values() for name in entry["sha256"]]
    return [*briefs, *released.besides(out), released.APPROVAL, manifest.NAME]


def _file(path: Path) -> File:
    content = path.read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return File(path, manifest.digest(content), md5, len(content))


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
