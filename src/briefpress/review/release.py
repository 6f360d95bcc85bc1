"""Who released an edition, with which hashes; and whether what one holds is still that."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefpress.errors import GateError, ProjectError
from briefpress.formatsconfig import FORMATS
from briefpress.press import manifest
from briefpress.press.publish import write_whole

NAME = "approval.json"
"""Beside the manifest. It is no part of the edition, whose bytes it names."""


def approve(out: Path, by: str, on: dt.date, findings: Sequence[str]) -> dict[str, Any]:
    """Record that ``by`` releases the edition in ``out``, and return the record.

    ``by``, ``on`` (ISO), ``edition``, ``manifest`` (SHA-256 of manifest.json, which
    has the hash of every file) and ``files``: each PDF, and each file of a further
    format, with its own. Raises
    GateError when something was found that is against it.
    """
    if not by.strip():
        raise ProjectError("An approval needs the name of who gives it: --by 'First Last'")
    if findings:
        listed = "\n".join(findings)
        count = f"{len(findings)} finding{'s' if len(findings) > 1 else ''}"
        raise GateError(f"{listed}\nNot approved: {count}, named above.")
    built = manifest.read(out)
    record = {
        "by": by.strip(),
        "on": on.isoformat(),
        "edition": built["edition"],
        "manifest": manifest.of_file(out / manifest.NAME),
        "files": _files(built),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_whole(out / NAME, text.encode())
    return record


def _files(built: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each file that is handed out: not of facts and thumbnails."""
    entries = built["briefs"].values()
    return {name: digest for one in entries for name, digest in _handed_out(one).items()}


def _handed_out(entry: manifest.Entry) -> dict[str, str]:
    there = entry["sha256"].items()
    return {name: digest for name, digest in there if Path(name).suffix in FORMATS.values()}


def approval(out: Path) -> dict[str, Any] | None:
    """Return the record beside a manifest; None where nobody approved anything.

    Raises ProjectError for a file that is not one.
    """
    path = out / NAME
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


def differences(out: Path) -> Iterator[str]:
    """Give what is not in a folder as its manifest and its approval say."""
    built = manifest.read(out)
    if not built["briefs"]:
        yield f"{out / manifest.NAME}: is missing, or is not the manifest of an edition"
        return
    named = {manifest.NAME, NAME}
    for brief, entry in built["briefs"].items():
        named |= set(entry["sha256"])
        for name in manifest.missing(out, entry):
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
        yield (
            f"{NAME}: {record['by']} approved another edition on {record['on']}"
            " (its manifest is not this one)"
        )
        now = _files(built)
        for name in sorted(now.keys() | record["files"].keys()):
            if now.get(name) != record["files"].get(name):
                what = "changed" if name in now and name in record["files"] else (
                    "new" if name in now else "no longer there"
                )  # fmt: skip
                yield f"{name}: {what} since the approval"


def of_file(pdf: Path, out: Path, brief: str) -> Iterator[str]:
    """Give what is against a file of the edition in ``out``: staleness, its approval."""
    entry = manifest.read(out)["briefs"][brief]
    if entry["state"] != "fresh":
        yield f"{pdf}: {brief} is {entry['state']}"
    record = approval(out)
    if record and not _handed_out(entry).items() <= record["files"].items():
        yield f"{pdf}: is not what {record['by']} approved on {record['on']}"


def said(out: Path) -> str:
    """Say who approved what is in a folder, and when."""
    record = approval(out)
    return f"approved by {record['by']} on {record['on']}" if record else "not approved by anybody"
