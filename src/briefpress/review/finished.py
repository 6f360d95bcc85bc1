"""Finding a finished brief: by its name, or by its PDF wherever that lies now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from briefpress.errors import ProjectError
from briefpress.press import manifest
from briefpress.press.plan import select


def edition_of(pdf: Path, out: Path) -> Path:
    """Return the folder of the edition that a PDF lies in, else ``out``, where it may be from."""
    for folder in pdf.resolve().parents:
        if (folder / manifest.NAME).is_file() and manifest.read(folder)["briefs"]:
            return folder
    return out


def brief_of(pdf: Path, out: Path) -> str:
    """Return which brief of the edition in ``out`` a PDF is: by its bytes, whatever it is called.

    A file of another format as well.

    Raises ProjectError with the reason when it is none of them.
    """
    try:
        digest = manifest.of_file(pdf)
    except OSError as error:
        raise ProjectError(f"{pdf}: cannot be read: {error.strerror}") from None
    briefs = manifest.read(out)["briefs"]
    if not briefs:
        raise ProjectError(f"{out}: nothing has been built here. Name the edition with --out.")
    for brief, entry in briefs.items():
        if digest in entry["sha256"].values():
            return str(brief)
    for brief, entry in briefs.items():
        if pdf.resolve() in [(out / name).resolve() for name in (entry["pdf"], *entry["sha256"])]:
            raise ProjectError(
                f"{pdf}: is not the file that was built as {brief}: it was changed since, or is of"
                " another edition. Build it again, or name its edition with --out."
            )
    raise ProjectError(
        f"{pdf}: is of no brief of the edition in {out} (no file there has its SHA-256,"
        f" {digest[:12]}…). Name its own edition with --out."
    )


def facts_of(out: Path, brief: str) -> dict[str, Any]:
    """Return the facts of a finished brief; ``country/PAK`` will do where there is one language.

    Raises ProjectError when it has not been built, or its facts are not those of the build.
    """
    built = manifest.read(out)["briefs"]
    if not built:
        raise ProjectError(f"{out}: nothing has been built here. 'briefpress build' does it.")
    entry = built[select(built, [brief])[0]]
    path = out / entry["facts"]
    try:
        content = path.read_bytes()
    except OSError:
        raise ProjectError(f"{path}: cannot be read. Build it again.") from None
    if manifest.digest(content) != entry["sha256"].get(entry["facts"]):
        raise ProjectError(f"{path}: is not the file that was built. Build it again.")
    facts: dict[str, Any] = json.loads(content)
    return facts
