"""What people save, as it happens. The only place that knows watchfiles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import BaseFilter, Change, awatch

from briefpress.config import FILE, Project
from briefpress.press.manifest import NAME as MANIFEST
from briefpress.sources import files

STEP, LONGEST = 25, 250
"""Milliseconds of quiet after a change before it is told, and the most that it is waited for."""

_NOT_OURS = {"__pycache__", "node_modules", "venv", "dist"}
_HALF = ("~", ".swp", ".swx", ".tmp", ".bak", ".part", ".briefpress-new")
"""How editors call what they write beside a file before it takes the file's name."""


_Changes = set[tuple[Change, str]]


class _Ours(BaseFilter):
    """Lets through what a person saves in a project."""

    def __call__(self, change: Change, path: str) -> bool:
        parts = Path(path).parts
        name = parts[-1]
        return not (
            name.startswith((".", "#")) or name.endswith(_HALF) or name == "4913"  # vim's
        ) and not any(part in _NOT_OURS for part in parts)


class Watch:
    """The folders of a project, and those outside of it that it reads from."""

    def __init__(self, root: Path, out: Path) -> None:
        self.root, self.out = root.resolve(), out.resolve()
        self.outside: frozenset[Path] = frozenset()
        self._again = asyncio.Event()

    def follow(self, project: Project) -> None:
        """Look also where this project's files are that lie outside of its folder."""
        parents = (path.resolve().parent for path in files(project))
        outside = frozenset(one for one in parents if not one.is_relative_to(self.root))
        if outside != self.outside:
            self.outside = outside
            self._again.set()

    async def changes(self) -> AsyncIterator[bool]:
        """Give True at once and when the project changes, and False when only a build has ended."""
        while True:
            self._again.clear()
            before, built = self._folders(), self.out.is_dir()
            queue: asyncio.Queue[_Changes] = asyncio.Queue()
            # the project's own folder alone, and all that is in those below it
            flat = [self.root, *([self.out] if built else [])]
            looks = [
                asyncio.create_task(self._look(flat, queue, recursive=False)),
                asyncio.create_task(self._look(list(before), queue, recursive=True)),
                asyncio.create_task(self._again.wait()),
            ]
            try:
                await asyncio.sleep(0)  # now they look
                yield True  # to whatever was changed before
                while not self._again.is_set():
                    getting = asyncio.create_task(queue.get())
                    await asyncio.wait([getting, *looks], return_when=asyncio.FIRST_COMPLETED)
                    if not getting.done():
                        getting.cancel()
                        for look in looks[:2]:
                            if look.done():
                                look.result()  # raises what has ended it
                        break
                    if (ours := self._ours(getting.result())) is not None:
                        yield ours
                    if self._folders() != before or self.out.is_dir() != built:
                        break
            finally:
                for look in looks:
                    look.cancel()
                await asyncio.gather(*looks, return_exceptions=True)

    async def _look(
        self,
        paths: Sequence[Path],
        queue: asyncio.Queue[_Changes],
        *,
        recursive: bool,
    ) -> None:
        if not paths:
            await asyncio.Event().wait()
        async for changes in awatch(
            *paths,
            watch_filter=_Ours(),
            debounce=LONGEST,
            step=STEP,
            recursive=recursive,
            rust_timeout=500,
        ):
            queue.put_nowait(changes)

    def _ours(self, changes: _Changes) -> bool | None:
        """Say whose files changed: True the project's, False the edition's, None nobody's."""
        paths = [Path(path) for _, path in changes]
        built = [path for path in paths if path.is_relative_to(self.out)]
        if any(path not in built and not self._is_folder_of(path) for path in paths):
            return True
        return False if self.out / MANIFEST in built else None

    def _is_folder_of(self, path: Path) -> bool:
        """Say whether it is a folder that lies in the project's: what is in it tells of itself."""
        return path.parent == self.root and path.name != FILE and path.is_dir()

    def _folders(self) -> dict[Path, int]:
        """Return the folders to look into, each with what it is on the disk."""
        inside = [
            path
            for path in self.root.iterdir()
            if path.is_dir()
            and not path.name.startswith(".")
            and path.name not in _NOT_OURS
            and path != self.out
        ]
        found = {}
        for path in [*inside, *self.outside]:
            try:
                found[path] = path.stat().st_ino
            except OSError:
                continue
        return found
