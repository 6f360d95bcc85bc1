"""From saving a file to the new page in the browser: ``python benchmarks/desk.py [SAVES]``.

On the starter's edition in English, one brief looked at in Chromium; each file is
saved ten times, or SAVES. Time is from the saving to the moment at which the browser has put
the new page, or the new pages of the PDF, in the old one's place. Processor time
(Linux only) is that of the desk and its worker, the browser's not.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from briefpress import starter

BRIEF = "country/PAK/en"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SAVES = int(sys.argv[1]) if len(sys.argv) > 1 else 10


class Save(NamedTuple):
    """A place in a file where something is written that shows in the brief."""

    what: str
    file: str
    before: str
    new: str


SAVED = (
    Save("a template", "templates/blocks/tail.html", '<div class="tail">', "<!-- {} -->"),
    Save("a style sheet", "templates/css/brief.css", "@page {", "/* {} */"),
    Save("a chart", "charts/activity_themes.py", "def table(", "# {}\n\n"),
    Save("a row of the data", "data/activities.csv", "Awareness sessions", "{} "),
)


class Took(NamedTuple):
    """Seconds from a save to the new page and the new PDF, and of the desk's processor."""

    page: float
    pdf: float
    worked_page: float
    worked_pdf: float


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        starter.copy(root)
        environment = {**os.environ, "XDG_CACHE_HOME": f"{folder}/cache", "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "briefpress", "serve", str(root)]
        desk = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )
        try:
            assert desk.stdout
            look(root, desk.stdout.readline().strip(), desk.pid)
        finally:
            desk.send_signal(signal.SIGINT)
            desk.wait()


def look(root: Path, url: str, group: int) -> None:
    print(f"| saved, {SAVES} times each | page: median s | max | PDF: median s | max | ", end="")
    print("processor s, page | PDF |\n|---|---|---|---|---|---|---|")
    browser = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(url)
        page.goto(f"{url.partition('?')[0]}brief/{BRIEF}")
        page.wait_for_selector("html[data-page][data-pdf]")
        page.evaluate(
            """() => new MutationObserver((seen) => {
                for (const { attributeName } of seen) window[attributeName] = Date.now();
            }).observe(document.documentElement, { attributeFilter: ["data-page", "data-pdf"] })"""
        )
        for save in SAVED:
            took = [saved(root, page, save, nth, group) for nth in range(SAVES)]
            numbers = [
                f"{how(values):.2f}"
                for values in ([one.page for one in took], [one.pdf for one in took])
                for how in (statistics.median, max)
            ]
            worked = [
                f"{statistics.median(values):.2f}"
                for values in ([one.worked_page for one in took], [one.worked_pdf for one in took])
            ]
            print(f"| {save.what} | {' | '.join([*numbers, *worked])} |", flush=True)
        chromium.close()
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{time.strftime('%Y-%m-%d')}, load average {load} on {os.cpu_count()} processors.")


def saved(root: Path, page: Page, save: Save, nth: int, group: int) -> Took:
    path = root / save.file
    text = path.read_text(encoding="utf-8")
    word = f"Save {nth} of {time.time_ns()}"
    shown = page.evaluate("({ ...document.documentElement.dataset })")
    worked = processor(group)
    began = time.time()
    path.write_text(
        text.replace(save.before, save.new.format(word) + save.before, 1), encoding="utf-8"
    )
    changed = "([one, old]) => document.documentElement.dataset[one] !== old"
    page.wait_for_function(changed, arg=["page", shown["page"]], polling=20)
    worked_page = processor(group) - worked
    page.wait_for_function(changed, arg=["pdf", shown["pdf"]], polling=20)
    worked_pdf = processor(group) - worked
    at = page.evaluate("[window['data-page'], window['data-pdf']]")
    return Took(at[0] / 1000 - began, at[1] / 1000 - began, worked_page, worked_pdf)


def processor(group: int) -> float:
    """Return the processor seconds of a group of processes so far; 0 where nobody says."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = re.sub(r"^.*\) ", "", (folder / "stat").read_text()).split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
