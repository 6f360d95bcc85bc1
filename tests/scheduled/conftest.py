"""A new project with six countries, in a git repository of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from github import git

from briefpress.cli import main

COUNTRIES = ("KEN", "MEX", "PAK", "PAN", "UGA", "VNM")
SETTINGS = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
[[source]]
path = "data/"
[[brief]]
kind = "country"
template = "country.html"
pages = { least = 1, most = 2 }
"""


def commit(project: Path, said: str) -> None:
    git(project, "add", "--all")
    git(
        project,
        *("-c", "user.name=Ada", "-c", "user.email=ada@example.org"),
        *("commit", "--quiet", "--message", said),
    )


def activities(project: Path, titles: dict[str, str] | None = None) -> None:
    """Write an activity a country; ``titles`` are those of some."""
    rows = [f"A-{code},{(titles or {}).get(code, f'Work in {code}')}\n" for code in COUNTRIES]
    (project / "data/activities.csv").write_text("id,title\n" + "".join(rows), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What ``briefpress new`` makes, its data and settings replaced by small ones."""
    folder = tmp_path / "project"
    made = CliRunner().invoke(main, ["new", str(folder)])
    assert made.exit_code == 0, made.output
    (folder / "briefs.toml").write_text(SETTINGS, "utf-8")
    for path in (folder / "data").glob("*.csv"):
        path.unlink()
    activities(folder)
    places = [f"A-{code},{code}\n" for code in COUNTRIES]
    (folder / "data/places.csv").write_text("activity,country\n" + "".join(places), "utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "A new project")
    return folder
