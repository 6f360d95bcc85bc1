"""Splitting an activity over its places or themes, and percentages that total 100."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
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
    given = [None if pd.isna(one) else one for one in table["percentage"].tolist()]
    countries = table["country"].tolist() if "region" in table else None
    found = split(list(records(table, *by)), given, countries)
    share = pd.Series([part for part, _ in found], table.index, dtype=object)
    status = pd.Series([status for _, status in found], table.index, dtype=str)
    return table.assign(share=share, status=status)


def split(
    owners: Sequence[Hashable],
    percentages: Sequence[Decimal | None],
    countries: Sequence[str] | None = None,
) -> list[tuple[Fraction, str]]:
    """Return share and status of each row, as ``shares`` does.

    ``countries`` are their codes, "" for a region; None where there are no regions.
    """
    rows: dict[Hashable, list[int]] = {}
    for at, owner in enumerate(owners):
        rows.setdefault(owner, []).append(at)
    found = [(Fraction(), "")] * len(owners)
    for those in rows.values():
        named = (bool(countries[at]) if countries else True for at in those)
        parts, status = _split(tuple(percentages[at] for at in those), tuple(named))
        for at, part in zip(those, parts, strict=True):
            found[at] = part, status
    return found


@lru_cache(maxsize=4096)
def _split(
    percentages: tuple[Decimal | None, ...], countries: tuple[bool, ...]
) -> tuple[list[Fraction], str]:
    """Split one activity over its rows, of which some are ``countries`` and some regions."""
    given = [Fraction(one or 0) for one in percentages]
    if not any(given):
        status = "exact" if len(given) == 1 else "estimated"
        return [Fraction(1, len(given))] * len(given), status
    pairs = list(zip(given, countries, strict=True))
    if abs(sum((value for value, country in pairs if country), Fraction()) - 100) <= ABOUT_100:
        given = [value if country else Fraction() for value, country in pairs]
    total = sum(given, Fraction())
    return [value / total for value in given], "exact" if total == 100 else "rebased"


def total_share(shares: Iterable[Fraction], statuses: Iterable[str]) -> tuple[Decimal, str]:
    """Sum the shares of rows: so many whole activities (two decimals), and the weakest status."""
    total = sum(shares, Fraction())
    value = (Decimal(total.numerator) / Decimal(total.denominator)).quantize(Decimal("0.01"))
    return value, "exact" if {"estimated", "rebased"}.isdisjoint(statuses) else "estimated"


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
