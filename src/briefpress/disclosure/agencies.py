"""Who gathered sensitive counts is not named with them: as GBVIMS shares its data.

The protocols by which agencies share such data let it go out consolidated, and
without the agency that a count comes from: who knows the agency knows the place
and the week, and an agency that is known to hold cases is in danger itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefpress.errors import Mistake, ProjectError
from briefpress.model.tables import Tables, records

if TYPE_CHECKING:
    import pandas as pd

_GATHER = ("implementing", "extending", "accountable")
"""Roles of who does the work and counts. Who pays for it (``funding``) counts nobody."""

_SHORTEST = 3
"""Letters of an identifier that is looked for in others."""


def without_agencies(tables: Tables, activities: Iterable[str]) -> Tables:
    """Return the tables without who gathered the counts of some activities.

    Taken out are the organisations of these activities but those that fund them,
    who receives the activities' money, and, where an origin names one of them, the
    file in it. Raises ProjectError for ids (of activities, results
    and amounts) that have the identifier of such an organisation: ids are printed.
    """
    those = set(activities)
    table = tables.organisations
    out = table["activity"].isin(those) & table["role"].isin(_GATHER)
    names = agencies(tables, those)
    mistakes = list(_in_ids(tables, those, names))
    if mistakes:
        raise ProjectError(mistakes)
    changed = {"organisations": table[~out].reset_index(drop=True)}
    for name in ("transactions", "planned_disbursements"):
        table = getattr(tables, name).copy()
        here = table["activity"].isin(those)
        for column in ("receiver", "receiver_name"):
            if column in table:
                table.loc[here, column] = ""
        changed[name] = table
    for name, table in tables.each().items():
        table = changed.get(name, table)
        if name != "vocabularies" and len(table):
            changed[name] = _neutral(
                table, "id" if name == "activities" else "activity", those, names
            )
    return replace(tables, **changed, unnamed=tuple(sorted(those)))


def agencies(tables: Tables, activities: set[str]) -> set[str]:
    """Return names and identifiers of who gathered the counts of these activities."""
    rows = records(tables.organisations, "activity", "role", "organisation", "name")
    found = {
        one
        for activity, role, *names in rows
        if activity in activities and role in _GATHER
        for one in names
    }
    for name in ("transactions", "planned_disbursements"):
        table = getattr(tables, name)
        columns = [one for one in ("receiver", "receiver_name") if one in table]
        for activity, *names in records(table, "activity", *columns):
            found |= set(names) if activity in activities else set()
    return {one for one in found if len(one) >= _SHORTEST}


def naming(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds these names as whole words, however they are joined: my-org, my_org."""
    found = []
    for name in sorted(names, key=lambda one: (-len(one), one)):
        words = re.findall(r"\w+", name.replace("_", " "))
        if words:
            found.append(r"[\W_]+".join(map(re.escape, words)))
    if not found:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])", re.IGNORECASE)


def _in_ids(tables: Tables, those: set[str], names: Iterable[str]) -> Iterator[Mistake]:
    pattern = naming(names)
    for name, table in tables.each().items():
        if "id" not in table:
            continue
        activity = "id" if name == "activities" else "activity"
        for one, of, origin in records(table, "id", activity, "origin"):
            if of in those and pattern.search(one):
                yield Mistake(
                    origin,
                    column="id",
                    found="the id has the identifier of an organisation, and"
                    " [disclosure] agency_identifiers is false",
                    mend="Give an id that tells of nobody, such as GBV-2024-001",
                )


def _neutral(
    table: pd.DataFrame, column: str, those: set[str], names: Iterable[str]
) -> pd.DataFrame:
    """Return rows whose origins do not name an organisation: of those, only the row is said."""
    pattern = naming(names)
    origins = [
        re.sub(r"^.*?(?=, (?:row|line) \d+)", "a file", origin.partition(" (")[0])
        if activity in those and pattern.search(origin)
        else origin
        for activity, origin in records(table, column, "origin")
    ]
    return table.assign(origin=origins)
