"""Changes to a project's files that belong together: all of them stay, or none."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from briefpress.errors import ProjectError
from briefpress.press.publish import write_whole


class Changes:
    """Notes what each file was before it is written, and puts it back if the work fails.

    A context: whatever is raised in it, Ctrl-C too, leaves the project as it was.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before: dict[Path, bytes | None] = {}
        self._made: list[Path] = []

    def __enter__(self) -> Changes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None:
            return
        for path, content in reversed(self._before.items()):
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content)
        for folder in reversed(self._made):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def new(self, name: str, content: str) -> None:
        """Write a file that must not be there yet. Raises ProjectError if it is."""
        if (self.root / name).exists():
            raise ProjectError(f"{name}: is there already, and is not overwritten")
        self.write(name, content)

    def write(self, name: str, content: str) -> None:
        """Write a file, or write it again."""
        path = self.root / name
        for folder in reversed(path.parents):
            if not folder.exists():
                self._made.append(folder)
        self._before.setdefault(path, path.read_bytes() if path.is_file() else None)
        try:
            write_whole(path, content.encode())
        except OSError as error:
            raise ProjectError(f"{name}: cannot be written: {error.strerror}") from None
