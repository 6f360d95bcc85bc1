"""What `briefpress new --ci` writes, and the difference as Markdown."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from briefpress import scheduled
from briefpress.cli import main
from briefpress.review.changesummary import differs, to_markdown
from briefpress.review.diff import BriefChange, Changes, NumberChange, TextChange

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("ci", "files"),
    [
        ("both", {".github/workflows/briefs.yml", ".gitlab-ci.yml"}),
        ("github", {".github/workflows/briefs.yml"}),
        ("gitlab", {".gitlab-ci.yml"}),
        ("none", set()),
    ],
)
def test_new_writes_the_workflows_that_are_asked_for(
    tmp_path: Path, ci: str, files: set[str]
) -> None:
    folder = tmp_path / "new"
    assert CliRunner().invoke(main, ["new", str(folder), "--ci", ci, "--no-build"]).exit_code == 0
    found = {name for name in scheduled.FILES.values() if (folder / name).exists()}
    assert found == files
    assert (folder / "requirements.txt").exists() is bool(files)
    assert (folder / ".gitignore").exists() is bool(files)


def test_another_service_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "new"), "--ci", "jenkins"])
    assert result.exit_code == 2
    for word in ("jenkins", "both", "github", "gitlab", "none"):
        assert f"'{word}'" in result.output
    assert not (tmp_path / "new").exists()


def test_the_lock_has_all_that_briefpress_needs_at_the_versions_that_are_here() -> None:
    lines = [line for line in scheduled.lock().splitlines() if not line.startswith("#")]
    locked = {Requirement(line).name: Requirement(line) for line in lines}
    assert lines == sorted(lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in map(Requirement, project["dependencies"]):
        name = next(name for name in locked if name.lower() == wanted.name.lower())
        assert str(locked[name].specifier) == f"=={metadata.version(wanted.name)}"
    assert {"pydyf", "pillow", "brotli"} <= set(locked)  # what they need in turn, and by an extra
    assert "pytest" not in locked
    assert str(locked["briefpress"].specifier) == f"=={metadata.version('briefpress')}"


def test_the_workflows_take_the_python_that_the_project_was_made_with() -> None:
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert scheduled.text("github").count(f'python-version: "{here}"') == 2
    assert f"image: python:{here}-slim-bookworm" in scheduled.text("gitlab")


# The difference as Markdown

NUMBER = NumberChange(
    "activities.total", "activities", "1", "2", "1", {"A": "a.csv, row 2"}, {}, ()
)


def changes(*changed: BriefChange, added: tuple[str, ...] = ()) -> Changes:
    return Changes("Old", "New", added, (), changed, 3)


def test_numbers_and_texts_are_tables_and_the_datas_words_are_code() -> None:
    text = TextChange("A.title", "old", "new | `x`\n@ada #12 [a](b)")
    said = to_markdown(changes(BriefChange("country/PAN/en", "", (NUMBER,), (text,))))
    assert said.splitlines() == [
        "### `Old` → `New`",
        "",
        "Briefs: 1 changed, 0 new, 0 gone, 3 the same; 1 numbers and 1 texts differ.",
        "",
        "#### `country/PAN/en`",
        "",
        "| number | before | now | by | because |",
        "|---|--:|--:|--:|---|",
        "| `activities.total` | 1 | 2 | +1 activities | `added A: a.csv, row 2` |",
        "",
        "| text | before | now |",
        "|---|---|---|",
        "| `A.title` | `old` | `new \\| 'x' @ada #12 [a](b)` |",
    ]


def test_what_does_not_fit_is_counted_and_no_table_is_cut() -> None:
    many = [BriefChange(f"country/{at}/en", "", (NUMBER,), ()) for at in range(500)]
    said = to_markdown(changes(*many, added=("annual/2024/en",)), limit=2000)
    assert len(said) <= 2000
    shown = said.count("#### ")
    assert said.rstrip().endswith(f"… and {500 - shown} briefs more: they are in changes.html.")
    assert said.count("`activities.total`") == shown > 5
    assert "- `annual/2024/en` is new" in said


def test_another_layout_is_a_difference_too() -> None:
    assert differs(changes(BriefChange("annual/2024/en", "", (), ())))
    assert "laid out otherwise" in to_markdown(changes(BriefChange("a", "b", (), ())))
    assert not differs(changes())
