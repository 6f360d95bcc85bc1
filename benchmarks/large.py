"""Time tables that are larger than memory, and their memory; print tables for benchmarks/README.md.

    .venv/bin/python benchmarks/large.py [TRANSACTIONS] [--keep FOLDER]

Without a number, ten million transactions of 200,000 activities, in partitioned Parquet made
from a seed; and a tenth of them in parts and in pandas, which must have the same totals. Each
line is a process of its own: its time, the peak of its memory (Linux), its disk space.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pyarrow as pa
from pyarrow import parquet

A_FILE = 500_000
PROJECT = """edition.title = "Large"
edition.organisation = "x"
edition.period = {{start = 2020-01-01, end = 2024-12-31}}
edition.data_date = 2024-12-31
edition.vocabulary = "sector"
edition.rates = "ecb"
source = [{{path = "data", partitioned = {partitioned}}}]
brief = [{{kind = "country"}}]
build = {{tables_memory = "{memory}", cache_limit = "20 GB"}}
"""

MEASURE = """
import sys, time
from pathlib import Path
import pandas, pyarrow, currency_converter
from briefpress import config
from briefpress.measures.totals import merged, totals
from briefpress.model.slices import Slice, keys, touching
from briefpress.press.data import ready
root = Path(sys.argv[1])
project = config.load(root)
edition = project.edition
start = time.perf_counter()
{what}
took, used = time.perf_counter() - start, time.process_time()
memory = next(int(x.split()[1]) // 1024 for x in open("/proc/self/status") if "VmHWM" in x)
files = (path.stat().st_size for path in (root / "build").rglob("*.parquet"))
print(f"{{took:.0f}} s | {{used:.0f}} s | {{memory:,}} MB | {{sum(files) / 1e6:,.0f}} MB |", said)
"""

STORE = """
found = ready(project, root / "build", "store")
assert not found.errors, found.errors[:3]
said = f"{len(found.store.parts)} parts" if found.store else ""
"""
TOTALS = """
found = ready(project, root / "build", "store")
whole = [found.tables] if found.store is None else found.store.each()
table = merged(totals(Slice(edition, part, "edition", edition.period)) for part in whole)
table.assign(amount=table["amount"].astype(str)).to_csv(root / "totals.csv")
said = f"{len(table)} sums and counts"
"""
SLICES = """
found = ready(project, root / "build", "store")
rows = []
for key in keys(found.tables, edition, "country")[::10]:
    part = found.store.of(touching(found.tables, "country", key))
    rows.append(len(part.transactions))
said = f"{len(rows)} countries, {max(rows):,} transactions at most"
"""


def large(root: Path, transactions: int, memory: str, *, partitioned: bool = True) -> None:
    """Write a project. A currency has a folder of its own, as Spark would write it."""
    chance = np.random.default_rng(1)
    activities = max(1, transactions // 50)
    ids = np.array([f"XM-EXAMPLE-{at:07}" for at in range(activities)])
    data = root / "data"
    some = _Writer(data)
    titles = [f"Activity {at}" for at in range(activities)]
    some.write("activities", {"id": ids, "title": titles})
    sectors = [f"{at:03}" for at in range(30)]
    named = [f"Sector {code}" for code in sectors]
    some.write("vocabularies", {"vocabulary": ["sector"] * 30, "code": sectors, "name": named})
    from briefpress.model.places import countries

    codes = np.array(sorted(countries()))[:195]
    at, which = _several(chance, activities, len(codes), 3)
    some.write("places", {"activity": ids[at], "country": codes[which]})
    at, which = _several(chance, activities, 30, 2)
    codes_of = np.array(sectors)[which]
    some.write(
        "themes", {"activity": ids[at], "vocabulary": ["sector"] * len(at), "code": codes_of}
    )
    at, which = _several(chance, activities, 50, 2)
    donors = np.array([f"DONOR-{one:02}" for one in range(50)])
    some.write("organisations", {
        "activity": ids[at], "organisation": donors[which],
        "name": [f"The donor {one}" for one in which], "role": ["funding"] * len(at),
    })  # fmt: skip
    some.write("budgets", {
        "id": [f"B{one}" for one in range(activities)], "activity": ids,
        "type": ["original"] * activities, "value": _amounts(chance, activities),
        "start_date": _days(chance, activities, 2019), "end_date": _days(chance, activities, 2024),
        "currency": ["USD"] * activities,
    })  # fmt: skip
    kinds = np.array(["incoming funds", "incoming commitment", "disbursement", "expenditure"])
    for first in range(0, transactions, A_FILE):
        size = min(A_FILE, transactions - first)
        foreign = chance.random(size) < 0.1
        rows = pa.table({
            "id": [f"T{one}" for one in range(first, first + size)],
            "activity": ids[chance.integers(activities, size=size)],
            "type": kinds[chance.integers(4, size=size)],
            "date": _days(chance, size, 2020, 5),
            "value": _amounts(chance, size),
            "provider": donors[chance.integers(50, size=size)],
        })  # fmt: skip
        for currency, mask in (("USD", ~foreign), ("EUR", foreign)):
            some.put(f"transactions/currency={quote(currency)}", rows.filter(pa.array(mask)))
    if not partitioned:
        some.flatten()
    settings = PROJECT.format(partitioned=str(partitioned).lower(), memory=memory)
    (root / "briefs.toml").write_text(settings)


class _Writer:
    """Writes Parquet below a folder, numbering the files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def write(self, table: str, columns: dict[str, object]) -> None:
        self.put(table, pa.table(columns))

    def put(self, folder: str, rows: pa.Table) -> None:
        path = self.folder / folder / f"part-{self.count:04}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(rows, path)
        self.count += 1

    def flatten(self) -> None:
        """Put each table into one file: what is read without partitions."""
        for folder in sorted(self.folder.iterdir()):
            every = parquet.read_table(folder)
            parquet.write_table(every, self.folder / f"{folder.name}.parquet")


def _several(
    chance: np.random.Generator, many: int, of: int, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of an activity and one of several things: one to ``most`` an activity."""
    pairs = [np.stack([np.arange(many), chance.integers(of, size=many)], 1)]
    for _ in range(most - 1):
        also = chance.random(many) < 0.3
        pairs.append(np.stack([np.arange(many), chance.integers(of, size=many)], 1)[also])
    once = np.unique(np.concatenate(pairs), axis=0)
    return once[:, 0], once[:, 1]


def _amounts(chance: np.random.Generator, size: int) -> pa.Array:
    cents = np.zeros((size, 2), dtype=np.int64)  # the lower and the upper half of each
    cents[:, 0] = chance.integers(100, 10**9, size=size)
    return pa.Array.from_buffers(pa.decimal128(18, 2), size, [None, pa.py_buffer(cents)])


def _days(chance: np.random.Generator, size: int, year: int, years: int = 1) -> pa.Array:
    first = np.datetime64(f"{year}-01-01")
    return pa.array(first + chance.integers(365 * years, size=size).astype("timedelta64[D]"))


def measured(what: str, root: Path) -> str:
    code = MEASURE.format(what=what)
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("transactions", type=int, nargs="?", default=10_000_000)
    reader.add_argument("--keep", type=Path, help="Make the projects in this folder.")
    reader.add_argument("--memory", default="1 GB", help="[build] tables_memory")
    given = reader.parse_args()
    print("| what | time | of a processor | peak memory | store | |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        small = given.transactions // 10
        for which, count in (("whole", given.transactions), ("tenth", small), ("pandas", small)):
            if not (folder / which / "briefs.toml").exists():
                large(folder / which, count, given.memory, partitioned=which != "pandas")
        steps = (("read and prepared", STORE), ("totals", TOTALS), ("slices", SLICES))
        for which, count in (("whole", given.transactions), ("tenth", small), ("pandas", small)):
            how = "in pandas" if which == "pandas" else "in parts"
            for what, code in steps:
                if not (which == "pandas" and code is SLICES):
                    line = measured(code, folder / which)
                    print(f"| {count:,} transactions {how}: {what} | {line} |", flush=True)
        same = [(folder / one / "totals.csv").read_bytes() for one in ("pandas", "tenth")]
        print("\nThe totals of both are the same." if same[0] == same[1] else "\nNOT THE SAME.")


if __name__ == "__main__":
    main()
