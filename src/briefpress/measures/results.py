"""Results: targets against actuals, and people reached, added up only where that is a count.

People are not added over sectors, periods or activities in one place: the same
woman may be in both. Percentages are never added (IATI IndicatorMeasure 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from briefpress.measures.money import total
from briefpress.model.tables import Tables

PEOPLE = ("people", "persons", "individuals", "women", "men", "girls", "boys", "children",
          "beneficiaries", "survivors", "participants", "refugees")  # fmt: skip
"""Units of unique people: two counts of them in one place may count the same person."""

VALUES = ("baseline", "target", "actual")
GROUPS = ("sex", "age", "dimension")
UNKNOWN = "unknown"
"""The group of people whose sex or age nobody recorded; it is one of its own."""

_SEXES = {
    "f": "female", "female": "female", "women": "female", "woman": "female", "girls": "female",
    "m": "male", "male": "male", "men": "male", "man": "male", "boys": "male",
}  # fmt: skip

SEVERAL_PLACES = "people of several activities in one place may be the same people"


def results(tables: Tables) -> list[dict[str, Any]]:
    """Return one row for each indicator and period, in the data's order.

    Columns: ``indicator``, ``measure``, ``unit``, ``ascending``, ``start``,
    ``end`` (ISO), ``baseline``, ``target``, ``actual`` (Decimal or None),
    ``achieved`` (actual in per cent of target, or None), ``activities``
    (count), ``refused`` (why rows of several activities were not added, "" where
    they were or where there is one) and ``rows``. Rows of several activities
    are added only where they are plain counts of the same unit in the same
    period, have the same of the three values, and are not people of one place;
    else each stands alone.
    """
    whole = _totals(tables.results)
    keys = ["indicator", "unit", "measure", "ascending", "start_date", "end_date"]
    found: list[dict[str, Any]] = []
    if whole.empty:
        return found
    pattern = [whole[name].notna() for name in VALUES]
    by = [whole[name].astype(object).where(whole[name].notna(), "") for name in keys]
    for _, rows in whole.groupby([*by, *pattern], sort=False):
        refused = _refused(rows, tables)
        parts = [rows.iloc[[at]] for at in range(len(rows))] if refused else [rows]
        found += [_row(part, refused) for part in parts]
    return sorted(found, key=lambda row: row.pop("at"))


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows about everyone; where an activity has groups only, their sum by sex.

    Adds ``rows`` (ids) and ``at`` (the position of the first of them).
    """
    rows_of = pd.Series([(row,) for row in table["row"]], table.index, dtype=object)
    table = table.assign(at=range(len(table)), rows=rows_of)
    plain = (table[list(GROUPS)] == "").all(axis=1)
    everyone = table[plain]
    groups = table[~plain & (table["age"] == "") & (table["dimension"] == "")]
    groups = groups[(groups["measure"] == "unit") & (groups["sex"] != "")]
    keys = ["activity", "indicator", "start_date", "end_date"]
    known = set(zip(*(everyone[key] for key in keys), strict=True))
    sums = []
    for key, rows in groups.groupby([groups[name].fillna("") for name in keys], sort=False):
        if tuple(value or None if at > 1 else value for at, value in enumerate(key)) in known:
            continue
        first = rows.iloc[0].to_dict()
        values = {name: _summed(rows[name]) for name in VALUES}
        sums.append(first | values | {"sex": "", "rows": tuple(rows["row"])})
    return pd.concat([everyone, pd.DataFrame(sums)]) if sums else everyone


def _summed(values: Iterable[Decimal | None]) -> Decimal | None:
    """Sum values of which none is missing; else there is no sum."""
    known = list(values)
    return None if any(pd.isna(value) for value in known) else total(known)  # type: ignore[arg-type]


def _refused(rows: pd.DataFrame, tables: Tables) -> str:
    """Say why these rows must not be added up, "" if they may."""
    if len(rows) == 1:
        return ""
    if rows["measure"].iloc[0] != "unit":
        return f"values of the measure '{rows['measure'].iloc[0]}' are never added up"
    if rows["activity"].duplicated().any():
        return "one activity reports it more than once"
    if rows["unit"].iloc[0].lower() in ("", *PEOPLE):
        places = tables.places[tables.places["activity"].isin(rows["activity"])]
        pairs = (places["country"] + places["region"]).groupby(places["activity"]).agg(set)
        seen: set[str] = set()
        for activity in rows["activity"]:
            here = pairs.get(activity, set())
            if not here or here & seen:
                return SEVERAL_PLACES
            seen |= here
    return ""


def _row(rows: pd.DataFrame, refused: str) -> dict[str, Any]:
    first = rows.iloc[0]
    values = {name: _summed(rows[name]) for name in VALUES}
    return {
        **{name: first[name] for name in ("indicator", "measure", "unit", "ascending")},
        "start": _iso(first["start_date"]),
        "end": _iso(first["end_date"]),
        **values,
        "achieved": _achieved(first["measure"], first["ascending"], values),
        "activities": int(rows["activity"].nunique()),
        "refused": refused,
        "rows": tuple(row for ids in rows["rows"] for row in ids),
        "at": first["at"],
    }


def _achieved(measure: str, ascending: str, values: dict[str, Decimal | None]) -> Decimal | None:
    """Return the actual value in per cent of the target, to one decimal.

    None where less is better: half of such a target is no half achieved; and
    where the target is zero or the measure has no zero of its own.
    """
    target, actual = values["target"], values["actual"]
    if target is None or actual is None or target <= 0 or ascending == "no":
        return None
    if measure not in ("unit", "percentage"):
        return None
    return (actual * 100 / target).quantize(Decimal("0.1"))


def people(tables: Tables) -> list[dict[str, Any]]:
    """Return the actual values by sex and age, one row a group of each indicator and period.

    Columns: ``indicator``, ``unit``, ``start``, ``end``, ``sex`` (female, male,
    unknown, or as the data has it; "" where it is not told apart), ``age`` (as
    the data has it), ``value``, ``rows``. Groups are listed, never added up.
    """
    table = tables.results
    grouped = table[((table["sex"] != "") | (table["age"] != "")) & table["actual"].notna()]
    return [
        {
            "indicator": row["indicator"],
            "unit": row["unit"],
            "start": _iso(row["start_date"]),
            "end": _iso(row["end_date"]),
            "sex": _SEXES.get(row["sex"].lower(), row["sex"].lower()),
            "age": row["age"],
            "value": row["actual"],
            "rows": (row["row"],),
        }
        for row in grouped.to_dict("records")
    ]


def _iso(day: Any) -> str:
    return day.isoformat() if day and not pd.isna(day) else ""
