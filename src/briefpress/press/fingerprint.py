"""What a brief is made of, as a hash: the same fingerprint, the same brief."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress import __version__
from briefpress.config import FILE, PACKAGE, Project, starter
from briefpress.sources import files, shown

if TYPE_CHECKING:
    from briefpress.model.tables import Tables
    from briefpress.press.plan import Job

_LIBRARIES = ("weasyprint", "matplotlib", "pandas", "jinja2", "babel", "pikepdf")


def of_inputs(project: Project) -> dict[str, str]:
    """Return the SHA-256 of every file that an edition is made of, by its name in the project.

    The project's own templates and charts hide the starter's of the same name.
    """
    found: dict[str, Path] = {FILE: project.root / FILE}
    for path in files(project):
        found[shown(path, project.root)] = path
    if project.edition.rates not in ("", "ecb"):
        found[project.edition.rates] = project.root / project.edition.rates
    for folder in project.folders:
        for path in _below(folder, ("templates", "charts")):
            found.setdefault(path.relative_to(folder).as_posix(), path)
    found.setdefault(project.brand.logo, _first(project.folders, project.brand.logo))
    return {name: _of_file(path) for name, path in sorted(found.items())} | _databases(project)


def of_data(project: Project, inputs: Mapping[str, str], versions: Mapping[str, str]) -> str:
    """Return the hash of all that the tables are made of: the data, and how it is read."""
    data = {name: inputs[name] for name in data_names(project)}
    parts = [project.sources, project.edition, data, versions["briefpress"]]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def data_names(project: Project) -> list[str]:
    """Return the names of the inputs that are data: of no file that concerns every brief alike."""
    rates = [project.edition.rates] if project.edition.rates not in ("", "ecb") else []
    databases = [_database_name(at) for at, one in enumerate(project.sources) if one.database]
    return [*(shown(path, project.root) for path in files(project)), *rates, *databases]


def _database_name(at: int) -> str:
    return f"source {at + 1}, a database"


def _databases(project: Project) -> dict[str, str]:
    """Return the hash of what each database gives: it has no file that shows a change."""
    found: dict[str, str] = {}
    for at, source in enumerate(project.sources):
        if source.database:
            from briefpress.sources import database

            found[_database_name(at)] = database.digest(database.read(source, []))
    return found


def of_versions() -> dict[str, str]:
    """Return what made an edition: the engine, by the hash of its files, and its libraries."""
    engine = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.is_file() and "__pycache__" not in inside.parts and inside.parts[0] != "starter":
            engine.update(f"{inside.as_posix()}\0{_of_file(path)}\0".encode())
    return {
        "briefpress": f"{__version__}+{engine.hexdigest()[:12]}",
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
    }


def of_brief(
    job: Job,
    tables: Tables,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    data: Iterable[str],
) -> str:
    """Return the fingerprint of one brief: its rows, and everything that is not data.

    ``tables`` is the brief's slice; ``data`` names the inputs that are data
    files, whose other rows do not concern this brief.
    """
    rows = set(data)
    shared = {name: digest for name, digest in inputs.items() if name not in rows}
    whole = hashlib.sha256(json.dumps([job.brief, job.stem, job.title, shared, versions]).encode())
    for name, table in tables.each().items():
        whole.update(f"\0{name}\0".encode())
        whole.update(repr(table.to_numpy().tolist()).encode())
    return whole.hexdigest()


def _below(folder: Path, names: Iterable[str]) -> list[Path]:
    return [
        path
        for name in names
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    ]


def _first(folders: Iterable[Path], name: str) -> Path:
    return next(folder / name for folder in (*folders, starter()) if (folder / name).is_file())


def _of_file(path: Path) -> str:
    stat = path.stat()
    return _hashed(path, stat.st_size, stat.st_mtime_ns)


@cache
def _hashed(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
