"""The rows of a brief that lie in a store: read when they are needed, and not kept."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from briefpress.errors import BriefError
from briefpress.press.rowprints import Book, Cut, Part, Rows
from briefpress.press.store import Store
from briefpress.sources.parted import BYTES_A_ROW

_NO_ROWS = Cut(Book([], [], b""), np.array([], dtype=np.uint32))


class StoredRows:
    """Gives the rows of some activities as ``Rows`` does, one slice at a time."""

    def __init__(self, store: Store, memory: int) -> None:
        self.store, self.most = store, memory // BYTES_A_ROW

    def of(self, activities: Iterable[str]) -> Part:
        """Return the rows of these activities, and all vocabularies.

        Raises BriefError when they are more than can be held at once.
        """
        rows = self.store.rows(activities)
        if rows > self.most:
            raise BriefError(
                f"is of {rows:,} rows, and [build] tables_memory has room for {self.most:,}."
                " Raise it, or leave out this kind of brief"
            )
        tables = self.store.of(activities)
        part = Rows(tables).of(tables.activities["id"])
        return _Uncounted(part.whole, part.places)


class _Uncounted(Part):
    """Rows that are not kept to count what changed: those of all slices would not fit."""

    @property
    def cut(self) -> Cut:
        """Return no rows."""
        return _NO_ROWS
