"""Everything that is measured of a slice: its numbers by name, its tables by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefpress.measures import count, funding
from briefpress.measures.allocation import activity_places
from briefpress.measures.coverage import coverage
from briefpress.measures.results import people, results
from briefpress.measures.shares import total_share
from briefpress.model.number import Number
from briefpress.model.slices import Slice

PARTNER_ROLES = ("implementing", "extending", "accountable")


@dataclass(frozen=True)
class Measured:
    """The numbers and tables of one slice; a table is a list of rows of plain values."""

    numbers: tuple[Number, ...]
    tables: dict[str, list[dict[str, Any]]]
    description: str


def describe(part: Slice) -> Measured:
    """Measure a slice: the same names for a country, a theme, a donor and the whole edition."""
    tables = part.tables
    counted = {
        "themes": count.by_theme(tables, part.edition.vocabulary),
        "regions": count.by_region(tables),
        "countries": count.by_country(tables),
        "years": count.by_year(tables),
        "scopes": count.by_scope(tables),
        "partners": count.by_organisation(tables, PARTNER_ROLES),
        "donors": count.by_organisation(tables, ["funding"]),
        "coverage": coverage(tables),
    }
    plain: dict[str, list[dict[str, Any]]] = {
        name: [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
        for name, table in counted.items()
    }
    plain["forms"] = _forms(part)
    plain["activities"] = _cards(part)
    plain["index"] = _index(part)
    numbers = [*_counts(part, counted), *_coverage(counted["coverage"]), *_quality(part)]
    funds = funding.of(part)
    numbers += funding.numbers(part, funds)
    plain |= funding.tables(part, funds)
    plain["results"] = results(part.tables)
    plain["people"] = people(part.tables)
    return Measured(tuple(numbers), plain, _description(part))


def _description(part: Slice) -> str:
    vocabularies = part.tables.vocabularies
    found = vocabularies.loc[vocabularies["code"] == part.key, "description"]
    return str(found.iloc[0]) if part.over == "theme" and len(found) else ""


def _counts(part: Slice, counted: dict[str, pd.DataFrame]) -> Iterable[Number]:
    tables = part.tables
    unit = "activities"
    yield Number(
        "activities.total",
        len(tables.activities),
        unit,
        "activities here, each counted once",
        tuple(tables.activities["row"]),
    )
    yield from _own_share(part)
    named = tables.places[tables.places["country"] != ""]
    many = named.groupby("activity")["country"].nunique()
    several = tables.activities[tables.activities["id"].isin(many[many > 1].index)]
    yield Number(
        "activities.shared",
        len(several),
        unit,
        "activities here that name more than one country",
        tuple(several["row"]),
    )
    for scope in ("global", "regional"):
        rows = tuple(tables.activities.loc[tables.activities["scope"] == scope, "row"])
        yield Number(
            f"activities.{scope}", len(rows), unit, f"activities here whose scope is {scope}", rows
        )
    for name, thing in (
        ("countries", "countries and areas"),
        ("partners", "partners"),
        ("donors", "donors"),
    ):
        table = counted[name]
        rows = tuple(row for rows in table["rows"] for row in rows)
        yield Number(f"{name}.total", len(table), thing, f"distinct {thing} named here", rows)
    regions = counted["regions"][counted["regions"]["region"] != "001"]
    yield Number(
        "regions.total",
        len(regions),
        "regions",
        "distinct M49 top regions that a place here lies in, the world as a whole left out",
        tuple(row for rows in regions["rows"] for row in rows),
    )
    themes = counted["themes"]
    worked_on = themes[themes["activities"] > 0]
    yield Number(
        "themes.total",
        len(worked_on),
        "themes",
        f"distinct themes of the vocabulary '{part.edition.vocabulary}' worked on here",
        tuple(row for rows in worked_on["rows"] for row in rows),
    )
    vocabulary = tables.vocabularies
    vocabulary = vocabulary[vocabulary["vocabulary"] == part.edition.vocabulary]
    yield Number(
        "themes.possible",
        len(themes),
        "themes",
        f"themes that the vocabulary '{part.edition.vocabulary}' has",
        tuple(vocabulary["row"]),
    )


def _own_share(part: Slice) -> Iterable[Number]:
    """The share of a country in its activities sums over countries; the count does not."""
    if part.over != "country":
        return
    split = activity_places(part.tables)
    own = split[split["country"] == part.key]
    value, status = total_share(own)
    yield Number(
        "activities.share",
        value,
        "activities",
        "sum of the country's shares in its activities; equal parts where none is given",
        tuple(own["row"]),
        "estimated" if status == "estimated" else "exact",
        precision=0 if value == value.to_integral() else 2,
    )


def _coverage(table: pd.DataFrame) -> Iterable[Number]:
    for field, given, total, rows, missing in table.itertuples(index=False):
        unit = "activities"
        yield Number(f"coverage.{field}", given, unit, f"activities that give a {field}", rows)
        rule = f"activities that give no {field}"
        yield Number(f"coverage.{field}_missing", total - given, unit, rule, missing)


def _quality(part: Slice) -> Iterable[Number]:
    """How much of the data could not be used as it is; see also ``coverage``."""
    rejected = part.tables.rows_rejected
    yield Number("rows.rejected", rejected, "rows", "rows of the edition's data set aside")
    elsewhere = tuple(part.tables.other_levels["row"])
    rule = "budgets and transactions of the edition at hierarchy levels that are not counted"
    yield Number("rows.other_levels", len(elsewhere), "rows", rule, elsewhere)
    shared = activity_places(part.tables)
    for status in ("rebased", "estimated"):
        ids = shared.loc[shared["status"] == status, "activity"]
        rows = tuple(part.tables.activities.loc[part.tables.activities["id"].isin(ids), "row"])
        rule = {
            "rebased": "activities whose percentages by place do not total 100 and were rebased",
            "estimated": "activities whose places have equal parts, because none are given",
        }[status]
        yield Number(f"activities.{status}", len(rows), "activities", rule, rows)


def _forms(part: Slice) -> list[dict[str, Any]]:
    """The themes of all other vocabularies that are worked on here."""
    vocabularies = dict.fromkeys(part.tables.vocabularies["vocabulary"])
    return [
        {str(key): value for key, value in row.items()} | {"vocabulary": vocabulary}
        for vocabulary in vocabularies
        if vocabulary != part.edition.vocabulary
        for row in count.by_theme(part.tables, vocabulary).to_dict("records")
        if row["activities"]
    ]


def _cards(part: Slice) -> list[dict[str, Any]]:
    """One row an activity, with everything that a card, a line or an annex prints of it.

    Dates are ISO text. ``places`` are the codes of countries, then of regions;
    ``themes`` codes in the data's order; ``partners`` and ``donors``
    organisation ids.
    """
    tables = part.tables
    themes = tables.themes[tables.themes["transaction"] == ""]
    if part.edition.vocabulary:
        shown = (part.edition.vocabulary, *part.edition.more_vocabularies)
        themes = themes[themes["vocabulary"].isin(shown)]
    codes = {
        "places": tables.places.assign(place=tables.places["country"] + tables.places["region"])[
            ["activity", "place"]
        ],
        "themes": themes[["activity", "code"]],
    }
    funding = tables.organisations["role"] == "funding"
    codes["donors"] = tables.organisations.loc[funding, ["activity", "organisation"]]
    codes["partners"] = tables.organisations.loc[~funding, ["activity", "organisation"]]
    listed = {
        name: {
            str(key): list(dict.fromkeys(rows))
            for key, rows in table.groupby("activity")[table.columns[1]]
        }
        for name, table in codes.items()
    }
    return [
        {
            "id": activity["id"],
            "title": activity["title"],
            "summary": activity["summary"],
            "scope": activity["scope"],
            "start": _iso(activity["start_date"]),
            "end": _iso(activity["end_date"]),
            **{name: listed[name].get(activity["id"], []) for name in codes},
            "rows": (activity["row"],),
        }
        for activity in tables.activities.to_dict("records")
    ]


def _index(part: Slice) -> list[dict[str, Any]]:
    """Return the ids of the activities of each country, in the order of the codes."""
    named = part.tables.places[part.tables.places["country"] != ""]
    return [
        {"country": country, "activities": list(dict.fromkeys(rows["activity"]))}
        for country, rows in named.groupby("country", sort=True)
    ]


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""
