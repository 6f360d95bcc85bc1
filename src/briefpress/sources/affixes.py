"""Amounts written with their currency: "USD 1,200", "1 200 €"."""

from __future__ import annotations

import re

from babel.core import get_global

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "FJD", "JMD", "TTD", "LRD", "NAD", "BBD")
_SIGNS = {
    "US$": ("USD",), "$": _DOLLARS, "€": ("EUR",), "£": ("GBP",), "FCFA": ("XOF", "XAF"),
    "F CFA": ("XOF", "XAF"), "¥": ("JPY", "CNY"), "₹": ("INR",), "₦": ("NGN",),
}  # fmt: skip

_WRITTEN = re.compile(
    r"(?P<before>[^\d\s.,'’−-][^\d.,'’−-]{0,5}?)?\s*(?P<number>[-−]?\d[\d.,'’\s]*?)\s*"
    r"(?P<after>[^\d\s.,'’%]{1,5}|F CFA)?"
)


def taken(cell: str) -> tuple[str, tuple[str, ...]]:
    """Return an amount without its currency, and what that may be: none where it names none.

    A cell that is no amount is returned as it is.
    """
    found = _WRITTEN.fullmatch(cell.strip())
    if not found or bool(found["before"]) == bool(found["after"]):
        return cell, ()
    sign = (found["before"] or found["after"]).strip()
    currencies = _SIGNS.get(sign.upper()) or _code(sign.upper())
    return (found["number"], currencies) if currencies else (cell, ())


def _code(sign: str) -> tuple[str, ...]:
    return (sign,) if sign in get_global("all_currencies") else ()


def without(cell: str, currency: str) -> str:
    """Return an amount without its currency, if that is the one declared; else the cell as it is.

    Reading "EUR 5" in a column of dollars is a mistake that has to be said.
    """
    number, currencies = taken(cell)
    return number if currency in currencies else cell
