"""Counting activities by what they touch.

Every table here counts an activity once in each group that it touches, so a
column of counts must never be added up: an activity in three countries stands
in three rows. The unique total is a number of its own (``activities.total``).
Each table has a column ``rows``: the ids of the rows counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from briefpress.model.slices import region_of_places
from briefpress.model.tables import SCOPES, Tables, records


def by_theme(tables: Tables, vocabulary: str) -> pd.DataFrame:
    """Count activities for each theme of one vocabulary, in the vocabulary's order.

    Columns: ``theme`` (code), ``activities`` (count), ``rows``. One row for each
    theme of the vocabulary; one that nothing touches has zero.
    """
    order = tables.vocabularies.loc[tables.vocabularies["vocabulary"] == vocabulary, "code"]
    themes = tables.themes[tables.themes["vocabulary"] == vocabulary]
    return _grouped(themes["code"], themes, "theme", order)


def by_region(tables: Tables) -> pd.DataFrame:
    """Count activities for each M49 top region, most first.

    Columns: ``region`` (M49 code, 001 for activities that are for the whole
    world), ``activities``, ``rows``. One row for each region that is touched; a
    place that the data calls unspecified is in none.
    """
    placed = tables.places[region_of_places(tables.places) != ""]
    return _largest_first(_grouped(region_of_places(placed), placed, "region"), "region")


def by_country(tables: Tables) -> pd.DataFrame:
    """Count activities for each country, most first, then by code.

    Columns: ``country`` (ISO 3166-1 alpha-3), ``activities``, ``rows``.
    """
    named = tables.places[tables.places["country"] != ""]
    return _largest_first(_grouped(named["country"], named, "country"), "country")


_YEARS = range(1900, 2101)
"""Years that an activity can have; 0001-01-01 and 9999-12-31 say that there is no date."""


def by_year(tables: Tables) -> pd.DataFrame:
    """Count activities for each year in which they ran; undated ones are not in it.

    Columns: ``year`` (calendar year), ``activities``, ``rows``. One row for
    each year from the first to the last; a year between with none has zero. An
    activity that is to end beyond all time runs to the last year that another
    date has.
    """
    dated = tables.activities[["row", "start_date", "end_date"]]
    real = [
        day.year
        for days in records(dated, "start_date", "end_date")
        for day in days
        if day and day.year in _YEARS
    ]
    latest = max(real, default=0)
    spans = [
        (year, row)
        for row, start, end in records(dated, "row", "start_date", "end_date")
        for year in _years(start, end, latest)
    ]
    years = pd.Series([year for year, _ in spans], dtype="int64")
    rows = pd.DataFrame({"row": [row for _, row in spans]}, dtype=str)
    order = range(years.min(), years.max() + 1) if spans else []
    return _grouped(years, rows, "year", order)


def _years(start: dt.date | None, end: dt.date | None, latest: int) -> range:
    """Return the years from start to end; where one is missing, the year of the other."""
    first = start.year if start and start.year in _YEARS else 0
    last = end.year if end and end.year in _YEARS else 0
    if first and end and end.year > _YEARS[-1]:
        last = latest
    return range(first or last, (last or first) + 1) if first or last else range(0)


def by_scope(tables: Tables) -> pd.DataFrame:
    """Count activities for each scope, in the order of the IATI list.

    Columns: ``scope`` ("" when none is given), ``activities``, ``rows``.
    """
    used = set(tables.activities["scope"])
    order = [scope for scope in (*SCOPES, "") if scope in used]
    return _grouped(tables.activities["scope"], tables.activities, "scope", order)


def by_theme_and_region(tables: Tables, vocabulary: str) -> pd.DataFrame:
    """Count activities for each theme and M49 top region.

    Columns: ``theme``, ``region``, ``activities``, ``rows``. One row for each
    pair that occurs.
    """
    themes = tables.themes[tables.themes["vocabulary"] == vocabulary]
    regions = tables.places.assign(region=region_of_places(tables.places))
    regions = regions[regions["region"] != ""]
    pairs = themes[["activity", "code", "row"]].merge(
        regions[["activity", "region"]].drop_duplicates(), on="activity"
    )
    grouped = [
        {
            "theme": theme,
            "region": region,
            "activities": part["activity"].nunique(),
            "rows": tuple(part["row"]),
        }
        for (theme, region), part in pairs.groupby(["code", "region"], sort=True)
    ]
    return pd.DataFrame(grouped, columns=["theme", "region", "activities", "rows"])


def by_organisation(tables: Tables, roles: Iterable[str]) -> pd.DataFrame:
    """Count activities for each organisation in one of the roles, most first, then by name.

    Columns: ``organisation`` (id), ``name``, ``type``, ``activities``, ``rows``.
    """
    wanted = set(roles)
    known: dict[str, tuple[str, str]] = {}
    touched: dict[str, set[str]] = {}
    rows: dict[str, list[str]] = {}
    columns = ("organisation", "name", "type", "activity", "row", "role")
    for organisation, name, kind, activity, row, role in records(tables.organisations, *columns):
        if role in wanted:
            known.setdefault(organisation, (name, kind))
            touched.setdefault(organisation, set()).add(activity)
            rows.setdefault(organisation, []).append(row)
    counts = [
        (one, name, kind, len(touched[one]), tuple(rows[one]))
        for one, (name, kind) in sorted(known.items())
    ]
    counts.sort(key=lambda row: (-row[3], row[1]))
    return pd.DataFrame(counts, columns=["organisation", "name", "type", "activities", "rows"])


def _grouped(
    groups: pd.Series,
    table: pd.DataFrame,
    name: str,
    order: Sequence[object] | pd.Series | None = None,
) -> pd.DataFrame:
    """Count the distinct activities behind the rows of each group."""
    activities = table["activity"] if "activity" in table else table["row"]
    found: dict[Any, tuple[set[str], list[str]]] = {}
    # for the few rows of a brief ten times as fast as a group-by of pandas
    each = zip(groups.tolist(), activities.tolist(), table["row"].tolist(), strict=True)
    for key, activity, row in each:
        touched, rows = found.setdefault(key, (set(), []))
        touched.add(activity)
        rows.append(row)
    keys = sorted(found) if order is None else list(order)
    none: tuple[set[str], list[str]] = (set(), [])
    return pd.DataFrame(
        {
            name: pd.Series(keys, dtype=groups.dtype),
            "activities": [len(found.get(key, none)[0]) for key in keys],
            "rows": [tuple(found.get(key, none)[1]) for key in keys],
        }
    )


def _largest_first(table: pd.DataFrame, then_by: str) -> pd.DataFrame:
    ordered = table.sort_values(["activities", then_by], ascending=[False, True], kind="stable")
    return ordered.reset_index(drop=True)
