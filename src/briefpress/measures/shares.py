"""Splitting an activity over its places or themes, and percentages that total 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import floor

import pandas as pd

from briefpress.model.tables import records

WIDE = Context(prec=100)
"""Decimal's own 28 digits round large sums of many decimals in silence."""

ABOUT_100 = 1
"""Percentages that miss 100 by no more than this are meant to be whole."""


def shares(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return ``table`` with the part of its activity that each row stands for.

    Adds ``share`` (a Fraction; the rows of one activity sum to 1 exactly) and
    ``status``: ``exact`` when the percentages given total 100, ``rebased``
    when they do not and were divided by their sum, ``estimated`` when none is
    given and the parts are equal. When the percentages of the countries alone
    total about 100, the regions beside them have no share: they say the same
    again (IATI 2.03, recipient-country and recipient-region). ``by`` names the
    columns whose rows share one activity.
    """
    owners: dict[tuple[str, ...], list[int]] = {}
    for at, owner in enumerate(records(table, *by)):
        owners.setdefault(owner, []).append(at)
    given = [Fraction() if pd.isna(one) else Fraction(one) for one in table["percentage"].tolist()]
    named = table["country"].tolist() if "region" in table else None
    parts: list[Fraction] = [Fraction()] * len(table)
    statuses = [""] * len(table)
    for rows in owners.values():
        countries = [bool(named[at]) for at in rows] if named else [True] * len(rows)
        split, status = _split([given[at] for at in rows], countries)
        for at, part in zip(rows, split, strict=True):
            parts[at], statuses[at] = part, status
    share = pd.Series(parts, table.index, dtype=object)
    return table.assign(share=share, status=pd.Series(statuses, table.index, dtype=str))


def _split(given: list[Fraction], countries: list[bool]) -> tuple[list[Fraction], str]:
    """Split one activity over its rows, of which some are ``countries`` and some regions."""
    if not any(given):
        status = "exact" if len(given) == 1 else "estimated"
        return [Fraction(1, len(given))] * len(given), status
    pairs = list(zip(given, countries, strict=True))
    if abs(sum((value for value, country in pairs if country), Fraction()) - 100) <= ABOUT_100:
        given = [value if country else Fraction() for value, country in pairs]
    total = sum(given, Fraction())
    return [value / total for value in given], "exact" if total == 100 else "rebased"


def total_share(table: pd.DataFrame) -> tuple[Decimal, str]:
    """Sum the shares of rows: so many whole activities (two decimals), and the weakest status."""
    total = sum(table["share"], Fraction())
    value = (Decimal(total.numerator) / Decimal(total.denominator)).quantize(Decimal("0.01"))
    weak = [status for status in ("estimated", "rebased") if status in set(table["status"])]
    return value, "estimated" if weak else "exact"


def percentages(values: Sequence[int | Decimal], decimals: int = 0) -> list[Decimal]:
    """Return each value's percentage of their sum, so that the printed ones total 100.

    All zeros give all zeros. Raises ValueError for a negative value.
    """
    if any(value < 0 for value in values):
        raise ValueError("a share of a sum needs values that are not negative")
    total = sum(Fraction(value) for value in values)
    if not total:
        return [Decimal(0) for _ in values]
    return rounded([Fraction(value) * 100 / total for value in values], decimals)


def rounded(values: Sequence[Fraction], decimals: int) -> list[Decimal]:
    """Round values so that they sum to what their sum rounds to.

    Largest remainder (Hamilton): every value gets its floor, and what is then
    missing goes to the largest remainders, the earlier value first.
    """
    exact = [value * 10**decimals for value in values]
    floors = [floor(value) for value in exact]
    missing = round(sum(exact, Fraction())) - sum(floors)
    order = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[:missing]:
        floors[at] += 1
    return [Decimal(value).scaleb(-decimals, WIDE) for value in floors]
