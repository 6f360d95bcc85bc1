"""The only place that knows a person's Parquet files; our own cache is in ``cache``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefpress.config import Source
from briefpress.errors import Mistake
from briefpress.sources import bounds, values
from briefpress.sources.grid import Grid
from briefpress.sources.jsonlines import BETWEEN

BATCH = 50_000
"""Rows that are read at a time."""

_MOST_OF_HEAD = 10_000_000
"""Bytes of a text, and parts of a list, in the file's own description of itself."""


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read a Parquet file; the row after the headings counts as 2, as in a spreadsheet.

    Raises ProjectError for one that is damaged, too large when unpacked, or has
    columns of records.
    """
    with refusing(shown):
        file = opened(path, shown)
        columns = _columns(file, source.decimal_mark, shown)
    numbers = range(2, 2 + (len(columns[0]) if columns else 0))
    return [Grid(shown, Path(shown).stem, heading(file, shown), columns, numbers)]


@contextlib.contextmanager
def refusing(shown: str) -> Iterator[None]:
    """Say of whatever goes wrong in reading a file that it is damaged: ProjectError."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, OverflowError, RuntimeError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise bounds.refused(shown, f"is damaged, or no Parquet file: {said}") from None


def opened(path: Path | bytes, shown: str) -> Any:
    """Open a file, if it is neither too large nor has columns of records."""
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(
        pa.BufferReader(path) if isinstance(path, bytes) else path,
        thrift_string_size_limit=_MOST_OF_HEAD,
        thrift_container_size_limit=_MOST_OF_HEAD,
    )
    _check_size(file.metadata, shown)
    for name, kind in zip(file.schema_arrow.names, file.schema_arrow.types, strict=True):
        if not _is_plain(kind):
            raise bounds.refused(shown, f"column '{name}' holds {kind}, which is no plain value")
    return file


def heading(file: Any, shown: str) -> tuple[str, ...]:
    """Return the names of the columns. Raises ProjectError where two have one name."""
    names = tuple(" ".join(name.split()) for name in file.schema_arrow.names)
    if len(set(names)) < len(names):
        raise bounds.refused(shown, "has two columns of one name")
    return names


def _check_size(metadata: Any, shown: str) -> None:
    groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
    # not of each column: to ask for a damaged one ends the process (pyarrow 26)
    size = sum(group.total_byte_size for group in groups)
    if size > bounds.MOST_BYTES:
        raise bounds.refused(shown, "holds more than 512 MB when unpacked")
    if metadata.num_columns > bounds.MOST_COLUMNS:
        raise bounds.refused(shown, f"has more than {bounds.MOST_COLUMNS} columns")
    if metadata.num_rows > bounds.MOST_ROWS:
        raise bounds.refused(shown, f"has more than {bounds.MOST_ROWS:,} rows")

    rows = [group.num_rows for group in groups]
    if sum(rows) != metadata.num_rows or min(rows, default=0) < 0:
        raise bounds.refused(shown, "is damaged: it promises rows that it does not have")


def _columns(file: Any, mark: str, shown: str) -> tuple[list[str], ...]:
    """Read part by part: what a damaged file promises is not what it holds."""
    columns: tuple[list[str], ...] = tuple([] for _ in file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
        for column, cells in zip(columns, batch.columns, strict=True):
            column.extend(texts(cells, mark))
        if columns and len(columns[0]) > bounds.MOST_ROWS:
            raise bounds.refused(shown, f"has more than {bounds.MOST_ROWS:,} rows")
    return columns


def _is_plain(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    return not (pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_duration(kind))


def texts(column: Any, mark: str) -> list[str]:
    """Return cells as text, as every reader gives them; the same text is one object."""
    shared: dict[str, str] = {}
    written_as = (_text(value, mark) for value in column.to_pylist())
    return [shared.setdefault(text, text) for text in written_as]


def _text(value: Any, mark: str) -> str:
    if isinstance(value, list):
        return BETWEEN.join(_text(one, mark) for one in value)
    # what is no number is how tables in memory say that nothing is there
    return "" if isinstance(value, float) and value != value else values.text(value, mark)
