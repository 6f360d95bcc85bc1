"""Which tables and columns of an edition's data go out, and what each column is.

Only what briefs are made of: no free text but titles, summaries and names, and
nothing of markers, relations and plans, which no brief prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefpress.model.specs import SPECS, Column

TYPES = {
    "date": "date", "decimal": "number", "percentage": "number", "quantity": "number",
    "whole": "integer",
}  # fmt: skip
"""Types of Table Schema by those of the canonical tables; all others are texts."""


@dataclass(frozen=True)
class Field:
    """A column: its type is one of Table Schema, its unit is in the description."""

    name: str
    type: str
    description: str
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """Columns whose values are found in another table's."""

    fields: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table that goes out: its rows have a value (None where there is none) for each field."""

    name: str
    description: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Any]]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


_ACTIVITY = "Id of the activity"
_CURRENCY = "Currency of the value, ISO 4217"
_NAMES = "Name that is printed"

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "activities": {
        "id": "Id of the activity, unique",
        "title": "Title of the activity",
        "summary": "What was done, in a few sentences",
        "scope": "How far the activity reaches (IATI ActivityScope)",
        "status": "State of the activity (IATI ActivityStatus)",
        "language": "Language of title and summary; empty: that of the data",
        "start_date": "First day; empty where the data gives none",
        "end_date": "Last day; empty where the data gives none",
    },
    "narratives": {
        "activity": _ACTIVITY,
        "element": "Which text of the activity this is in another language",
        "language": "Language of the text",
        "text": "The text",
    },
    "vocabularies": {
        "vocabulary": "Vocabulary of the theme",
        "code": "Code of the theme",
        "name": _NAMES,
        "description": "What the theme is, in the words of its vocabulary",
    },
    "places": {
        "activity": _ACTIVITY,
        "transaction": "Id of the transaction whose money this is about; empty: the activity's",
        "country": "Country or area, ISO 3166-1 alpha-3",
        "region": "Region, UN M49; 998 is unspecified",
        "percentage": "Share of the activity, in per cent (0 to 100); empty: not given",
    },
    "themes": {
        "activity": _ACTIVITY,
        "transaction": "Id of the transaction whose money this is about; empty: the activity's",
        "vocabulary": "Vocabulary of the theme",
        "code": "Code of the theme",
        "percentage": "Share of the activity, in per cent (0 to 100); empty: not given",
    },
    "organisations": {
        "activity": _ACTIVITY,
        "organisation": "Id of the organisation",
        "name": _NAMES,
        "role": "Part that it takes (IATI OrganisationRole)",
        "type": "Kind of organisation (IATI OrganisationType)",
    },
    "transactions": {
        "id": "Id of the transaction, unique",
        "activity": _ACTIVITY,
        "type": "What the payment is (IATI TransactionType)",
        "date": "Day of the transaction",
        "value_date": "Day whose rate of exchange holds; empty: date",
        "value": "Amount, in the currency of the column currency; negative: a correction",
        "currency": _CURRENCY,
        "provider": "Id or name of who gives",
        "provider_name": "Name of who gives",
        "earmarking": "How the money was bound (IATI EarmarkingCategory)",
    },
    "budgets": {
        "id": "Id of the budget, unique",
        "activity": _ACTIVITY,
        "type": "Original or revised (IATI BudgetType)",
        "status": "Indicative or committed (IATI BudgetStatus)",
        "start_date": "First day of the period",
        "end_date": "Last day of the period",
        "value_date": "Day whose rate of exchange holds; empty: start_date",
        "value": "Amount, in the currency of the column currency",
        "currency": _CURRENCY,
    },
    "results": {
        "id": "Id of the row, unique",
        "activity": _ACTIVITY,
        "result": "Result that the indicator belongs to",
        "type": "Kind of result (IATI ResultType)",
        "indicator": "What is measured",
        "measure": "How it is measured (IATI IndicatorMeasure)",
        "unit": "What is counted; empty: not said",
        "start_date": "First day of the period",
        "end_date": "Last day of the period",
        "baseline": "Value at the beginning, in the column unit, or per cent",
        "target": "Value aimed at, in the column unit, or per cent",
        "actual": "Value reached, in the column unit, or per cent",
        "sex": "Sex of the people counted; empty: all",
        "age": "Age of the people counted; empty: all",
        "dimension": "Other group of the people counted; empty: all",
    },
}
"""The columns that go out, by table, and what each is."""

ROW = Field("row", "string", "Id of this row, unique in all tables; numbers name it", required=True)
ORIGIN = (
    Field("origin", "string", "Where the row comes from: file and row, and what the data cites"),
    Field("origin_file", "string", "File that the row was read from"),
    Field("origin_row", "integer", "Row in that file, counted from the heading row, which is 1"),
)


def fields(table: str) -> tuple[Field, ...]:
    """Return the fields of a canonical table that goes out, without ``ROW`` and ``ORIGIN``."""
    known = {column.name: column for column in SPECS[table].columns}
    return tuple(_field(known[name], said) for name, said in COLUMNS[table].items())


def _field(column: Column, said: str) -> Field:
    kind = TYPES.get(column.type, "string")
    return Field(column.name, kind, said, column.required, column.allowed)


def references(table: str, there: frozenset[str]) -> tuple[Reference, ...]:
    """Return what the columns of a table refer to, of the tables that are there."""
    found = []
    for column in SPECS[table].columns:
        if column.name in COLUMNS[table] and column.refers in there:
            key = SPECS[column.refers].key
            here = key if len(key) > 1 else (column.name,)
            found.append(Reference(here, column.refers, key))
    return tuple(found)
