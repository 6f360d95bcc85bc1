"""What must hold over all parts of tables that are never there at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import numpy as np
import pandas as pd

from briefpress.errors import Mistake
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables
from briefpress.sources.scatter import ORDER

_NAMED = [name for name, spec in SPECS.items() if spec.key == ("id",) and name != "activities"]
"""Tables whose ids may stand in two parts; all else that names a row begins with its activity."""

_Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
_PLACE = re.compile(r"(.*?), (row|line) (\d+)(?: \(|$)")


class Across:
    """Is shown each part, and remembers eight bytes a row and the names of organisations."""

    def __init__(self) -> None:
        self._hashes: dict[str, list[_Hashes]] = {}
        self._names: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, tables: Tables) -> None:
        """Look at a part that is sound by itself."""
        for name in _NAMED:
            self._hashes.setdefault(name, []).append(_hashes(tables.each()[name]["id"]))
        told = tables.organisations[["organisation", "name", "origin", ORDER]]
        for organisation, called, origin, order in told.itertuples(index=False):
            known = self._names.get((organisation, called))
            if known is None or order < known[0]:
                self._names[organisation, called] = (order, origin)

    def mistakes(self, parts: Callable[[], Iterable[Tables]]) -> list[Mistake]:
        """Return what is wrong over all parts; they are read again only if an id stands twice."""
        found = _two_names(self._names)
        twice = {name: _repeated(hashes) for name, hashes in self._hashes.items()}
        if not any(map(len, twice.values())):
            return found
        rows: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for tables in parts():
            for name, hashes in twice.items():
                table = tables.each()[name]
                table = table[np.isin(_hashes(table["id"]), hashes)]
                for key, order, origin in table[["id", ORDER, "origin"]].itertuples(index=False):
                    rows.setdefault((name, key), []).append((order, origin))
        for (_, key), stands in rows.items():
            found += _twice(key, sorted(stands))
        return found


def _hashes(ids: pd.Series[str]) -> _Hashes:
    return cast(_Hashes, pd.util.hash_pandas_object(ids, index=False).to_numpy())


def _repeated(
    parts: Sequence[_Hashes],
) -> _Hashes:
    every = np.sort(np.concatenate(parts))
    return cast(_Hashes, every[1:][every[1:] == every[:-1]])


def _twice(key: str, stands: Sequence[tuple[int, str]]) -> list[Mistake]:
    """Say it as ``canonical`` does; the first of the rows is right."""
    file, unit, number = _place(stands[0][1])
    found = []
    for _, origin in stands[1:]:
        other, own_unit, own = _place(origin)
        elsewhere = f" of {file}" if file != other else ""
        said = f"'{key}' stands in {unit} {number}{elsewhere} already"
        found.append(_mistake(other, own_unit, own, "id", said))
    return found


def _two_names(names: dict[tuple[str, str], tuple[int, str]]) -> list[Mistake]:
    first: dict[str, str] = {}
    found = []
    for (organisation, called), (_, origin) in sorted(names.items(), key=lambda item: item[1][0]):
        if first.setdefault(organisation, called) != called:
            said = f"'{organisation}' is '{first[organisation]}' in another row"
            found.append(_mistake(*_place(origin), "name", said))
    return found


def _place(origin: str) -> tuple[str, str, int]:
    found = _PLACE.match(origin)
    return (found[1], found[2], int(found[3])) if found else (origin, "row", 0)


def _mistake(file: str, unit: str, number: int, column: str, found: str) -> Mistake:
    return Mistake(
        file,
        row=number if unit == "row" else 0,
        line=number if unit == "line" else 0,
        column=column,
        found=found,
    )
