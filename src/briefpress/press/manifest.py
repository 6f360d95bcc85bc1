"""build/manifest.json: what an edition consists of, written last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefpress.press.publish import write_whole

NAME = "manifest.json"

Entry = dict[str, Any]
"""One brief: ``title``; ``pdf``, ``facts``, ``thumbnail`` (files in build/) and ``sha256`` of
each; ``pages``, ``state`` (fresh, stale or failed), ``fingerprint``, ``warnings``, ``gates``;
``reason``, when it failed."""


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


def in_place(out: Path, entry: Entry) -> bool:
    """Say whether a brief is fresh and each of its files is there, byte for byte."""
    return entry.get("state") == "fresh" and whole(out, entry)


def whole(out: Path, entry: Entry) -> bool:
    """Say whether a brief has files and each is there, byte for byte: of no two editions."""
    files = entry["sha256"]
    return bool(files) and all(digest == digest_of(out / name) for name, digest in files.items())


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file on the disk; an empty text when it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
