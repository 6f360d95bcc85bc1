"""The canonical tables: which columns there are, of what type, and what may stand in them.

Columns follow the IATI activity standard 2.03; where it has a code list, the
list's names are used in lower case instead of its codes, because people who
fill in a spreadsheet read them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

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

ColumnType = Literal["text", "date", "decimal", "percentage", "country", "region", "currency"]


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
_ORIGIN = Column("origin")

SPECS: dict[str, TableSpec] = {
    "activities": TableSpec(
        (
            Column("id", required=True),
            Column("title", required=True),
            Column("summary"),
            Column("scope", allowed=SCOPES),
            Column("start_date", "date"),
            Column("end_date", "date"),
            _ORIGIN,
        ),
        key=("id",),
        required=True,
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
    "places": TableSpec(
        (
            _ACTIVITY,
            Column("country", "country"),
            Column("region", "region"),
            Column("percentage", "percentage"),
            _ORIGIN,
        ),
        key=("activity", "country", "region"),
    ),
    "themes": TableSpec(
        (
            _ACTIVITY,
            Column("vocabulary", required=True),
            Column("code", required=True, refers="vocabularies"),
            Column("percentage", "percentage"),
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
            Column("receiver"),
            Column("description"),
            _ORIGIN,
        ),
        key=("id",),
    ),
    "budgets": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("type", required=True, allowed=BUDGET_TYPES),
            Column("status", allowed=BUDGET_STATUSES),
            Column("start_date", "date", required=True),
            Column("end_date", "date", required=True),
            Column("value", "decimal", required=True),
            Column("currency", "currency", required=True),
            _ORIGIN,
        ),
        key=("id",),
    ),
    "results": TableSpec(
        (
            Column("id", required=True),
            _ACTIVITY,
            Column("indicator", required=True),
            Column("measure", required=True, allowed=MEASURES),
            Column("unit"),
            Column("start_date", "date"),
            Column("end_date", "date"),
            Column("baseline", "decimal"),
            Column("target", "decimal"),
            Column("actual", "decimal"),
            _ORIGIN,
        ),
        key=("id",),
    ),
}
"""Every canonical table, in the order in which they are read and checked."""


@dataclass(frozen=True)
class Tables:
    """The canonical tables. Each has its spec's columns, and two more.

    ``row``: the row's id, unique in all tables (``places/UNODC-EVAW-07/PAK``).
    ``origin``: file and row, and in brackets what the data itself cites.
    Dates are ``datetime.date``, amounts and percentages ``decimal.Decimal``;
    a missing text is ``""``, a missing date, amount or percentage ``None``.
    """

    activities: pd.DataFrame
    vocabularies: pd.DataFrame
    places: pd.DataFrame
    themes: pd.DataFrame
    organisations: pd.DataFrame
    transactions: pd.DataFrame
    budgets: pd.DataFrame
    results: pd.DataFrame

    def each(self) -> dict[str, pd.DataFrame]:
        """Return name and table of every table, in the order of SPECS."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def of(self, activities: pd.Series[str]) -> Tables:
        """Return only the activities with these ids, with all their rows; vocabularies whole."""
        kept = set(activities)
        tables = self.each()
        for name, table in tables.items():
            if name != "vocabularies":
                ids = table["id" if name == "activities" else "activity"]
                tables[name] = table[ids.isin(kept)].reset_index(drop=True)
        return Tables(**tables)

    def origins(self) -> dict[str, str]:
        """Return the origin of each row, by the row's id."""
        return {
            row: origin
            for table in self.each().values()
            for row, origin in zip(table["row"], table["origin"], strict=True)
        }
