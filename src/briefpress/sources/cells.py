"""One cell of text to a value. Each parser raises ValueError with words for the person."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel.core import get_global

from briefpress.errors import did_you_mean
from briefpress.model import places
from briefpress.model.tables import Column

_TEXTUAL = ("text", "country", "region", "currency")


def blank(column: Column) -> Any:
    """Return what an empty cell of this column is: "" for a text, else None."""
    return "" if column.type in _TEXTUAL else None


def parse(cell: str, column: Column) -> Any:
    """Return the value of a cell that is not empty. Raises ValueError."""
    value = _PARSERS[column.type](cell)
    if column.allowed and value not in column.allowed:
        raise ValueError(
            f"'{cell}' is none of its values.{did_you_mean(cell, column.allowed)}"
            f" They are: {', '.join(column.allowed)}"
        )
    return value


def _text(cell: str) -> str:
    for character in cell:
        if unicodedata.category(character) == "Cc" and character not in "\n\r\t":
            raise ValueError(f"has a control character in it (U+{ord(character):04X})")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell))


def _date(cell: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no date. Write year, month and day as 2024-12-31")
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"'{cell}' is no day of any calendar") from None


def _decimal(cell: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,24}(\.\d{1,12})?", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no number. Write it as 1234567.89, with no other sign")
    return Decimal(cell)


def _percentage(cell: str) -> Decimal:
    value = _decimal(cell.removesuffix("%").strip())
    if not 0 <= value <= 100:
        raise ValueError(f"'{cell}' is not between 0 and 100")
    return value


def _currency(cell: str) -> str:
    known = get_global("all_currencies")
    if cell not in known:
        raise ValueError(f"'{cell}' is no currency of ISO 4217.{did_you_mean(cell.upper(), known)}")
    return cell


def _country(cell: str) -> str:
    match places.find_country(cell):
        case places.Found(code):
            return code
        case places.Ambiguous(_, candidates):
            choices = " or ".join(f"'{places.name(code)}' ({code})" for code in candidates)
            raise ValueError(f"'{cell}' can be more than one country. Write {choices}")
        case places.Unknown(_, near):
            pass
    if isinstance(places.find_region(cell), places.Found):
        raise ValueError(f"'{cell}' is a region; it belongs in the column 'region'")
    raise ValueError(f"'{cell}' is no country or area.{_place_hint(near)}")


def _region(cell: str) -> str:
    match places.find_region(cell):
        case places.Found(code):
            return code
        case places.Unknown(_, near):
            pass
    if isinstance(places.find_country(cell), places.Found):
        raise ValueError(f"'{cell}' is a country; it belongs in the column 'country'")
    raise ValueError(f"'{cell}' is no region of the M49 standard.{_place_hint(near)}")


def _place_hint(code: str | None) -> str:
    return f" Did you mean '{places.name(code)}' ({code})?" if code else ""


_PARSERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "date": _date,
    "decimal": _decimal,
    "percentage": _percentage,
    "country": _country,
    "region": _region,
    "currency": _currency,
}
