"""Projects of Parquet: the same rows in one file a table, and partitioned over many."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from briefpress import config
from briefpress.config import Project

Rows = dict[str, list[dict[str, Any]]]

TOML = """\
edition.title = "Large"
edition.organisation = "The Office"
edition.period = {{ start = 2020-01-01, end = 2024-12-31 }}
edition.data_date = 2024-12-31
edition.vocabulary = "approach"
edition.rates = "ecb"
source = [{{ path = "data", partitioned = {partitioned}, on_error = "{on_error}" }}]
brief = [{{ kind = "country" }}, {{ kind = "annual", template = "country.html" }}]
build = {{ tables_memory = "{memory}" }}
"""


def rows(seed: int, activities: int = 30, transactions: int = 120) -> Rows:
    """Return rows of all sorts: levels, currencies, donors by id, by name and unknown."""
    chance = random.Random(seed)
    ids = [f"A/{at}" for at in range(activities)]
    several = [(one, chance.sample(["KEN", "UGA", "PAK"], chance.randrange(3))) for one in ids]
    return {
        "activities": [
            {"id": one, "title": f"Title of {one}", "hierarchy": chance.choice([1, 2, 2])}
            for one in ids
        ],
        "vocabularies": [
            {"vocabulary": "approach", "code": code, "name": code.title()}
            for code in ("law", "aid")
        ],
        "places": [{"activity": one, "country": code} for one, codes in several for code in codes],
        "themes": [
            {"activity": one, "vocabulary": "approach", "code": chance.choice(["law", "aid"])}
            for one in ids[::2]
        ],
        "organisations": [
            {"activity": one, "organisation": code, "name": name, "role": "funding"}
            for one in ids
            for code, name in [chance.choice([("EU", "European Union"), ("NO", "Norway")])]
        ],
        "transactions": [
            {
                "id": f"T{at}",
                "activity": chance.choice(ids),
                "type": chance.choice(["incoming funds", "disbursement", "incoming commitment"]),
                "date": f"{chance.randrange(2019, 2026)}-03-01",
                "value": f"{chance.randrange(-1000, 10**7) / 100:.2f}",
                "currency": chance.choice(["USD", "EUR", "KES"]),
                "provider": chance.choice(["", "EU", "norway", "Somebody"]),
                "provider_name": chance.choice(["", "Some Body", "Sm. Body"]),
            }
            for at in range(transactions)
        ],
        "budgets": [
            {"id": f"B{at}", "activity": chance.choice(ids), "type": "original", "value": "99.99",
             "start_date": "2019-07-01", "end_date": "2021-06-30", "currency": "USD"}
            for at in range(activities)
        ],
    }  # fmt: skip


def put(path: Path, table: Sequence[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.Table.from_pylist(list(table)), path)


def project(
    root: Path, *, partitioned: bool, memory: str = "1 GB", on_error: str = "stop"
) -> Project:
    """Return the project in a folder, its sources to be read at once or in parts."""
    text = TOML.format(partitioned=str(partitioned).lower(), memory=memory, on_error=on_error)
    (root / config.FILE).write_text(text)
    (root / "templates").mkdir(exist_ok=True)
    return config.load(root)


def flat(root: Path, tables: Rows) -> None:
    """Write one file a table: both ways of reading take it."""
    for name, table in tables.items():
        put(root / f"data/{name}.parquet", table)


def scattered(root: Path, tables: Rows, files: int) -> None:
    """Write each table as so many files, in the order of its rows."""
    for name, table in tables.items():
        step = -(-len(table) // files)
        for at in range(files):
            if table[at * step :]:
                put(root / f"data/{name}/part-{at}.parquet", table[at * step :][:step])
