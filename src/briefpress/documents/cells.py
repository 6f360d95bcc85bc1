"""Numbers in tables that know their names: for pages on which each number opens its rows.

A PDF is made without them. A template sees no difference: such a number is an int or a
Decimal, and only what prints it (the filters ``number``, ``amount`` and so on) looks.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from markupsafe import Markup

Rows = list[dict[str, Any]]
Prepare = Callable[[str, Rows], Rows]
"""Prepares the rows of a table; it is given the table's place in the facts."""

_NOT_COUNTED = ("year",)
"""Numbers in tables that say which row it is."""


class Whole(int):
    """A count in a table, with its name."""

    name: str


class Amount(Decimal):
    """An amount in a table, with its name."""

    name: str


def as_they_are(_: str, rows: Rows) -> Rows:
    """Return rows whose numbers have no names."""
    return rows


def named(table: str, rows: Rows) -> Rows:
    """Return a table whose numbers have names as ``trace`` has them: ``tables.donors[2].amount``.

    Only of rows that say which rows of the data they are made of.
    """
    return [
        {key: _named(value, f"{table}[{at}].{key}", key) for key, value in row.items()}
        if row.get("rows")
        else row
        for at, row in enumerate(rows, start=1)
    ]


def _named(value: Any, name: str, key: str) -> Any:
    if key in _NOT_COUNTED:
        return value
    kind = Whole if type(value) is int else Amount if type(value) is Decimal else None
    if kind is None:
        return value
    one = kind(value)
    one.name = name
    return one


def tagged(value: Any, name: str, printed: str) -> Markup:
    """Return a printed number as an element with its value and its name."""
    return Markup('<data class="number" value="{}" data-name="{}">{}</data>').format(
        value, name, printed
    )


def tagging(prints: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that prints a number, and tags one that has a name."""

    @wraps(prints)
    def printing(value: Any, *more: Any, **named: Any) -> str:
        printed = prints(value, *more, **named)
        if isinstance(value, Whole | Amount):
            return tagged(value, value.name, printed)
        return printed

    return printing
