"""What the data gives and what it does not: printed in every brief."""

from __future__ import annotations

import pandas as pd

from briefpress.model.tables import Tables

FIELDS = ("place", "theme", "date", "partner", "donor", "budget", "result")
"""What is looked for in each activity, in the order in which it is printed."""


def coverage(tables: Tables) -> pd.DataFrame:
    """Count the activities that give each thing a reader may ask for.

    Columns: ``field``, ``given`` (activities), ``total`` (activities), ``rows``
    (the activities that give it), ``missing`` (the rows of those that do not).
    One row for each of FIELDS.
    """
    activities = tables.activities
    organisations = tables.organisations
    donors = organisations["role"] == "funding"
    dated = activities["start_date"].notna() | activities["end_date"].notna()
    given = {
        "place": tables.places["activity"],
        "theme": tables.themes["activity"],
        "date": activities.loc[dated, "id"],
        "partner": organisations.loc[~donors, "activity"],
        "donor": organisations.loc[donors, "activity"],
        "budget": tables.budgets["activity"],
        "result": tables.results["activity"],
    }
    gives = [activities["id"].isin(set(given[field])) for field in FIELDS]
    return pd.DataFrame(
        {
            "field": FIELDS,
            "given": [int(which.sum()) for which in gives],
            "total": len(activities),
            "rows": [tuple(activities.loc[which, "row"]) for which in gives],
            "missing": [tuple(activities.loc[~which, "row"]) for which in gives],
        }
    )
