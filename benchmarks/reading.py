"""Time how fast data is read, and in how much memory; print a table for benchmarks/README.md.

    .venv/bin/python benchmarks/reading.py

Each line is a process of its own: its time without Python's start, its peak memory.
The IATI file is examples/unhcr-2023's activities again and again, with new ids.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
IATI = ROOT / "examples/unhcr-2023/data/UNHCR-Activities-2023.xml"

READ = """
import sys, time
from pathlib import Path
from briefpress.sources import canonical, csvfile, iati, reading
from briefpress.config import Source
kind, *paths = sys.argv[1:]
import pandas, lxml.etree, pyarrow
start, found, raws = time.perf_counter(), [], []
for path in map(Path, paths):
    if kind == "iati":
        raws += iati.read(path, path.name, found)
    else:
        (grid,) = csvfile.read(path, Source("x"), path.name, found)
        raws.append(reading._as_it_is(grid, path.stem, Source("x")))
read = time.perf_counter() - start
tables = canonical.tables(raws, found)
whole = time.perf_counter() - start
assert not [one for one in found if one.level == "error"], found[:3]
memory = next(int(x.split()[1]) // 1024 for x in open("/proc/self/status") if "VmHWM" in x)
size = sum(path.stat().st_size for path in map(Path, paths)) / 1e6
print(f"{size:.0f} MB | {read:.1f} s | {whole:.1f} s | {size / whole:.1f} MB/s | {memory} MB")
"""

KEPT = """
import sys, time
from pathlib import Path
import pandas, pyarrow.parquet
from briefpress.sources import cache, canonical, csvfile, reading
from briefpress.config import Source
folder, *paths = sys.argv[1:]
grids = [csvfile.read(Path(path), Source("x"), Path(path).name, [])[0] for path in paths]
raws = [reading._as_it_is(grid, grid.name, Source("x")) for grid in grids]
tables = canonical.tables(raws, [])
cache.write(Path(folder), "key", tables, ())
del raws, grids, tables
start = time.perf_counter()
cache.read(Path(folder), "key")
print(f"| {time.perf_counter() - start:.2f} s | | |")
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def large_iati(path: Path, megabytes: int) -> None:
    """Write activities with new ids until the file is as large as asked."""
    text = IATI.read_text(encoding="utf-8")
    start, end = text.index("<iati-activity "), text.rindex("</iati-activities>")
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:start])
        number = 0
        while file.tell() < megabytes * 1_000_000:
            body = text[start:end].replace("<iati-identifier>", f"<iati-identifier>{number}-")
            file.write(body)
            number += 1
        file.write("</iati-activities>")


def million_rows(folder: Path) -> list[str]:
    chance = random.Random(1)
    ids = [f"XM-DAC-41121-2023-{at:05}" for at in range(20_000)]
    with (folder / "activities.csv").open("w") as file:
        file.write("id,title\n" + "".join(f"{one},Operation {one}\n" for one in ids))
    with (folder / "transactions.csv").open("w") as file:
        file.write("id,activity,type,date,value,currency,provider,description\n")
        for at in range(1_000_000):
            day = f"20{chance.randrange(15, 25)}-{chance.randrange(1, 13):02}-15"
            value = chance.randrange(10**8) / 100
            file.write(
                f"T{at},{ids[at % len(ids)]},disbursement,{day},{value:.2f},USD,EU,Part {at % 9}\n"
            )
    return [str(folder / "activities.csv"), str(folder / "transactions.csv")]


def main() -> None:
    print("| what | size | read | to canonical tables | speed | peak memory |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| UNHCR 2023, IATI |", run(READ, "iati", str(IATI)), "|")
        large_iati(folder / "large.xml", 200)
        print(
            "| the same again and again, IATI |", run(READ, "iati", str(folder / "large.xml")), "|"
        )
        paths = million_rows(folder)
        print("| a million transactions, CSV |", run(READ, "csv", *paths), "|")
        print("| the same, from the cache | |", run(KEPT, str(folder / "kept"), *paths), "|")


if __name__ == "__main__":
    main()
