"""A person's own files as they come, and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from briefpress.cli import main

Run = Callable[..., Result]

CSV = """\
Project title,Country,Sector,Donor,Start date,End date,Budget (USD),People reached
Wells,Kenya,Water,Sida,2023-01-01,2023-12-31,1000,120
Schools,Kenya,Education,EU,2023-02-01,2024-01-31,2000,80
"""


@pytest.fixture
def run() -> Run:
    """The command line without a terminal: ``run("new", folder)``."""

    def call(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return call


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A spreadsheet as people keep it: a title above, two languages, money as text, a total."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Projets 2024"
    head = ["Ref.", "Project  Title", "Titre du projet", "Country / Pays", "Sector", "Donor(s)"]
    day = dt.date
    for row in (
        ["Water for All: tracker"],
        [],
        [*head, "Start date", "End date", "Total budget (USD)", "Spent", "Women reached", "Notes"],
        ["W-1", "Wells", "Puits", "Mali", "Water", "Sida; EU", day(2022, 3, 1), day(2024, 2, 28),
         "USD 1,200,000", 5, 120, "ok"],
        ["W-2", "Latrines", "Latrines", "Niger; Mali", "Health", "EU", day(2023, 1, 1),
         "2023-12-31", "$ 75,500.50", 5, None, ""],
        ["W-3", "Pumps", "Pompes", "Malli", "Water", "EU", day(2021, 6, 1), None, "310,000", 5, 40,
         ""],
        ["TOTAL", None, None, None, None, None, None, None, "USD 1,585,500.50", 15, 160, None],
    ):  # fmt: skip
        page.append(row)
    path = tmp_path / "tracker.xlsx"
    book.save(path)
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A tidy table of two activities in one country."""
    path = tmp_path / "projects.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, table: Path, run: Run) -> Path:
    """A project of that table with one kind of brief, not built."""
    folder = tmp_path / "project"
    result = run("new", folder, "--data", table, "--kind", "country", "--no-build")
    assert result.exit_code == 0, result.output
    return folder
