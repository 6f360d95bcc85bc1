"""A folder of canonical CSV tables (data/README.md), read with csv alone."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from recomputing.published import iso3
from recomputing.records import Activity, Money, Party, Place, Result, Said, Theme, row_id

Row = dict[str, str]


def read(folder: Path, root: Path, said: Said) -> None:
    """Add what the tables of a folder say. Raises ValueError for what it does not know."""
    tables = {path.stem: _rows(path, root) for path in sorted(folder.glob("*.csv"))}
    known = {"activities", "vocabularies", "places", "themes", "organisations", "transactions"}
    if unknown := set(tables) - known - {"budgets", "results"}:
        raise ValueError(f"the recomputation does not read {', '.join(sorted(unknown))}")
    for name, rows in tables.items():
        for row in rows:
            said.stands[_id(name, row)] = row["*"]
    for row in tables.get("vocabularies", ()):
        codes = said.vocabularies.setdefault(row["vocabulary"], {})
        codes[row["code"]] = _id("vocabularies", row)
    activities = {row["id"]: _activity(row) for row in tables["activities"]}
    said.activities += activities.values()
    transactions: dict[str, Money] = {}
    for row in tables.get("transactions", ()):
        transactions[row["id"]] = one = _money("transactions", row, row["date"], row["date"])
        activities[row["activity"]].transactions.append(one)
    for row in tables.get("budgets", ()):
        one = _money("budgets", row, row["start_date"], row["end_date"])
        activities[row["activity"]].budgets.append(one)
    for row in tables.get("places", ()):
        code = iso3()[row["country"]] if row.get("country") else row["region"]
        place = Place(code, _percentage(row), _id("places", row))
        _owner(row, activities, transactions).places.append(place)
    for row in tables.get("themes", ()):
        theme = Theme(row["vocabulary"], row["code"], _percentage(row), _id("themes", row))
        _owner(row, activities, transactions).themes.append(theme)
    for row in tables.get("organisations", ()):
        party = Party(row["organisation"], row["name"], row["role"], row.get("type", ""), "")
        party.row = _id("organisations", row)
        activities[row["activity"]].parties.append(party)
    for row in tables.get("results", ()):
        activities[row["activity"]].results.append(_result(row))


def _rows(path: Path, root: Path) -> list[Row]:
    """Return the rows of a file; ``*`` says where each stands, and what it cites."""
    return list(_each(path, path.relative_to(root).as_posix()))


def _each(path: Path, shown: str) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            cells = {name: " ".join((cell or "").split()) for name, cell in row.items()}
            cited = f" ({cells['origin']})" if cells.get("origin") else ""
            yield cells | {"*": f"{shown}, row {number}{cited}"}


_KEYS = {
    "activities": ("id",),
    "vocabularies": ("vocabulary", "code"),
    "places": ("activity", "transaction", "country", "region"),
    "themes": ("activity", "transaction", "vocabulary", "code"),
    "organisations": ("activity", "organisation", "role"),
}


def _id(table: str, row: Row) -> str:
    cells = row | ({"country": iso3()[row["country"]]} if row.get("country") else {})
    return row_id(table, *(cells.get(name, "") for name in _KEYS.get(table, ("id",))))


def _activity(row: Row) -> Activity:
    level = int(row.get("hierarchy") or 0)
    days = _day(row.get("start_date", "")), _day(row.get("end_date", ""))
    return Activity(row["id"], _id("activities", row), level, row.get("scope", ""), *days)


def _money(table: str, row: Row, start: str, end: str) -> Money:
    first, last = _day(start), _day(end)
    assert first
    assert last
    texts = {
        name: row.get(name, "")
        for name in ("provider", "provider_name", "receiver", "receiver_name", "earmarking")
    }
    day = _day(row.get("value_date", "")) or first
    value = Decimal(row["value"])
    return Money(_id(table, row), row["type"], first, last, value, row["currency"], day, **texts)


def _result(row: Row) -> Result:
    names = ("result", "indicator", "measure", "unit", "ascending")
    texts = [row.get(name, "") for name in names]
    values = {name: _decimal(row.get(name, "")) for name in ("baseline", "target", "actual")}
    days = _day(row.get("start_date", "")), _day(row.get("end_date", ""))
    group = [row.get(name, "") for name in ("sex", "age", "dimension")]
    return Result(_id("results", row), *texts, *days, values, *group)


def _owner(
    row: Row, activities: dict[str, Activity], transactions: dict[str, Money]
) -> Activity | Money:
    transaction = row.get("transaction", "")
    return transactions[transaction] if transaction else activities[row["activity"]]


def _percentage(row: Row) -> Fraction | None:
    given = row.get("percentage", "").removesuffix("%").strip()
    return Fraction(given) if given else None


def _decimal(given: str) -> Decimal | None:
    return Decimal(given.removesuffix("%")) if given else None


def _day(given: str) -> dt.date | None:
    return dt.date.fromisoformat(given[:10]) if given else None
