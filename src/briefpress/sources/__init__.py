"""Any source of activity data, read into the canonical tables, each row with its origin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import FILE, Project
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.model.tables import SPECS

if TYPE_CHECKING:
    from briefpress.model.tables import Tables


def files(project: Project) -> list[Path]:
    """Return the files that the project's sources consist of.

    Of a folder, those that are named as a canonical table is; what else lies
    there is none of ours, but see ``load``.
    """
    found: list[Path] = []
    for source in project.sources:
        path = project.root / source.path
        inside = [one for one in _csv_in(path) if one.stem in SPECS] if path.is_dir() else [path]
        found += [one for one in inside if one not in found]
    return found


def shown(path: Path, root: Path) -> str:
    """Return how a file is named in errors, origins and manifests: from the project's folder."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def load(project: Project) -> Tables:
    """Read all sources of a project.

    Raises ProjectError with every mistake of every file, by file, row and
    column: nothing is built from data that is known to be wrong. A CSV file
    beside the tables that is none of them is a mistake too: its rows would be
    lost without a word.
    """
    from briefpress.sources import canonical, csvfile

    mistakes = [_stray(path, project) for path in _strays(project)]
    raw, unread = [], []
    for path in files(project):
        if path.stem not in SPECS:
            continue
        try:
            raw.append(csvfile.read(path, shown(path, project.root)))
        except ProjectError as error:
            mistakes += error.mistakes
            unread.append(path.stem)
    tables = canonical.tables(raw, mistakes, unread)
    mistakes += _main_vocabulary(project, tables)
    if mistakes:
        raise ProjectError(mistakes)
    if tables.activities.empty:
        raise ProjectError("there are no activities in the data: nothing to report")
    return tables


def _csv_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")


def _strays(project: Project) -> list[Path]:
    """Return the CSV files of the sources that are no canonical table."""
    paths = [project.root / source.path for source in project.sources]
    inside = [one for path in paths for one in (_csv_in(path) if path.is_dir() else [path])]
    return [path for path in dict.fromkeys(inside) if path.stem not in SPECS]


def _stray(path: Path, project: Project) -> Mistake:
    found = f"'{path.name}' is no canonical table.{did_you_mean(path.stem, SPECS)}"
    return Mistake(shown(path, project.root), found=f"{found} There are: {', '.join(SPECS)}")


def _main_vocabulary(project: Project, tables: Tables) -> list[Mistake]:
    """Charts by theme need to know which vocabulary to show."""
    wanted, known = project.edition.vocabulary, dict.fromkeys(tables.vocabularies["vocabulary"])
    if not known or wanted in known:
        return []
    found = f"[edition] vocabulary: '{wanted}' is not in the data.{did_you_mean(wanted, known)}"
    return [Mistake(FILE, found=f"{found} There are: {', '.join(known)}")]
