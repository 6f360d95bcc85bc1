"""Splitting an activity over its places or themes, and percentages that total 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd


def shares(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return ``table`` with the part of its activity that each row stands for.

    Adds ``share`` (a Fraction; the rows of one activity sum to 1 exactly) and
    ``status``: ``exact`` when the percentages given total 100, ``rebased``
    when they do not and were divided by their sum, ``estimated`` when none is
    given and the parts are equal. IATI 2.03, recipient-country/@percentage.
    ``by`` names the columns whose rows share one activity.
    """
    split: dict[int, tuple[Fraction, str]] = {}
    for _, part in table.groupby(list(by), sort=False):
        given = [None if pd.isna(value) else Fraction(value) for value in part["percentage"]]
        total = sum((value for value in given if value is not None), Fraction())
        for at, value in zip(part.index, given, strict=True):
            if not total:
                split[at] = (Fraction(1, len(part)), "exact" if len(part) == 1 else "estimated")
            else:
                status = "exact" if total == 100 else "rebased"
                split[at] = ((value or Fraction()) / total, status)
    parts = pd.Series([split[at][0] for at in table.index], table.index, dtype=object)
    return table.assign(share=parts, status=[split[at][1] for at in table.index])


def total_share(table: pd.DataFrame) -> tuple[Decimal, str]:
    """Sum the shares of rows: so many whole activities (two decimals), and the weakest status."""
    total = sum(table["share"], Fraction())
    value = (Decimal(total.numerator) / Decimal(total.denominator)).quantize(Decimal("0.01"))
    weak = [status for status in ("estimated", "rebased") if status in set(table["status"])]
    return value, "estimated" if weak else "exact"


def percentages(values: Sequence[int | Decimal], decimals: int = 0) -> list[Decimal]:
    """Return each value's percentage of their sum, so that the printed ones total 100.

    Largest remainder (Hamilton): every value gets its floor, and what is
    missing to 100 goes to the largest remainders, the earlier value first.
    All zeros give all zeros. Raises ValueError for a negative value.
    """
    if any(value < 0 for value in values):
        raise ValueError("a share of a sum needs values that are not negative")
    total = sum(Fraction(value) for value in values)
    if not total:
        return [Decimal(0) for _ in values]
    scale = 100 * 10**decimals
    exact = [Fraction(value) * scale / total for value in values]
    floors = [int(value) for value in exact]
    order = sorted(range(len(values)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[: scale - sum(floors)]:
        floors[at] += 1
    return [Decimal(value).scaleb(-decimals) for value in floors]
