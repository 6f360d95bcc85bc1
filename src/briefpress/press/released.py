"""Whether a finished folder is still what was built there, and what was approved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from briefpress.errors import ProjectError
from briefpress.formatsconfig import FORMATS
from briefpress.press import manifest
from briefpress.press.manifest import REJECTED, SUPPRESSION

APPROVAL = "approval.json"
"""Beside the manifest. It is no part of the edition, whose bytes it names."""


INDEX = "index.html"
"""The gallery, beside the manifest."""


def besides(out: Path) -> list[str]:
    """Return what of an edition goes out with its briefs, the manifest apart.

    The rows that were set aside go, as the data quality boxes say; not where anything is
    hidden, because of those rows nobody has hidden anything.
    """
    names = [INDEX] if (out / SUPPRESSION).exists() else [INDEX, REJECTED]
    return [name for name in names if (out / name).is_file()]


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
    for path in sorted(out.rglob("*.*")):
        name = path.relative_to(out).as_posix()
        # pages beside the manifest are the gallery's and of reports
        is_brief = path.suffix == ".pdf" or (path.suffix in FORMATS.values() and "/" in name)
        if is_brief and name not in named and not name.startswith("."):
            yield f"{name}: is not of this edition"
    record = approval(out)
    if record and record["manifest"] != manifest.of_file(out / manifest.NAME):
        yield from _since(record, built)


def handed_out(built: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each file that is handed out: not of facts and thumbnails."""
    entries = built["briefs"].values()
    return {name: digest for one in entries for name, digest in of_brief(one).items()}


def of_brief(entry: manifest.Entry) -> dict[str, str]:
    """Return the hashes of a brief's files that are handed out."""
    there = entry["sha256"].items()
    return {name: digest for name, digest in there if Path(name).suffix in FORMATS.values()}


def _since(record: dict[str, Any], built: dict[str, Any]) -> Iterator[str]:
    """Give what is another edition than the one that was approved."""
    yield (
        f"{APPROVAL}: {record['by']} approved another edition on {record['on']}"
        " (its manifest is not this one)"
    )
    now = handed_out(built)
    then = record["files"]
    for name in sorted(now.keys() | then.keys()):
        if now.get(name) != then.get(name):
            there = "new" if name in now else "no longer there"
            what = "changed" if name in now and name in then else there
            yield f"{name}: {what} since the approval"
