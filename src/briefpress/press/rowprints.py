"""The rows that briefs are made of, each as a hash: so that what changed can be counted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from briefpress.model.specs import SPECS
from briefpress.model.tables import KEPT
from briefpress.press.fingerprint import SHORT

if TYPE_CHECKING:
    from briefpress.model.tables import Packed, Tables

_CONTENT, _PLACE = 8, 4
DIGEST = _CONTENT + _PLACE
"""Bytes of hash: of what stands in a row, and of where the row stands."""

_ORIGIN = re.compile(r"(.*?), [^,()]+ \d+(?: \(|$)")
"""The file, or the database, that an origin names: ``data/places.csv, row 3 (…)``."""

_DATES = {
    "rate_date",
    *(column.name for spec in SPECS.values() for column in spec.columns if column.type == "date"),
}

Numbers = np.ndarray[tuple[int], np.dtype[np.uint32]]


class Row(NamedTuple):
    """A row as it was once: the file that it came from, its content, its place in the file."""

    file: str
    digest: bytes

    def same_content(self, other: Row) -> bool:
        """Say whether only the row's place is another."""
        return self.digest[:_CONTENT] == other.digest[:_CONTENT]


class Book:
    """Rows by number: the id of each, its file, and its hash."""

    def __init__(self, ids: list[str], files: list[str], digests: bytes) -> None:
        self.ids, self.files = ids, files
        self.digests = np.frombuffer(digests, dtype=f"V{DIGEST}")
        if not len(ids) == len(files) == len(self.digests):
            raise ValueError("has not as many hashes as rows")

    def some(self, numbers: Numbers) -> Iterator[tuple[str, str, bytes]]:
        """Give id, file and hash of some rows."""
        places = numbers.tolist()
        ids = [self.ids[number] for number in places]
        content = self.digests[numbers].tobytes()
        digests = [content[at : at + DIGEST] for at in range(0, len(content), DIGEST)]
        return zip(ids, self.files_of(places), digests, strict=True)

    def files_of(self, numbers: list[int]) -> list[str]:
        """Return the file that each of some rows came from."""
        return [self.files[number] for number in numbers]


@dataclass(frozen=True)
class Cut:
    """Some of a book's rows, in their order: those of one slice."""

    book: Book
    numbers: Numbers

    def rows(self) -> dict[str, Row]:
        """Return every row by its id."""
        return {row_id: Row(file, digest) for row_id, file, digest in self.book.some(self.numbers)}


