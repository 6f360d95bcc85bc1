"""What commands have in common: the words that name a project, and where its briefs go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rich_click as click

from briefpress import remote
from briefpress.config import FILE, Project, load
from briefpress.errors import ProjectError


class Place(click.Path):
    """A folder; or, where an edition can be published, a URL, which stays text."""

    def __init__(self, urls: bool) -> None:
        super().__init__(path_type=Path, file_okay=False)
        self.urls = urls

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a path, or the text of a URL that holds no secret."""
        if not isinstance(value, str) or not remote.is_url(value):
            return super().convert(value, param, ctx)
        if not self.urls:
            self.fail(f"{value} is a URL; only 'build' and 'join' publish to one", param, ctx)
        if secret := remote.secret_in(value):
            self.fail(f"the URL holds {secret}: give it in the environment", param, ctx)
        return value


OUT = click.option("--out", type=Place(urls=False), help="Where the briefs are.  [build/]")
OUT_OR_URL = click.option(
    "--out", type=Place(urls=True), help="Where the briefs go: a folder, or a URL.  [build/]"
)

NO_WAIT = click.option(
    "--no-wait", is_flag=True, help="Stop, status 2, when another build is at work there."
)


def project_of(words: Sequence[str]) -> tuple[Project, list[str]]:
    """Split ``[PROJECT] [SELECTOR]...``: the first word is a project when it is a folder."""
    if words and (Path(words[0]).is_dir() or Path(words[0]).name == FILE):
        first = Path(words[0])
        is_selector = not (first / FILE).is_file() and Path(FILE).is_file()
        if not is_selector:
            return load(first.parent if first.name == FILE else first), list(words[1:])
    return load(Path()), list(words)


def no_selectors(selectors: Sequence[str]) -> None:
    """Refuse words beside the project, for commands that are of all its briefs."""
    if selectors:
        raise ProjectError(f"{selectors[0]}: there is no such folder")


def out_of(project: Project, out: Path | None) -> Path:
    """Return the folder of a project's briefs."""
    return out if out is not None else project.root / "build"
