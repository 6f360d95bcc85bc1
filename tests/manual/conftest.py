"""A small project for what the manual's pages show: the tutorial's, as it is when it builds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reading import DOCS, examples


@pytest.fixture(scope="session")
def water() -> Callable[[Path], Path]:
    """Write the tutorial's project into a folder, its columns and its mistake corrected."""
    shown = {
        one.title: one.text for one in examples(DOCS / "tutorial.md") if one.language != "diff"
    }

    def write(folder: Path) -> Path:
        (folder / "data").mkdir(parents=True)
        (folder / "templates").mkdir()
        data = shown["data/projects.csv"].replace("Palestin", "PSE")
        (folder / "data/projects.csv").write_text(data, encoding="utf-8")
        (folder / "briefs.toml").write_text(shown["briefs.toml"] + SOURCE, encoding="utf-8")
        return folder

    return write


SOURCE = """
[[source]]
path = "data/projects.csv"

[source.columns]
"Project code" = "activities.id"
"Title" = "activities.title"
"Countries" = { to = "places.country", separator = ";", percentages = true }
"Sector" = { to = "themes.code", vocabulary = "sector" }
"Donor" = { to = "organisations.name", role = "funding" }
"Start date" = "activities.start_date"
"End date" = "activities.end_date"

[source.columns."Budget (USD)"]
to = "budgets.value"
type = "original"
currency = "USD"
start_date = "2023-01-01"
end_date = "2024-12-31"
"""
