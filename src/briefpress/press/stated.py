"""What the sources are said to sum to, against what the edition makes of them.

Both kinds of totals are explained in docs/reconciliation.md.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import combinations

from briefpress.config import FILE, Project, Source
from briefpress.errors import ProjectError
from briefpress.measures import funding, money
from briefpress.measures.shares import WIDE
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables, records
from briefpress.sources import files_of, shown

_SHOWN = 5
_MOST_TRIED = 25
"""Left-out rows of which pairs are tried too: of more, some pair fits nearly anything."""


@dataclass(frozen=True)
class Stated:
    """A total that somebody states for a period; ``by`` says where it stands."""

    name: str
    value: Decimal
    start: dt.date
    end: dt.date
    by: str


def differences(project: Project, tables: Tables) -> Iterator[str]:
    """Give a line for each stated total that the edition's tables do not come to.

    Each says which rows of the source are not in the sum, and if one or two of
    them are the difference. Raises ProjectError for an organisation file that
    cannot be read.
    """
    for number, source in enumerate(project.sources, start=1):
        if not (source.totals.declared or source.totals.file):
            continue
        if any(other.partitioned for other in project.sources):
            raise ProjectError("[[source]] totals: cannot be held against data read in parts")
        name = f"[[source]] {number}"
        own = _of_source(tables, source, project) if len(project.sources) > 1 else tables
        for one in _stated(source, name, project):
            if isinstance(one, str):
                yield one
            elif one.name == "activities":
                yield from _activities(one, own, tables, project, source)
            else:
                yield from _amount(one, own, project)


def _stated(source: Source, name: str, project: Project) -> Iterator[Stated | str]:
    edition = project.edition
    for total, value in source.totals.declared:
        by = f"{FILE}, {name} totals"
        yield Stated(total, value, edition.start, edition.end, by)
    if source.totals.file:
        from briefpress.sources.iati import organisation

        read = organisation.read(project.root / source.totals.file, source.totals.file)
        here = [one for one in read if one.end >= edition.start and one.start <= edition.end]
        if not here:
            yield f"{source.totals.file}: states no total for {edition.period}"
        for one in here:
            if one.currency != edition.currency:
                found = f"is in {one.currency}, which cannot be held against {edition.currency}"
                yield f"{one.place}: the total {found}"
            else:
                yield Stated(one.name, one.value, one.start, one.end, one.place)


def _of_source(tables: Tables, source: Source, project: Project) -> Tables:
    """Return the activities that stand in a source's files, with the rows of these files."""
    names = [shown(path, project) for path in files_of(source, project)]
    marks = tuple(f"{name}, " for name in names)
    kept = {
        name: table[table["origin"].str.startswith(marks)] if name != "vocabularies" else table
        for name, table in tables.each().items()
    }
    return replace(tables, **kept)


def _activities(
    one: Stated, own: Tables, tables: Tables, project: Project, source: Source
) -> Iterator[str]:
    found = len(own.activities)
    if found == one.value:
        return
    files = {shown(path, project) for path in files_of(source, project)}
    rejected = tables.rejected
    aside = [
        f"{file}, {place}"
        for file, place, table, reason in zip(
            rejected["file"], rejected["place"], rejected["table"], rejected["reason"], strict=True
        )
        if (table == "activities" or reason.startswith("iati-activity"))
        and (not source.path or file.partition(", sheet")[0] in files)
    ]
    left = f" Set aside: {_some(aside)}" if aside else ""
    yield f"activities are {found}, {one.by} says {one.value}.{left}"


def _amount(one: Stated, own: Tables, project: Project) -> Iterator[str]:
    """Hold a sum of money of the whole against what is stated."""
    edition = replace(project.edition, start=one.start, end=one.end)
    fund = funding.of(Slice(edition, own, "edition", edition.period))[one.name]
    if fund.total == one.value:
        return
    missing = WIDE.subtract(one.value, fund.total)
    left = _left_out(fund, own, one.name)
    more = f". {_explained(missing, left)}" if left else ""
    if len(own.other_levels):
        more += f". {len(own.other_levels)} budgets and transactions stand at other levels"
    less = "less" if missing > 0 else "more"
    yield (
        f"{one.name} is {fund.total} from {one.start} to {one.end},"
        f" {one.by} says {one.value}: {abs(missing)} {less}{more}"
    )


def _left_out(fund: funding.Funding, own: Tables, name: str) -> dict[str, Decimal]:
    """Return the rows of one kind of money that are not in its sum, or not whole, with why."""
    origin = own.origins()
    found: dict[str, Decimal] = {}
    outside: dict[str, list[Decimal]] = {}
    for one in fund.outside:
        outside.setdefault(one.row, []).append(one.amount or Decimal())
    for row, amounts in outside.items():
        found[f"{origin[row]} is outside the period"] = money.total(amounts)
    for one in fund.unconverted:
        found[f"{origin[one.row]} is in {one.currency} and has no rate"] = one.value
    if name == "budget":
        stand = set(money.standing_budgets(own.budgets)["row"])
        for row, amount in records(own.budgets, "row", "amount"):
            if row not in stand:
                found[f"{origin[row]} is revised by another"] = amount or Decimal()
    return found | dict(_set_aside(own, name))


def _set_aside(own: Tables, name: str) -> Iterator[tuple[str, Decimal]]:
    """Give the rows of one kind of money that were set aside, as far as their amounts are known."""
    wanted = "budgets" if name == "budget" else "transactions"
    types = money.TYPES.get(name, ())
    for file, place, table, content in records(own.rejected, "file", "place", "table", "content"):
        if table == wanted:
            cells = json.loads(content)
            if not types or cells.get("type", "") in (*types, ""):
                yield f"{file}, {place} is set aside", _decimal(cells.get("value", ""))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal()


def _explained(missing: Decimal, left: Mapping[str, Decimal]) -> str:
    for many in (1, 2) if len(left) <= _MOST_TRIED else (1,):
        for rows in combinations(left, many):
            if money.total(left[row] for row in rows) == missing:
                return f"That is exactly what is left out: {'; '.join(rows)}"
    return f"Not in the sum: {_some(f'{row} ({amount})' for row, amount in left.items())}"


def _some(found: Iterator[str] | list[str]) -> str:
    listed = list(found)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return "; ".join(listed[:_SHOWN]) + more
