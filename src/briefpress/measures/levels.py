"""One hierarchy level a sum: what a programme and its parts both report counts once."""

from __future__ import annotations

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
    levels = tables.activities["hierarchy"].map(lambda level: level or 0)
    there = sorted(set(levels) - {0})
    if len(there) < 2 and (not hierarchy or hierarchy in there or not there):
        return tables, []
    if hierarchy and hierarchy not in there:
        listed = ", ".join(map(str, there))
        found = f"[edition] hierarchy: no activity stands at level {hierarchy}. There is: {listed}"
        return tables, [Mistake(FILE, found=found)]
    kept = hierarchy or there[-1]
    ids = tables.activities["id"]
    left = {
        level: {name: int(tables.each()[name]["activity"].isin(ids[levels == level]).sum())
                for name in MONEY}
        for level in there
        if level != kept
    }  # fmt: skip
    mistakes = [_said(level, int((levels == level).sum()), rows, kept, not hierarchy)
                for level, rows in left.items()]  # fmt: skip
    counted = (levels == kept) | (levels == 0)
    others = _money(tables, ids[~counted])
    return replace(tables.of(ids[counted]), other_levels=others), mistakes


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
