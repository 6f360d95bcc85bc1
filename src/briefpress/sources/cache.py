"""Canonical tables kept between builds as Parquet, by the hash of all that they are made of.

An entry is a folder: one file a table, and ``entry.json`` with the hash of each.
One that is damaged, cut off or of another kind is not there: it is never trusted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import Field, asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.errors import Mistake
from briefpress.model.tables import Tables
from briefpress.sources.columns import from_arrow, to_arrow
from briefpress.sources.statement import Account

if TYPE_CHECKING:
    import pandas as pd

MOST_ENTRIES = 3
"""As many states of one project's data as people go back and forth between."""

_ENTRY = "entry.json"


def write(
    folder: Path,
    key: str,
    tables: Tables,
    mistakes: Sequence[Mistake],
    accounts: Sequence[Account] = (),
) -> None:
    """Keep the tables and what was found in their sources under ``key``; drop the oldest entries.

    Raises OSError when the disk does not take it, and then nothing is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder, prefix=".making-"))
    try:
        hashes = {}
        for field in _stored():
            content = _to_parquet(getattr(tables, field.name))
            (making / f"{field.name}.parquet").write_bytes(content)
            hashes[field.name] = hashlib.sha256(content).hexdigest()
        entry = {
            "tables": hashes,
            "mistakes": [asdict(mistake) for mistake in mistakes],
            "accounts": [asdict(account) for account in accounts],
        }
        (making / _ENTRY).write_text(json.dumps(entry), encoding="utf-8")
        shutil.rmtree(folder / key, ignore_errors=True)
        os.replace(making, folder / key)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _forget(folder)


def read(folder: Path, key: str) -> tuple[Tables, tuple[Mistake, ...], tuple[Account, ...]] | None:
    """Return what is kept under ``key``; None when it is not there, or not as it was written."""
    import pyarrow as pa

    try:
        entry = json.loads((folder / key / _ENTRY).read_text(encoding="utf-8"))
        found = {
            field.name: _read_table(folder / key, field.name, entry["tables"][field.name])
            for field in _stored()
        }
        mistakes = tuple(
            Mistake(**{**one, "content": tuple(one["content"])}) for one in entry["mistakes"]
        )
        accounts = tuple(
            Account(**{**one, **{name: tuple(one[name]) for name in ("places", "differs")}})
            for one in entry["accounts"]
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    with contextlib.suppress(OSError):
        os.utime(folder / key)  # the entries that are used last are kept
    return Tables(**found), mistakes, accounts


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
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(to_arrow(table), out, compression="zstd", compression_level=1)
    return out.getvalue()


def _from_parquet(content: bytes) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    return from_arrow(parquet.read_table(pa.BufferReader(content)))


def _stored() -> list[Field[Any]]:
    """Return the fields that are tables; what disclosure control adds is found in each build."""
    return [field for field in fields(Tables) if field.name not in _GUARDED]


_GUARDED = ("published", "rounded", "unnamed")
