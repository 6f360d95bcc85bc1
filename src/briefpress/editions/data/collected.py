"""The tables of a finished edition: its briefs, its numbers, and the rows behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Project
from briefpress.editions.data.columns import (
    COLUMNS,
    ORIGIN,
    ROW,
    Field,
    Table,
    fields,
    references,
)
from briefpress.errors import GateError, ProjectError
from briefpress.model.number import Suppressed
from briefpress.press import guard, manifest
from briefpress.press.build import made_of
from briefpress.press.data import CACHE, ready
from briefpress.press.fetched import fetched
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.review import finished

if TYPE_CHECKING:
    from briefpress.model.tables import Tables

SUPPRESSED = "suppressed"
"""What stands where a number is hidden (disclosure control): neither missing nor zero."""

_BRIEFS = (
    Field("brief", "string", "Name of the brief: kind, key and language", required=True),
    Field("kind", "string", "Kind of brief", required=True),
    Field("key", "string", "What it is about: a country's or a theme's code, a donor's id"),
    Field("language", "string", "Language", required=True),
    Field("title", "string", "Title that is printed"),
    Field("state", "string", "fresh: of this edition", required=True),
    Field("pages", "integer", "Number of pages of its PDF"),
    Field("pdf", "string", "File of the PDF in the edition's folder"),
    Field("pdf_sha256", "string", "SHA-256 of the PDF, in hexadecimal"),
)
_NUMBERS = (
    Field("kind", "string", "Kind of brief that the number is printed in", required=True),
    Field("key", "string", "Key of the brief", required=True),
    Field("name", "string", "Name of the number, as 'briefpress trace' has it", required=True),
    Field("value", "number", "Value, in the column unit; empty or suppressed as the status says"),
    Field("unit", "string", "Unit of the value: what is counted, or a currency (ISO 4217)"),
    Field("precision", "integer", "Decimals that are printed"),
    Field(
        "status", "string", "What the value is", True,
        ("exact", "estimated", "no data", "suppressed"),
    ),
    Field("rule", "string", "How the value is made of its rows"),
    Field("rows", "integer", "How many rows it is made of; number_rows names them"),
)  # fmt: skip
_NUMBER_ROWS = (
    *_NUMBERS[:3],
    Field("row", "string", "Id of a row that the number is made of", required=True),
)


@dataclass(frozen=True)
class Collected:
    """All that an edition's data consists of, and what is said about it."""

    project: Project
    edition: str
    """What the manifest calls it."""
    manifest: str
    """SHA-256 of the manifest that the numbers are from, in hexadecimal."""
    tables: tuple[Table, ...]
    """Tables without rows are left out."""


def collected(project: Project, out: Path) -> Collected:
    """Return the data of the edition in ``out``, with everything hidden that briefs hide.

    Raises ProjectError when nothing is built, the data is larger than memory, or
    project and edition are not of one state; GateError when a brief is not fresh.
    """
    built = manifest.read(out)
    if not built["briefs"]:
        raise ProjectError(f"{out}: nothing has been built here. 'briefpress build' does it.")
    here = fetched(project, out / CACHE)
    modules = [name for name in built.get("inputs", ()) if name.endswith(".py")]
    now = made_of(here, Hashes(out / CACHE / FILES), modules).inputs
    if changed := _changed(built.get("inputs", {}), now):
        raise ProjectError(
            f"{changed} has changed since the edition in {out} was built. Build it, then export"
        )
    bad = [name for name, entry in built["briefs"].items() if entry["state"] != "fresh"]
    if bad:
        raise GateError(f"{bad[0]} is {built['briefs'][bad[0]]['state']}. Build it, then export")
    reading = ready(here)
    if reading.errors:
        raise ProjectError(reading.errors)
    if reading.store is not None:
        raise ProjectError(
            "the data is larger than memory (a source is partitioned), and no workbook holds it."
            " 'briefpress totals' writes its sums; its Parquet is a table for programs already"
        )
    guarded = guard.of(here, reading).tables
    found = (_briefs(built), *_numbers(built, out), *_canonical(guarded))
    return Collected(
        here,
        built["edition"],
        manifest.of_file(out / manifest.NAME),
        tuple(table for table in found if table.rows),
    )


