"""What a worker on another machine needs of a project, as one archive with a hash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from briefpress.config import FILE, Project
from briefpress.press.reached import modules

_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def packed(project: Project) -> bytes:
    """Return briefs.toml, templates, charts and what these import. The same files: the same bytes.

    What the starter has is not in it: a worker has the same briefpress.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(set(_names(project))):
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            archive.writestr(entry, (project.root / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Put what is in an archive into a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


def _names(project: Project) -> Iterator[str]:
    yield FILE
    if (project.root / project.brand.logo).is_file():
        yield project.brand.logo
    for folder in ("templates", "charts"):
        for path in (project.root / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(project.root).as_posix()
    for path in (project.root / "charts").glob("*.py"):
        yield from modules(f"charts/{path.name}", lambda name: _file(project.root / name))


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None
