"""Rows of the canonical tables while a file is read: columns that grow, texts that are shared."""

from __future__ import annotations

from itertools import repeat

from briefpress.model.specs import SPECS
from briefpress.sources.grid import Raw

_PERIOD = {"start_date": "period-start", "end_date": "period-end"}
_ELEMENTS: dict[str, dict[str, str]] = {
    "activities": {"start_date": "activity-date", "end_date": "activity-date",
                   "scope": "activity-scope", "status": "activity-status",
                   "id": "iati-identifier"},
    "transactions": {"type": "transaction-type", "date": "transaction-date"},
    "budgets": _PERIOD,
    "planned_disbursements": _PERIOD,
    "results": _PERIOD,
    "places": {"country": "recipient-country", "region": "recipient-region"},
    "themes": {"code": "sector"},
    "organisations": {"organisation": "participating-org"},
}  # fmt: skip
"""What the file calls the columns, where it is not the column's own name."""

_BATCH = 10_000
_LONGEST_SHARED = 100
"""Longer texts hardly occur twice."""


class Rows:
    """The rows of all tables. A file of 200 MB has millions of cells, most of them the same."""

    def __init__(self) -> None:
        self._names = {name: spec.names[:-1] for name, spec in SPECS.items()}
        self._columns: dict[str, list[list[str]]] = {
            name: [[] for _ in (*names, "line")] for name, names in self._names.items()
        }
        self._waiting: dict[str, list[tuple[str, ...]]] = {name: [] for name in SPECS}
        self._lines: dict[str, list[int]] = {name: [] for name in SPECS}
        self._shared: dict[str, str] = {}

    def add(self, table: str, line: int, **cells: str) -> None:
        """Add a row that stands in this line; columns that are not given stay empty."""
        get = cells.get
        waiting = self._waiting[table]
        waiting.append(tuple(map(get, self._names[table], repeat(""))))
        self._lines[table].append(line)
        if len(waiting) >= _BATCH:
            self._settle(table)

    def raws(self, shown: str) -> list[Raw]:
        """Return the tables that have rows."""
        for table in self._waiting:
            self._settle(table)
        return [
            Raw(
                table,
                shown,
                dict(zip(self._names[table], self._columns[table], strict=False)),
                lines,
                "line",
                _ELEMENTS.get(table, {}),
            )
            for table, lines in self._lines.items()
            if lines
        ]

    def _settle(self, table: str) -> None:
        waiting, shared = self._waiting[table], self._shared
        if not waiting:
            return
        for column, cells in zip(self._columns[table], zip(*waiting, strict=True), strict=False):
            column.extend(
                [shared.setdefault(c, c) if len(c) <= _LONGEST_SHARED else c for c in cells]
            )
        waiting.clear()
