"""Time 195 country fact sheets: briefpress, a plain script, and other engines, in one run.

    .venv/bin/python benchmarks/briefs.py [--quick]        (make bench runs it too)

briefpress is a whole process, as its users start it, with its tables in the cache; the plain
script is warm and makes its charts too; the others are warm and get their charts ready-made.
With one worker all are bound to one core. Each is compared with the plain script of this run.
The other engines are installed into an environment of their own, outside of the repository.
``--quick`` makes eight briefs and tells whether all this works, and not how fast anything is.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import content
import edition
import pikepdf
from timing import peak

HERE = Path(__file__).parent
REQUIRED = HERE / "requirements.txt"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
ENVIRONMENT = CACHE / "briefpress-bench"
QUICK, SOME = 8, 40
WORKERS = (1, 2)
ENGINES = (
    ("Typst, PDF/UA-1", "others/typst_sheet.py", "SVG, ready-made"),
    ("ReportLab", "others/reportlab_sheet.py", "PNG, ready-made"),
    ("fpdf2", "others/fpdf2_sheet.py", "PNG, ready-made"),
    ("xhtml2pdf", "others/xhtml2pdf_sheet.py", "PNG, ready-made"),
    ("Chromium, all of it", "others/chromium_sheet.py", "SVG, ready-made"),
)
"""Name, script, and how they take their charts."""


@dataclass
class Row:
    """What was measured of one engine."""

    name: str
    charts: str
    count: int = 0
    each: dict[int, float] | None = None
    """Milliseconds a brief, by the number of workers."""
    memory: float = 0
    size: float = 0
    pages: str = ""
    tagged: bool = False


def measure(quick: bool) -> Iterator[str]:
    """Run everything, and give the lines of the report as they come."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = edition.countries()[: QUICK if quick else None]
        project = edition.make(folder / "project")
        _say("tables into the cache")
        _briefpress(project, folder / "out", ["country/AFG"])
        few = codes[: QUICK if quick else SOME]
        _say("charts for the others")
        content.ready(project, few, folder / "ready")
        rows = [_product(project, folder, codes), _plain(project, folder, few)]
        missing = []
        for engine, script, charts in ENGINES:
            row = _other(Row(engine, charts, len(few), {}), script, folder, few)
            if row is None:
                missing.append(engine)
            else:
                rows.append(row)
        yield from table(rows)
        if missing:
            yield f"\nNot measured, because not there: {', '.join(missing)}."
        yield "\n| briefpress, whole processes, tables in the cache | seconds | pages |"
        yield "|---|---|---|"
        for workers, each in (rows[0].each or {}).items():
            name = f"{len(codes)} country fact sheets, --workers {workers}"
            yield f"| {name} | {each * len(codes) / 1000:.1f} | {2 * len(codes)} |"
        took = _one(project, folder, 1 if quick else 3)
        yield f"| one country fact sheet, from the command line | {took:.1f} | 2 |"
        yield from _annual(folder, 200 if quick else 2_000)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Give the table of engines, each compared with the second row, the plain script."""
    plain = rows[1].each
    assert plain
    yield (
        "| engine | charts | briefs | ms a brief, 1 core | 2 cores | times as fast as the plain"
        " script, 1 core | 2 cores | peak MB a worker | KB a PDF | pages | tagged |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        assert row.each
        one, two = (row.each[workers] for workers in WORKERS)
        yield (
            f"| {row.name} | {row.charts} | {row.count} | {one:.0f} | {two:.0f} |"
            f" {plain[1] / one:.1f} | {plain[2] / two:.1f} | {row.memory:.0f} |"
            f" {row.size / 1000:.0f} | {row.pages} | {'yes' if row.tagged else 'no'} |"
        )


def versions() -> str:
    """Say which machine and versions were measured."""
    names = ("weasyprint", "matplotlib", "pandas", "pikepdf")
    here = ", ".join(f"{name} {version(name)}" for name in names)
    others = ", ".join(
        line.replace("==", " ")
        for line in REQUIRED.read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}; Python {platform.python_version()}, {here}; {others}."


def _say(words: str) -> None:
    print(f"... {words}", file=sys.stderr, flush=True)


def _product(project: Path, folder: Path, codes: list[str]) -> Row:
    row = Row("**briefpress**, the whole process", "matplotlib, in the time", len(codes), {})
    assert row.each is not None
    for workers in WORKERS:
        _say(f"briefpress, {workers}")
        out = folder / f"briefpress-{workers}"
        _with_tables(folder, out)
        chosen = [f"country/{code}" for code in codes]
        took, memory = _briefpress(project, out, chosen, workers)
        row.each[workers] = took / len(codes) * 1000
        row.memory = memory
    _look(row, folder / "briefpress-2/country")
    return row


def _with_tables(folder: Path, out: Path) -> None:
    """Make an output folder that has the tables of the first build, and none of its briefs."""
    finished = shutil.ignore_patterns("country", "manifest.json", "index.html", "*journal*")
    shutil.copytree(folder / "out", out, ignore=finished)


def _briefpress(
    project: Path, out: Path, chosen: Sequence[str], workers: int = 1
) -> tuple[float, float]:
    """Build some briefs; return the seconds, and the peak of the largest worker in megabytes."""
    command = [sys.executable, "-m", "briefpress", "build", str(project), *chosen]
    command += ["--out", str(out), "--workers", str(workers)]
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=_bound(workers)
    ) as process:
        assert process.stderr
        os.set_blocking(process.stderr.fileno(), False)
        memory, said = 0.0, b""
        while process.poll() is None:
            said += process.stderr.read() or b""
            memory = max([memory, *map(peak, _below(process.pid) or [process.pid])])
            time.sleep(0.05)
        said += process.stderr.read() or b""
    took = time.perf_counter() - began
    if process.returncode not in (0, 3):  # 3: a gate; the briefs are there
        raise SystemExit(said.decode())
    return took, memory


def _below(process: int) -> list[int]:
    """Return the ids of all processes that a process started; none where there is no /proc."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*children, *(one for child in children for one in _below(child))]


