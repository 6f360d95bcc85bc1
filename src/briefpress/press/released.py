"""Whether a finished folder is still what was built there, and what was approved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from briefpress.errors import ProjectError
from briefpress.press import manifest

APPROVAL = "approval.json"
"""Beside the manifest. It is no part of the edition, whose bytes it names."""


def approval(out: Path) -> dict[str, Any] | None:
    """Return the record beside a manifest; None where nobody approved anything.

    Raises ProjectError for a file that is not one.
    """
    path = out / APPROVAL
    if not path.is_file():
        return None
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
        if not all(isinstance(record[name], str) for name in ("by", "on", "edition", "manifest")):
            raise TypeError
        dict(record["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ProjectError(f"{path}: is not an approval that can be read. Approve again.") from None
    return record


def differences(out: Path, hashed: Callable[[Path], str] = manifest.of_file) -> Iterator[str]:
    """Give what is not in a folder as its manifest and its approval say.

    ``hashed`` gives the hash of a file, which it may know already.
    """
    built = manifest.read(out)
    if not built["briefs"]:
        yield f"{out / manifest.NAME}: is missing, or is not the manifest of an edition"
        return
    named = {manifest.NAME, APPROVAL}
    for brief, entry in built["briefs"].items():
        named |= set(entry["sha256"])
        for name in manifest.missing(out, entry, hashed):
            what = "was changed" if (out / name).is_file() else "is missing"
            yield f"{name}: {what} ({brief})"
        if entry["state"] != "fresh":
            yield f"{entry['pdf']}: is {entry['state']} ({brief})"
    for path in sorted(out.rglob("*.pdf")):
        name = path.relative_to(out).as_posix()
        if name not in named and not name.startswith("."):
            yield f"{name}: is not of this edition"
    record = approval(out)
    if record and record["manifest"] != manifest.of_file(out / manifest.NAME):
        yield from _since(record, built)


def _since(record: dict[str, Any], built: dict[str, Any]) -> Iterator[str]:
    """Give what is another edition than the one that was approved."""
    yield (
        f"{APPROVAL}: {record['by']} approved another edition on {record['on']}"
        " (its manifest is not this one)"
    )
    now = {entry["pdf"]: entry["sha256"].get(entry["pdf"]) for entry in built["briefs"].values()}
    then = record["files"]
    for name in sorted(now.keys() | then.keys()):
        if now.get(name) != then.get(name):
            there = "new" if name in now else "no longer there"
            what = "changed" if name in now and name in then else there
            yield f"{name}: {what} since the approval"
