"""Any source of activity data, read into the canonical tables, each row with its origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress import garbage, remote
from briefpress.config import FILE, Project, Source
from briefpress.errors import Mistake, ProjectError, did_you_mean

if TYPE_CHECKING:
    from briefpress.model.tables import Tables
    from briefpress.sources.statement import Had

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".xml": "iati",
}


@dataclass(frozen=True)
class Reading:
    """What was read, and all that is to be said about it; fit for use when nothing is an error."""

    tables: Tables
    mistakes: tuple[Mistake, ...]
    had: tuple[Had, ...] = ()
    """What each file had, whatever became of it."""

    @property
    def errors(self) -> list[Mistake]:
        """Return the mistakes that stop a build."""
        return [mistake for mistake in self.mistakes if mistake.level == "error"]


def files(project: Project) -> list[Path]:
    """Return the files that the project's sources consist of.

    Of a folder, those that can be read; what else lies there is none of ours.
    """
    found = [path for source in project.sources for path in files_of(source, project)]
    return list(dict.fromkeys(found))


def shown(path: Path, project: Project) -> str:
    """Return how a file is named in errors, origins and manifests: from the project's folder.

    One that was fetched is named by its URL.
    """
    for source in project.sources:
        for url, fetched in source.fetched or ():
            if path == fetched:
                return url
    root = project.root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def load(project: Project) -> Tables:
    """Read all sources of a project.

    Raises ProjectError with every mistake of every file, by file, row and
    column: nothing is built from data that is known to be wrong.
    """
    reading = read(project)
    if reading.errors:
        raise ProjectError(reading.errors)
    return reading.tables


@garbage.kept()
def read(project: Project) -> Reading:
    """Read all sources of a project, with everything that is wrong in them.

    A CSV file beside the tables that is none of them is a mistake too: its
    rows would be lost without a word.
    """
    from briefpress.sources import canonical, joined
    from briefpress.sources.reading import Reader

    reader = Reader(project)
    for source in project.sources:
        reader.read(source, list(dict.fromkeys(files_of(source, project))))
    mistakes = [*reader.mistakes, *passed_over(project)]
    tables = canonical.tables(joined.joined(reader.raws), mistakes, reader.unread)
    tables = reader.with_rejected(tables)
    mistakes += main_vocabulary(project, tables)
    if tables.activities.empty and not any(one.level == "error" for one in mistakes):
        found = "there are no activities in the data: nothing to report"
        mistakes.append(Mistake(FILE, found=found))
    return Reading(tables, tuple(dict.fromkeys(mistakes)), tuple(reader.had))


def format_of(path: Path, source: Source) -> str:
    """Return what kind of file this is: declared, or by its first bytes, or by its name.

    An XLSX file that is named .xml is still one. Raises nothing: a file that
    cannot be opened is left to its reader, which says why.
    """
    if source.format:
        return source.format
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        head = b""
    if head.startswith(b"PK\x03\x04"):
        return "ods" if b"opendocument.spreadsheet" in head else "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or head[:2] in _UTF16:
        return "iati" if path.suffix.lower() not in (".csv", ".tsv", ".txt") else "csv"
    return SUFFIXES.get(path.suffix.lower(), "csv")


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def files_of(source: Source, project: Project) -> list[Path]:
    """Return the files of one source; a database has none. Those of a URL are fetched before."""
    if not source.path:
        return []
    if source.fetched is not None:
        return [path for _, path in source.fetched]
    if remote.is_url(source.path):
        raise ValueError(f"{source.path} was not fetched")
    path = project.root / source.path
    if source.partitioned:
        return [one for one in sorted(path.rglob("*.parquet")) if _is_piece(one, path)]
    if not path.is_dir():
        return [path]
    rates = project.root / project.edition.rates
    inside = [one for one in sorted(path.iterdir()) if one.suffix.lower() in SUFFIXES]
    return [one for one in inside if one.is_file() and one != rates]


def _is_piece(path: Path, folder: Path) -> bool:
    """Leave out what programs that write such folders leave beside the rows: _temporary, .crc."""
    names = path.relative_to(folder).parts
    return path.is_file() and not any(name.startswith(("_", ".")) for name in names)


def passed_over(project: Project) -> Iterator[Mistake]:
    """Name the files in folders of data that may hold rows and are read by no reader."""
    for source in project.sources:
        folder = project.root / source.path
        if source.path and folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.suffix.lower() in _NOT_READ:
                    found = "is not read: its format is none of those that are"
                    mend = "Save it as CSV or XLSX, or take it out of the folder"
                    name = shown(path, project)
                    yield Mistake(name, found=found, mend=mend, level="warning")


_NOT_READ = (".xls", ".xlsb", ".numbers", ".txt", ".tab", ".dta", ".sav", ".accdb", ".mdb", ".zip")


def main_vocabulary(project: Project, tables: Tables) -> list[Mistake]:
    """Charts by theme need to know which vocabulary to show."""
    wanted, known = project.edition.vocabulary, dict.fromkeys(tables.vocabularies["vocabulary"])
    if not known or wanted in known:
        return []
    found = f"[edition] vocabulary: '{wanted}' is not in the data.{did_you_mean(wanted, known)}"
    return [Mistake(FILE, found=f"{found} There are: {', '.join(known)}")]
