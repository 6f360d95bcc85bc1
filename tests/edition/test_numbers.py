"""The edition's numbers, made a second way: plain csv and sets, no pandas, no engine."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from an_edition import ROOT, Built
from lxml import html as parser

from briefpress import config, language
from briefpress.documents import template
from briefpress.model.slices import Slice, touching
from briefpress.press.data import ready
from briefpress.press.make import facts_of
from briefpress.press.plan import names_of, plan
from briefpress.press.task import Task

PARTNERS = {"implementing", "extending", "accountable"}


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(ids: set[str]) -> dict[str, int]:
    """Count what a brief of these activities must print."""
    activities = [row for row in rows("activities") if row["id"] in ids]
    places = [row for row in rows("places") if row["activity"] in ids]
    themes = [row for row in rows("themes") if row["activity"] in ids]
    organisations = [row for row in rows("organisations") if row["activity"] in ids]
    countries = defaultdict(set)
    for row in places:
        if row["country"]:
            countries[row["activity"]].add(row["country"])
    partners = [row for row in organisations if row["role"] in PARTNERS]
    donors = [row for row in organisations if row["role"] == "funding"]
    dated = [row for row in activities if row["start_date"] or row["end_date"]]
    return {
        "activities.total": len(activities),
        "activities.shared": sum(1 for found in countries.values() if len(found) > 1),
        "activities.global": sum(1 for row in activities if row["scope"] == "global"),
        "activities.regional": sum(1 for row in activities if row["scope"] == "regional"),
        "countries.total": len(set().union(*countries.values())),
        "themes.total": len({row["code"] for row in themes if row["vocabulary"] == "approach"}),
        "themes.possible": 8,
        "partners.total": len({row["organisation"] for row in partners}),
        "donors.total": len({row["organisation"] for row in donors}),
        "coverage.date": len(dated),
        "coverage.date_missing": len(activities) - len(dated),
        "coverage.partner": len({row["activity"] for row in partners}),
        "coverage.partner_missing": len(activities) - len({row["activity"] for row in partners}),
        "coverage.donor": len({row["activity"] for row in donors}),
        "coverage.place": len({row["activity"] for row in places}),
        "coverage.theme": len({row["activity"] for row in themes}),
        "coverage.budget": 0,
        "coverage.result": 0,
    }


def briefs() -> dict[str, set[str]]:
    """Return the activities of each brief, read off the files."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("places"):
        if row["country"]:
            found[f"country/{row['country']}/en"].add(row["activity"])
    for row in rows("themes"):
        found[f"theme/{row['code']}/en"].add(row["activity"])
    for row in rows("organisations"):
        if row["role"] == "funding":
            found[f"donor/{row['organisation']}/en"].add(row["activity"])
    found["annual/2020-2024/en"] = {row["id"] for row in rows("activities")}
    return found


def test_the_edition_is_a_brief_for_each_country_theme_and_donor_and_one_summary(
    edition: Built,
) -> None:
    assert set(edition.manifest["briefs"]) == set(briefs())
    assert sum(brief.startswith("country/") for brief in briefs()) == 21
    assert len(rows("activities")) == 37


@pytest.mark.parametrize("brief", sorted(briefs()))
def test_numbers_recomputed_from_the_files_agree(brief: str, edition: Built) -> None:
    numbers = edition.facts(brief)["numbers"]
    for name, value in expected(briefs()[brief]).items():
        assert (name, numbers[name]["value"]) == (name, value)


def test_the_chapters_of_the_annual_summary_agree_with_the_files(edition: Built) -> None:
    numbers = edition.facts("annual/2020-2024/en")["numbers"]
    for brief, ids in briefs().items():
        if brief.startswith("theme/"):
            key = brief.split("/")[1]
            for name, value in expected(ids).items():
                assert numbers[f"theme.{key}.{name}"]["value"] == value


