"""An edition's tables without what must not be printed: what is hidden no brief ever gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.disclosure import counts
from briefpress.disclosure.attack import require_safe
from briefpress.disclosure.looks import undeclared
from briefpress.disclosure.suppress import suppress
from briefpress.disclosureconfig import Disclosure
from briefpress.errors import ProjectError
from briefpress.model.number import SUPPRESSED
from briefpress.model.tables import Tables, records, sum_of

DERIVED = "not a count, of an activity with hidden counts"


@dataclass(frozen=True)
class Guarded:
    """Tables that can be printed from, and the log of what is hidden: never the values."""

    tables: Tables
    log: tuple[tuple[str, str, str], ...] = ()
    """Cell, indicator and rule of each."""


def guarded(
    tables: Tables,
    declared: Disclosure,
    cuts: Callable[[Tables], Iterable[Tables]],
    root: Path = Path(),
) -> Guarded:
    """Return the tables with hidden results suppressed, and the log of them.

    ``cuts`` gives, of the sensitive results, those of each slice that briefs are
    made of. Where nothing is sensitive the tables are returned as they are.
    Raises ProjectError for indicators that look sensitive and are not declared,
    and GateError when something hidden could be computed back.
    """
    if tables.results.empty:
        return Guarded(tables)
    import pandas as pd

    mistakes = list(undeclared(tables, declared))
    if mistakes:
        raise ProjectError(mistakes)
    sensitive = tables.results["indicator"].map(declared.is_sensitive).astype(bool)
    if not sensitive.any():
        return Guarded(tables)
    part = replace(tables, results=tables.results[sensitive].reset_index(drop=True))
    system = counts.system(part, cuts(part), _earlier(root, declared.earlier))
    found = suppress(system, declared.threshold)
    require_safe(system, found.hidden, declared.threshold, found.ways)
    rules = dict(found.hidden) | _derived(part, found.hidden)
    results = tables.results.copy()
    for name in counts.COLUMNS:
        hidden = [sum_of(name, [row]) in rules for row in results["row"]]
        kept: list[Any] = [
            SUPPRESSED if is_hidden else value
            for is_hidden, value in zip(hidden, results[name].tolist(), strict=True)
        ]
        results[name] = pd.Series(kept, index=results.index, dtype=object)
    cells = {cell.name: cell for cell in system.cells}
    published = {
        one.total: Decimal(str(cells[one.total].value)).normalize() + 0
        for one in system.sums
        if one.total not in rules and " + " in one.total
        if any(name in rules for name in one.parts)
    }
    indicators = dict(records(part.results, "row", "indicator"))
    log = [
        (cell, indicators[cell.partition(": ")[2].split(" + ")[0]], rule)
        for cell, rule in rules.items()
    ]
    return Guarded(replace(tables, results=results, published=published), tuple(log))


def _derived(part: Tables, hidden: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are no counts, as percentages, of activities with hidden counts."""
    rows = list(records(part.results, "row", "activity", "measure"))
    those = {
        activity
        for row, activity, _ in rows
        if any(sum_of(name, [row]) in hidden for name in counts.COLUMNS)
    }
    return {
        sum_of(name, [row]): DERIVED
        for row, activity, measure in rows
        if measure != "unit" and activity in those
        for name in counts.COLUMNS
    }


def _earlier(root: Path, folders: Iterable[str]) -> dict[str, Decimal]:
    """Return what earlier editions have printed, by the name of the cell."""
    found: dict[str, Decimal] = {}
    for folder in folders:
        manifest = json.loads((root / folder / "manifest.json").read_text(encoding="utf-8"))
        for entry in manifest["briefs"].values():
            path = root / folder / entry["facts"]
            try:
                facts = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                raise ProjectError(
                    f"{path}: cannot be read. [disclosure] earlier needs whole editions"
                ) from None
            for name, rows in facts["tables"].items():
                found |= _printed(name.rpartition(".")[2], rows)
    return found


def _printed(table: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    columns = {"results": {one: one for one in counts.COLUMNS}, "people": {"value": "actual"}}
    return {
        sum_of(column, row["rows"]): Decimal(row[name])
        for name, column in columns.get(table, {}).items()
        for row in rows
        if row[name] not in (None, repr(SUPPRESSED))
    }
