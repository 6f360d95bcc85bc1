"""The rows of money behind a brief's sums: what each says, and at what rate it was converted."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Context, Decimal
from typing import Any

from briefpress.measures.currencies import to_the_cent
from briefpress.measures.shares import WIDE
from briefpress.model.tables import Tables

_DIGITS = (12, 20, 40)
"""Digits of a rate that are tried until the amount comes out to the cent; then all of them."""


def ledger(tables: Tables, rows: Collection[str]) -> dict[str, Any]:
    """Return what is needed to work out the sums of ``rows`` with a calculator, as plain values.

    ``rows``: by the row's id its ``value`` and ``currency`` as the data has them,
    ``amount`` in the edition's currency, and ``rate``, where one was needed: the
    place of it in ``rates``, each with ``currency``, ``rate``, ``date`` and
    ``source``. A rate has as many digits as give the amount to the cent.
    """
    rates: dict[tuple[str, str, str, str], int] = {}
    found: dict[str, dict[str, Any]] = {}
    columns = ("row", "value", "currency", "amount", "rate", "rate_date", "rate_source")
    for table in ("budgets", "transactions"):
        for row, value, currency, amount, rate, day, source in tables.rows(table, *columns):
            if row not in rows or amount is None:
                continue
            found[row] = {"value": str(value), "currency": currency, "amount": str(amount)}
            if rate is not None:
                short = str(_short(rate, value, amount))
                key = (currency, short, day.isoformat(), source)
                found[row]["rate"] = rates.setdefault(key, len(rates))
    names = ("currency", "rate", "date", "source")
    return {"rates": [dict(zip(names, rate, strict=True)) for rate in rates], "rows": found}


def _short(rate: Decimal, value: Decimal, amount: Decimal) -> Decimal:
    """Return a rate of few digits that gives the same amount: cross rates have a hundred."""
    for digits in _DIGITS:
        short = Context(prec=digits).plus(rate)
        if to_the_cent(WIDE.multiply(value, short)) == amount:
            return short
    return rate