def test_every_number_names_rows_that_exist_and_as_many_as_it_counts(edition: Built) -> None:
    for brief in edition.manifest["briefs"]:
        facts = edition.facts(brief)
        for name, number in facts["numbers"].items():
            assert set(number["rows"]) <= set(facts["rows"]), (brief, name)
            if name.endswith(("activities.total", "activities.shared", "coverage.date")):
                assert len(number["rows"]) == number["value"]


def test_money_that_nobody_reports_is_no_data_and_not_zero(edition: Built) -> None:
    numbers = edition.facts("donor/EU/en")["numbers"]
    for name in ("funding.budget", "funding.received", "funding.spent"):
        assert (numbers[name]["value"], numbers[name]["status"]) == (None, "no data")
    assert "No budget, no income and no spending is reported" in " ".join(
        " ".join(edition.pages("donor/EU/en")).split()
    )


def digits(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@pytest.mark.parametrize("brief", sorted(briefs()))
def test_every_number_in_the_pdf_stands_in_its_facts(brief: str, edition: Built) -> None:
    path = edition.out / edition.manifest["briefs"][brief]["facts"]
    known = digits(path.read_text(encoding="utf-8"))
    known |= {str(page) for page in range(1, edition.manifest["briefs"][brief]["pages"] + 1)}
    printed = digits(" ".join(edition.pages(brief)))
    assert printed - known - {str(int(one)) for one in known} == set()


@pytest.mark.parametrize("brief", sorted(briefs()))
def test_every_figure_of_the_html_is_a_number_of_the_facts_or_stands_in_a_text_of_them(
    brief: str, edition: Built
) -> None:
    project = config.load(ROOT)
    tables = ready(project).tables
    job = next(job for job in plan(project, tables) if job.brief == brief)
    names = names_of(tables)
    cut = Slice(
        project.edition,
        tables.of(touching(tables, job.kind.over, job.key)),
        job.kind.over,
        job.key,
    )
    text = language.text("en", names)
    facts = facts_of(Task(job, cut, names, project, ""), text)
    page = template.render(facts, job.kind.template, project.folders, project.brand, text)
    body = parser.fromstring(page).find("body")
    plain = edition.facts(brief)

    traced = body.findall(".//data[@class='number']")
    assert traced
    for element in traced:
        number = plain["numbers"][element.get("data-name")]
        assert element.get("value") == ("" if number["value"] is None else str(number["value"]))
        element.text = ""
    for counter in body.findall(".//span[@class='nr']"):
        counter.text = ""
    texts = {key: value for key, value in plain.items() if key not in ("numbers", "rows")}
    assert digits(" ".join(body.itertext())) - digits(repr(texts)) == set()


def test_a_country_is_counted_once_in_the_total_of_the_edition(edition: Built) -> None:
    touching_each = [
        edition.facts(brief)["numbers"]["activities.total"]["value"]
        for brief in edition.manifest["briefs"]
        if brief.startswith("country/")
    ]
    shares = [
        float(edition.facts(brief)["numbers"]["activities.share"]["value"])
        for brief in edition.manifest["briefs"]
        if brief.startswith("country/")
    ]
    in_countries = {row["activity"] for row in rows("places") if row["country"]}
    assert sum(touching_each) > len(in_countries)
    assert sum(shares) == len(in_countries)


def test_each_row_cites_the_line_of_the_page_it_was_read_from(edition: Built) -> None:
    for brief in edition.manifest["briefs"]:
        for row, origin in edition.facts(brief)["rows"].items():
            if not row.startswith("vocabularies/"):
                assert re.fullmatch(
                    r"data/\w+\.csv, row \d+ \(unodc-evaw-inventory\.txt:\d+\)", origin
                )


def test_the_files_are_where_the_data_readme_says(edition: Built) -> None:
    assert {name for name in edition.manifest["inputs"] if name.startswith("data/")} == {
        f"data/{path.name}" for path in Path(ROOT / "data").glob("*.csv")
    }
