"""Every brief against the whole edition, against its own tables, and against its other languages.

Each identity is explained in docs/reconciliation.md. Reads the facts that were
written; a difference is said with the brief, the number and the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.measures.world import World
from briefpress.press import manifest
from briefpress.press.plan import Job

Facts = dict[str, Any]
Key = tuple[str, str]

_NAMES = ("budget", "committed", "received", "spent")
_TABLES = {"funding_years": "the years", "funding_places": "the places"}
_SHOWN = 5
"""Rows of one difference that are named; the others are counted."""


def keys(jobs: Iterable[Job]) -> dict[str, Key]:
    """Return the dimension and the key of each brief."""
    return {job.brief: (job.kind.over, job.key) for job in jobs}


def differences(
    out: Path, entries: manifest.Briefs, keys: Mapping[str, Key], world: World | None
) -> Iterator[str]:
    """Give one line for each difference among the fresh briefs of an edition.

    ``keys``: dimension and key of each brief. Without a ``world`` (tables that are
    larger than memory) briefs are held against themselves and each other only.
    """
    first: dict[Key, tuple[str, Any]] = {}
    chapters: dict[str, tuple[str, Facts]] = {}
    for brief, entry in entries.items():
        if entry["state"] != "fresh" or brief not in keys:
            continue
        try:
            facts: Facts = json.loads((out / entry["facts"]).read_bytes())
        except (OSError, ValueError):
            yield f"{brief}: its facts cannot be read; build it again"
            continue
        yield from (f"{brief}: {found}" for found in within(facts))
        over, key = keys[brief]
        if world is not None:
            yield from (f"{brief}: {found}" for found in against(facts, over, key, world))
        kind = (brief.split("/")[0], key)
        if kind in first:
            other, numbers = first[kind]
            yield from languages(brief, facts["numbers"], other, numbers)
        else:
            first[kind] = brief, facts["numbers"]
        if over == "edition":
            chapters |= {brief: (over, facts)}
    themes = {key: numbers for brief, numbers in _of_themes(first, keys)
              for key in [keys[brief][1]]}  # fmt: skip
    for brief, (_, facts) in chapters.items():
        yield from _chapters(brief, facts["numbers"], themes)


def _of_themes(
    first: Mapping[Key, tuple[str, Any]], keys: Mapping[str, Key]
) -> Iterator[tuple[str, Any]]:
    return ((brief, numbers) for brief, numbers in first.values() if keys[brief][0] == "theme")


def within(facts: Facts) -> Iterator[str]:
    """Hold a brief's numbers against its own rows and tables."""
    numbers, tables = facts["numbers"], facts["tables"]
    for name, number in numbers.items():
        if "amounts" in number:
            total = _total(number["amounts"])
            if total != _decimal(number["value"]):
                said = _listed(zip(number["rows"], number["amounts"], strict=False))
                yield f"{name} is {number['value']}, its rows sum to {total}: {said}"
        unknown = [row for row in number["rows"] if row not in facts["rows"]]
        if unknown:
            yield f"{name} names rows that the brief does not have: {_rows(unknown)}"
    yield from _counts(numbers, tables)
    for name in _NAMES:
        number = numbers.get(f"funding.{name}")
        if number is None or number["value"] is None:
            continue
        for table, said in _TABLES.items():
            found = _total(row[name] for row in tables.get(table, ()) if row[name] is not None)
            if table in tables and found != _decimal(number["value"]):
                yield f"funding.{name} is {number['value']}, {said} in {table} sum to {found}"
    yield from _income(numbers, tables)


def _counts(numbers: dict[str, Any], tables: dict[str, Any]) -> Iterator[str]:
    total = numbers.get("activities.total")
    if total is None or total["value"] is None:
        return
    if total["value"] != len(set(total["rows"])):
        rows = _rows(total["rows"])
        yield f"activities.total is {total['value']}, its rows are {len(total['rows'])}: {rows}"
    scopes = tables.get("scopes", ())
    if scopes and sum(row["activities"] for row in scopes) != total["value"]:
        yield f"activities.total is {total['value']}, the scopes sum to another number"
    for name, number in numbers.items():
        if name.startswith("coverage.") and not name.endswith("_missing"):
            missing = numbers[f"{name}_missing"]
            both = (number["value"], missing["value"])
            if None not in both and sum(both) != total["value"]:
                twice = set(number["rows"]) & set(missing["rows"])
                yield f"{name} and {name}_missing are not all activities; in both: {_rows(twice)}"


