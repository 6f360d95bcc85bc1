"""Budgets and transactions by what they are: planned, committed, received, spent. Never added up.

Spent is what left the organisation's hands; where one organisation of the data
passes money on to another of it, the sum over both counts that money twice, and
``passed_on`` finds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from zlib import crc32

import pandas as pd

from briefpress.config import Edition
from briefpress.measures.allocation import parted
from briefpress.measures.shares import WIDE
from briefpress.model.places import normalise
from briefpress.model.tables import Tables

SPENT = ("disbursement", "expenditure")
"""IATI TransactionType 3 and 4. Interest and repayments (5, 6) are not spending."""

RECEIVED = ("incoming funds",)
"""IATI TransactionType 1. A commitment (11) or a pledge (13) is not yet money received."""

COMMITTED = ("incoming commitment",)
"""IATI TransactionType 11: what donors have bound themselves to give."""

TYPES = {"committed": COMMITTED, "received": RECEIVED, "spent": SPENT}
NAMES = ("budget", *TYPES)
"""The kinds of money that are measured, in the order in which money comes and goes."""

INCOMING = ("committed", "received")
"""The kinds that a donor is told by: its provider is the donor."""


def of(tables: Tables, name: str) -> pd.DataFrame:
    """Return the rows of one kind of money.

    Columns: ``id``, ``activity``, ``row``, ``start``, ``end`` (dates; of a
    transaction both are its date), ``currency``, ``value``, ``amount`` (Decimal
    in the edition's currency, or None), ``donor`` (organisation id, "" for
    none), ``earmarking``, ``of_transaction``.
    """
    if name == "budget":
        budgets = standing_budgets(tables.budgets)
        return _money(budgets, budgets["start_date"], budgets["end_date"], "", "", False)
    table = of_types(tables.transactions, TYPES[name])
    return _money(table, table["date"], table["date"], table["donor"], table["earmarking"], True)


def _money(
    table: pd.DataFrame,
    start: pd.Series[dt.date],
    end: pd.Series[dt.date],
    donor: pd.Series[str] | str,
    earmarking: pd.Series[str] | str,
    of_transaction: bool,
) -> pd.DataFrame:
    return table[["id", "activity", "row", "currency", "value", "amount"]].assign(
        start=start, end=end, donor=donor, earmarking=earmarking, of_transaction=of_transaction
    )


def standing_budgets(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the budgets that count: the revised one in place of the original.

    For each activity and period the revised budgets stand if there are any,
    else the original (IATI 2.03, budget/@type). Same columns as ``budgets``.
    All that stand are added: two revised budgets of one period, and an original
    beside the revisions of its parts, because no date says which came later.
    """
    period = ["activity", "start_date", "end_date"]
    revised = budgets["type"] == "revised"
    has_revision = revised.groupby([budgets[column] for column in period]).transform("any")
    return budgets[revised | ~has_revision.astype(bool)].reset_index(drop=True)


def of_types(transactions: pd.DataFrame, types: tuple[str, ...]) -> pd.DataFrame:
    """Return the transactions of these types, corrections (negative values) included."""
    return transactions[transactions["type"].isin(types)].reset_index(drop=True)


def in_period(money: pd.DataFrame, edition: Edition) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what of the money belongs to the edition's period, by year, and what lies outside.

    Both have the columns of ``of`` and ``year``. An amount over several years
    is split by days, to the cent, so that what is inside and outside sums to it.
    """
    inside: list[tuple[int, int, Decimal | None]] = []
    outside: list[tuple[int, int, Decimal | None]] = []
    for at, start, end, amount, row in zip(
        range(len(money)), money["start"], money["end"], money["amount"], money["row"], strict=True
    ):
        if start == end:
            side = inside if edition.start <= start <= edition.end else outside
            side.append((at, start.year, amount))
            continue
        spans = list(_spans(start, end, edition))
        days = [Fraction(count) for _, count, _ in spans]
        parts: Iterable[Decimal | None] = (
            [None] * len(spans) if amount is None else parted(amount, days, crc32(row.encode()))
        )
        for (year, _, within), part in zip(spans, parts, strict=True):
            (inside if within else outside).append((at, year, part))
    return _picked(money, inside), _picked(money, outside)


_FAR = 100
"""Years from the period beyond which a date stands for "no end": they are not told apart."""


def _spans(start: dt.date, end: dt.date, edition: Edition) -> Iterable[tuple[int, int, bool]]:
    """Cut days from ``start`` to ``end`` at each new year and at both ends of the period.

    Days are counted by their numbers, because there is no date after 9999-12-31.
    """
    first_year = max(start.year + 1, edition.start.year - _FAR)
    last_year = min(end.year, edition.end.year + _FAR)
    first_day, after = start.toordinal(), end.toordinal() + 1
    opens, closes = edition.start.toordinal(), edition.end.toordinal() + 1
    cuts = {first_day, after, opens, closes}
    cuts |= {dt.date(year, 1, 1).toordinal() for year in range(first_year, last_year + 1)}
    for first, then in pairwise(sorted(day for day in cuts if first_day <= day <= after)):
        yield dt.date.fromordinal(first).year, then - first, opens <= first < closes


def _picked(money: pd.DataFrame, picked: list[tuple[int, int, Decimal | None]]) -> pd.DataFrame:
    table = money.iloc[[at for at, _, _ in picked]].reset_index(drop=True)
    return table.assign(
        year=pd.Series([year for _, year, _ in picked], dtype="int64"),
        amount=pd.Series([amount for _, _, amount in picked], dtype=object),
    )


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum amounts exactly."""
    result = Decimal()
    for value in amounts:
        result = WIDE.add(result, value)
    return result


def passed_on(tables: Tables) -> pd.DataFrame:
    """Return the disbursements whose receiver gives money in this data itself.

    Columns of ``transactions``. What such a receiver spends is in the sum too:
    the same money twice (IATI: traceability). A receiver is known by its id or
    by its name.
    """
    given = of_types(tables.transactions, ("disbursement",))
    spending = of_types(tables.transactions, SPENT)
    names = dict(zip(spending["provider_name"].map(normalise), spending["provider"], strict=True))
    named = tables.organisations
    names |= dict(zip(named["name"].map(normalise), named["organisation"], strict=True))
    givers = set(spending["provider"]) - {""}
    receivers = [
        receiver if receiver in givers else names.get(normalise(receiver or name), receiver)
        for receiver, name in zip(given["receiver"], given["receiver_name"], strict=True)
    ]
    received = pd.Series(receivers, given.index, dtype=str)
    return given[received.isin(givers) & (received != given["provider"])].reset_index(drop=True)
