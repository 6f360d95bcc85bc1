"""One hierarchy level a sum: what a programme and its parts both report counts once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from briefpress.config import FILE
from briefpress.errors import Mistake
from briefpress.model.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

MONEY = ("budgets", "transactions", "planned_disbursements")


def one_level(tables: Tables, hierarchy: int) -> tuple[Tables, list[Mistake]]:
    """Return the activities of one level with all their rows, and what is to be said of the others.

    ``hierarchy`` 0 is the deepest level that occurs; an activity of a table
    without levels is counted at each. A warning names the money that stands at
    other levels and is in no sum. A level that does not occur is an error.
    """
    kept, mistakes = reported(counts(tables), hierarchy)
    return at_level(tables, kept) if kept else tables, mistakes


def counts(tables: Tables) -> Counter[tuple[int, str]]:
    """Count activities, and rows of each table of money, by level (0: none given) and table."""
    levels = dict(
        zip(tables.activities["id"], map(_level, tables.activities["hierarchy"]), strict=True)
    )
    found = Counter((level, "activities") for level in levels.values())
    if set(levels.values()) - {0}:
        for name in MONEY:
            found.update((levels[one], name) for one in tables.each()[name]["activity"])
    return found


def reported(counted: Counter[tuple[int, str]], hierarchy: int) -> tuple[int, list[Mistake]]:
    """Return the level that is counted, 0 where all are, and what is to be said of the others."""
    there = sorted({level for level, _ in counted} - {0})
    if len(there) < 2 and (not hierarchy or hierarchy in there or not there):
        return 0, []
    if hierarchy and hierarchy not in there:
        listed = ", ".join(map(str, there))
        found = f"[edition] hierarchy: no activity stands at level {hierarchy}. There is: {listed}"
        return 0, [Mistake(FILE, found=found)]
    kept = hierarchy or there[-1]
    left = {
        level: {name: counted[level, name] for name in MONEY} for level in there if level != kept
    }
    return kept, [
        _said(level, counted[level, "activities"], rows, kept, not hierarchy)
        for level, rows in left.items()
    ]


def at_level(tables: Tables, kept: int) -> Tables:
    """Return the activities of a level, and those without one; money of the others is set apart."""
    ids = tables.activities["id"]
    counted = tables.activities["hierarchy"].map(_level).isin((kept, 0))
    return replace(tables.of(ids[counted]), other_levels=_money(tables, ids[~counted]))


def _level(given: int | None) -> int:
    return given or 0


def _money(tables: Tables, ids: pd.Series[str]) -> pd.DataFrame:
    import pandas as pd

    rows = [table.loc[table["activity"].isin(ids), ["row", "origin"]]
            for table in (tables.budgets, tables.transactions)]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def _said(level: int, activities: int, rows: dict[str, int], kept: int, chosen: bool) -> Mistake:
    money = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in rows.items() if count)
    found = (
        f"[edition] hierarchy: {activities} activities of level {level} are not counted,"
        f" because level {kept} is reported"
    )
    mend = f"With them {money} are left out. " if money else ""
    mend += f"To report that level, write hierarchy = {level}" if chosen else ""
    return Mistake(FILE, found=found, mend=mend.strip(), level="warning")