def _income(numbers: dict[str, Any], tables: dict[str, Any]) -> Iterator[str]:
    received, committed = numbers.get("funding.received"), numbers.get("funding.committed")
    if received is None or committed is None:
        return
    income = received if received["value"] is not None else committed
    for table in ("funding_donors", "earmarking"):
        rows = tables.get(table)
        if rows and income["value"] is not None:
            found = _total(row["amount"] for row in rows)
            if found != _decimal(income["value"]):
                yield f"what came in is {income['value']}, the rows of {table} sum to {found}"
    gap, budget = numbers.get("funding.gap"), numbers.get("funding.budget")
    if gap and budget and gap["value"] is not None:
        found = _decimal(budget["value"]) - _decimal(income["value"])
        if found != _decimal(gap["value"]):
            yield f"funding.gap is {gap['value']}, budget less what came in is {found}"


def against(facts: Facts, over: str, key: str, world: World) -> Iterator[str]:
    """Hold a brief against the whole edition, row by row: what falls on its key, and no more."""
    numbers = facts["numbers"]
    total = numbers.get("activities.total")
    if total is not None:
        expected, found = world.activities[over, key], set(total["rows"])
        if expected - found:
            yield f"activities.total lacks {_rows(expected - found)}"
        if found - expected:
            yield f"activities.total has {_rows(found - expected)}, which touch another {over}"
    of = "" if over == "edition" else key
    for name in _NAMES:
        number = numbers.get(f"funding.{name}")
        if number is None or number["status"] == "suppressed":
            continue
        if over == "donor" and name not in ("committed", "received"):
            continue
        rows = dict(zip(number["rows"], number.get("amounts", ()), strict=False))
        yield from _row_by_row(f"funding.{name}", rows, world.money.get((name, over, of), {}))


def _row_by_row(
    name: str, found: Mapping[str, str], expected: Mapping[str, Decimal]
) -> Iterator[str]:
    wrong = [
        f"{row} brings {found.get(row, 'nothing')}, by the whole edition {expected.get(row, 0)}"
        for row in dict.fromkeys([*expected, *found])
        if _decimal(found.get(row, 0)) != expected.get(row, 0)
    ]
    if wrong:
        more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        yield f"{name}: {'; '.join(wrong[:_SHOWN])}{more}"


def languages(
    brief: str, numbers: Mapping[str, Any], other: str, others: Mapping[str, Any]
) -> Iterator[str]:
    """Hold a brief in one language against the same in another: every number and its rows."""
    for name in dict.fromkeys([*others, *numbers]):
        one, two = numbers.get(name), others.get(name)
        if one == two:
            continue
        shown = [number and number["value"] for number in (one, two)]
        rows = {*(one or {}).get("rows", ())} ^ {*(two or {}).get("rows", ())}
        differs = f"; rows of one of them: {_rows(rows)}" if rows else ""
        yield f"{brief}: {name} is {shown[0]}, in {other} {shown[1]}{differs}"


def _chapters(
    brief: str, numbers: Mapping[str, Any], themes: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Hold the summary's chapters against the briefs of the same themes."""
    for key, own in themes.items():
        prefix = f"theme.{key}."
        chapter = {
            name.removeprefix(prefix): number
            for name, number in numbers.items()
            if name.startswith(prefix)
        }
        if chapter:
            yield from languages(f"{brief}, chapter {key}", chapter, f"theme/{key}", own)


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _total(values: Iterable[Any]) -> Decimal:
    return sum(map(_decimal, values), Decimal())


def _rows(rows: Iterable[str]) -> str:
    listed: Sequence[str] = sorted(rows)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return (", ".join(listed[:_SHOWN]) or "none") + more


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return _rows(f"{row} {amount}" for row, amount in pairs)
