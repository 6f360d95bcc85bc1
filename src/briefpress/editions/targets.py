"""Where editions are published: a folder, or a URL. Both say what they have and take files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from briefpress import remote
from briefpress.editions.publication import File
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.press.publish import explained, write_whole

_MEND = "What was published before is in force; the same command again goes on"


class There(NamedTuple):
    """What a target says of a file that it has; ``md5`` is "" where it says none."""

    size: int
    md5: str


class Target(Protocol):
    """A place for editions. What goes wrong is raised as an error for people."""

    name: str

    def listed(self, folder: str) -> dict[str, There]:
        """Return what is in a folder, by its name below it."""

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None where there is none."""

    def put(self, files: Mapping[str, File]) -> None:
        """Take files from the disk, under these names."""

    def write(self, name: str, content: bytes) -> None:
        """Take one small file, whole."""

    def remove(self, names: list[str]) -> None:
        """Remove files."""


class Folder:
    """A folder on the disk."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, f"{path}"

    def listed(self, folder: str) -> dict[str, There]:
        """Return what is in a folder; names that begin with a point too."""
        root = self.path / folder
        with explained(root):
            return {
                found.relative_to(root).as_posix(): _read(found)
                for found in sorted(root.rglob("*"))
                if found.is_file()
            }

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None where there is none."""
        with explained(self.path / name):
            try:
                return (self.path / name).read_bytes()
            except FileNotFoundError:
                return None

    def put(self, files: Mapping[str, File]) -> None:
        """Write files; each is there whole, or not at all."""
        for name, one in files.items():
            with explained(self.path / name):
                write_whole(self.path / name, one.path.read_bytes())

    def write(self, name: str, content: bytes) -> None:
        """Write one file, whole."""
        with explained(self.path / name):
            write_whole(self.path / name, content)

    def remove(self, names: list[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for name in names:
            path = self.path / name
            with explained(path):
                path.unlink(missing_ok=True)
                for folder in path.parents:
                    if folder == self.path or any(folder.iterdir()):
                        break
                    folder.rmdir()


class Url:
    """A URL, through fsspec."""

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")
        self.files, self.path = remote.system(self.name)

    def listed(self, folder: str) -> dict[str, There]:
        """Return what is below a folder's URL."""
        with self._explained():
            self.files.invalidate_cache()
            found = self.files.find(self._at(folder), detail=True)
        start = len(self._at(folder)) + 1
        return {name[start:]: _there(info) for name, info in found.items() if name[start:]}

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None where there is none."""
        with self._explained():
            try:
                return bytes(self.files.cat_file(self._at(name)))
            except FileNotFoundError:
                return None

    def put(self, files: Mapping[str, File]) -> None:
        """Upload files, several at a time."""
        with self._explained():
            if files:
                self.files.put(
                    [f"{one.path}" for one in files.values()], [self._at(name) for name in files]
                )

    def write(self, name: str, content: bytes) -> None:
        """Upload one small file; from the disk, because so it gets the type of its ending."""
        with tempfile.TemporaryDirectory(prefix="briefpress-") as folder, self._explained():
            path = Path(folder, os.path.basename(name))
            path.write_bytes(content)
            self.files.put_file(f"{path}", self._at(name))

    def remove(self, names: list[str]) -> None:
        """Remove files."""
        with self._explained():
            if names:
                self.files.rm([self._at(name) for name in names])

    def _at(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            with remote.explained(self.name, _MEND):
                yield
        except ProjectError as error:
            raise UnfinishedError(error.message) from error


def _read(path: Path) -> There:
    content = path.read_bytes()
    return There(len(content), hashlib.md5(content, usedforsecurity=False).hexdigest())


def _there(info: Mapping[str, Any]) -> There:
    return There(int(info.get("size") or 0), str(info.get("ETag", "")).strip('"'))


def target(place: Path | str) -> Target:
    """Return the target of a folder or a URL. Raises ProjectError for a URL that cannot be used."""
    return Folder(place) if isinstance(place, Path) else Url(place)
