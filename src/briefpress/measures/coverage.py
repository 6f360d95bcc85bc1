"""What the data gives and what it does not: printed in every brief."""

from __future__ import annotations

import pandas as pd

from briefpress.model.tables import Tables, records

COLUMNS = ("field", "given", "total", "rows", "missing")
FIELDS = ("place", "theme", "date", "partner", "donor", "budget", "result")
"""What is looked for in each activity, in the order in which it is printed."""


def coverage(tables: Tables) -> pd.DataFrame:
    """Count the activities that give each thing a reader may ask for.

    Columns: ``field``, ``given`` (activities), ``total`` (activities), ``rows``
    (the activities that give it), ``missing`` (the rows of those that do not).
    One row for each of FIELDS.
    """
    given: dict[str, set[str]] = {field: set() for field in FIELDS}
    given["place"].update(tables.places["activity"].tolist())
    given["theme"].update(tables.themes["activity"].tolist())
    given["budget"].update(tables.budgets["activity"].tolist())
    given["result"].update(tables.results["activity"].tolist())
    for activity, role in records(tables.organisations, "activity", "role"):
        given["donor" if role == "funding" else "partner"].add(activity)
    given["partner"].update(tables.unnamed)  # the data names them, the edition does not
    activities = list(records(tables.activities, "id", "row", "start_date", "end_date"))
    given["date"].update(one for one, _, start, end in activities if start or end)
    rows = {
        field: tuple(row for one, row, _, _ in activities if one in given[field])
        for field in FIELDS
    }
    return pd.DataFrame(
        {
            "field": FIELDS,
            "given": [len(rows[field]) for field in FIELDS],
            "total": len(activities),
            "rows": [rows[field] for field in FIELDS],
            "missing": [
                tuple(row for one, row, _, _ in activities if one not in given[field])
                for field in FIELDS
            ],
        }
    )
