"""Budgets and transactions by what they are: planned, committed, received, spent. Never added up.

Spent is what left the organisation's hands; where one organisation of the data
passes money on to another of it, the sum over both counts that money twice, and
``passed_on`` finds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import compress, pairwise
from typing import Any, NamedTuple
from zlib import crc32

import pandas as pd

from briefpress.config import Edition
from briefpress.measures.allocation import parted
from briefpress.measures.shares import WIDE
from briefpress.model.places import normalise
from briefpress.model.tables import Tables, records

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


class Amount(NamedTuple):
    """A budget or transaction, or a part of one.

    ``amount`` is in the edition's currency, or None without a rate; ``value`` is
    what the data says, in ``currency``. A transaction starts and ends on its
    date. ``donor`` is an organisation's id, "" for none. A part says of which
    ``year``, ``place`` and ``theme`` it is, with what ``status``, and which
    ``share`` of the row it is, before it was rounded to the cent.
    """

    id: str
    activity: str
    row: str
    currency: str
    value: Decimal
    amount: Decimal | None
    start: dt.date
    end: dt.date
    donor: str
    earmarking: str
    of_transaction: bool
    year: int = 0
    place: str = ""
    theme: str = ""
    status: str = "exact"
    share: Fraction = Fraction(1)


def of(tables: Tables, name: str) -> list[Amount]:
    """Return one kind of money, in the data's order."""
    columns = ("id", "activity", "row", "currency", "value", "amount")
    if name == "budget":
        rows = tables.rows("budgets", *columns, "start_date", "end_date")
        standing = compress(rows, _stand(tables.rows("budgets", *_STAND)))
        return [Amount(*(*row, "", "", False)) for row in standing]
    rows = tables.rows("transactions", *columns, "date", "date", "donor", "earmarking")
    kinds = (kind for (kind,) in tables.rows("transactions", "type"))
    of_type = compress(rows, [kind in TYPES[name] for kind in kinds])
    return [Amount(*(*row, True)) for row in of_type]


def standing_budgets(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the budgets that count: the revised one in place of the original.

    For each activity and period the revised budgets stand if there are any,
    else the original (IATI 2.03, budget/@type). Same columns as ``budgets``.
    All that stand are added: two revised budgets of one period, and an original
    beside the revisions of its parts, because no date says which came later.
    """
    return budgets.loc[_stand(records(budgets, *_STAND))]


_STAND = ("type", "activity", "start_date", "end_date")


def _stand(budgets: Iterable[tuple[Any, ...]]) -> list[bool]:
    rows = list(budgets)
    revised = {row[1:] for row in rows if row[0] == "revised"}
    return [row[0] == "revised" or row[1:] not in revised for row in rows]


def of_types(transactions: pd.DataFrame, types: tuple[str, ...]) -> pd.DataFrame:
    """Return the transactions of these types, corrections (negative values) included."""
    return transactions.loc[[one in types for one in transactions["type"].tolist()]]


def in_period(money: Iterable[Amount], edition: Edition) -> tuple[list[Amount], list[Amount]]:
    """Return what of the money belongs to the edition's period, by year, and what lies outside.

    An amount over several years is split by days, to the cent, so that what is
    inside and outside sums to it.
    """
    inside: list[Amount] = []
    outside: list[Amount] = []
    for one in money:
        if one.start == one.end:
            side = inside if edition.start <= one.start <= edition.end else outside
            side.append(one._replace(year=one.start.year))
            continue
        spans = list(_spans(one.start, one.end, edition))
        parts: Sequence[Decimal | None] = [None] * len(spans)
        days = [count for _, count, _ in spans]
        if one.amount is not None:
            parts = parted(one.amount, days, crc32(one.row.encode()))
        for (year, count, within), part in zip(spans, parts, strict=True):
            share = one.share * Fraction(count, sum(days)) if len(days) > 1 else one.share
            (inside if within else outside).append(
                one._replace(year=year, amount=part, share=share)
            )
    return inside, outside


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


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum amounts exactly."""
    result = Decimal()
    for value in amounts:
        result = WIDE.add(result, value)
    return result


def passed_on(tables: Tables) -> tuple[str, ...]:
    """Return the rows of the disbursements whose receiver gives money in this data itself.

    What such a receiver spends is in the sum too: the same money twice (IATI:
    traceability). A receiver is known by its id or by its name.
    """
    columns = ("type", "provider", "provider_name", "receiver", "receiver_name", "row")
    rows = list(tables.rows("transactions", *columns))
    spending = [(name, provider) for kind, provider, name, *_ in rows if kind in SPENT]
    known = [*spending, *tables.rows("organisations", "name", "organisation")]
    names = {normalise(name): identifier for name, identifier in known}
    givers = {provider for _, provider in spending} - {""}

    def again(kind: str, provider: str, receiver: str, name: str) -> bool:
        if kind == "disbursement" and receiver not in givers:
            receiver = names.get(normalise(receiver or name), receiver)
        return kind == "disbursement" and receiver in givers and receiver != provider

    return tuple(row for kind, by, _, to, name, row in rows if again(kind, by, to, name))
