"""An edition's tables without what must not be printed: what is hidden no brief ever gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.disclosure import counts, earlier
from briefpress.disclosure.agencies import without_agencies
from briefpress.disclosure.attack import require_safe
from briefpress.disclosure.looks import one_by_one, undeclared
from briefpress.disclosure.rounding import draw, require_rounded, rounded
from briefpress.disclosure.suppress import suppress
from briefpress.disclosure.system import System
from briefpress.disclosureconfig import Disclosure
from briefpress.errors import ProjectError
from briefpress.model.number import SUPPRESSED
from briefpress.model.tables import Tables, records, sum_of

if TYPE_CHECKING:
    import pandas as pd

    from briefpress.disclosure.texts import Waiting

DERIVED = "not a count, of an activity with hidden counts"
BESIDE_ROUNDED = "not a count, of an activity with rounded counts"


@dataclass(frozen=True)
class Hidden:
    """One row of the log: a cell that is not printed as it is, and why; never its value.

    ``rows`` are those of the results that it is made of.
    """

    cell: str
    indicator: str
    rule: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Guarded:
    """Tables that can be printed from, and the log of what is not printed as it is."""

    tables: Tables
    log: tuple[Hidden, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    """Texts that somebody has to read first: no brief of their activities is made."""


Cuts = Callable[[Tables], Iterable[Tables]]


def guarded(tables: Tables, declared: Disclosure, cuts: Cuts, root: Path = Path()) -> Guarded:
    """Return the tables with sensitive results suppressed or rounded, and the log of them.

    ``cuts`` gives, of the sensitive results, those of each slice that briefs are
    made of. Where nothing is sensitive the tables are returned as they are.
    Raises ProjectError for indicators that look sensitive and are not declared,
    and for rows that look like single people, and GateError when something
    hidden could be computed back.
    """
    mistakes = [*undeclared(tables, declared), *one_by_one(tables, declared)]
    if mistakes:
        raise ProjectError(mistakes)
    sensitive = tables.results["indicator"].map(declared.is_sensitive).astype(bool)
    activities = set(tables.results["activity"][sensitive])
    safe = Guarded(tables)
    if activities:
        safe = _counts(tables, sensitive, declared, cuts, root)
    if activities and not declared.agency_identifiers:
        safe = replace(safe, tables=without_agencies(safe.tables, activities))
    if activities or declared.narrative:
        from briefpress.disclosure.texts import waiting

        safe = replace(safe, waiting=waiting(tables, declared, activities))
    return safe


def _counts(
    tables: Tables, sensitive: pd.Series[bool], declared: Disclosure, cuts: Cuts, root: Path
) -> Guarded:
    part = replace(tables, results=tables.results[sensitive].reset_index(drop=True))
    printed = earlier.printed(root, declared)
    system = counts.system(part, cuts(part), printed.exact)
    apply = _rounded if declared.method == "round" else _suppressed
    return apply(tables, part, system, declared, printed)


def _suppressed(
    tables: Tables, part: Tables, system: System, declared: Disclosure, _: earlier.Printed
) -> Guarded:
    found = suppress(system, declared.threshold)
    require_safe(system, found.hidden, declared.threshold, found.ways)
    rules = dict(found.hidden) | _derived(part, found.hidden)
    cells = {cell.name: cell for cell in system.cells}
    published = {
        one.total: Decimal(str(cells[one.total].value)).normalize() + 0
        for one in system.sums
        if one.total not in rules and " + " in one.total
        if any(name in rules for name in one.parts)
    }
    results = _with(tables.results, dict.fromkeys(rules, SUPPRESSED))
    return Guarded(replace(tables, results=results, published=published), _log(part, rules))


def _rounded(
    tables: Tables, part: Tables, system: System, declared: Disclosure, printed: earlier.Printed
) -> Guarded:
    """Round every count: sums are made of the rounded rows, and none is exact.

    A percentage or an average that the data reports would be exact: it is hidden.
    """
    base = declared.base
    values = rounded(system, base, draw(declared.secret), printed.rounded)
    require_rounded(system, values, base, printed.rounded)
    rules = {
        cell.name: f"rounded to base {base}{', but published before' if cell.known else ''}"
        for cell in system.cells
        if cell.printed
    }
    beside = _not_counts(part, set(part.results["activity"]), BESIDE_ROUNDED)
    new: dict[str, Any] = {name: Decimal(round(values[name])) for name in rules}
    results = _with(tables.results, new | dict.fromkeys(beside, SUPPRESSED))
    return Guarded(replace(tables, results=results, rounded=base), _log(part, rules | beside))


def _with(results: pd.DataFrame, new: Mapping[str, Any]) -> pd.DataFrame:
    """Return the results with new values in the place of those of some cells."""
    import pandas as pd

    results = results.copy()
    for name in counts.COLUMNS:
        kept = [
            new.get(sum_of(name, [row]), value) if value is not None else None
            for row, value in records(results, "row", name)
        ]
        results[name] = pd.Series(kept, index=results.index, dtype=object)
    return results


def _log(part: Tables, rules: Mapping[str, str]) -> tuple[Hidden, ...]:
    indicators = dict(records(part.results, "row", "indicator"))
    found = []
    for cell, rule in rules.items():
        rows = tuple(cell.partition(": ")[2].split(" + "))
        found.append(Hidden(cell, indicators[rows[0]], rule, rows))
    return tuple(found)


def _derived(part: Tables, hidden: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are no counts, as percentages, of activities with hidden counts."""
    rows = list(records(part.results, "row", "activity", "measure"))
    those = {
        activity
        for row, activity, _ in rows
        if any(sum_of(name, [row]) in hidden for name in counts.COLUMNS)
    }
    return _not_counts(part, those, DERIVED)


def _not_counts(part: Tables, activities: Set[str], rule: str) -> dict[str, str]:
    """Return the cells of some activities that are no counts, with the rule for them."""
    return {
        sum_of(name, [row]): rule
        for row, activity, measure, *values in records(
            part.results, "row", "activity", "measure", *counts.COLUMNS
        )
        if measure != "unit" and activity in activities
        for name, value in zip(counts.COLUMNS, values, strict=True)
        if value is not None
    }
