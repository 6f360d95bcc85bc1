"""What a job may see: the rows of one country, region, theme or donor, and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefpress.config import DIMENSIONS, Edition
from briefpress.model import places
from briefpress.model.previous import Previous
from briefpress.model.tables import Tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Slice:
    """The rows that a job, or a chapter of it, may see, and what they were cut by."""

    edition: Edition
    tables: Tables
    over: str
    key: str
    previous: Previous | None = None
    """The edition before, where a summary is to say what has changed."""

    @property
    def size(self) -> int:
        """Return how many activities there are, by which it is told what takes longest."""
        return self.tables.length("activities")

    def narrow(self, over: str, key: str) -> Slice:
        """Return the part of this slice that touches one key of one dimension."""
        tables = self.tables.of(touching(self.tables, over, key))
        return replace(self, tables=tables, over=over, key=key, previous=None)

    def keys(self, over: str) -> list[str]:
        """Return the keys of a dimension that occur here, in the data's own order."""
        return keys(self.tables, self.edition, over)


def keys(tables: Tables, edition: Edition, over: str) -> list[str]:
    """Return every key that briefs over this dimension can be built for.

    Countries by ISO code, regions by M49 code, themes in the order of their
    vocabulary, donors by id; the edition's only key is its period.
    """
    if over == "edition":
        return [edition.period]
    if over == "country":
        return sorted({code for (code,) in tables.rows("places", "country")} - {""})
    if over == "region":
        codes = {country + region for country, region in tables.rows("places", "country", "region")}
        return sorted(set(map(places.top_region, codes)) - {""})
    if over == "theme":
        used = set(tables.themes["code"])
        vocabularies = tables.vocabularies
        if edition.vocabulary:
            wanted = (edition.vocabulary, *edition.more_vocabularies)
            vocabularies = vocabularies[vocabularies["vocabulary"].isin(wanted)]
        return [code for code in vocabularies["code"] if code in used]
    _refuse(over)
    return sorted(set(_donors(tables)["organisation"]) - {""})


def touching(tables: Tables, over: str, key: str) -> pd.Series[str]:
    """Return the ids of the activities that touch a key: at all, not only by the larger part."""
    if over == "edition":
        return tables.activities["id"]
    activities, keys = _touches(tables, over)
    return activities[keys == key]


class Touched:
    """The ids of the activities that touch each key, as ``touching`` gives them.

    For who asks for many keys: a dimension is gone through once.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by_key: dict[str, dict[str, list[str]]] = {}

    def of(self, over: str, key: str) -> list[str]:
        """Return those of one key."""
        if over == "edition":
            return self._tables.activities["id"].tolist()
        if over not in self._by_key:
            found = self._by_key[over] = {}
            activities, keys = _touches(self._tables, over)
            for activity, one in zip(activities.tolist(), keys.tolist(), strict=True):
                found.setdefault(one, []).append(activity)
        return self._by_key[over].get(key, [])


def _touches(tables: Tables, over: str) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return activities, and beside each a key that it touches."""
    if over == "country":
        return tables.places["activity"], tables.places["country"]
    if over == "region":
        return tables.places["activity"], region_of_places(tables.places)
    if over == "theme":
        return tables.themes["activity"], tables.themes["code"]
    _refuse(over)
    donors = _donors(tables)
    return donors["activity"], donors["organisation"]


def region_of_places(table: pd.DataFrame) -> pd.Series[str]:
    """Return the M49 top region of each row of ``places``: Africa, Asia, … or the world."""
    return (table["country"] + table["region"]).map(places.top_region)


def _refuse(over: str) -> None:
    if over != "donor":
        raise ValueError(f"'{over}' is no dimension; there are: {', '.join(DIMENSIONS)}")


def _donors(tables: Tables) -> pd.DataFrame:
    """Return activity and organisation of who is named as funding, and of who gave money."""
    import pandas as pd

    named = tables.organisations.loc[
        tables.organisations["role"] == "funding", ["activity", "organisation"]
    ]
    if "donor" not in tables.transactions:
        return named
    gave = tables.transactions[["activity", "donor"]].rename(columns={"donor": "organisation"})
    return pd.concat([named, gave], ignore_index=True)
