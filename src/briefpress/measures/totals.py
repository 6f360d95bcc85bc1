"""Sums and counts of tables that are too large to be measured at once: part by part, then merged.

A part has whole activities, all rows of each. Amounts are split row by row, to
the cent (measures/allocation.py), so the totals of parts, added, are those of
the whole, exactly, however it was parted. What is no sum over activities is not
here: results, activities by year, and money that is passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from briefpress.measures import count, funding, money
from briefpress.measures.allocation import allocate, over_themes
from briefpress.measures.coverage import coverage
from briefpress.measures.describe import PARTNER_ROLES
from briefpress.measures.money import Amount
from briefpress.model.slices import Slice

COLUMNS = ("measure", "by", "key", "currency", "amount", "rows", "status")

_KEY = ["measure", "by", "key", "currency"]
_MONEY_BY = ("year", "place", "theme", "donor", "earmarking")


def totals(part: Slice) -> pd.DataFrame:
    """Return the sums of money and the counts of activities of a slice, or of a part of one.

    Columns: ``measure``, ``by`` ("" for all, else what is told apart), ``key``
    (text; "" where the data has none), ``currency``, ``amount`` (Decimal; None
    where something is only counted), ``rows`` (how many rows are behind it) and
    ``status`` (exact or estimated). One row a group, in the order of the first
    four. Measures are:

    * ``budget``, ``committed``, ``received``, ``spent``: the slice's own money
      in the edition's currency, by year, place, theme (of the edition's
      vocabulary), donor and earmarking; each of these sums to the whole
    * ``… unconverted``: amounts without a rate, by their own currency
    * ``… outside``: rows dated outside the period, counted
    * ``activities``: by country, region, theme, scope, donor, partner and what
      they give (``coverage``); these must not be added up
    """
    groups = [*_money(part), *_activities(part)]
    return _ordered(pd.DataFrame(groups, columns=list(COLUMNS)))


def merged(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add the ``totals`` of parts of one slice; what is returned has their columns and order.

    They are added as they come, so that no more than one of them has to be there.
    """
    found: dict[tuple[str, ...], dict[Any, Any]] = {}
    for table in parts:
        for group in table.to_dict("records"):
            key = tuple(group[name] for name in _KEY)
            found[key] = _added(found[key], group) if key in found else group
    return _ordered(pd.DataFrame(list(found.values()), columns=list(COLUMNS)))


def _added(one: dict[Any, Any], other: dict[Any, Any]) -> dict[Any, Any]:
    amounts = [group["amount"] for group in (one, other) if group["amount"] is not None]
    return one | {
        "amount": money.total(amounts) if amounts else None,
        "rows": one["rows"] + other["rows"],
        "status": "exact" if one["status"] == other["status"] == "exact" else "estimated",
    }


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys((*_KEY, "status"), str)
    table = table.astype({**texts, "amount": object, "rows": "int64"})
    return table.sort_values(_KEY, kind="stable").reset_index(drop=True)


def _money(part: Slice) -> Iterator[dict[str, Any]]:
    currency = part.edition.currency
    themes = over_themes(part.tables, part.edition.vocabulary)
    for name, fund in funding.of(part).items():
        own = fund.parts if part.over == "theme" else allocate(fund.parts, themes, "theme")
        for total in _summed(name, own, "", currency):
            yield total | ({"status": "exact"} if fund.whole else {})
        for by in _MONEY_BY:
            yield from _summed(name, own, by, currency)
        for left in {one.currency for one in fund.unconverted}:
            parts = [one for one in fund.unconverted if one.currency == left]
            yield from _summed(f"{name} unconverted", parts, "", left)
        if fund.outside:
            yield _group(f"{name} outside", rows=len({one.row for one in fund.outside}))


def _summed(
    measure: str, parts: Iterable[Amount], by: str, currency: str
) -> Iterator[dict[str, Any]]:
    """Sum the parts of amounts that fall to each key, exactly; count the rows that they are of."""
    found: dict[Any, list[Amount]] = {}
    for one in parts:
        found.setdefault(getattr(one, by) if by else "", []).append(one)
    for key, those in found.items():
        status = "exact" if all(one.status == "exact" for one in those) else "estimated"
        amount = money.total(one.amount for one in those if one.amount is not None)
        rows = len({one.row for one in those})
        yield _group(measure, by, str(key), currency, amount, rows, status)


def _activities(part: Slice) -> Iterator[dict[str, Any]]:
    tables = part.tables
    yield _group("activities", rows=len(tables.activities))
    counted = {
        "country": count.by_country(tables),
        "region": count.by_region(tables),
        "theme": count.by_theme(tables, part.edition.vocabulary),
        "scope": count.by_scope(tables),
        "donor": count.by_organisation(tables, ["funding"]),
        "partner": count.by_organisation(tables, PARTNER_ROLES),
    }
    for by, table in counted.items():
        for key, activities in zip(table.iloc[:, 0], table["activities"], strict=True):
            yield _group("activities", by, str(key), rows=int(activities))
    for field, given in coverage(tables)[["field", "given"]].itertuples(index=False):
        yield _group("activities", "coverage", field, rows=int(given))


def _group(
    measure: str,
    by: str = "",
    key: str = "",
    currency: str = "",
    amount: Decimal | None = None,
    rows: int = 0,
    status: str = "exact",
) -> dict[str, Any]:
    return dict(zip(COLUMNS, (measure, by, key, currency, amount, rows, status), strict=True))
