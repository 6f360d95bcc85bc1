"""The recomputation agrees with an edition, and finds each fact that is made wrong."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from an_edition import ROOT, Built, built
from recompute import compared
from recomputing import project as projects
from recomputing.comparing import Compared
from recomputing.edition import Edition

TOML = """\
[edition]
title = "Money over borders"
organisation = "The Office"
period = { start = 2020-01-01, end = 2021-12-31 }
data_date = 2021-12-31
currency = "USD"
rates = "ecb"
vocabulary = "approach"

[[source]]
path = "data/"

[[brief]]
kind = "country"
[[brief]]
kind = "theme"
[[brief]]
kind = "donor"
[[brief]]
kind = "annual"
"""
DATA = {
    "activities": """\
id,title,scope,start_date,end_date
A,Help lines,national,2020-01-01,2021-12-31
B,Shelters,multinational,2021-03-01,9999-12-31
C,A guide,global,,
""",
    "vocabularies": """\
vocabulary,code,name
approach,prevention,Prevention
approach,services,Services
form,trafficking,Trafficking
""",
    "places": """\
activity,transaction,country,region,percentage
A,,KEN,,33.3
A,,UGA,,33.3
A,,,142,33.3
B,,KEN,,
B,,PAK,,
B,T3,UGA,,
C,,,998,
""",
    "themes": """\
activity,transaction,vocabulary,code
A,,approach,prevention
A,,approach,services
B,T3,approach,services
B,T4,approach,services
C,,form,trafficking
""",
    "organisations": """\
activity,organisation,name,role,type
A,P1,Academy,implementing,academic
A,EU,European Union,funding,multilateral
B,P1,Academy,extending,academic
B,P2,Bureau,implementing,government
""",
    "transactions": """\
id,activity,type,date,value,currency,provider,provider_name,receiver,earmarking
T1,A,incoming funds,2020-05-02,100.01,EUR,EU,,,earmarked
T2,A,disbursement,2021-05-03,-7.77,USD,P1,,P2,
T3,B,incoming funds,2021-06-06,1000,KES,,Éuropean union,,
T4,B,incoming funds,2021-07-07,55.555,USD,,A new donor,,
T5,B,expenditure,2021-08-08,9.99,USD,P2,,,
T6,C,incoming commitment,2019-12-31,5,USD,EU,,,
T7,C,expenditure,2020-12-31,3,GBP,,,,
""",
    "budgets": """\
id,activity,type,start_date,end_date,value,currency
B1,A,original,2019-07-01,2022-06-30,1000.01,EUR
B2,A,original,2021-01-01,2021-12-31,77,USD
B3,A,revised,2021-01-01,2021-12-31,99,USD
B4,C,original,2020-03-01,2020-03-01,10,CHF
""",
    "results": """\
