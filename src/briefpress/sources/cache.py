"""Canonical tables kept between builds as Parquet, by the hash of all that they are made of.

An entry is a folder: one file a table, and ``entry.json`` with the hash of each.
One that is damaged, cut off or of another kind is not there: it is never trusted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import operator
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.errors import Mistake
from briefpress.model.tables import Tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MOST_ENTRIES = 3
"""As many states of one project's data as people go back and forth between."""

_ENTRY = "entry.json"
_AS_VALUE = "as value"


def write(folder: Path, key: str, tables: Tables, mistakes: Sequence[Mistake]) -> None:
    """Keep the tables and what was found in their sources under ``key``; drop the oldest entries.

    Raises OSError when the disk does not take it, and then nothing is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder, prefix=".making-"))
    try:
        hashes = {}
        for field in fields(tables):
            content = _to_parquet(getattr(tables, field.name))
            (making / f"{field.name}.parquet").write_bytes(content)
            hashes[field.name] = hashlib.sha256(content).hexdigest()
        entry = {"tables": hashes, "mistakes": [asdict(mistake) for mistake in mistakes]}
        (making / _ENTRY).write_text(json.dumps(entry), encoding="utf-8")
        shutil.rmtree(folder / key, ignore_errors=True)
        os.replace(making, folder / key)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _forget(folder)


def read(folder: Path, key: str) -> tuple[Tables, tuple[Mistake, ...]] | None:
    """Return what is kept under ``key``; None when it is not there, or not as it was written."""
    import pyarrow as pa

    try:
        entry = json.loads((folder / key / _ENTRY).read_text(encoding="utf-8"))
        found = {
            field.name: _read_table(folder / key, field.name, entry["tables"][field.name])
            for field in fields(Tables)
        }
        mistakes = tuple(
            Mistake(**{**one, "content": tuple(one["content"])}) for one in entry["mistakes"]
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    with contextlib.suppress(OSError):
        os.utime(folder / key)  # the entries that are used last are kept
    return Tables(**found), mistakes


def _read_table(folder: Path, name: str, digest: str) -> pd.DataFrame:
    content = (folder / f"{name}.parquet").read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("is not as it was written")
    return _from_parquet(content)


def _forget(folder: Path) -> None:
    entries = sorted(
        (path for path in folder.iterdir() if (path / _ENTRY).is_file()),
        key=lambda path: path.stat().st_mtime,
    )
    for path in entries[:-MOST_ENTRIES]:
        shutil.rmtree(path, ignore_errors=True)


def _to_parquet(table: pd.DataFrame) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    columns, kinds = {}, {}
    for name in map(str, table.columns):
        if name == "amount" and all(map(operator.is_, table["amount"], table["value"])):
            kinds[name] = _AS_VALUE  # nothing was converted: half of all decimals
        else:
            columns[name], kinds[name] = _to_arrow(table[name])
    arrow = pa.table(columns).replace_schema_metadata({"kinds": json.dumps(kinds)})
    out = io.BytesIO()
    parquet.write_table(arrow, out, compression="zstd", compression_level=1)
    return out.getvalue()


def _to_arrow(column: pd.Series[Any]) -> tuple[pa.Array, str]:
    """Return a column as Arrow has it, and what it was: text, decimal, date or whole number.

    A decimal is kept as its digits: 5.00 is not 5.
    """
    import pandas as pd
    import pyarrow as pa

    if column.dtype != object:
        return pa.array(column, pa.string()), "text"
    values = [None if value is None or pd.isna(value) else value for value in column]
    first = next((value for value in values if value is not None), None)
    match first:
        case Decimal():
            texts = [None if value is None else str(value) for value in values]
            return pa.array(texts, pa.string()).dictionary_encode(), "decimal"
        case dt.date():
            return pa.array(values, pa.date32()), "date"
        case int():
            return pa.array(values, pa.int64()), "whole"
    return pa.nulls(len(values)), "none"


def _from_parquet(content: bytes) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

    arrow = parquet.read_table(pa.BufferReader(content))
    kinds = json.loads(arrow.schema.metadata[b"kinds"])
    found = {name: _from_arrow(arrow.column(name), kinds[name]) for name in arrow.column_names}
    return pd.DataFrame(
        {name: found["value" if kind == _AS_VALUE else name] for name, kind in kinds.items()}
    )


def _from_arrow(column: pa.ChunkedArray, kind: str) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if kind == "text":
        return pd.Series(column.cast(pa.string()), dtype=str)
    if kind == "decimal":
        encoded = column.combine_chunks()
        if not isinstance(encoded, pa.DictionaryArray):
            encoded = encoded.dictionary_encode()
        known = np.array([*map(Decimal, encoded.dictionary.to_pylist()), None], dtype=object)
        values = known[encoded.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)]
    elif kind == "date":
        values = column.to_pandas(date_as_object=True).to_numpy()
    elif kind == "none":
        values = np.full(len(column), None, dtype=object)
    else:
        values = np.array([*column.to_pylist(), None], dtype=object)[:-1]
    return pd.Series(values, dtype=object)
