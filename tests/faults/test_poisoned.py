"""Twenty countries of 195 whose rows break their chart or their page: the others feel nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import small

from briefpress import config
from briefpress.model import places
from briefpress.press.build import Outcome, build
from briefpress.press.progress import Reporter

COUNTRIES = sorted(places.countries())[:195]
IN_CHART, IN_PAGE = COUNTRIES[3::20], COUNTRIES[12::20]
TITLES = {code: "Breaks the chart" for code in IN_CHART} | {
    code: "Breaks the page" for code in IN_PAGE
}

CHART = """\
import pandas as pd
def table(part): return part.tables.activities[["title"]].assign(rows="")
def size(table): return 84, 10
def heading(table, text): return "Work"
def measure(table, text): return "Activities"
def alt(table, text): return "One bar. " + ", ".join(table["title"])
def draw(table, axes, house):
    axes.barh([5], [{"Breaks the chart": None}.get(table["title"].iloc[0], 40)])
"""
PAGE = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body>
<h1>{{ brief.title }}</h1>
{% for activity in tables.activities %}
<p>{{ activity.title }}</p>
{% if activity.title == "Breaks the page" %}{{ activities.totel }}{% endif %}
{% endfor %}
<p><img src="{{ charts.work.url }}" alt="{{ charts.work.alt }}" width="300" height="40"></p>
</body>
</html>
"""
MORE = {"charts/work.py": CHART, "templates/country.html": PAGE}


def built(root: Path, out: Path, titles: dict[str, str], selectors: Sequence[str] = ()) -> Outcome:
    small.write(root, countries=COUNTRIES, titles=titles, more=MORE)
    return build(config.load(root), out, selectors, 2, Reporter())


def of(files: dict[str, bytes], codes: Sequence[str]) -> dict[str, bytes]:
    return {name: files[name] for name in files if name[8:11] in codes and "/" in name}


@pytest.mark.long
def test_twenty_poisoned_countries_fail_and_the_others_are_byte_for_byte_as_ever(
    tmp_path: Path,
) -> None:
    assert len(TITLES) == 20
    others = [code for code in COUNTRIES if code not in TITLES]
    assert len(others) == 175
    clean = built(tmp_path / "project", tmp_path / "clean", {})
    assert (len(clean.made), clean.failed) == (195, {})
    outcome = built(tmp_path / "project", tmp_path / "poisoned", TITLES)
    assert sorted(outcome.failed) == [f"country/{code}/en" for code in sorted(TITLES)]
    for brief, reason in outcome.failed.items():
        chart = brief[8:11] in IN_CHART
        where = "charts/work.py, line 8: " if chart else "templates/country.html, line 8: "
        assert reason.startswith(f"{brief}: {where}"), reason
    expected = small.published(tmp_path / "clean")
    found = small.published(tmp_path / "poisoned")
    assert of(found, others) == of(expected, others)
    assert len(of(found, others)) == 3 * 175
    assert of(found, list(TITLES)) == {}
    # the same over an edition that was whole: the twenty keep what they had
    outcome = built(tmp_path / "project", tmp_path / "clean", TITLES)
    assert (len(outcome.kept), len(outcome.failed)) == (175, 20)
    kept = small.published(tmp_path / "clean")
    assert of(kept, COUNTRIES) == of(expected, COUNTRIES)
    states = [entry["state"] for entry in small.manifest(tmp_path / "clean")["briefs"].values()]
    assert (states.count("fresh"), states.count("stale")) == (175, 20)
