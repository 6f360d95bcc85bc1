"""Folders of partitioned Parquet, read a batch at a time: tables that are larger than memory.

A sub-folder is a canonical table; what lies below it, at any depth, are its
rows. The only place that knows what such a folder looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefpress.config import Project, Source
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.model.specs import SPECS
from briefpress.sources import bounds, files_of, parquet, shown
from briefpress.sources.grid import Formats, Raw

_NULL = "__HIVE_DEFAULT_PARTITION__"
"""How Hive and Spark name the folder of rows that have nothing in its column."""


@dataclass(frozen=True)
class Piece:
    """One file of a table, and what the names of its folders say of all its rows.

    A folder ``currency=EUR`` says what the file has no column for.
    """

    table: str
    path: Path
    shown: str
    keys: Mapping[str, str]
    rows: int
    heading: tuple[str, ...]

    def head(self, source: Source) -> Raw:
        """Return the file without rows: what they are called in errors, and how they are read."""
        formats = Formats(source.date_format, source.decimal_mark)
        columns: dict[str, list[str]] = {name: [] for name in (*self.heading, *self.keys)}
        return Raw(self.table, self.shown, columns, (), formats=formats, set_aside=source.set_aside)

    def batches(self, mark: str) -> Iterator[dict[str, Any]]:
        """Give the rows, some thousands at a time, as Arrow columns of text."""
        import pyarrow as pa

        with parquet.refusing(self.shown):
            file = parquet.opened(self.path, self.shown)
            for batch in file.iter_batches(batch_size=parquet.BATCH, use_threads=False):
                columns = {
                    name: _text(column, mark)
                    for name, column in zip(self.heading, batch.columns, strict=True)
                }
                yield columns | {
                    name: pa.repeat(pa.scalar(value), len(batch))
                    for name, value in self.keys.items()
                }


def _text(column: Any, mark: str) -> Any:
    """Return a column as text: each distinct value is written once."""
    import pyarrow as pa

    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return pa.array(parquet.texts(column, mark), pa.string())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode(null_encoding="encode")
    words = pa.array([*parquet.texts(column.dictionary, mark), ""], pa.string())
    return words.take(column.indices.fill_null(len(words) - 1))


def pieces(source: Source, project: Project) -> list[Piece]:
    """Return the files of a source, in the order of their names.

    Raises ProjectError with all that is wrong with them as files: none there, one
    that is damaged, a folder that is no canonical table.
    """
    root = project.root / source.path
    mistakes: list[Mistake] = []
    found: list[Piece] = []
    for path in files_of(source, project):
        try:
            found.append(_piece(path, root, source, shown(path, project)))
        except ProjectError as error:
            mistakes += error.mistakes
    if not found and not mistakes:
        said = "has no Parquet files in it"
        mend = f"It should have folders called {', '.join(list(SPECS)[:3])}, … with them"
        mistakes.append(Mistake(source.path, found=said, mend=mend))
    if mistakes:
        raise ProjectError(dict.fromkeys(mistakes))
    return found


def _piece(path: Path, root: Path, source: Source, name: str) -> Piece:
    folders = path.relative_to(root).parts[:-1]
    table = source.table or (folders[0] if folders else path.stem)
    if table not in SPECS:
        said = f"'{table}' is no canonical table.{did_you_mean(table, SPECS)}"
        where = f"{source.path.rstrip('/')}/{table}"
        raise bounds.refused(where, f"{said} There are: {', '.join(SPECS)}")
    with parquet.refusing(name):
        file = parquet.opened(path, name)
        heading, rows = parquet.heading(file, name), file.metadata.num_rows
    pairs = [folder.partition("=") for folder in folders if "=" in folder]
    keys = {key: "" if value == _NULL else unquote(value) for key, _, value in pairs}
    known = {
        key: value
        for key, value in keys.items()
        if key in SPECS[table].names and key not in heading
    }
    return Piece(table, path, name, known, rows, heading)
