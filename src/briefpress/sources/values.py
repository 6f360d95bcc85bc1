"""Values that a program has written, as text: the same from a workbook, a database and Parquet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from briefpress.sources.grid import written


def text(value: Any, mark: str) -> str:
    """Return a value as text; ``mark`` stands before the decimals (``grid.written``)."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return written(number(value), mark)
        case Decimal():
            return written(f"{value:f}", mark)
        case dt.datetime():  # the hour of an activity is nobody's affair
            return value.date().isoformat()
    return str(value)


def number(value: float) -> str:
    """Write a binary number with the 15 digits that it holds, and no exponent."""
    if value in (float("inf"), float("-inf")):
        return str(value)
    return f"{Decimal(format(value, '.15g')):f}"
