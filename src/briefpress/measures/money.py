"""Budgets and transactions of one currency: planned, received, spent. Never added together.

Amounts in another currency than the edition's are listed as unconverted, not
guessed and not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from briefpress.measures.shares import WIDE, rounded

SPENT = ("disbursement", "expenditure")
"""IATI TransactionType 3 and 4. Interest and repayments (5, 6) are not spending."""

RECEIVED = ("incoming funds",)
"""IATI TransactionType 1. A commitment (11) or a pledge (13) is not yet money received."""


def standing_budgets(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the budgets that count: the revised one in place of the original.

    For each activity and period the revised budgets stand if there are any,
    else the original (IATI 2.03, budget/@type). Same columns as ``budgets``.
    """
    period = ["activity", "start_date", "end_date"]
    revised = budgets["type"] == "revised"
    has_revision = revised.groupby([budgets[column] for column in period]).transform("any")
    return budgets[revised | ~has_revision.astype(bool)].reset_index(drop=True)


def of_types(transactions: pd.DataFrame, types: tuple[str, ...]) -> pd.DataFrame:
    """Return the transactions of these types, corrections (negative values) included."""
    return transactions[transactions["type"].isin(types)].reset_index(drop=True)


def in_currency(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return the rows whose amount is in this currency."""
    return table[table["currency"] == currency].reset_index(drop=True)


def total(table: pd.DataFrame) -> Decimal:
    """Sum ``value`` exactly, in the table's one currency."""
    result = Decimal()
    for value in table["value"]:
        result = WIDE.add(result, value)
    return result


def own_total(
    table: pd.DataFrame, own: Mapping[str, tuple[Fraction, bool]]
) -> tuple[Decimal, bool]:
    """Sum each row's ``value`` times the own part of its activity (see ``own.weights``).

    Returns the sum, to the cent where parts were taken, and whether one of the
    parts is an estimate.
    """
    parts = [own[activity] for activity in table["activity"]]
    estimated = any(guess for _, guess in parts)
    if all(part == 1 for part, _ in parts):
        return total(table), estimated
    exact = [Fraction(value) * part for value, (part, _) in zip(table["value"], parts, strict=True)]
    return rounded([sum(exact, Fraction())], 2)[0], estimated


def flows(transactions: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Sum incoming funds by provider and country of the activity, split by the places' shares.

    ``places`` has the column ``share`` (see ``shares``). Columns: ``provider``,
    ``country`` ("" for a region, the world or no place at all), ``received``
    (in the one currency of ``transactions``, to the cent; a provider's parts
    sum to what it gave), ``rows`` (transaction ids). One row a pair, largest first.
    """
    received = of_types(transactions, RECEIVED)
    merged = received.merge(places[["activity", "country", "share"]], on="activity", how="left")
    merged["country"] = merged["country"].fillna("").astype(str)
    parts = [
        Fraction(value) * (1 if pd.isna(share) else share)
        for value, share in zip(merged["value"], merged["share"], strict=True)
    ]
    merged["part"] = pd.Series(parts, merged.index, dtype=object)
    grouped: list[dict[str, object]] = []
    for provider, given in merged.groupby("provider", sort=True):
        countries = list(given.groupby("country", sort=True))
        exact = [sum(part["part"], Fraction()) for _, part in countries]
        for (country, part), amount in zip(countries, rounded(exact, 2), strict=True):
            rows = tuple(dict.fromkeys(part["row"]))
            grouped.append(
                {"provider": provider, "country": country, "received": amount, "rows": rows}
            )
    table = pd.DataFrame(grouped, columns=["provider", "country", "received", "rows"])
    return table.sort_values("received", ascending=False, kind="stable").reset_index(drop=True)
