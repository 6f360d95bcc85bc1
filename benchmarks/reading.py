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
from briefpress import config, sources
import pandas, lxml.etree, pyarrow
start = time.perf_counter()
reading = sources.read(config.load(Path(sys.argv[1])))
took = time.perf_counter() - start
assert not reading.errors, reading.errors[:3]
memory = next(int(x.split()[1]) // 1024 for x in open("/proc/self/status") if "VmHWM" in x)
size = sum(path.stat().st_size for path in Path(sys.argv[1], "data").iterdir()) / 1e6
print(f"{size:.0f} MB | {took:.1f} s | {size / took:.1f} MB/s | {memory} MB")
"""

KEPT = """
import sys, time
from pathlib import Path
from briefpress import config, sources
from briefpress.sources import cache
folder = Path(sys.argv[1])
cache.write(folder / "kept", "key", sources.read(config.load(folder)).tables, ())
start = time.perf_counter()
cache.read(folder / "kept", "key")
print(f"{time.perf_counter() - start:.2f} s | | |")
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


def million_rows(folder: Path) -> None:
    """Write 20,000 activities and a million transactions."""
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


def project(folder: Path) -> Path:
    """Make a folder with a data folder in it a project."""
    (folder / "data").mkdir(parents=True)
    (folder / "briefs.toml").write_text(
        """edition.title = "x"
edition.organisation = "x"
edition.period = {start = 2023-01-01, end = 2023-12-31}
edition.data_date = 2023-12-31
edition.vocabulary = "dac"
source = [{path = "data"}]
brief = [{kind = "annual", template = "annual.html"}]
"""
    )
    return folder


def main() -> None:
    print("| what | size | to canonical tables | speed | peak memory |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        small, large, rows = (project(Path(name, one)) for one in ("small", "large", "rows"))
        (small / "data" / IATI.name).write_bytes(IATI.read_bytes())
        large_iati(large / "data/large.xml", 200)
        million_rows(rows / "data")
        print("| UNHCR 2023, IATI |", run(READ, str(small)), "|")
        print("| the same again and again, IATI |", run(READ, str(large)), "|")
        print("| a million transactions, CSV |", run(READ, str(rows)), "|")
        print("| the same, from the cache | |", run(KEPT, str(rows)))


if __name__ == "__main__":
    main()
