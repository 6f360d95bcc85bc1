"""What may be removed from an output folder: caches, and files that no brief stands for.

Never data, never a finished brief unless it is asked for, and never a file
that this tool did not write.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefpress.press import journal, kept, manifest
from briefpress.press.data import CACHE, CHARTS
from briefpress.press.fetched import FOLDER as FETCHED
from briefpress.press.files import NAME as FILES
from briefpress.press.manifest import REJECTED

_ENDINGS = "pdf|json|png|html|csv|docx"
_OURS = re.compile(rf"\.({_ENDINGS})$")
_HALF_WRITTEN = re.compile(rf"^\.(.+\.({_ENDINGS})|\.prints)\.[a-z0-9_]{{8}}$")
"""A temporary file beside its target: what a killed build can leave."""


@dataclass(frozen=True)
class Kept:
    """One thing in the cache: a folder or a picture, its size, and when it was used."""

    path: Path
    size: int
    used: int


def trim(out: Path, limit: int) -> int:
    """Remove what was not used for longest until the caches are within ``limit`` bytes.

    Returns how many bytes were freed.
    """
    there = sorted(_entries(out / CACHE), key=lambda one: one.used)
    over = sum(one.size for one in there) - limit
    freed = 0
    for one in there:
        if freed >= over:
            break
        _remove(one.path)
        freed += one.size
    return freed


def clean(out: Path, *, everything: bool = False) -> int:
    """Remove the caches and the files that no brief stands for; with ``everything`` briefs too.

    For who holds the lock: what an interrupted build had finished stands for a
    brief too. Returns how many bytes were freed.
    """
    briefs = journal.before(out).briefs
    doomed = [out / CACHE, *_orphans(out, briefs)]
    if everything:
        inside = [out / kind for kind in _kinds(briefs)]
        names = [
            name
            for entry in briefs.values()
            for name in entry["sha256"]
            if (out / name).parent in inside  # whatever a manifest may say
        ]
        # the manifest goes last: until then it says what is there
        names += ["index.html", REJECTED, kept.NAME, journal.NAME, manifest.NAME]
        doomed += [out / name for name in names]
    freed = sum(_remove(path) for path in doomed)
    for kind in _kinds(briefs):
        with contextlib.suppress(OSError):  # something is left in it
            (out / kind).rmdir()
    return freed


def _orphans(out: Path, briefs: manifest.Briefs) -> Iterator[Path]:
    """Give the files in the folders of briefs that are none of any brief's."""
    stand = {name for entry in briefs.values() for name in entry["sha256"]}
    for folder in [out, *(out / kind for kind in _kinds(briefs))]:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = path.relative_to(out).as_posix()
            ours = folder != out and _OURS.search(path.name) and name not in stand
            if path.is_file() and (ours or _HALF_WRITTEN.match(path.name)):
                yield path


def _kinds(briefs: Iterable[str]) -> list[str]:
    kinds = {brief.partition("/")[0] for brief in briefs}
    return sorted(kind for kind in kinds if re.fullmatch(r"[a-z][a-z0-9-]*", kind))


def _entries(cache: Path) -> Iterator[Kept]:
    if not cache.is_dir():
        return
    folders = [folder for name in (CHARTS, FETCHED) if (folder := cache / name).is_dir()]
    for path in (*cache.iterdir(), *(path for folder in folders for path in folder.iterdir())):
        if path not in folders and path.name != FILES:
            with contextlib.suppress(OSError):  # another build removed it meanwhile
                yield Kept(path, _size(path), path.stat().st_mtime_ns)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size


def _remove(path: Path) -> int:
    """Remove a file or a folder, if it is there, and return its size."""
    try:
        size = _size(path)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        return 0
    return size
