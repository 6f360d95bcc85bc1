"""What the data gives and what it does not: printed in every brief."""

from __future__ import annotations

from typing import Any

import pandas as pd

from briefpress.model.tables import Tables

COLUMNS = ("field", "given", "total", "rows", "missing")
FIELDS = ("place", "theme", "date", "partner", "donor", "budget", "result")
"""What is looked for in each activity, in the order in which it is printed."""


def coverage(tables: Tables) -> pd.DataFrame:
    """Count the activities that give each thing a reader may ask for.

    Columns: ``field``, ``given`` (activities), ``total`` (activities), ``rows``
    (the activities that give it), ``missing`` (the rows of those that do not).
    One row for each of FIELDS.
    """
    return pd.DataFrame(covered(tables), columns=COLUMNS)


def covered(tables: Tables) -> list[dict[str, Any]]:
    """Return the rows of ``coverage``."""
    given: dict[str, set[str]] = {field: set() for field in FIELDS}
    for field in ("place", "theme", "budget", "result"):
        given[field].update(activity for (activity,) in tables.rows(f"{field}s", "activity"))
    for activity, role in tables.rows("organisations", "activity", "role"):
        given["donor" if role == "funding" else "partner"].add(activity)
    given["partner"].update(tables.unnamed)  # the data names them, the edition does not
    activities = list(tables.rows("activities", "id", "row", "start_date", "end_date"))
    given["date"].update(one for one, _, start, end in activities if start or end)
    rows = {
        field: tuple(row for one, row, _, _ in activities if one in given[field])
        for field in FIELDS
    }
    return [
        {
            "field": field,
            "given": len(rows[field]),
            "total": len(activities),
            "rows": rows[field],
            "missing": tuple(row for one, row, _, _ in activities if one not in given[field]),
        }
        for field in FIELDS
    ]
