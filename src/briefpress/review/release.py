"""Who released an edition, with which hashes; and whether what one holds is still that."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefpress.errors import GateError, ProjectError
from briefpress.press import manifest
from briefpress.press.publish import write_whole
from briefpress.press.released import APPROVAL as NAME
from briefpress.press.released import approval
from briefpress.press.released import differences as differences


def approve(out: Path, by: str, on: dt.date, findings: Sequence[str]) -> dict[str, Any]:
    """Record that ``by`` releases the edition in ``out``, and return the record.

    ``by``, ``on`` (ISO), ``edition``, ``manifest`` (SHA-256 of manifest.json, which
    has the hash of every file) and ``files``: each PDF with its own. Raises
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
        "files": {
            entry["pdf"]: entry["sha256"][entry["pdf"]] for entry in built["briefs"].values()
        },
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_whole(out / NAME, text.encode())
    return record


def of_file(pdf: Path, out: Path, brief: str) -> Iterator[str]:
    """Give what is against a PDF that is of the edition in ``out``: staleness, its approval."""
    entry = manifest.read(out)["briefs"][brief]
    if entry["state"] != "fresh":
        yield f"{pdf}: {brief} is {entry['state']}"
    record = approval(out)
    if record and record["files"].get(entry["pdf"]) != entry["sha256"][entry["pdf"]]:
        yield f"{pdf}: is not what {record['by']} approved on {record['on']}"


def said(out: Path) -> str:
    """Say who approved what is in a folder, and when."""
    record = approval(out)
    return f"approved by {record['by']} on {record['on']}" if record else "not approved by anybody"
