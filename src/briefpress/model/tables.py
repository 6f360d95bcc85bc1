"""The canonical tables, whole or cut: as DataFrames, and as plain values where rows are few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefpress.model.specs import SPECS

if TYPE_CHECKING:
    import pandas as pd

KEPT = 10_000
"""Rows of a table whose columns are kept once they are unpacked."""

Packed = Mapping[str, tuple[str, list[Any]]]
"""A table as plain values: the dtype and the values of each column, by its name."""


@dataclass(frozen=True)
class Tables:
    """The canonical tables. Each has its spec's columns, and two more.

    ``row``: the row's id, unique in all tables (``places/UNODC-EVAW-07/PAK``).
    ``origin``: file and row, and in brackets what the data itself cites.
    A row of ``places`` or ``themes`` with a ``transaction`` is about that
    transaction's money alone and goes before the activity's own rows.
    Dates are ``datetime.date``, amounts and percentages ``decimal.Decimal``;
    a missing text is ``""``, a missing date, amount or percentage ``None``.
    """

    activities: pd.DataFrame
    narratives: pd.DataFrame
    related: pd.DataFrame
    vocabularies: pd.DataFrame
    transactions: pd.DataFrame
    places: pd.DataFrame
    themes: pd.DataFrame
    markers: pd.DataFrame
    organisations: pd.DataFrame
    budgets: pd.DataFrame
    planned_disbursements: pd.DataFrame
    results: pd.DataFrame
    rejected: pd.DataFrame
    """Rows that could not be used: ``file``, ``place`` ("row 3"), ``table``,
    ``id``, ``reason`` and ``content`` (the cells, as JSON). Not canonical, and never cut."""
    other_levels: pd.DataFrame
    """Money at hierarchy levels that are not counted: ``row``, ``origin``. Never cut either."""
    published: Any = field(default_factory=dict)  # of Decimals; Any, so that tables can be unpacked
    """Sums of results that may be printed although some of their rows are suppressed, by
    ``sum_of``. Never cut."""
    rounded: Any = 0  # an int
    """The base of which sensitive results are multiples; 0: they are exact, or suppressed."""
    unnamed: Any = ()  # of ids
    """Activities whose organisations are not named, but for those that fund them."""

    @property
    def rows_rejected(self) -> int:
        """Count the rows of the files of which something could not be used."""
        return len(set(self.rows("rejected", "file", "place")))

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of some columns of a table, row by row, as ``records`` does.

        Each column of a brief is unpacked once, however many measures ask for it;
        those of a large edition are not kept.
        """
        if table not in self._unpacked:
            frame = getattr(self, table)
            if len(frame) > KEPT:
                return records(frame, *columns)
            self._unpacked[table] = {}
        known = self._unpacked[table]
        for name in columns:
            if name not in known:
                known[name] = getattr(self, table)[name].tolist()
        return zip(*(known[name] for name in columns), strict=True)

    def names(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        packed = self._packed.get(table)
        return [str(name) for name in (getattr(self, table) if packed is None else packed)]

    def length(self, table: str) -> int:
        """Count the rows of a table."""
        packed = self._packed.get(table)
        return len(getattr(self, table) if packed is None else packed["row"][1])

    @property
    def _packed(self) -> Mapping[str, Packed]:
        packed: Mapping[str, Packed] = self.__dict__.get("_packed", {})
        return packed

    @cached_property
    def _unpacked(self) -> dict[str, dict[str, list[Any]]]:
        return {}

    def packed(self, tables: Mapping[str, Packed]) -> Tables:
        """Return the tables with other rows in some of them.

        Each of these becomes a DataFrame when it is looked at: of one brief that
        goes to a worker few are.
        """
        made = object.__new__(Tables)
        others = {one.name: getattr(self, one.name) for one in fields(self)}
        kept = {name: value for name, value in others.items() if name not in tables}
        made.__dict__.update(kept, _packed=tables)
        return made._with_columns()

    def _with_columns(self) -> Tables:
        for name, table in self._packed.items():
            self._unpacked[name] = {column: values for column, (_, values) in table.items()}
        return self

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a packed table as a DataFrame."""
            packed = self.__dict__.get("_packed", {}).get(name)
            if packed is None:
                raise AttributeError(name)
            import pandas as pd

            columns = {
                column: pd.Series(values, dtype=dtype) for column, (dtype, values) in packed.items()
            }
            self.__dict__[name] = pd.DataFrame(columns)
            return self.__dict__[name]

    def each(self) -> dict[str, pd.DataFrame]:
        """Return name and table of every table, in the order of SPECS."""
        return {name: getattr(self, name) for name in SPECS}

    def of(self, activities: pd.Series[str]) -> Tables:
        """Return only the activities with these ids, with all their rows; vocabularies stay."""
        kept = dict.fromkeys(activities)
        tables = self.each()
        for name, of_activity in self._positions.items():
            rows = sorted(at for one in kept for at in of_activity.get(one, ()))
            tables[name] = tables[name].iloc[rows].reset_index(drop=True)
        return replace(self, **tables)

    @cached_property
    def _positions(self) -> dict[str, dict[str, list[int]]]:
        """Where the rows of each activity stand: an edition is cut into hundreds of briefs."""
        found: dict[str, dict[str, list[int]]] = {}
        for name, table in self.each().items():
            if name != "vocabularies":
                of_activity = found.setdefault(name, {})
                ids = table["id" if name == "activities" else "activity"]
                for at, activity in enumerate(ids.tolist()):
                    of_activity.setdefault(activity, []).append(at)
        return found

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what can be found again: tables go to worker processes."""
        packed = {"_packed": self._packed} if self._packed else {}
        names = [one.name for one in fields(self) if one.name not in self._packed]
        return {name: self.__dict__[name] for name in names} | packed

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)
        self._with_columns()

    def origins(self) -> dict[str, str]:
        """Return the origin of each row, by the row's id."""
        return {
            row: origin
            for table in (*SPECS, "other_levels")
            for row, origin in self.rows(table, "row", "origin")
        }


def sum_of(column: str, rows: Iterable[str]) -> str:
    """Return the name of a sum of one column's values over rows, in whatever order."""
    return f"{column}: {' + '.join(sorted(rows))}"


def records(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Give the values of some columns, row by row: for few rows far faster than pandas' own."""
    return zip(*(table[name].tolist() for name in columns), strict=True)


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as a list of its rows."""
    columns = [str(name) for name in table]
    return [dict(zip(columns, row, strict=True)) for row in records(table, *columns)]
