"""An edition at a URL: made in a stage on this machine, then published there as a whole.

Files that differ go first, the manifest after them, and then what no brief
stands for any more is removed. As long as that lasts there is a mark, which
says what is to be removed; whoever finds it trusts no hash of the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefpress import remote
from briefpress.config import Project
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.press import journal, lock, manifest, released
from briefpress.press.manifest import REJECTED
from briefpress.press.publish import write_whole

MARK = ".publishing"
"""The file at the URL that says that an edition is being published."""

_BESIDES = (released.INDEX, REJECTED)
"""What an edition can have that no brief stands for."""


class Place:
    """A URL where editions are published, and the stage on this machine.

    Raises ProjectError when the URL cannot be read from, for instance because
    there is no such bucket.
    """

    def __init__(self, project: Project, url: str) -> None:
        self.url = url.rstrip("/")
        name = hashlib.sha256(f"{project.root.resolve()} {self.url}".encode()).hexdigest()[:20]
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.stage = Path(home) / "briefpress" / name
        self.files, self.path = remote.system(self.url)
        with remote.explained(self.url):
            self._listed()

    def take_over(self, say: Callable[[str], None], *, wait: bool = True) -> None:
        """Begin from what is published, if this machine has not made it.

        So what has not changed is not made again, and the last good files of a
        brief that fails stay. Raises ProjectError.
        """
        with lock.held(self.stage, wait, say), remote.explained(self.url):
            said = self._read(manifest.NAME)
            if said is None or (self.stage / manifest.NAME).exists():
                return
            there = self._listed()
            names = [name for name in (*_names(_parsed(said)), *_BESIDES) if name in there]
            say(f"Taking over {len(names)} files from {self.url}")
            for folder in {(self.stage / name).parent for name in names}:
                folder.mkdir(parents=True, exist_ok=True)
            # The build looks at the hash of each; here they are only brought.
            self.files.get(
                [self._at(name) for name in names], [f"{self.stage / one}" for one in names]
            )
            write_whole(self.stage / manifest.NAME, said)

    def publish(self, say: Callable[[str], None], *, wait: bool = True) -> None:
        """Make the URL have what the stage has. Raises UnfinishedError; again, it goes on."""
        with lock.held(self.stage, wait, say), self._goes_on():
            there = self._listed()
            content = (self.stage / manifest.NAME).read_bytes()
            new, old = _parsed(content), _parsed(self._read(manifest.NAME) or b"{}")
            names = [*_names(new), *released.besides(self.stage)]
            marked = self._read(MARK)
            known = _names(old) if marked is None else {}
            doomed = {*_names(old), *(_BESIDES if old else ()), *_marked(marked)} - {*names}
            changed = [
                name for name in names if not self._same(name, there.get(name), known.get(name))
            ]
            if marked is None and new == old and not changed:
                return
            say(f"Publishing {len(changed)} of {len(names)} files to {self.url}")
            self.files.pipe_file(self._at(MARK), json.dumps(sorted(doomed)).encode())
            self._put(changed)
            self._put([manifest.NAME])
            if gone := [self._at(name) for name in sorted(doomed) if name in there]:
                self.files.rm(gone)
            self.files.rm_file(self._at(MARK))

    def _same(self, name: str, there: Mapping[str, Any] | None, known: str | None) -> bool:
        """Say whether a file is there already: by its MD5, where a store has that, or its hash."""
        content = (self.stage / name).read_bytes()
        if there is None or there.get("size") != len(content):
            return False
        tag = str(there.get("ETag", "")).strip('"')
        if tag == hashlib.md5(content, usedforsecurity=False).hexdigest():
            return True
        return known == manifest.digest(content)

    def _listed(self) -> dict[str, Mapping[str, Any]]:
        """Return what the store says of each file below the URL, by name."""
        self.files.invalidate_cache()
        found = self.files.find(self.path, detail=True)
        start = len(self.path.rstrip("/")) + 1
        return {name[start:]: info for name, info in found.items()}

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(self.files.cat_file(self._at(name)))
        except FileNotFoundError:
            return None

    def _put(self, names: Iterable[str]) -> None:
        listed = list(names)
        if listed:
            self.files.put([f"{self.stage / one}" for one in listed], [*map(self._at, listed)])

    def _at(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    @contextmanager
    def _goes_on(self) -> Iterator[None]:
        mend = "The edition is made; the same build again goes on with publishing it"
        try:
            with remote.explained(self.url, mend):
                yield
        except ProjectError as error:
            raise UnfinishedError(error.message) from error


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(content)
        return read if isinstance(read["briefs"], dict) else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _names(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each file of a manifest; none of one that names others than its own."""
    try:
        found = {n: h for one in said.get("briefs", {}).values() for n, h in one["sha256"].items()}
        return {} if _strange(found) else found
    except (AttributeError, KeyError, TypeError):
        return {}


def _marked(marked: bytes | None) -> list[str]:
    """Return what a mark says is to be removed: what may be an edition's, and nothing else."""
    try:
        names = [str(name) for name in json.loads(marked or b"[]")]
    except (ValueError, TypeError):
        return []
    return [one for one in names if one in _BESIDES or not _strange([one])]


def _strange(names: Iterable[str]) -> bool:
    """Say whether names are not all of files that a brief can have."""
    hidden = any(name.startswith(".") or "/" not in name for name in names)
    return hidden or not journal.inside(names)
