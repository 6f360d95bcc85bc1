"""What of an activity's money belongs to a slice: a country's share of it, a donor's payments.

An activity in three countries stands in three briefs; its money must not.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from briefpress.measures.shares import shares
from briefpress.model.slices import Slice, region_of_places

Weights = dict[str, tuple[Fraction, bool]]
"""For each activity, the part of it that is the slice's own, and whether that is an estimate."""


def weights(part: Slice) -> Weights:
    """Return the slice's own part of each of its activities; the parts of all keys sum to 1.

    By the places' shares for a country or region, by those of the theme's
    vocabulary for a theme. All of it for the whole edition and for a donor,
    whose payments are told by who gave them (see ``paid_by``).
    """
    if part.over in ("country", "region"):
        table = shares(part.tables.places, ["activity"])
        keys = table["country"] if part.over == "country" else region_of_places(table)
        return _summed(table[keys == part.key])
    if part.over == "theme":
        table = shares(part.tables.themes, ["activity", "vocabulary"])
        return _summed(table[table["code"] == part.key])
    return {activity: (Fraction(1), False) for activity in part.tables.activities["id"]}


def paid_by(transactions: pd.DataFrame, part: Slice) -> pd.DataFrame:
    """Return the transactions whose provider is the slice's donor, by id or by name.

    Same columns. In a slice that is no donor's, all of them.
    """
    if part.over != "donor":
        return transactions
    organisations = part.tables.organisations
    names = organisations.loc[organisations["organisation"] == part.key, "name"]
    return transactions[transactions["provider"].isin({part.key, *names})].reset_index(drop=True)


def _summed(table: pd.DataFrame) -> Weights:
    return {
        str(activity): (
            sum(rows["share"], Fraction()),
            bool((rows["status"] != "exact").any()),
        )
        for activity, rows in table.groupby("activity")
    }
