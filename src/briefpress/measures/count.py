"""Counting activities by what they touch.

Every table here counts an activity once in each group that it touches, so a
column of counts must never be added up: an activity in three countries stands
in three rows. The unique total is a number of its own (``activities.total``).
Each table has a column ``rows``: the ids of the rows counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from briefpress.model.places import top_region
from briefpress.model.slices import region_of_places
from briefpress.model.specs import SCOPES
from briefpress.model.tables import Tables

Rows = list[dict[str, Any]]
"""Of a table that is not to be drawn: for a few rows, pandas costs more than counting does."""


def by_theme(tables: Tables, vocabulary: str) -> pd.DataFrame:
    """Count activities for each theme of one vocabulary, in the vocabulary's order.

    Columns: ``theme`` (code), ``activities`` (count), ``rows``. One row for each
    theme of the vocabulary; one that nothing touches has zero.
    """
    return _table(themes(tables, vocabulary), "theme")


def themes(tables: Tables, vocabulary: str) -> Rows:
    """Return the rows of ``by_theme``."""
    listed = tables.rows("vocabularies", "vocabulary", "code")
    order = [code for one, code in listed if one == vocabulary]
    rows = tables.rows("themes", "vocabulary", "code", "activity", "row")
    return _grouped((row[1:] for row in rows if row[0] == vocabulary), "theme", order)


def by_region(tables: Tables) -> pd.DataFrame:
    """Count activities for each M49 top region, most first.

    Columns: ``region`` (M49 code, 001 for activities that are for the whole
    world), ``activities``, ``rows``. One row for each region that is touched; a
    place that the data calls unspecified is in none.
    """
    return _table(regions(tables), "region")


def regions(tables: Tables) -> Rows:
    """Return the rows of ``by_region``."""
    rows = tables.rows("places", "country", "region", "activity", "row")
    found = ((top_region(country + region), *rest) for country, region, *rest in rows)
    return _largest_first(_grouped((row for row in found if row[0]), "region"))


def by_country(tables: Tables) -> pd.DataFrame:
    """Count activities for each country, most first, then by code.

    Columns: ``country`` (ISO 3166-1 alpha-3), ``activities``, ``rows``.
    """
    return _table(countries(tables), "country")


def countries(tables: Tables) -> Rows:
    """Return the rows of ``by_country``."""
    rows = tables.rows("places", "country", "activity", "row")
    return _largest_first(_grouped((row for row in rows if row[0]), "country"))


_YEARS = range(1900, 2101)
"""Years that an activity can have; 0001-01-01 and 9999-12-31 say that there is no date."""


def by_year(tables: Tables) -> pd.DataFrame:
    """Count activities for each year in which they ran; undated ones are not in it.

    Columns: ``year`` (calendar year), ``activities``, ``rows``. One row for
    each year from the first to the last; a year between with none has zero. An
    activity that is to end beyond all time runs to the last year that another
    date has.
    """
    return _table(years(tables), "year", "int64")


def years(tables: Tables) -> Rows:
    """Return the rows of ``by_year``."""
    dated = list(tables.rows("activities", "row", "start_date", "end_date"))
    real = [day.year for _, *days in dated for day in days if day and day.year in _YEARS]
    latest = max(real, default=0)
    spans = [(year, row, row) for row, start, end in dated for year in _years(start, end, latest)]
    ran = {year for year, _, _ in spans}
    return _grouped(spans, "year", range(min(ran), max(ran) + 1) if ran else ())


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
    return _table(scopes(tables), "scope")


def scopes(tables: Tables) -> Rows:
    """Return the rows of ``by_scope``."""
    rows = list(tables.rows("activities", "scope", "row", "row"))
    used = {scope for scope, _, _ in rows}
    return _grouped(rows, "scope", [scope for scope in (*SCOPES, "") if scope in used])


def by_theme_and_region(tables: Tables, vocabulary: str) -> pd.DataFrame:
    """Count activities for each theme and M49 top region.

    Columns: ``theme``, ``region``, ``activities``, ``rows``. One row for each
    pair that occurs.
    """
    codes = tables.themes[tables.themes["vocabulary"] == vocabulary]
    placed = tables.places.assign(region=region_of_places(tables.places))
    placed = placed[placed["region"] != ""]
    pairs = codes[["activity", "code", "row"]].merge(
        placed[["activity", "region"]].drop_duplicates(), on="activity"
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
    columns = ["organisation", "name", "type", "activities", "rows"]
    return pd.DataFrame(organisations(tables, roles), columns=columns)


def organisations(tables: Tables, roles: Iterable[str]) -> Rows:
    """Return the rows of ``by_organisation``."""
    wanted = set(roles)
    known: dict[str, tuple[str, str]] = {}
    touched: dict[str, set[str]] = {}
    rows: dict[str, list[str]] = {}
    columns = ("organisation", "name", "type", "activity", "row", "role")
    for organisation, name, kind, activity, row, role in tables.rows("organisations", *columns):
        if role in wanted:
            known.setdefault(organisation, (name, kind))
            touched.setdefault(organisation, set()).add(activity)
            rows.setdefault(organisation, []).append(row)
    counts = [
        {
            "organisation": one,
            "name": name,
            "type": kind,
            "activities": len(touched[one]),
            "rows": tuple(rows[one]),
        }
        for one, (name, kind) in sorted(known.items())
    ]
    return sorted(counts, key=lambda row: (-row["activities"], row["name"]))


def _grouped(
    each: Iterable[tuple[Any, ...]], name: str, order: Iterable[object] | None = None
) -> Rows:
    """Count the distinct activities of each group, of group, activity and row."""
    found: dict[Any, tuple[set[str], list[str]]] = {}
    for key, activity, row in each:
        touched, rows = found.setdefault(key, (set(), []))
        touched.add(activity)
        rows.append(row)
    none: tuple[set[str], list[str]] = (set(), [])
    return [
        {name: key, "activities": len(touched), "rows": tuple(rows)}
        for key in (sorted(found) if order is None else order)
        for touched, rows in (found.get(key, none),)
    ]


def _largest_first(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: -row["activities"])


def _table(rows: Rows, name: str, kind: Any = str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=kind),
            "activities": [row["activities"] for row in rows],
            "rows": [row["rows"] for row in rows],
        }
    )
