"""The canonical tables' columns: which there are, of what type, and what may stand in them.

Columns follow the IATI activity standard 2.03; where it has a code list, the
list's names are used in lower case instead of its codes, because people who
fill in a spreadsheet read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
