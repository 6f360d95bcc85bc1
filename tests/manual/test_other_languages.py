"""Examples in other languages than the shell's: each is a file that is tried, or is held here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from reading import PAGES, ROOT, Example, examples

from briefpress import scheduled

SHOWN = [one for page in [*PAGES, ROOT / "README.md"] for one in examples(page)]

READ_ONLY = {
    ("sources.md", "Databases"): "a database elsewhere; tests/sources/test_database.py has one",
    ("sources.md", "URLs"): "other hosts; tests/press/test_remote.py has a store and a server",
    (
        "trust.md",
        "What has changed since the last edition, in the annual summary",
    ): "a year's edition and its summary; tests/press/test_previous.py has both",
}
"""Settings of which only the reading is tried, by test_shown.py, and where more is."""

PROGRAMS = Path(sys.executable).parent


def test_what_is_shown_is_a_file_or_a_change_of_one() -> None:
    """Then it is followed: test_followed.py, test_templates.py, test_tutorial.py."""
    untitled = {
        (one.page.name, one.section)
        for one in SHOWN
        if one.language not in ("", "text", "sh", "console") and not one.title
    }
    assert untitled == READ_ONLY.keys()


def the(title: str) -> Example:
    (found,) = [one for one in SHOWN if one.title == title]
    return found


def linted(*words: str) -> str:
    """Return what a linter says, or nothing when it is content."""
    done = subprocess.run([PROGRAMS / words[0], *words[1:]], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """The job for GitHub in a workflow."""
    text = re.sub("(?m)^", "    ", the(".github/workflows/pages.yml, a job").text)
    around = "on: push\njobs:\n  pages:\n    runs-on: ubuntu-24.04\n"
    path = tmp_path / "pages.yml"
    path.write_text(around + text, encoding="utf-8")
    return path


def test_the_job_for_github_is_one(job: Path) -> None:
    assert not linted("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", str(job))
    assert not linted("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(job))


def test_actions_are_those_of_the_workflow_that_new_writes(job: Path) -> None:
    written = (Path(scheduled.__file__).parent / "github.yml").read_text(encoding="utf-8")
    used = [
        step["uses"] for step in yaml.safe_load(job.read_text("utf-8"))["jobs"]["pages"]["steps"]
    ]
    assert len(used) == 2
    for action, version in (one.split("@") for one in used):
        assert re.search(rf"{action}@[0-9a-f]{{40}} # {version}\.", written), action


def test_the_job_for_gitlab_is_one(tmp_path: Path) -> None:
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(the(".gitlab-ci.yml").text, encoding="utf-8")
    words = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    assert not linted("check-jsonschema", *words, str(path))


def test_a_chart_has_the_functions_that_are_shown() -> None:
    (shown,) = [one for one in examples(ROOT / "CONTRIBUTING.md") if one.language == "python"]
    functions = re.findall(r"(?m)^def (\w+)\((.*)\)", shown.text)
    arguments = {name: re.findall(r"(\w+)(?:: \w+)?(?:, |$)", taken) for name, taken in functions}
    assert len(arguments) == 6
    charts = sorted((ROOT / "charts").glob("*.py"))
    assert charts
    for chart in charts:
        tree = ast.parse(chart.read_text(encoding="utf-8"))
        found = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        for name, taken in arguments.items():
            assert [one.arg for one in found[name].args.args] == taken, f"{chart.name}: {name}"
