"""Small briefs, each with a mark of its own in text, table and chart, and how to read them back.

The mark in the chart is ink: squares, filled or not, are the number in binary.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from briefpress import config
from briefpress.press import journal
from briefpress.press.edition import Edition
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import ingredients
from briefpress.press.steady import Steady
from briefpress.press.task import Made, Task

BITS = 8
MM = 72 / 25.4

TOML = """\
[edition]
title = "Marks"
organisation = "Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "marks"
[[source]]
path = "data/"
[[brief]]
kind = "theme"
"""
PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><title>{{ brief.title }}</title></head><body>
<img src="{{ charts.mark.url }}" alt="{{ charts.mark.alt }}">
<h1>{{ brief.title }}</h1>
<table><caption>Rows</caption><tr><th scope="col">Title</th></tr>
{% for activity in tables.activities %}<tr><td>{{ activity.title }}</td></tr>{% endfor %}
</table></body></html>
"""
CSS = """\
@font-face { font-family: "Noto Sans"; src: url("asset:fonts/NotoSans-Regular.ttf") }
@page { size: 100mm 60mm; margin: 0 }
body { margin: 0; font: 8pt "Noto Sans" }
h1 { font-size: 9pt; font-weight: 400 }
img { display: block; width: 90mm; height: 10mm }
"""
CHART = """\
import re

import pandas as pd
from matplotlib.patches import Rectangle

def table(part):
    number = re.sub(r"\\D", "", part.tables.activities["title"].iloc[0])
    return pd.DataFrame({"mark": [f"chart{number}"], "rows": [list(part.tables.activities["id"])]})

def size(table):
    return 90, 10

def heading(table, text):
    return table["mark"].iloc[0]

def measure(table, text):
    return "a mark"

def draw(table, axes, house):
    number = int(table["mark"].iloc[0].removeprefix("chart"))
    for at, filled in enumerate(f"1{number:08b}"):
        if filled == "1":
            axes.add_patch(Rectangle((at * 10, 0), 10, 10, color="black"))

def alt(table, text):
    return table["mark"].iloc[0]
"""


def project(root: Path, count: int) -> Path:
    """Write a project of ``count`` briefs; the brief of theme/t012 has the mark 12."""
    numbers = [f"{number:03}" for number in range(count)]
    files = {
        "briefs.toml": TOML,
        "templates/theme.html": PAGE,
        "templates/css/brief.css": CSS,
        "charts/mark.py": CHART,
        "data/activities.csv": "id,title\n" + "".join(f"A{one},row{one}\n" for one in numbers),
        "data/themes.csv": "activity,vocabulary,code\n"
        + "".join(f"A{one},marks,t{one}\n" for one in numbers),
        "data/vocabularies.csv": "vocabulary,code,name\n"
        + "".join(f"marks,t{one},text{one}\n" for one in numbers),
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    fonts = root / "templates/fonts"
    fonts.mkdir()
    regular = "NotoSans-Regular.ttf"
    (fonts / regular).symlink_to(config.starter() / "templates/fonts" / regular)
    return root


def tasks(root: Path) -> list[Task]:
    """Return what a build would have to make."""
    project = config.load(root)
    nothing = journal.Before({}, frozenset(), frozenset())
    made_of = ingredients(project, Hashes())
    edition = Edition(project, root / "build", made_of, nothing, Steady(project), keep=False)
    return edition.plan([])


@dataclass(frozen=True)
class Marks:
    """Every mark that a brief shows; those of a good one are its number, each."""

    text: set[int]
    table: set[int]
    ink: int
    facts: set[int]
    facts_of_chart: set[int]


def good(number: int) -> Marks:
    return Marks({number}, {number}, number, {number}, {number})


def number_of(brief: str) -> int:
    return int(brief.split("/")[1].removeprefix("t"))


def read(made: Made) -> Marks:
    return read_files(made.pdf, made.facts)


def read_files(pdf: bytes, facts: bytes) -> Marks:
    """Read the marks out of a brief, as a reader sees it and as its facts have it."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
        picture = document[0].render(grayscale=True).to_numpy()
    squares = [
        picture[round(5 * MM), round((at * 10 + 5) * MM)].item() < 128 for at in range(BITS + 1)
    ]
    assert squares[0], "there is no chart"
    plain = json.loads(facts)
    del plain["names"]  # of all themes: what they are called, not what is printed
    said, charts = json.dumps(plain), json.dumps(plain["charts"])
    return Marks(
        text=_numbers("text", text),
        table=_numbers("row", text),
        ink=int("".join("01"[square] for square in squares[1:]), 2),
        facts=_numbers("row", said) | _numbers("text", said) | _numbers("chart", said),
        facts_of_chart=_numbers("chart", charts),
    )


def _numbers(mark: str, text: str) -> set[int]:
    return {int(number) for number in re.findall(mark + r"(\d{3})", text)}
