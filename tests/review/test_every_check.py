"""A template that trips every check there is, and one that trips none: built, and told as SARIF."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from briefpress.checkconfig import ALWAYS, CHECKS
from briefpress.cli import main

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2023-01-01, end = 2024-12-31 }
data_date = 2024-12-31
attachments = false
vocabulary = "own"
[[source]]
path = "data/"
[[brief]]
kind = "country"
pages = { least = 1, most = 2 }
[[brief]]
kind = "theme"
pages = { least = 1, most = 2 }
"""
HEAD = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ brief.title }}</title></head><body>
<h1>{{ brief.title }}</h1>
"""
LINE = "<p>Some words that fill a line of the page from its one side to the other.</p>"
CLEAN = f"""\
<h2>The heading</h2>{LINE * 12}
<div class="card"><h3>A title</h3><p>There are {{{{ activities.total }}}} activities
in Côte d’Ivoire, of data of {{{{ edition.data_date }}}}.</p></div>
<p><a href="https://www.un.org/en/about-us">The United Nations</a></p>
<table><caption>Things</caption><thead><tr><th>Thing</th></tr></thead><tbody><tr><td>One</td></tr></tbody></table>
"""
ROWS = "<tr><td>One</td></tr>" * 80
TRIPS = f"""\
{{% for activity in tables.activities %}}<p>{{{{ activity.summary }}}}</p>{{% endfor %}}
<p>There were 987 activities in Ivory Coast as of 31 December 2019.</p>
<p style="width: 12mm">Internationalisation</p>
<p>The first words</p><p style="margin-top: -5mm">The second words</p>
<p class="meta"></p>
<div class="card"><p>Some words<br>of</p></div>
<p><a href="https://nowhere">A link</a></p>
<p><img alt="A red square" src="asset:red.png" style="width: 60mm; height: 60mm"></p>
{{% with chart = charts.tiny %}}<img src="{{{{ chart.url }}}}" alt="{{{{ chart.alt }}}}"
  style="width: {{{{ chart.width }}}}; height: {{{{ chart.height }}}}">{{% endwith %}}
<div style="break-before: page; height: 244mm">Full</div>
<section><h2 style="break-after: auto">The heading</h2>
<div style="break-inside: avoid; height: 30mm">It is about this</div>
<div style="break-inside: avoid; height: 240mm">Something tall that moves on</div></section>
<table><caption>Things</caption>
<thead style="display: table-row-group"><tr><th>Thing</th></tr></thead>
<tbody>{ROWS}</tbody></table>
"""
CHART = """\
import pandas as pd

def table(part):
    return pd.DataFrame({"thing": ["one"], "activities": [1]})

def size(table):
    return 84, 20

def heading(table, text):
    return "A chart"

def measure(table, text):
    return "Activities"

def draw(table, axes, house):
    axes.text(10, 10, "too small", fontsize=4)

def alt(table, text):
    return "A chart of one thing."
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose country briefs trip every check, and whose theme briefs none."""
    root = tmp_path_factory.mktemp("checks")
    for folder in ("data", "templates", "charts"):
        (root / folder).mkdir()
    (root / "data/activities.csv").write_text(
        "id,title,summary\nA,Wells,It has a budget of US$ 4.3 million.\n"
    )
    (root / "data/budgets.csv").write_text(
        "id,activity,type,start_date,end_date,value,currency\n"
        "1,A,original,2023-01-01,2024-12-31,4200000,USD\n"
    )
    (root / "data/places.csv").write_text("activity,country\nA,KEN\n")
    (root / "data/vocabularies.csv").write_text("vocabulary,code,name\nown,water,Water\n")
    (root / "data/themes.csv").write_text("activity,vocabulary,code\nA,own,water\n")
    Image.new("RGB", (60, 60), "red").save(root / "templates/red.png")
    (root / "charts/tiny.py").write_text(CHART)
    for name, body in (("country", TRIPS), ("theme", CLEAN)):
        page = f"{HEAD}{body}</body></html>"
        (root / f"templates/{name}.html").write_text(page, encoding="utf-8")
    (root / "briefs.toml").write_text(TOML)
    result = run("build", root)
    assert result.exit_code == 3, result.output
    return root


@pytest.fixture(scope="module")
def told(project: Path) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """What `check` says of it: in the terminal, as JSON and as SARIF."""
    files = [project / "pages.json", project / "pages.sarif"]
    result = run("check", project, "--json", files[0], "--sarif", files[1])
    assert result.exit_code == 3, result.output
    as_json, as_sarif = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return result.output, as_json["pages"]["findings"], as_sarif["runs"][0]["results"]


def test_each_check_is_tripped_by_a_template_and_none_by_another(told: Any) -> None:
    _, findings, _ = told
    tripped = {one["check"] for one in findings if one["brief"] == "country/KEN/en"}
    assert tripped == CHECKS.keys() - ALWAYS.keys()
    assert [one for one in findings if one["brief"].startswith("theme/")] == []


def test_each_finding_has_brief_page_place_and_picture_in_every_form(told: Any) -> None:
    said, findings, results = told
    assert len(findings) == len(results)
    for one, result in zip(findings, results, strict=True):
        assert f"[{one['check']}]" in said
        if one["check"] == "page-budget":  # of the brief as a whole
            continue
        assert f"{one['brief']}: page {one['page']}" in said
        assert one["picture"].startswith("data:image/png;base64,")
        assert result["properties"] == {key: one[key] for key in ("brief", "page", "place")}
        assert result["attachments"]


def test_each_finding_can_be_an_error_a_warning_or_allowed_with_a_reason(
    project: Path, told: Any
) -> None:
    toml, reason = project / "briefs.toml", "looked at"
    try:
        for level in ("error", "warning"):
            said = "\n".join(f'{one} = "{level}"' for one in CHECKS if one not in ALWAYS)
            toml.write_text(f"{TOML}[checks]\n{said}\n")
            result = run("check", project)
            assert result.exit_code == (3 if level == "error" else 0), result.output
        allow = [
            f'{{ check = "{one}", brief = "country/KEN", reason = "{reason}" }}'
            for one in CHECKS
            if one not in ALWAYS
        ]
        toml.write_text(f"{TOML}[checks]\nallow = [{', '.join(allow)}]\n")
        result = run("check", project)
        assert result.exit_code == 0, result.output
        assert result.output.count(f"(allowed: {reason})") == len(told[1])
    finally:
        toml.write_text(TOML)
