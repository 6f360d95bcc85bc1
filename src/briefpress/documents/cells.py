"""Numbers in tables that know their names: for pages on which each number opens its rows.

A PDF is made without them. A template sees no difference: such a number is an int or a
Decimal, and only what prints it (the filters ``number``, ``amount`` and so on) looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from markupsafe import Markup

Rows = list[dict[str, Any]]
_Named = TypeVar("_Named", "Whole", "Amount")
Prepare = Callable[[str, Rows], Rows]
"""Prepares the rows of a table; it is given the table's place in the facts."""

_NOT_COUNTED = ("year",)
"""Numbers in tables that say which row it is."""


class Whole(int):
    """A count in a table, with its name."""

    name: str


class Amount(Decimal):
    """An amount in a table, with its name; the sum of lines that follow each other has one too."""

    name: str

    def __add__(self, other: Any) -> Decimal:
        total = super().__add__(other)
        if isinstance(other, Amount) and (name := _span(self.name, other.name)):
            return _with_name(Amount(total), name)
        return total

    def __radd__(self, other: Any) -> Decimal:
        return self if other == 0 else super().__radd__(other)  # as sum() begins


_LINES = re.compile(r"(?P<table>.*)\[(?P<first>\d+)(?::(?P<last>\d+))?\]\.(?P<key>\w+)")


def lines(name: str) -> tuple[str, int, int, str] | None:
    """Return the table, first and last line (from 1) and column of a name; None if it is no cell's.

    ``tables.donors[2].amount`` is of one line, ``tables.donors[13:40].amount`` a sum.
    """
    found = _LINES.fullmatch(name)
    if found is None:
        return None
    first = int(found["first"])
    return found["table"], first, int(found["last"] or first), found["key"]


def _span(one: str, other: str) -> str:
    """Return the name of two cells' sum, where the second follows the first; else ""."""
    above, below = lines(one), lines(other)
    if not above or not below or (above[0], above[3]) != (below[0], below[3]):
        return ""
    return f"{above[0]}[{above[1]}:{below[2]}].{above[3]}" if above[2] + 1 == below[1] else ""


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
    if type(value) is int:
        return _with_name(Whole(value), name)
    return _with_name(Amount(value), name) if type(value) is Decimal else value


def _with_name(one: _Named, name: str) -> _Named:
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
