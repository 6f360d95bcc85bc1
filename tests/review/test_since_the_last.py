"""A summary that says what has changed since the last edition, from two editions that are built."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from briefpress.cli import main

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2023-01-01, end = YEAR-12-31 }
data_date = YEAR-12-31
languages = ["en", "ar"]
attachments = false
[[source]]
path = "data/"
[[brief]]
kind = "annual"
[[brief]]
kind = "country"
"""
FILES = {
    "activities": "id,title\nA,Wells\nB,Schools\n",
    "places": "activity,country\nA,KEN\nB,KEN\n",
    "transactions": "id,activity,type,date,value,currency\n"
    "1,A,incoming funds,2023-03-01,1000,USD\n2,B,incoming funds,2023-03-02,500,USD\n",
}
LATER = {
    "activities": "id,title\nA,Wells\nC,Courts\n",
    "places": "activity,country\nA,KEN\nC,PER\n",
    "transactions": "id,activity,type,date,value,currency\n"
    "1,A,incoming funds,2023-03-01,1100,USD\n3,C,incoming funds,2024-03-02,50,USD\n",
}
HEAD = """\
<!DOCTYPE html>
<html lang="{{ language.code }}" dir="{{ language.direction }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ activities.total }}</p>
"""
ANNUAL = """\
{% if previous is defined %}{% include "blocks/changes.html" %}{% endif %}
<ul>{% for activity in tables.activities %}<li id="{{ activity.id }}">{{ activity.title }}</li>
{% endfor %}</ul>"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def written(root: Path, year: int, files: dict[str, str], more: str = "") -> Path:
    (root / "data").mkdir(parents=True)
    for name, content in files.items():
        (root / f"data/{name}.csv").write_text(content)
    (root / "templates").mkdir()
    (root / "templates/annual.html").write_text(f"{HEAD}{ANNUAL}</body></html>")
    (root / "templates/country.html").write_text(f"{HEAD}</body></html>")
    toml = TOML.replace("YEAR", str(year))
    (root / "briefs.toml").write_text(toml.replace("attachments", f"{more}attachments"))
    return root


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of 2023, and one of 2024 that says what has changed since."""
    root = tmp_path_factory.mktemp("editions")
    result = run("build", written(root / "old", 2023, FILES))
    assert result.exit_code == 0, result.output
    more = 'previous = "archive/2023"\n'
    new = written(root / "new", 2024, LATER, more)
    shutil.copytree(root / "old/build", new / "archive/2023")
    result = run("build", new)
    assert result.exit_code == 0, result.output
    return root


def facts(root: Path, code: str = "en") -> dict[str, Any]:
    path = root / f"new/build/annual/2023-2024.{code}.json"
    return dict(json.loads(path.read_bytes()))


def test_the_summary_says_what_diff_says(kept: Path, tmp_path: Path) -> None:
    report = tmp_path / "changes.json"
    result = run("diff", kept / "old/build", kept / "new/build", "--json", report)
    assert result.exit_code == 0, result.output
    changed = json.loads(report.read_bytes())["changed"]
    (summary,) = (one for one in changed if one["brief"] == "annual/2023-2024/en")
    said = {one["name"]: one for one in summary["numbers"]}
    numbers = facts(kept)["numbers"]
    for name, of in (("received", "funding.received"), ("countries", "countries.total")):
        assert str(numbers[f"changes.{name}_before"]["value"]) == said[of]["old"]
        assert str(numbers[f"changes.{name}_difference"]["value"]) == said[of]["by"]
    (correction,) = said["funding.received"]["corrected"]
    assert numbers["changes.received_corrected"]["rows"] == [correction["row"]]
    assert not [name for name in said if name.startswith("changes.")]


def test_what_has_changed_is_printed_and_can_be_traced(kept: Path) -> None:
    pdf = kept / "new/build/annual/2023-2024.en.pdf"
    for number, lines in {
        "changes.received_difference": ["= -350", "+ 1,150", "− 1,500", "changes.received_before"],
        "changes.received_before": ["archive/2023, annual/2023"],
        "changes.received_corrected": ["transactions/1", "= 100", "data/transactions.csv, row 2"],
        "changes.activities_new": ["activities/C"],
    }.items():
        result = run("trace", pdf, number)
        assert result.exit_code == 0, result.output
        assert "WRONG" not in result.output
        said = " ".join(result.output.split())
        assert [line for line in lines if line not in said] == []
    result = run("trace", pdf, "--page", 1, "−US$ 350")
    assert "changes.received_difference" in result.output, result.output


def test_the_pages_have_it_in_both_directions(kept: Path) -> None:
    assert {"KEN", "PER"} <= facts(kept, "ar")["names"]["places"].keys()
    assert facts(kept, "ar")["tables"]["changes_gone"][0]["title"] == "Schools"
    assert facts(kept, "ar")["numbers"] == facts(kept, "en")["numbers"]


def test_another_edition_before_makes_the_summaries_anew_and_nothing_else(
    kept: Path, tmp_path: Path
) -> None:
    project = tmp_path / "new"
    shutil.copytree(kept / "new", project)
    old = tmp_path / "old"
    shutil.copytree(kept / "old", old)
    data = old / "data/transactions.csv"
    data.write_text(data.read_text().replace("1000", "999"))
    assert run("build", old).exit_code == 0
    shutil.rmtree(project / "archive/2023")
    shutil.copytree(old / "build", project / "archive/2023")
    result = run("build", project, "--dry-run", "--explain")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert "[edition] previous: the edition before is another" in said
    assert "annual/2023-2024/en" in said
    assert "country/KEN" not in said


def test_a_damaged_edition_before_stops_the_build_before_anything_is_written(
    kept: Path, tmp_path: Path
) -> None:
    project = tmp_path / "new"
    shutil.copytree(kept / "new", project)
    (project / "archive/2023/annual/2023.en.json").write_text("{}")
    before = (project / "build/manifest.json").read_bytes()
    result = run("build", project)
    assert result.exit_code == 2
    assert "annual/2023.en.json: was changed (annual/2023/en)" in result.output
    assert (project / "build/manifest.json").read_bytes() == before
