"""Make a picture of each block of templates/blocks/, as a brief prints it.

    python docs/pictures/blocks_seen.py FOLDER

A project of the tests' made-up activities has one kind of brief for each block, whose page
is that block alone. It is built as any project is; the pages' margins are cut off.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/charts"))
from conftest import MADE_UP  # noqa: E402

EDITION = """\
[edition]
title = "Help"
organisation = "Agency"
period = {{ start = 2020-01-01, end = {end} }}
data_date = {end}
vocabulary = "approach"
{previous}

[[source]]
path = "data"

[brand]
colour = "#0072b2"
contact = "press@example.org"
"""

KIND = """
[[brief]]
kind = "{kind}"
over = "{over}"
template = "{kind}.html"
pages = {{ least = 1, most = 9 }}
"""

PAGE = """\
{{% extends "base.html" %}}
{{% block page %}}
{{% set level, kicker, under, maps = 2, "Kicker", brief.region, true %}}
{{% set name, picture, chart = "Help", charts.locator_map, charts.activities_over_time %}}
{{% set first, second = charts.activities_by_theme, charts.activities_by_scope %}}
{before}{{% include "blocks/{block}.html" %}}{after}
{{% endblock %}}
"""

EDGE = 12
"""White around a picture, in dots."""

HEADING = '<h1 style="font-size: 1pt; color: #fff; margin: 12mm 0 0">Kenya</h1>'
"""What each brief must have, and no picture shows."""

WHOLE = (
    "activity_lines",
    "annex",
    "changes",
    "count_tables",
    "glance",
    "glance_edition",
    "organisations",
)
"""Blocks that are shown for the whole edition; the others for a country."""


def kind_of(block: str) -> str:
    """Return the kind of brief that shows a block; a page has it as a class, so no class of CSS."""
    return f"block-{block.replace('_', '-')}"


def project(folder: Path, blocks: list[str], end: str = "2024-12-31", previous: str = "") -> None:
    """Write the project with a kind of brief for each block, as one that follows another or not."""
    settings = EDITION.format(end=end, previous=previous and f'previous = "{previous}"')
    (folder / "templates").mkdir(parents=True)
    (folder / "data").mkdir()
    for name, rows in MADE_UP.items():
        (folder / f"data/{name}.csv").write_text(rows, encoding="utf-8")
    for block in blocks:
        kind = kind_of(block)
        settings += KIND.format(kind=kind, over="edition" if block in WHOLE else "country")
        # the band stands before what is in the page's margins
        before, after = (
            ("", "<main></main>") if block == "band" else (f"<main>{HEADING}", "</main>")
        )
        page = PAGE.format(block=block, before=before, after=after)
        (folder / f"templates/{kind}.html").write_text(page, encoding="utf-8")
    (folder / "briefs.toml").write_text(settings, encoding="utf-8")


def pictures(folder: Path) -> list[Path]:
    """Write ``block-NAME.png`` into a folder for each block that prints something."""
    blocks = sorted(path.stem for path in (ROOT / "templates/blocks").glob("*.html"))
    with tempfile.TemporaryDirectory() as held:
        made = Path(held) / "blocks"
        project(made, [block for block in blocks if block != "changes"])
        build(made, "*/KEN/en", "*/2020-2024/en")
        earlier, later = Path(held) / "earlier", Path(held) / "later"
        project(earlier, ["changes"], end="2023-12-31")
        page = PAGE.format(block="annex", before=f"<main>{HEADING}", after="</main>")
        (earlier / f"templates/{kind_of('changes')}.html").write_text(page, encoding="utf-8")
        build(earlier)
        project(later, ["changes"], previous="released")
        (earlier / "build").rename(later / "released")
        build(later)
        return [
            target
            for folder_of in (made, later)
            for block in blocks
            for pdf in folder_of.glob(f"build/{kind_of(block)}/*.pdf")
            if (target := shown(pdf, folder / f"block-{block}.png"))
        ]


def build(folder: Path, *selectors: str) -> None:
    """Build a project; what is said is shown where it fails."""
    command = [sys.executable, "-m", "briefpress", "build", str(folder), *selectors]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)


def shown(pdf: Path, target: Path) -> Path | None:
    """Write the picture of a brief's first page; None where nothing is on it."""
    if not (seen := picture(pdf)):
        return None
    seen.quantize(64).save(target, optimize=True)
    return target


def picture(pdf: Path) -> Image.Image | None:
    """Return what is on the first page without margins; None where that is nothing."""
    scale = 110 / 72  # dots a point
    foot = round(278 / 25.4 * 72 * scale)  # below it is the running line
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0].render(scale=scale).to_pil().convert("RGB")
    page = page.crop((0, 0, page.width, foot))
    box = ImageChops.invert(page).getbbox()
    if not box:
        return None
    left, top, right, bottom = box
    return page.crop(
        (
            max(0, left - EDGE),
            max(0, top - EDGE),
            min(page.width, right + EDGE),
            min(foot, bottom + EDGE),
        )
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    for path in pictures(parser.parse_args().folder):
        print(path)
