"""What HXL hashtags say that columns are (HXL standard 1.1), older tags of 2014 included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefpress.config import ColumnUse
from briefpress.sources.grid import Grid

_OLD = {
    "#activity_id": "#activity+id",
    "#country_id": "#country+code",
    "#region_id": "#region+code",
    "#sector_id": "#sector+code",
    "#subsector_id": "#subsector+code",
    "#funder": "#org+funder",
    "#funder_id": "#org+funder+code",
    "#prog": "#org+prog",
    "#prog_id": "#org+prog+code",
    "#impl": "#org+impl",
    "#impl_id": "#org+impl+code",
    "#from_date": "#date+start",
    "#to_date": "#date+end",
    "#start_date": "#date+start",
    "#end_date": "#date+end",
    "#x_activity_start_date": "#date+start",
    "#x_activity_end_date": "#date+end",
    "#x_country_split": "#country+percent",
    "#x_region_split": "#region+percent",
    "#x_sector_split": "#sector+percent",
}
"""Tags of the beta of 2014, as the 1.1 writes them; ``#x_`` tags that are not here are ignored."""

_ROLES = {
    "funding": "funding", "funder": "funding", "donor": "funding",
    "prog": "extending", "programming": "extending", "lead": "extending",
    "impl": "implementing", "implementing": "implementing", "partner": "implementing",
}  # fmt: skip
_CODES = ("code", "id", "v_iso2", "v_iso3", "v_pcode", "percent", "url", "acronym", "ref")
_SEXES = {"f": "female", "m": "male"}
_AGES = ("infants", "children", "adolescents", "youth", "adults", "elderly")
_PEOPLE = ("reached", "affected", "inneed", "targeted", "beneficiary", "population")


def uses(grid: Grid) -> tuple[ColumnUse, ...]:
    """Return what each tagged column is; tags that briefs have no use for are left out.

    Several values in a cell are separated by ";" or "|", whichever occurs.
    Columns of one thing (name, code, percentage; the people of one group that
    were targeted and reached) fill one row together.
    """
    found: dict[str, ColumnUse] = {}
    for at, tag in enumerate(grid.tags):
        use = _use(grid.heading[at], _OLD.get(tag.lower(), tag.lower()), _separator(grid, at))
        while use and use.table == "results" and any(_same(use, one) for one in found.values()):
            use = replace(use, group=f"{use.group}-again")  # a tag of people may stand often
        if use and not any(_same(use, other) for other in found.values()):
            found[use.heading] = use
    return tuple(found.values())


def _separator(grid: Grid, at: int) -> str:
    """Return the sign between several values in the cells of a column, "" if there is none."""
    cells = grid.columns[at][:5_000]
    return next((sign for sign in ";|" if any(sign in cell for cell in cells)), "")


def _same(use: ColumnUse, other: ColumnUse) -> bool:
    """Say whether two columns would fill the same cell: a name in two languages, say."""
    return (use.to, use.group, use.constants) == (other.to, other.group, other.constants)


def _use(heading: str, tag: str, separator: str) -> ColumnUse | None:
    name, *attributes = re.split(r"\s*\+\s*", tag.lstrip("#"))
    name = {"adm": "adm1"}.get(name, name)
    group = ""
    match name:
        case "activity" if {"id", "code"} & set(attributes):
            return ColumnUse(heading, "activities.id")
        case "activity":
            return ColumnUse(heading, "activities.title")
        case "description":
            return ColumnUse(heading, "activities.summary")
        case "date" if "start" in attributes:
            return ColumnUse(heading, "activities.start_date")
        case "date" if "end" in attributes:
            return ColumnUse(heading, "activities.end_date")
        case "country" | "region":
            if "percent" in attributes:
                return ColumnUse(heading, "places.percentage", separator, group=name)
            if "name" in attributes or not set(attributes) & set(_CODES):
                return ColumnUse(heading, f"places.{name}", separator, group=name)
            return None
        case "sector" | "subsector":
            if "percent" in attributes:
                return ColumnUse(heading, "themes.percentage", separator, group=name)
            if set(attributes) & set(_CODES):
                return None
            return ColumnUse(
                heading, "themes.code", separator, group=name, constants=(("vocabulary", name),)
            )
        case "org":
            if set(attributes) & set(_CODES):
                return None
            role = next((_ROLES[one] for one in attributes if one in _ROLES), "implementing")
            constants = (("role", role),)
            return ColumnUse(
                heading, "organisations.name", separator, group=role, constants=constants
            )
        case _ if name in _PEOPLE:
            column = "target" if name == "targeted" else "actual"
            said = "reached" if name == "targeted" else name
            group = "-".join([said, *sorted(attributes)])
            people = _people(name, attributes)
            return ColumnUse(heading, f"results.{column}", group=group, constants=people)
    return None


def _people(name: str, attributes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what a tag says of people: the indicator, what is counted, and which group."""
    said = {"targeted": "People reached", "reached": "People reached",
            "beneficiary": "Beneficiaries"}.get(name, f"People {name}")  # fmt: skip
    said = said.replace("inneed", "in need")
    unit = "households" if "hh" in attributes else "people"
    sex = next((_SEXES[one] for one in attributes if one in _SEXES), "")
    age = next((one for one in attributes if one in _AGES), "")
    constants = [("indicator", said), ("measure", "unit"), ("unit", unit)]
    groups = [(column, value) for column, value in (("sex", sex), ("age", age)) if value]
    return (*constants, *groups)