def _bound(workers: int) -> Callable[[], None] | None:
    """Return what binds a new process to one core, if it is to have one worker."""
    if workers > 1 or not hasattr(os, "sched_setaffinity"):
        return None
    core = min(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {core})


def _plain(project: Path, folder: Path, codes: list[str]) -> Row:
    row = Row("plain script", "pyplot, in the time", len(codes), {})
    for workers in WORKERS:
        _run(row, sys.executable, "plain.py", project, folder, codes, workers)
    return row


def _other(row: Row, script: str, folder: Path, codes: list[str]) -> Row | None:
    """Measure another engine; None if it is not there, or does not run here."""
    try:
        python = str(_environment())
        for workers in WORKERS:
            _run(row, python, script, folder / "ready", folder, codes, workers)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        _say(f"{row.name}: {said[-1] if said else error}")
        return None
    return row


def _run(
    row: Row, python: str, script: str, given: Path, folder: Path, codes: list[str], workers: int
) -> None:
    _say(f"{row.name}, {workers}")
    out = folder / f"{Path(script).stem}-{workers}"
    done = subprocess.run(
        [python, str(HERE / script), str(given), str(out), str(workers), *codes],
        check=True, capture_output=True, text=True, preexec_fn=_bound(workers),
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    assert row.each is not None
    row.each[workers] = found["seconds"] / found["count"] * 1000
    row.memory = found["memory"]
    _look(row, out)


def _environment() -> Path:
    """Return the Python that has the other engines; made once, from requirements.txt."""
    python = ENVIRONMENT / "bin/python"
    stamp = ENVIRONMENT / "requirements.txt"
    if not stamp.is_file() or stamp.read_bytes() != REQUIRED.read_bytes():
        _say(f"other engines into {ENVIRONMENT}")
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        lines = REQUIRED.read_text(encoding="utf-8").splitlines()
        # one by one: what is not to be had is left out, and tried again the next time
        failed = [
            subprocess.run(
                [python, "-m", "pip", "install", "--quiet", line], check=False, capture_output=True
            ).returncode
            for line in lines
            if not line.startswith("#")
        ]
        if not any(failed):
            shutil.copy(REQUIRED, stamp)
    return python


def _look(row: Row, folder: Path) -> None:
    """Note how large the PDFs are, how many pages they have, and whether all are tagged."""
    paths = sorted(folder.glob("*.pdf"))
    pages, tagged = set(), True
    for path in paths:
        with pikepdf.open(path) as pdf:
            pages.add(len(pdf.pages))
            tagged = tagged and _structured(pdf)
    row.size = sum(path.stat().st_size for path in paths) / len(paths)
    row.pages = "–".join(str(number) for number in sorted({min(pages), max(pages)}))
    row.tagged = tagged


def _structured(pdf: pikepdf.Pdf) -> bool:
    """Say whether headings or paragraphs are tagged: fpdf2 has a tree with nothing but pictures."""
    if "/StructTreeRoot" not in pdf.Root:
        return False
    kinds = {
        str(thing["/S"])
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing
    }
    return "/P" in kinds or "/H1" in kinds


def _one(project: Path, folder: Path, runs: int) -> float:
    """Return the median time of one country's fact sheet, each of another country; on two cores."""
    took = []
    for code in ("KEN", "FJI", "PER")[:runs]:
        out = folder / f"one-{code}"
        _with_tables(folder, out)
        took.append(_briefpress(project, out, [f"country/{code}"], max(WORKERS))[0])
    return statistics.median(took)


def _annual(folder: Path, activities: int) -> Iterator[str]:
    """Build the annual summary twice, on two cores: with the data to read, and from the cache."""
    project = edition.make(folder / "annual", activities)
    out = folder / "annual-out"
    for what in ("its data read first", "tables in the cache"):
        _say(f"annual summary, {what}")
        took, memory = _briefpress(project, out, ["annual"], max(WORKERS))
        (pdf,) = (out / "annual").glob("*.pdf")
        with pikepdf.open(pdf) as document:
            pages = len(document.pages)
        pdf.unlink()
        name = f"annual summary with an annex of {activities:,} activities, {what}"
        yield f"| {name} (peak {memory:.0f} MB) | {took:.1f} | {pages} |"


def main() -> None:
    for line in measure("--quick" in sys.argv):
        print(line, flush=True)
    print(f"\n{versions()}")


if __name__ == "__main__":
    main()
