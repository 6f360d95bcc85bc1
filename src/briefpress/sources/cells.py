"""One cell of text to a value. Each parser raises ValueError with words for the person."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from babel.core import get_global

from briefpress.errors import did_you_mean
from briefpress.model import places
from briefpress.model.specs import Column
from briefpress.sources.grid import Formats

PLAIN = Formats()

_TEXTUAL = ("text", "country", "region", "currency", "language")


def blank(column: Column) -> Any:
    """Return what an empty cell of this column is: "" for a text, else None."""
    return "" if column.type in _TEXTUAL else None


SHEET_ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!")
"""What a spreadsheet program writes into a cell whose formula went wrong."""


def parse(cell: str, column: Column, formats: Formats = PLAIN) -> Any:
    """Return the value of a cell that is not empty. Raises ValueError."""
    return parser(column, formats)(cell)


def parser(column: Column, formats: Formats = PLAIN) -> Callable[[str], Any]:
    """Return the function that parses the cells of a column; there may be millions of them."""
    plain = _PARSERS[column.type]
    if column.allowed:
        return lambda cell: _one_of(plain(cell), cell, column)
    if formats == PLAIN or column.type not in ("date", "decimal", "percentage", "quantity"):
        return plain
    if column.type == "date":
        return lambda cell: plain(_plain_date(cell, formats))
    return lambda cell: plain(_plain_number(cell, formats))


def _one_of(value: str, cell: str, column: Column) -> str:
    if value not in column.allowed:
        raise ValueError(
            f"'{cell}' is none of its values.{did_you_mean(cell, column.allowed)}"
            f" They are: {', '.join(column.allowed)}"
        )
    return value


def _text(cell: str) -> str:
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell  # nearly all ids and codes, of which there may be millions
    for character in cell:
        if unicodedata.category(character) == "Cc" and character not in "\n\r\t":
            raise ValueError(f"has a control character in it (U+{ord(character):04X})")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell))


def _plain_date(cell: str, formats: Formats) -> str:
    """Return a date of the declared format as 2024-12-31; other cells as they are."""
    if not formats.date:
        return cell
    found = re.fullmatch(_date_pattern(formats.date), cell, re.ASCII | re.IGNORECASE)
    if not found:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cell, re.ASCII):
            return cell
        raise ValueError(f"'{cell}' is no date in the declared format {formats.date}")
    part = found.groupdict()
    year = int(part["year"])
    if len(part["year"]) == 2:
        year += 2000 if year < _CENTURY else 1900
    month = part["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(year, number, int(part["day"])).isoformat()
    except ValueError:
        message = f"'{cell}' is no day of any calendar in the declared format {formats.date}"
        raise ValueError(message) from None


_CENTURY = 70
"""Two-digit years from 70 on are of the last century, as POSIX and Python have it."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_DATE_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<year>\d\d)",
    "MMMM": rf"(?P<month>{_FULL_MONTHS})",
    "MMM": rf"(?P<month>{'|'.join(_MONTHS)})",
    "MM": r"(?P<month>\d\d)",
    "M": r"(?P<month>\d\d?)",
    "DD": r"(?P<day>\d\d)",
    "D": r"(?P<day>\d\d?)",
}


@cache
def _date_pattern(declared: str) -> str:
    pieces = re.split("(Y+|M+|D+)", declared)
    return "".join(_DATE_PARTS.get(piece) or re.escape(piece) for piece in pieces)


def _plain_number(cell: str, formats: Formats) -> str:
    """Return a number with the declared decimal mark as 1234567.89; other cells as they are."""
    mark = formats.decimal_mark
    if not mark:
        return cell
    groups = {",": ". '’\u00a0\u202f\u2009", ".": ", '’\u00a0\u202f\u2009"}[mark]
    found = re.fullmatch(
        rf"([-−]?)(\d{{1,3}}(?:([{groups}])\d{{3}})(?:\3\d{{3}})*|\d+)(?:{re.escape(mark)}(\d+))?"
        r"(\s*%?)",
        cell,
        re.ASCII,
    )
    if not found:
        raise ValueError(f"'{cell}' is no number with the declared decimal mark '{mark}'")
    sign, whole, _, decimals, percent = found.groups()
    digits = re.sub(r"\D", "", whole)
    return f"{'-' if sign else ''}{digits}{f'.{decimals}' if decimals else ''}{percent}"


def _language(cell: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no language tag. Write it as 'fr' or 'pt-BR'")
    first, *others = re.split("[-_]", cell)
    return "-".join([first.lower(), *others])


def _whole(cell: str) -> int:
    if not re.fullmatch(r"\d{1,9}", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no whole number")
    return int(cell)


def _date(cell: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d\S*)?", cell, re.ASCII):
        raise ValueError(f"'{cell}' is no date. Write year, month and day as 2024-12-31")
    try:
        return dt.date.fromisoformat(cell[:10])  # the hour of an activity is nobody's affair
    except ValueError:
        raise ValueError(f"'{cell}' is no day of any calendar") from None


_NUMBER = re.compile(r"-?\d{1,24}(\.\d{1,30})?", re.ASCII).fullmatch
_DECIMALS = 12
"""More come of divisions in other programs (66.6666666666667) and are rounded."""


def _decimal(cell: str) -> Decimal:
    if not _NUMBER(cell):
        raise ValueError(f"'{cell}' is no number. Write it as 1234567.89, with no other sign")
    value = Decimal(cell)
    return value if value.as_tuple().exponent >= -_DECIMALS else round(value, _DECIMALS)  # type: ignore[operator]


def _quantity(cell: str) -> Decimal:
    """A count, or a percentage with its sign: the row's measure says which."""
    return _decimal(cell.removesuffix("%").strip())


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
    if cell == places.UNSPECIFIED:
        return cell
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
    "quantity": _quantity,
    "country": _country,
    "region": _region,
    "currency": _currency,
    "language": _language,
    "whole": _whole,
}
