"""The rows that a brief is made of, each as a hash: so that what changed can be counted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from briefpress.press.fingerprint import SHORT

if TYPE_CHECKING:
    import pandas as pd

    from briefpress.model.tables import Tables

_CONTENT, _PLACE = 8, 4
DIGEST = _CONTENT + _PLACE
"""Bytes of hash: of what stands in a row, and of where the row stands."""

_ORIGIN = re.compile(r"(.*?), [^,()]+ \d+(?: \(|$)")


@dataclass(frozen=True)
class Row:
    """A row as it was once: the file that it came from, its content, its place in the file."""

    file: str
    digest: bytes

    def same_content(self, other: Row) -> bool:
        """Say whether only the row's place is another."""
        return self.digest[:_CONTENT] == other.digest[:_CONTENT]


class Rows:
    """The hash of every row of the edition, made once however many briefs show it."""

    def __init__(self, tables: Tables) -> None:
        self.all: dict[str, Row] = {}
        for table in tables.each().values():
            self.all.update(_rows(table))

    def of(self, tables: Tables) -> Cut:
        """Return the rows of a slice."""
        ids = {name: tuple(table["row"]) for name, table in tables.each().items()}
        return Cut({name: rows for name, rows in ids.items() if rows}, self.all)


@dataclass(frozen=True)
class Cut:
    """The rows of one slice: the ids by table, in their order."""

    ids: Mapping[str, tuple[str, ...]]
    known: Mapping[str, Row]

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return how many rows there are of each table, and their hash."""
        return {name: f"{len(ids)} {self._digest(ids)}" for name, ids in self.ids.items()}

    def _digest(self, ids: Iterable[str]) -> str:
        whole = hashlib.sha256()
        for row in ids:
            whole.update(self.known[row].digest)
        return whole.hexdigest()[:SHORT]

    def rows(self) -> dict[str, Row]:
        """Return every row by its id."""
        return {row: self.known[row] for ids in self.ids.values() for row in ids}


def _rows(table: pd.DataFrame) -> dict[str, Row]:
    values = table.drop(columns="origin").to_numpy().tolist()
    digests = [hashlib.blake2b(repr(row).encode(), digest_size=_CONTENT).digest() for row in values]
    return {
        row: Row(_file(origin), digest + _of_place(origin))
        for row, digest, origin in zip(table["row"], digests, table["origin"], strict=True)
    }


def _of_place(origin: str) -> bytes:
    return hashlib.blake2b(origin.encode(), digest_size=_PLACE).digest()


def _file(origin: str) -> str:
    """Return the file, or the database, that an origin names: ``data/places.csv, row 3 (…)``."""
    found = _ORIGIN.match(origin)
    return found[1] if found else origin
