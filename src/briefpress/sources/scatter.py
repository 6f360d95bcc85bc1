"""Rows brought together by activity, on the disk: a sort of their files would need them all.

Each activity falls into one of so many buckets, by a hash of its id, and a
bucket is read alone. Within it rows stand in the order of their files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from briefpress.model.specs import SPECS
from briefpress.sources.grid import Raw

_PLACE_BITS = 40
"""Of a row's order, those that say where in its file it stands; the others say which file."""

ORDER = "_order"
"""A column that tables have on their way: where each row stands among the rows of all files."""


class Buckets:
    """Rows of all tables but vocabularies, on their way to the bucket of their activity."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.heads: list[Raw] = []
        """The files, without rows, in the order in which they were added."""
        self._open = contextlib.ExitStack()
        self._writers: dict[tuple[str, int], Any] = {}

    def __enter__(self) -> Buckets:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def begin(self, head: Raw) -> None:
        """Begin a file; what is added after that are its rows."""
        self.heads.append(head)

    def add(self, columns: Mapping[str, Any], numbers: Sequence[int], first: int) -> None:
        """Add rows, as Arrow columns of text. Raises OSError when the disk does not take them.

        ``numbers`` are their places as people count them, ``first`` how many
        rows of the file were added before.
        """
        head = self.heads[-1]
        spec = SPECS[head.table]
        size = len(numbers)
        nothing = pa.repeat(pa.scalar(""), size)
        rows = pa.table(
            {
                "head": pa.repeat(pa.scalar(len(self.heads) - 1, pa.int32()), size),
                "at": pa.array(range(first, first + size), pa.int64()),
                "number": pa.array(numbers, pa.int64()),
                **{name: columns.get(name, nothing) for name in spec.names},
            }
        )
        key = rows["id" if head.table == "activities" else "activity"]
        for bucket, places in _shared_out(key, self.count):
            self._writer(head.table, bucket, rows.schema).write_table(rows.take(places))

    def _writer(self, table: str, bucket: int, schema: Any) -> Any:
        if (table, bucket) not in self._writers:
            path = self._path(table, bucket)
            path.parent.mkdir(parents=True, exist_ok=True)
            options = ipc.IpcWriteOptions(compression="lz4")
            sink = self._open.enter_context(pa.OSFile(str(path), "wb"))
            writer = ipc.new_stream(sink, schema, options=options)
            self._writers[table, bucket] = self._open.enter_context(writer)
        return self._writers[table, bucket]

    def _path(self, table: str, bucket: int) -> Path:
        return self.folder / f"{bucket:05}" / f"{table}.arrows"

    def finish(self) -> None:
        """Bring what was added to the disk; after that buckets can be read."""
        self._open.close()

    def bucket(self, number: int) -> tuple[list[Raw], dict[str, Any]]:
        """Return the rows of one bucket, and by table the order of each.

        Every file is there, though it may have no rows here.
        """
        raws: list[Raw] = []
        orders: dict[str, Any] = {}
        for table in SPECS:
            heads = [at for at, head in enumerate(self.heads) if head.table == table]
            rows = self._rows(table, number)
            which = rows["head"].to_numpy() if rows else np.array([], dtype=np.int32)
            for head in heads:
                first, after = np.searchsorted(which, [head, head + 1])
                raws.append(_raw(self.heads[head], rows, int(first), int(after)))
            if rows:
                orders[table] = (which.astype(np.int64) << _PLACE_BITS) + rows["at"].to_numpy()
        return raws, orders

    def _rows(self, table: str, number: int) -> Any:
        path = self._path(table, number)
        if not path.exists():
            return None
        with pa.OSFile(str(path), "rb") as file:
            return ipc.open_stream(file).read_all()


def _raw(head: Raw, rows: Any, first: int, after: int) -> Raw:
    if first == after:
        return head
    some = rows.slice(first, after - first)
    unknown = [""] * (after - first)
    columns = {
        name: some[name].to_pylist() if name in some.column_names else unknown
        for name in head.columns
    }
    return replace(head, columns=columns, numbers=some["number"].to_pylist())


def _shared_out(keys: Any, count: int) -> list[tuple[int, Any]]:
    """Return, for each bucket that any of these activities falls into, where they stand."""
    encoded = keys.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    of_word = [crc32(word.strip().encode()) % count for word in encoded.dictionary.to_pylist()]
    buckets = np.array(of_word, dtype=np.int64)[encoded.indices.to_numpy()]
    order = np.argsort(buckets, kind="stable")
    found, starts = np.unique(buckets[order], return_index=True)
    return list(zip(found.tolist(), np.split(order, starts[1:]), strict=True))
