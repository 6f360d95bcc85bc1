"""Whether the files that a build reads stay as they were: an edition is of one state of them.

Content is hashed (press/fingerprint.py); between two readings, size, times and
inode tell. Who only touches a file stops the build as well: better once too often.
Files go by plain names here: they are looked at again for each brief.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefpress import catalogues
from briefpress.config import FILE, Project
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.sources import files, shown

_Sign = tuple[int, ...] | None


class Steady:
    """What a project's files look like now. Take it before they are hashed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._data, self._rest = _signs(_data(project)), _signs(_rest(project))

    def require_data(self) -> None:
        """Raise ProjectError when a file of the data is another than before."""
        changed = self._changed(self._data, _signs(_data(self._project)))
        if changed:
            raise ProjectError(
                f"{changed}: has changed while it was read, so nothing was made of it."
                " Build again when it is finished"
            )

    def require_rest(self) -> None:
        """Raise UnfinishedError when a template, chart or setting is another than before."""
        changed = self._changed(self._rest, _signs(_rest(self._project)))
        if changed:
            raise UnfinishedError(
                f"{changed}: has changed while briefs were made with it. Build again: what was"
                " finished before is kept, unless the change concerns it"
            )

    def _changed(self, before: dict[str, _Sign], now: dict[str, _Sign]) -> str:
        changed = [path for path in before | now if before.get(path) != now.get(path)]
        return shown(Path(min(changed)), self._project) if changed else ""


def _data(project: Project) -> Iterator[str]:
    yield from map(str, files(project))
    if project.edition.rates not in ("", "ecb"):
        yield str(project.root / project.edition.rates)


def _rest(project: Project) -> Iterator[str]:
    yield str(project.root / FILE)
    yield from map(str, catalogues.all_own(project.root))
    for folder in project.folders:
        yield str(folder / project.brand.logo)
        for name in ("templates", "charts"):
            yield from _below(folder / name)


def _below(folder: Path) -> Iterator[str]:
    for inside, folders, names in os.walk(folder):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        yield from (os.path.join(inside, name) for name in names if not name.startswith("."))


def _signs(paths: Iterable[str]) -> dict[str, _Sign]:
    return {path: _sign(path) for path in paths}


def _sign(path: str) -> _Sign:
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
