"""The counts of people of an edition as one system of linked tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from briefpress.disclosure.system import Cell, Sum, System
from briefpress.errors import Mistake, ProjectError
from briefpress.measures.results import is_everyone, summed
from briefpress.model.tables import Tables, plain, sum_of

COLUMNS = ("baseline", "actual")
"""What was counted. A target is a plan, and tells of nobody."""

_GROUPS = ("sex", "age", "dimension")
_ONE_THING = ("activity", "result", "indicator", "unit", "start_date", "end_date")

Row = Mapping[str, Any]


def system(results: Tables, cuts: Iterable[Tables], known: Mapping[str, Decimal]) -> System:
    """Return the counts of sensitive results, and how they sum.

    ``results`` are tables whose results are all sensitive; ``cuts`` those of each
    slice that sums of them are printed of. Cells are: each row's value; each sum
    of rows that a slice has; and what a row about everyone, or about a whole
    group, has beyond the groups that the data tells apart. A cell is ``known``
    where an earlier edition has the same value for the same rows. Raises
    ProjectError for a count below zero.
    """
    rows = [row for row in plain(results.results) if row["measure"] == "unit"]
    _refuse_negative(rows)
    values: dict[str, Decimal] = {
        sum_of(name, [row["row"]]): row[name]
        for row in rows
        for name in COLUMNS
        if row[name] is not None
    }
    sums: dict[str, Sum] = {}
    for cut in cuts:
        for row in summed(cut):
            for name in COLUMNS:
                of = row["of"][name]
                cell = sum_of(name, of)
                if row["measure"] == "unit" and row[name] is not None and len(of) > 1:
                    values[cell] = row[name]
                    sums[cell] = Sum(cell, tuple(sum_of(name, [one]) for one in of))
    unseen: dict[str, Decimal] = {}
    beyond = list(_beyond(rows, values, unseen))
    cells = [
        *(Cell(name, float(it), known=known.get(name) == it) for name, it in values.items()),
        *(Cell(name, float(it), printed=False) for name, it in unseen.items()),
    ]
    return System(tuple(cells), (*sums.values(), *beyond))


def _refuse_negative(rows: Iterable[Row]) -> None:
    mistakes = [
        Mistake(
            row["origin"],
            column=name,
            found=f"{row[name]} is no count of people, and the indicator is declared sensitive",
            mend="Correct the value, or leave the row out",
        )
        for row in rows
        for name in COLUMNS
        if row[name] is not None and row[name] < 0
    ]
    if mistakes:
        raise ProjectError(mistakes)


def _beyond(
    rows: Iterable[Row], values: Mapping[str, Decimal], unseen: dict[str, Decimal]
) -> Iterable[Sum]:
    """Give the sums of groups that are a row about more; what they lack goes to ``unseen``.

    Groups that sum to more than the whole overlap: then each is a part of its own.
    """
    things: dict[tuple[Any, ...], list[tuple[tuple[str, ...], str]]] = {}
    for row in rows:
        of = tuple("" if is_everyone(row[name]) else row[name] for name in _GROUPS)
        things.setdefault(tuple(row[name] for name in _ONE_THING), []).append((of, row["row"]))
    for those in things.values():
        for column in COLUMNS:
            here = [(of, sum_of(column, [row])) for of, row in those]
            here = [(of, cell) for of, cell in here if cell in values]
            for of, whole in here:
                for at in (at for at, one in enumerate(of) if not one):
                    groups = [cell for other, cell in here if _splits(of, other, at)]
                    apart = sum(values[cell] for cell in groups) > values[whole]
                    for parts in [[one] for one in groups] if apart else [groups]:
                        rest = values[whole] - sum(values[one] for one in parts)
                        if not parts or rest < 0:
                            continue
                        if rest:
                            name = f"{whole} without {' and '.join(parts)}"
                            unseen[name] = rest
                            parts = [*parts, name]
                        yield Sum(whole, tuple(parts))


def _splits(of: tuple[str, ...], other: tuple[str, ...], at: int) -> bool:
    """Say whether a group is a part of another by one thing alone: sex, age or another."""
    return bool(other[at]) and all(
        mine == theirs
        for place, (mine, theirs) in enumerate(zip(of, other, strict=True))
        if place != at
    )