def _changed(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Name the first input that is not what it was; "" where all are."""
    return next((name for name in sorted({*was, *now}) if was.get(name) != now.get(name)), "")


def _briefs(built: Mapping[str, Any]) -> Table:
    rows = [
        (
            brief,
            *brief.split("/"),
            entry["title"],
            entry["state"],
            entry["pages"],
            entry["pdf"],
            entry["sha256"].get(entry["pdf"]),
        )
        for brief, entry in built["briefs"].items()
    ]
    said = "The briefs of the edition, one row for each language"
    return Table("briefs", said, _BRIEFS, rows, ("brief",))


def _numbers(built: Mapping[str, Any], out: Path) -> Iterator[Table]:
    """Give the numbers of all briefs, and their rows: they are the same in each language."""
    numbers: list[tuple[Any, ...]] = []
    rows: list[tuple[str, ...]] = []
    seen: set[tuple[str, str]] = set()
    for brief in built["briefs"]:
        kind, key, _ = brief.split("/")
        if (kind, key) in seen:
            continue
        seen.add((kind, key))
        for name, one in finished.facts_of(out, brief)["numbers"].items():
            value = None if one["value"] is None else Decimal(str(one["value"]))
            numbers.append(
                (
                    *(kind, key, name),
                    SUPPRESSED if one["status"] == SUPPRESSED else value,
                    *(one["unit"], one["precision"], one["status"], one["rule"]),
                    len(one["rows"]),
                )
            )
            rows += [(kind, key, name, row) for row in dict.fromkeys(one["rows"])]
    key_ = ("kind", "key", "name")
    yield Table("numbers", "Every number that a brief can print", _NUMBERS, numbers, key_)
    said = "The rows that each number is made of"
    yield Table("number_rows", said, _NUMBER_ROWS, rows, (*key_, "row"))


_SAID = {
    "activities": "What was done, one row an activity",
    "narratives": "Titles and summaries of activities in further languages",
    "vocabularies": "The themes, one row each",
    "places": "Where activities are, one row for each activity and place",
    "themes": "What activities are about, one row for each activity and theme",
    "organisations": "Who took part, one row for each activity, organisation and role",
    "transactions": "Payments and commitments, one row each",
    "budgets": "Budgets, one row for each activity and period",
    "results": "Results, one row for each activity, indicator, period and group of people",
}


def _canonical(tables: Tables) -> Iterator[Table]:
    from briefpress.model.specs import SPECS
    from briefpress.model.tables import records

    frames = tables.each()
    there = frozenset(name for name in COLUMNS if len(frames[name]))
    for name in (name for name in SPECS if name in there):
        columns = [field.name for field in fields(name)]
        rows = [
            (row, *map(_value, cells), *_origin(origin))
            for row, origin, *cells in records(frames[name], "row", "origin", *columns)
        ]
        all_fields = (ROW, *fields(name), *ORIGIN)
        yield Table(name, _SAID[name], all_fields, rows, ("row",), references(name, there))


def _value(cell: Any) -> Any:
    if isinstance(cell, Suppressed):
        return SUPPRESSED
    if cell is None or cell != cell or cell == "":  # NaN is not itself
        return None
    return cell


_ORIGIN = re.compile(r"(?P<file>.+?), (?:row|line) (?P<row>\d+)(?: \(.*\))?", re.DOTALL)


def _origin(origin: str) -> tuple[str | None, str | None, int | None]:
    """Split "data/places.csv, row 5 (page.txt:7)" into itself, file and row."""
    found = _ORIGIN.fullmatch(origin)
    if not found:
        return origin or None, None, None
    return origin, found["file"], int(found["row"])
