"""The hashes of all that an edition is made of: its files, its databases, the engine."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from briefpress import __version__, catalogues
from briefpress.config import FILE, PACKAGE, Project, starter
from briefpress.press import previous
from briefpress.press.files import Hashes
from briefpress.sources import files, shown

LIBRARIES = (
    "weasyprint", "pydyf", "matplotlib", "pandas", "jinja2", "babel", "pyicu-wheels", "pikepdf",
    "deflate",
)  # fmt: skip

SHORT = 20
"""Hexadecimal digits of a hash that are kept of a part: enough to tell everything apart."""


@dataclass(frozen=True)
class Ingredients:
    """All that an edition is made of, as hashes: nothing of it is read beyond that.

    ``inputs`` are the project's files (and databases), ``engine`` the package's,
    ``versions`` those of the engine as a whole and of its libraries.
    """

    inputs: Mapping[str, str]
    engine: Mapping[str, str]
    versions: Mapping[str, str]
    hashes: Hashes


def ingredients(project: Project, hashes: Hashes, more: Iterable[str] = ()) -> Ingredients:
    """Hash all that an edition is made of; ``more`` as in ``of_inputs``."""
    engine = of_engine(hashes)
    return Ingredients(of_inputs(project, hashes, more), engine, of_versions(engine), hashes)


def of_inputs(project: Project, hashes: Hashes, more: Iterable[str] = ()) -> dict[str, str]:
    """Return the SHA-256 of every file that an edition is made of, by its name in the project.

    The project's own templates and charts hide the starter's of the same name.
    ``more`` names files that only the charts know of: the modules they import.
    """
    found: dict[str, Path] = {FILE: project.root / FILE}
    for path in files(project):
        found[shown(path, project)] = path
    if project.edition.rates not in ("", "ecb"):
        found[project.edition.rates] = project.root / project.edition.rates
    for folder in project.folders:
        for path in _below(folder, ("templates", "charts")):
            found.setdefault(path.relative_to(folder).as_posix(), path)
    for path in catalogues.all_own(project.root):
        found[path.relative_to(project.root).as_posix()] = path
    for source in project.sources:
        if source.totals.file:
            found[source.totals.file] = project.root / source.totals.file
    for name in project.disclosure.earlier:  # what was published before decides what is hidden
        found[f"{name}/manifest.json"] = project.root / name / "manifest.json"
    for name in previous.files(project):
        found[name] = project.root / name
    found.setdefault(project.brand.logo, _first(project.folders, project.brand.logo))
    for name in more:
        if (project.root / name).is_file():
            found.setdefault(name, project.root / name)
    return (
        {name: hashes.of(path) for name, path in sorted(found.items())}
        | _databases(project)
        | _key(project)
    )


def _key(project: Project) -> dict[str, str]:
    """Return the hash of the key of rounding: with another one the same counts are others."""
    secret = project.disclosure.secret
    digest = hashlib.sha256(b"briefpress, the key of rounding: " + secret).hexdigest()
    return {"the key of [disclosure]": digest} if secret else {}


def of_data(project: Project, inputs: Mapping[str, str], versions: Mapping[str, str]) -> str:
    """Return the hash of all that the tables are made of: the data, and how it is read."""
    data = {name: inputs[name] for name in data_names(project)}
    # another language has the same tables, and so has a file without attachments
    edition = replace(project.edition, languages=(), attachments=True, previous="")
    parts: list[object] = [project.sources, edition, data, versions["briefpress"]]
    if project.disclosure.allowed_columns:  # what is refused without them is never kept
        parts.append(project.disclosure.allowed_columns)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def data_names(project: Project) -> list[str]:
    """Return the names of the inputs that are data: of no file that concerns every brief alike."""
    rates = [project.edition.rates] if project.edition.rates not in ("", "ecb") else []
    databases = [_database_name(at) for at, one in enumerate(project.sources) if one.database]
    return [*(shown(path, project) for path in files(project)), *rates, *databases]


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


def of_engine(hashes: Hashes) -> dict[str, str]:
    """Return the SHA-256 of each file of the engine, by its name in the package."""
    return {
        inside.as_posix(): hashes.of(PACKAGE / inside)
        for inside in sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.*"))
        if "__pycache__" not in inside.parts and inside.parts[0] != "starter"
        if (PACKAGE / inside).is_file()
    }


def of_versions(engine: Mapping[str, str]) -> dict[str, str]:
    """Return what made an edition: the engine, by the hash of its files, and its libraries."""
    return {
        "briefpress": f"{__version__}+{short(engine)[:12]}",
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def short(value: object) -> str:
    """Return the hash of a plain value."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:SHORT]


def _below(folder: Path, names: Iterable[str]) -> list[Path]:
    return [
        path
        for name in names
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    ]


def _first(folders: Iterable[Path], name: str) -> Path:
    return next(folder / name for folder in (*folders, starter()) if (folder / name).is_file())