id,activity,indicator,measure,unit,start_date,end_date,target,actual,sex
R1,A,Women helped,unit,women,2021-01-01,2021-12-31,10,7,
R2,B,Women helped,unit,women,2021-01-01,2021-12-31,10,8,
R3,A,Workshops held,unit,workshops,2021-01-01,2021-12-31,4,3,
R4,B,Workshops held,unit,workshops,2021-01-01,2021-12-31,2,1,
R5,A,People reached,unit,people,,,,5,female
R6,A,People reached,unit,people,,,,6,male
R7,C,Women helped,percentage,,2021-01-01,2021-12-31,50,40,
""",
}
PLAIN = """\
<!DOCTYPE html>
<html lang="{{ language.code }}"><head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1>PARTS</body></html>
"""
CHAPTERS = "{% for theme in parts.theme %}<p>{{ theme.activities.total }}</p>{% endfor %}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """An edition with every kind of number: shares, rates, halves of budgets, results."""
    root = tmp_path_factory.mktemp("small")
    (root / "briefs.toml").write_text(TOML, encoding="utf-8")
    for folder in ("data", "templates"):
        (root / folder).mkdir()
    for name, rows in DATA.items():
        (root / f"data/{name}.csv").write_text(rows, encoding="utf-8")
    for kind in ("country", "theme", "donor", "annual"):
        page = PLAIN.replace("PARTS", CHAPTERS if kind == "annual" else "")
        (root / f"templates/{kind}.html").write_text(page, encoding="utf-8")
    edition = built(root, root / "build")
    assert not edition.outcome.failed
    assert not edition.outcome.differences
    return root, edition


def test_every_number_of_the_starters_edition_is_recomputed(edition: Built) -> None:
    work, found, briefs = compared(edition.out, ROOT)
    assert found == []
    assert (briefs, work.hidden) == (34, 0)
    assert work.numbers > 2000


def test_every_number_of_an_edition_with_money_and_results_is_recomputed(
    small: tuple[Path, Built],
) -> None:
    root, edition = small
    _, found, briefs = compared(edition.out, root)
    assert found == []
    assert briefs == 3 + 2 + 2 + 1


def wrong(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, list):
        return value[1:] if value else ["activities/A"]
    if isinstance(value, int):
        return value + 1
    return "0.01" if value is None or value[:1].isdigit() or value[:1] == "-" else f"{value} "


def test_each_number_that_is_made_wrong_is_found(small: tuple[Path, Built]) -> None:
    root, edition = small
    work = Compared(Edition(*projects.read(root)))
    for brief in ("country/KEN/en", "annual/2020-2021/en", "donor/EU/en"):
        facts = edition.facts(brief)
        assert list(work.differences(facts)) == []
        for name, number in facts["numbers"].items():
            for key in {"value", "status", "unit", "rows", "amounts", "shares"} & set(number):
                right = number[key]
                number[key] = wrong(right)
                said = list(work.differences(facts))
                assert any(line.startswith(name) for line in said), (brief, name, key, said)
                number[key] = right


def test_each_cell_that_is_made_wrong_is_found(small: tuple[Path, Built]) -> None:
    root, edition = small
    work = Compared(Edition(*projects.read(root)))
    facts = edition.facts("annual/2020-2021/en")
    words = ("title", "summary", "title_language", "summary_language", "name", "type")
    seen = 0
    for name, table in facts["tables"].items():
        for row in table[:2]:
            for column in set(row) - set(words):
                right = row[column]
                row[column] = wrong(right)
                assert list(work.differences(facts)), (name, column)
                row[column] = right
                seen += 1
    assert seen > 150
    assert {name for name, table in facts["tables"].items() if not table} <= {
        f"{prefix}{name}"
        for prefix in ("", "theme.prevention.", "theme.services.")
        for name in ("unconverted", "rates", "earmarking", "forms", "people", "donors", "results")
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f["numbers"].update({"funding.new": {"rows": []}}), "funding.new is not recom"),
        (lambda f: f["numbers"].pop("funding.gap"), "funding.gap is missing"),
        (lambda f: f["tables"].update(new=[]), "table new is not recomputed"),
        (lambda f: f["charts"].update(new={"table": []}), "chart new is not recomputed"),
        (lambda f: f["tables"]["years"][0].update(new=1), "has the columns"),
        (lambda f: f["rows"].update({"transactions/T1": "data/x.csv, row 2"}), "stands in"),
        (lambda f: f["money"]["rows"]["transactions/T1"].update(value="1"), "says 100.01 EUR"),
        (lambda f: f["money"]["rates"][0].update(rate="1.5"), "is converted at"),
        (lambda f: f["money"]["rows"].pop("transactions/T1"), "not the rows of the sums"),
        (lambda f: f.update(brief="country/FRA/en"), "nothing in the sources"),
    ],
)
def test_what_is_not_known_or_not_there_is_no_silent_gap(
    small: tuple[Path, Built], change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    root, edition = small
    facts = edition.facts("annual/2020-2021/en")
    change(facts)
    work = Compared(Edition(*projects.read(root)))
    assert said in "\n".join(work.differences(facts))


def test_the_program_ends_with_1_and_says_what_is_wrong(
    small: tuple[Path, Built], tmp_path: Path
) -> None:
    root, edition = small
    entry = {"facts": "facts.json", "state": "fresh"}
    facts = edition.facts("country/KEN/en")
    facts["numbers"]["funding.received"]["value"] = "1.00"
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    plan = edition.manifest["plan"][1:]
    said = {"plan": plan, "briefs": {"country/KEN/en": entry}}
    (tmp_path / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("recompute.py"), tmp_path, root],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "country/KEN/en: funding.received is 1.00, recomputed" in run.stdout
    assert f"{edition.manifest['plan'][0]}: is not in the plan" in run.stdout