class Rows(Book):
    """Every row of an edition. Hashed once, and cut by activity, however many briefs show it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._columns: dict[tuple[str, str], Any] = {}
        self.unpacked: dict[str, dict[str, tuple[str, Any]]] = {}
        """Type and values of each column, by table; none before ``unpack``."""
        self.starts: dict[str, int] = {}
        ids: list[str] = []
        origins: list[str] = []
        digests: list[bytes] = []
        for name, table in tables.each().items():
            self.starts[name] = len(ids)
            ids += table["row"].tolist()
            origins += table["origin"].tolist()
            digests.append(_digests(table))
        super().__init__(ids, origins, b"".join(digests))

    def files_of(self, numbers: list[int]) -> list[str]:
        """Return the file that each of some rows came from: its origin begins with it."""
        origins = [self.files[number] for number in numbers]
        found = map(_ORIGIN.match, origins)
        return [match[1] if match else one for match, one in zip(found, origins, strict=True)]

    @cached_property
    def digest(self) -> str:
        """Return the hash of all rows, with where they stand."""
        return hashlib.sha256(self.digests.tobytes()).hexdigest()

    @cached_property
    def _number(self) -> dict[str, int]:
        """The number of each activity."""
        return {one: number for number, one in enumerate(self.tables.activities["id"].tolist())}

    @cached_property
    def _places(self) -> dict[str, _Places]:
        """Where the rows of each activity stand, by table."""
        ids = pd.Index(self.tables.activities["id"])
        return {
            name: _Places(ids.get_indexer(table["id" if name == "activities" else "activity"]))
            for name, table in self.tables.each().items()
            if name != "vocabularies"
        }

    def column(self, name: str, column: str) -> Any:
        """Return the values of a column, as an array; of empty texts if there is no such column."""
        if (name, column) not in self._columns:
            table = getattr(self.tables, name)
            values = table[column].tolist() if column in table else [""] * len(table)
            self._columns[name, column] = np.array(values, dtype=object)
        return self._columns[name, column]

    def unpack(self) -> None:
        """Unpack every column at once: for who is going to cut many parts.

        Texts that are equal become one object, which travels once.
        """
        same: dict[str, str] = {}
        for name, table in self.tables.each().items():
            columns = self.unpacked.setdefault(name, {})
            for column, dtype in table.dtypes.items():
                values = table[column].tolist()
                if not pd.api.types.is_object_dtype(dtype):
                    values = [same.setdefault(one, one) for one in values]
                columns[str(column)] = str(dtype), np.array(values, dtype=object)

    def of(self, activities: Iterable[str]) -> Part:
        """Return the rows of these activities, and all vocabularies: as ``Tables.of`` does."""
        numbers = [self._number[one] for one in dict.fromkeys(activities) if one in self._number]
        places = {"vocabularies": np.arange(len(self.tables.vocabularies), dtype=np.uint32)}
        for name, known in self._places.items():
            places[name] = known.of(np.array(numbers, dtype=np.intp))
        return Part(self, {name: places[name] for name in self.starts})


class _Places:
    """Where each activity stands in a table, of whose rows ``numbers`` are the activities.

    (``groupby.indices`` makes an array for each activity, and to join them takes longest.)
    """

    def __init__(self, numbers: Any) -> None:
        self.order = np.argsort(numbers, kind="stable").astype(np.uint32)
        ordered = numbers[self.order]
        every = np.arange(ordered[-1] + 2 if len(ordered) else 1)
        self.starts = np.searchsorted(ordered, every)

    def of(self, numbers: Any) -> Numbers:
        """Return the places of some activities, from the first on."""
        there = numbers[numbers < len(self.starts) - 1]
        starts, lengths = self.starts[there], self.starts[there + 1] - self.starts[there]
        before = np.cumsum(lengths) - lengths
        within = np.arange(lengths.sum()) - np.repeat(before, lengths)
        return np.sort(self.order[np.repeat(starts, lengths) + within])


@dataclass(frozen=True)
class Part:
    """The rows of one slice, by where they stand in each table."""

    whole: Rows
    places: Mapping[str, Numbers]

    @property
    def cut(self) -> Cut:
        """Return the rows by number."""
        numbers = [at + self.whole.starts[name] for name, at in self.places.items()]
        return Cut(self.whole, np.concatenate(numbers).astype(np.uint32))

    @cached_property
    def counts(self) -> dict[str, str]:
        """Return how many rows there are of each table, and their hash."""
        return {
            name: f"{len(at)} {self._digest(at + self.whole.starts[name])}"
            for name, at in self.places.items()
            if len(at)
        }

    def _digest(self, numbers: Numbers) -> str:
        return hashlib.sha256(self.whole.digests[numbers].tobytes()).hexdigest()[:SHORT]

    def values(self, name: str, column: str) -> set[str]:
        """Return what stands in a column of a table, if there is such a column."""
        return set(self.whole.column(name, column)[self.places[name]])

    def tables(self) -> Tables:
        """Return the rows themselves: as plain values where they are unpacked and few."""
        whole = self.whole.tables
        few = {name: self._plain(name) for name in self.whole.unpacked if self._is_short(name)}
        others = {
            name: table.take(self.places[name]).reset_index(drop=True)
            for name, table in whole.each().items()
            if name not in few and name != "vocabularies"
        }
        return replace(whole, **others).packed(few)

    def _is_short(self, name: str) -> bool:
        return len(self.places[name]) <= KEPT

    def _plain(self, name: str) -> Packed:
        at = self.places[name]
        columns = self.whole.unpacked[name]
        return {name: (dtype, values[at].tolist()) for name, (dtype, values) in columns.items()}


def changed(was: Mapping[str, Row], now: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Give the file of each row that is different, and what happened to it."""
    for row_id in {**was, **now}:
        old, new = was.get(row_id), now.get(row_id)
        if old is None or new is None:
            yield (new or old or Row("", b"")).file, "added" if new else "removed"
        elif old != new:
            yield new.file, "moved" if new.same_content(old) else "changed"


def _digests(table: pd.DataFrame) -> bytes:
    """Return the hash of each row, and that of its origin; a column at a time, which is fast."""
    content = table.drop(columns="origin")
    for name in _DATES.intersection(content):  # few different ones: each is written out once
        values = content[name].to_numpy(dtype=object)
        content[name] = pd.util.hash_array(values, categorize=True)
    found = np.empty(len(table), dtype=[("content", "<u8"), ("place", "<u4")])
    # no categories: among them 1.0 and 1.00 would be one, and they are not printed alike
    found["content"] = pd.util.hash_pandas_object(content, index=False, categorize=False)
    origins = table["origin"].to_numpy(dtype=object)
    found["place"] = pd.util.hash_array(origins, categorize=False).astype("<u4")
    return found.tobytes()
