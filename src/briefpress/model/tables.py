"""The canonical tables: which columns there are, of what type, and what may stand in them.

Columns follow the IATI activity standard 2.03; where it has a code list, the
list's names are used in lower case instead of its codes, because people who
fill in a spreadsheet read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

SCOPES = ("global", "regional", "multinational", "national", "subnational")
"""IATI ActivityScope 1, 2, 3, 4, and 5 to 7 as one."""

ROLES = ("funding", "accountable", "extending", "implementing")
"""IATI OrganisationRole 1 to 4."""

ORGANISATION_TYPES = (
    "government",
    "local government",
    "other public sector",
    "international ngo",
    "national ngo",
    "regional ngo",
    "partner country based ngo",
    "public private partnership",
    "multilateral",
    "foundation",
    "private sector",
    "academic",
    "other",
)
"""IATI OrganisationType, its names in lower case."""

TRANSACTION_TYPES = (
    "incoming funds",
    "outgoing commitment",
    "disbursement",
    "expenditure",
    "interest payment",
    "loan repayment",
    "reimbursement",
    "purchase of equity",
    "sale of equity",
    "credit guarantee",
    "incoming commitment",
    "outgoing pledge",
    "incoming pledge",
)
"""IATI TransactionType 1 to 13, in that order."""

BUDGET_TYPES = ("original", "revised")
BUDGET_STATUSES = ("indicative", "committed")
MEASURES = ("unit", "percentage", "nominal", "ordinal", "qualitative")
"""IATI IndicatorMeasure 1 to 5."""

ACTIVITY_STATUSES = (
    "pipeline",
    "implementation",
    "finalisation",
    "closed",
    "cancelled",
    "suspended",
)
"""IATI ActivityStatus 1 to 6."""

RESULT_TYPES = ("output", "outcome", "impact", "other")
"""IATI ResultType 1, 2, 3 and 9."""

RELATIONS = ("parent", "child", "sibling", "co-funded", "third party")
"""IATI RelatedActivityType 1 to 5."""

EARMARKINGS = ("unearmarked", "softly earmarked", "earmarked", "tightly earmarked")
"""IATI EarmarkingCategory 1 to 4, the Grand Bargain's four."""

ELEMENTS = ("title", "summary")
"""The texts of an activity that ``narratives`` can have in other languages."""

YES_NO = ("yes", "no")

ColumnType = Literal[
    "text",
    "date",
    "decimal",
    "percentage",
    "quantity",
    "country",
    "region",
    "currency",
    "language",
    "whole",
]


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    ``refers`` names the table whose key the value must be found in, ``allowed``
    the only values there are; a column that is not ``required`` may be left out
    of the file or left empty in a row, and empty means "no data".
    """

    name: str
    type: ColumnType = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True)
class TableSpec:
    """The columns of one canonical table, and which of them name a row."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns' names, in their order."""
        return tuple(column.name for column in self.columns)


_ACTIVITY = Column("activity", required=True, refers="activities")
_TRANSACTION = Column("transaction", refers="transactions")
_ORIGIN = Column("origin")

SPECS: dict[str, TableSpec] = {
    "activities": TableSpec(
        (
            Column("id", required=True),
            Column("title", required=True),
            Column("summary"),
            Column("scope", allowed=SCOPES),
            Column("status", allowed=ACTIVITY_STATUSES),
            Column("hierarchy", "whole"),
            Column("language", "language"),
            Column("start_date", "date"),
            Column("end_date", "date"),
            _ORIGIN,
        ),
        key=("id",),
        required=True,
    ),
    "narratives": TableSpec(
        (
            _ACTIVITY,
            Column("element", required=True, allowed=ELEMENTS),
            Column("language", "language", required=True),
            Column("text", required=True),
            _ORIGIN,
        ),
        key=("activity", "element", "language"),
    ),
    "related": TableSpec(
        (
            _ACTIVITY,
            Column("related", required=True),
            Column("type", required=True, allowed=RELATIONS),
            _ORIGIN,
        ),
        key=("activity", "related", "type"),
    ),
    "vocabularies": TableSpec(
        (
            Column("vocabulary", required=True),
            Column("code", required=True),
            Column("name", required=True),
            Column("description"),
            _ORIGIN,
        ),
        key=("vocabulary", "code"),
    ),
    "transactions": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("type", required=True, allowed=TRANSACTION_TYPES),
            Column("date", "date", required=True),
            Column("value_date", "date"),
            Column("value", "decimal", required=True),
            Column("currency", "currency", required=True),
            Column("provider"),
            Column("provider_name"),
            Column("receiver"),
            Column("receiver_name"),
            Column("earmarking", allowed=EARMARKINGS),
            Column("description"),
            _ORIGIN,
        ),
        key=("id",),
    ),
    "places": TableSpec(
        (
            _ACTIVITY,
            _TRANSACTION,
            Column("country", "country"),
            Column("region", "region"),
            Column("percentage", "percentage"),
            _ORIGIN,
        ),
        key=("activity", "transaction", "country", "region"),
    ),
    "themes": TableSpec(
        (
            _ACTIVITY,
            _TRANSACTION,
            Column("vocabulary", required=True),
            Column("code", required=True, refers="vocabularies"),
            Column("percentage", "percentage"),
            _ORIGIN,
        ),
        key=("activity", "transaction", "vocabulary", "code"),
    ),
    "markers": TableSpec(
        (
            _ACTIVITY,
            Column("vocabulary", required=True),
            Column("code", required=True),
            Column("name"),
            Column("significance", "whole"),
            _ORIGIN,
        ),
        key=("activity", "vocabulary", "code"),
    ),
    "organisations": TableSpec(
        (
            _ACTIVITY,
            Column("organisation", required=True),
            Column("name", required=True),
            Column("role", required=True, allowed=ROLES),
            Column("type", allowed=ORGANISATION_TYPES),
            _ORIGIN,
        ),
        key=("activity", "organisation", "role"),
    ),
    "budgets": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("type", required=True, allowed=BUDGET_TYPES),
            Column("status", allowed=BUDGET_STATUSES),
            Column("start_date", "date", required=True),
            Column("end_date", "date", required=True),
            Column("value_date", "date"),
            Column("value", "decimal", required=True),
            Column("currency", "currency", required=True),
            _ORIGIN,
        ),
        key=("id",),
    ),
    "planned_disbursements": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("type", required=True, allowed=BUDGET_TYPES),
            Column("start_date", "date", required=True),
            Column("end_date", "date"),
            Column("value_date", "date"),
            Column("value", "decimal", required=True),
            Column("currency", "currency", required=True),
            Column("provider"),
            Column("provider_name"),
            Column("receiver"),
            Column("receiver_name"),
            _ORIGIN,
        ),
        key=("id",),
    ),
    "results": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("result"),
            Column("type", allowed=RESULT_TYPES),
            Column("indicator", required=True),
            Column("measure", required=True, allowed=MEASURES),
            Column("unit"),
            Column("ascending", allowed=YES_NO),
            Column("accumulative", allowed=YES_NO),
            Column("start_date", "date"),
            Column("end_date", "date"),
            Column("baseline", "quantity"),
            Column("target", "quantity"),
            Column("actual", "quantity"),
            Column("sex"),
            Column("age"),
            Column("dimension"),
            _ORIGIN,
        ),
        key=("id",),
    ),
}
"""Every canonical table, in the order in which they are read and checked."""


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
