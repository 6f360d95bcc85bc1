"""The tables behind charts: which rows a chart leaves out is its own affair, not what they say."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from recomputing.edition import NAMES, View
from recomputing.numbers import PARTNERS, income, rows_of
from recomputing.published import continent, degrees, smallest_region
from recomputing.splitting import Part

Table = list[dict[str, Any]]

KEYS = {
    "activities_by_region": ("region",),
    "activities_by_scope": ("scope",),
    "activities_by_theme": ("theme",),
    "activities_over_time": ("year",),
    "activity_themes": ("theme",),
    "countries_by_count": ("country",),
    "coverage": ("field",),
    "funding_flows": ("provider", "country"),
    "locator_map": ("country",),
    "partners": ("organisation", "theme"),
    "results_progress": ("rows",),
    "theme_by_region": ("theme", "region"),
    "world_map": ("country",),
}
SHORTENED = ("activity_themes", "theme_by_region")
"""Charts that leave out themes where there are many."""


def charts(view: View, tables: dict[str, Table]) -> dict[str, Table]:
    """Return the table of each chart that a view may have, from its recomputed tables."""
    many = len(view.activities)

    def of_all(name: str) -> Table:
        return [row | {"total": many} for row in tables[name]]

    undated = sum(not (one.start or one.end) for one in view.activities)
    progress = ("indicator", "measure", "unit", "start", "end", "baseline", "target", "actual")
    shown = [one for one in tables["results"] if (one["target"], one["actual"]) != (None, None)]
    return {
        "activities_by_region": of_all("regions"),
        "activities_by_scope": of_all("scopes"),
        "activities_by_theme": of_all("themes"),
        "activities_over_time": [row | {"undated": undated} for row in of_all("years")],
        "activity_themes": _numbered(view, tables["themes"]),
        "countries_by_count": of_all("countries"),
        "coverage": tables["coverage"],
        "funding_flows": _flows(view),
        "locator_map": _locator(view),
        "partners": _partners(view, tables),
        "results_progress": [{name: row[name] for name in (*progress, "rows")} for row in shown],
        "theme_by_region": _by_region(view, tables["themes"]),
        "world_map": [row | degrees(row["country"]) for row in tables["countries"]],
    }


def _numbered(view: View, themes: Table) -> Table:
    """Say which activities are under each theme, by their places in the data from 1."""
    at = {t.row: n for n, one in enumerate(view.activities, 1) for t in one.all_themes()}
    return [
        {
            "theme": row["theme"],
            "numbers": sorted({at[theme] for theme in row["rows"]}),
            "total": len(view.activities),
            "rows": row["rows"],
        }
        for row in themes
    ]


def _flows(view: View) -> Table:
    within = {name: [one for one in view.parts(name) if one.inside] for name in NAMES}
    known = {name: [one for one in parts if one.converted] for name, parts in within.items()}
    kind = income(known)
    found: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for one in known[kind]:
        found[one.money.donor, one.place].append(one)
    return [
        {
            "provider": donor,
            "country": place,
            "received": sum(one.amount for one in parts),
            "currency": view.edition.settings.currency,
            "kind": kind,
            "unconverted": len(rows_of(one for one in within[kind] if not one.converted)),
            "rows": rows_of(parts),
        }
        for (donor, place), parts in found.items()
    ]


def _locator(view: View) -> Table:
    key = view.key
    return [{"country": key, "region": smallest_region(key)}] if view.over == "country" else []


def _partners(view: View, tables: dict[str, Table]) -> Table:
    main = view.edition.settings.vocabularies[0]
    met: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for one in view.activities:
        codes = {theme.code for theme in one.all_themes() if theme.vocabulary == main}
        for party in one.parties:
            for code in codes if party.role in PARTNERS else ():
                met[party.organisation, code].setdefault(one.id, []).append(party.row)
    return [
        {
            "organisation": partner["organisation"],
            "theme": theme["theme"],
            "activities": len(here := met.get((partner["organisation"], theme["theme"]), {})),
            "total": partner["activities"],
            "rows": [row for rows in here.values() for row in rows],
        }
        for partner in tables["partners"]
        for theme in tables["themes"]
    ]


def _by_region(view: View, themes: Table) -> Table:
    main = view.edition.settings.vocabularies[0]
    met: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    regions = set()
    for one in view.activities:
        here = {continent(place.code) for place in one.all_places()} - {""}
        regions |= here if any(theme.vocabulary == main for theme in one.all_themes()) else set()
        for theme in one.all_themes():
            for region in here if theme.vocabulary == main else ():
                met[theme.code, region].setdefault(one.id, set()).add(theme.row)
    return [
        {
            "theme": theme["theme"],
            "region": region,
            "activities": len(activities := met.get((theme["theme"], region), {})),
            "rows": [row for rows in activities.values() for row in rows],
        }
        for theme in themes
        if any(code == theme["theme"] for code, _ in met)
        for region in regions
    ]
