"""A folder that is written whole: made beside its place, then put there in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from briefpress.errors import ProjectError
from briefpress.press.publish import explained, sync_folder

_NEW, _OLD = "briefpress-new", "briefpress-old"


def put(folder: Path, files: Mapping[str, bytes], mark: str) -> None:
    """Write files into a folder, which becomes that and nothing else, or stays as it is.

    ``mark`` is the file by which a folder is known that was written here before; one
    that holds something else is refused with ProjectError. Raises DiskError.
    """
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _recover(folder)
        if folder.exists() and not _is_ours(folder, mark):
            raise ProjectError(
                f"{folder}: holds something else. Name an empty folder, or one that is not there"
            )
        stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.{_NEW}."))
        try:
            stage.chmod(0o755)
            _fill(stage, files)
            _swap(folder, stage)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _is_ours(folder: Path, mark: str) -> bool:
    return folder.is_dir() and ((folder / mark).is_file() or not any(folder.iterdir()))


def _fill(stage: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for inside in {path.parent for path in stage.rglob("*")}:
        sync_folder(inside)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{_OLD}")


def _recover(folder: Path) -> None:
    """Give an earlier folder its name back, whose replacement was killed between two steps."""
    aside = _aside(folder)
    if aside.exists():
        if folder.exists():
            shutil.rmtree(aside)
        else:
            os.replace(aside, folder)
    for stray in folder.parent.glob(f".{folder.name}.{_NEW}.*"):
        shutil.rmtree(stray, ignore_errors=True)


def _swap(folder: Path, stage: Path) -> None:
    aside = _aside(folder)
    there = folder.exists()
    if there:
        os.replace(folder, aside)
    try:
        os.replace(stage, folder)
    except BaseException:
        if there:
            os.replace(aside, folder)
        raise
    sync_folder(folder.parent)
    shutil.rmtree(aside, ignore_errors=True)
