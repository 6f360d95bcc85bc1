"""The tree of names: every one works in a template, and none is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from briefpress import config, language
from briefpress.documents import template
from briefpress.documents.template import Group
from briefpress.drawing.files import find
from briefpress.growing import known, tree
from briefpress.growing.tree import Entry
from briefpress.language import Names
from briefpress.measures import count as counting
from briefpress.measures.count import by_organisation
from briefpress.measures.coverage import coverage
from briefpress.measures.describe import PARTNER_ROLES, describe
from briefpress.measures.meanings import TABLES
from briefpress.measures.results import people, results
from briefpress.model.number import SUPPRESSED, Number
from briefpress.model.slices import Slice
from briefpress.model.tables import plain
from briefpress.press.data import ready

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
COVID = ROOT / "examples/covid-response"


@pytest.fixture(scope="module")
def unhcr(tmp_path_factory: pytest.TempPathFactory) -> tuple[config.Project, known.Known]:
    project = config.load(ROOT / "examples/unhcr-2023")
    out = tmp_path_factory.mktemp("out")
    return project, known.of(project, out, "country/KEN")


def names(context: dict[str, Any]) -> set[str]:
    """Every name that a template can write, found without the tree."""
    found: set[str] = set()

    def walk(path: str, value: Any) -> None:
        if path.startswith("parts."):
            return
        if path.startswith("tables.") and path.count(".") == 1:
            found.add(path)
            found.update(f"{path}[].{name}" for row in value for name in row)
        elif isinstance(value, Group):
            if path.startswith("charts."):
                found.add(path)
            for name in value:
                walk(f"{path}.{name}", value[name])
        else:
            found.add(path)

    for name, value in context.items():
        walk(name, value)
    return found


def test_every_name_that_a_template_may_use_is_in_the_tree(
    unhcr: tuple[config.Project, known.Known],
) -> None:
    project, of = unhcr
    context = template.context(of.facts, project.brand, of.text)
    entries = {one.name for one in tree.entries(of, project)}
    assert names(context) - entries == set()
    assert {f"charts.{name}" for name in find(project.folders)} <= entries
    assert {f"parts.{over}" for over in ("country", "region", "theme", "donor")} <= entries


def test_every_name_of_the_tree_works_in_a_template(
    unhcr: tuple[config.Project, known.Known], tmp_path: Path
) -> None:
    project, of = unhcr
    entries = tree.entries(of, project)
    lines = ["{% set level = 2 %}"]
    for one in entries:
        if one.sort == "column":
            table = one.name.removeprefix("tables.").partition("[")[0]
            lines.append(f"{{% for row in tables.{table} %}}{one.write}{{% endfor %}}")
        elif one.sort != "part":
            lines.append(one.write)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/all.html").write_text("\n".join(lines), encoding="utf-8")
    folders = (tmp_path, *project.folders)
    html = template.render(of.facts, "all.html", folders, project.brand, of.text)
    assert "Kenya" in html
    assert len([one for one in entries if one.sort == "column"]) > 80


def test_every_entry_says_what_it_means(unhcr: tuple[config.Project, known.Known]) -> None:
    project, of = unhcr
    assert [one.name for one in tree.entries(of, project) if not one.meaning] == []


def test_each_table_is_explained_with_its_columns_and_can_be_had_in_a_chart() -> None:
    project = config.load(COVID)
    reading = ready(project)
    whole = Slice(project.edition, reading.tables, "edition", project.edition.period)
    part = whole.narrow("country", "KEN")
    measured = describe(part)
    assert list(TABLES) == list(measured.tables)
    scope = {"part": part, "count": counting, "coverage": coverage, "describe": describe,
             "results": results, "people": people, "PARTNER_ROLES": PARTNER_ROLES,
             "by_organisation": by_organisation}  # fmt: skip
    for name, table in TABLES.items():
        rows = eval(table.in_chart, scope)
        rows = rows if isinstance(rows, list) else plain(rows)
        assert rows == measured.tables[name], name
        columns = {one.name for one in table.columns} - {"title_language", "summary_language"}
        for row in rows:
            assert set(row) == columns, name
    for number in measured.numbers:
        assert measured.number(number.name) is number


def test_every_filter_is_in_the_tree_and_no_other() -> None:
    from jinja2.defaults import DEFAULT_FILTERS

    env = template.environment((ROOT,), language.text("en", Names({}, {})))
    assert set(env.filters) - set(DEFAULT_FILTERS) == set(tree.FILTERS)


def test_missing_and_suppressed_are_said_and_break_nothing(
    unhcr: tuple[config.Project, known.Known],
) -> None:
    project, of = unhcr
    whole = of.facts.whole
    hidden = Number("people.reached", None, "people", "withheld", (), "suppressed")
    row = {column.name: None for column in TABLES["results"].columns}
    row |= {"actual": SUPPRESSED, "achieved": SUPPRESSED, "rows": (), "indicator": "Women"}
    tables = {**whole.tables, "results": [row]}
    part = replace(whole, numbers=(*whole.numbers, hidden), tables=tables)
    facts = replace(of.facts, whole=part)
    entries = {one.name: one for one in tree.entries(replace(of, facts=facts), project)}
    assert entries["people.reached"].here == "suppressed"
    missing = [number.name for number in whole.numbers if number.status == "no data"]
    assert missing
    assert {entries[name].here for name in missing} == {"no data"}
    assert entries["tables.results[].actual"].here == "suppressed"
    assert entries["tables.results[].achieved"].here == "suppressed"
    assert entries["tables.results[].target"].here == ""


def test_it_says_whether_the_facts_are_finished_or_measured_and_they_are_the_same(
    project: Path, run: Run
) -> None:
    measured = run("facts", "country/KEN", "--tree", "--project", project)
    assert measured.exit_code == 0, measured.output
    assert "measured now from the data: nothing is built yet" in measured.output.splitlines()[0]
    assert run("build", project).exit_code == 0
    finished = json.loads(run("facts", "country/KEN", "--json", "--project", project).output)
    assert finished["facts"].startswith("from the finished brief, ")
    anew = json.loads(run("facts", "country/KEN", "--json", "--anew", "--project", project).output)
    assert anew["facts"].startswith("measured now")

    def told(said: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
        return {
            one["name"]: (one.get("here"), one.get("unit"), one.get("value"), one["write"])
            for one in said["names"]
            if not one["name"].startswith(("charts.", "parts."))
        }

    assert told(finished) == told(anew)
    path = project / "data/projects.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Wells", "Deep wells"))
    changed = run("facts", "country/KEN", "--project", project).output
    assert "something has changed" in changed.splitlines()[0]


def test_a_brief_that_is_none_is_named_with_the_nearest(project: Path, run: Run) -> None:
    result = run("facts", "country/KNE", "--project", project)
    assert result.exit_code == 2
    assert "Did you mean 'country/KEN'?" in result.output


def test_what_a_chart_is_handed_is_listed(unhcr: tuple[config.Project, known.Known]) -> None:
    found: dict[str, Entry] = {one.name: one for one in tree.in_charts(unhcr[1])}
    assert found["part.key"].here == "KEN"
    assert "rows" in found["part.tables.transactions"].here
    assert {"text.place", "house.accent", "house.tint", "marks.bars", "alttext.composed"} <= set(
        found
    )
