"""Any source of activity data, read into the canonical tables, each row with its origin."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from briefpress.config import Project
from briefpress.errors import Mistake, ProjectError
from briefpress.model.tables import SPECS, Tables
from briefpress.sources import canonical, csvfile


def files(project: Project) -> list[Path]:
    """Return the files that the project's sources consist of, as paths below its root."""
    found: list[Path] = []
    for source in project.sources:
        path = project.root / source.path
        if path.is_dir():
            found += [path / f"{name}.csv" for name in SPECS if (path / f"{name}.csv").is_file()]
        else:
            found.append(path)
    return found


def load(project: Project) -> Tables:
    """Read all sources of a project.

    Raises ProjectError with every mistake of every file, by file, row and
    column: nothing is built from data that is known to be wrong.
    """
    mistakes: list[Mistake] = []
    raw: list[csvfile.Raw] = []
    paths = files(project)
    _refuse_strays(project, paths, mistakes)
    for path in paths:
        try:
            raw.append(csvfile.read(path, _shown(path, project.root)))
        except ProjectError as error:
            mistakes += error.mistakes
    tables = canonical.tables(raw, mistakes)
    if mistakes or tables is None:
        raise ProjectError(mistakes)
    return tables


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _refuse_strays(project: Project, paths: Iterable[Path], mistakes: list[Mistake]) -> None:
    """A CSV beside the tables whose name is nearly a table's would be lost without a word."""
    from briefpress.errors import did_you_mean

    read = set(paths)
    for source in project.sources:
        folder = project.root / source.path
        strays = sorted(set(folder.glob("*.csv")) - read) if folder.is_dir() else []
        if not folder.is_dir() and folder.stem not in SPECS:
            strays = [folder]
        mistakes += [
            Mistake(
                _shown(path, project.root),
                found=f"'{path.name}' is no canonical table.{did_you_mean(path.stem, SPECS)}"
                f" There are: {', '.join(SPECS)}",
            )
            for path in strays
        ]
