"""Small counts of people are hidden from all that a build writes, and nothing gives them back."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefpress.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

import small

PRINTS_ALL = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body>
<h1>{{ brief.title }}</h1>
{% for row in tables.results %}<p>{{ row.indicator }} {{ row.actual|number }}</p>{% endfor %}
{% for row in tables.people %}<p>{{ row.sex }} {{ row.value|number }}</p>{% endfor %}
</body>
</html>
"""
HEADER = "id,activity,indicator,measure,unit,start_date,end_date,target,actual,sex\n"
SERVED = "Survivors served"
GROUPS = [
    ("A0", "", 100), ("A0", "female", 93), ("A0", "male", 7),
    ("A1", "", 105), ("A1", "female", 61), ("A1", "male", 44),
]  # fmt: skip
KEY = "0123456789abcdef0123456789abcdef"
ROUND = '[disclosure]\nsensitive = ["survivors *"]\nmethod = "round"\nbase = 5\nkey = "THE_KEY"\n'
DECLARED = '[disclosure]\nsensitive = ["survivors *"]\n'


def results(groups: list[tuple[str, str, int]], indicator: str = SERVED) -> str:
    lines = [
        f"R{at},{activity},{indicator},unit,survivors,2024-01-01,2024-12-31,200,{actual},{sex}\n"
        for at, (activity, sex, actual) in enumerate(groups)
    ]
    return HEADER + "".join(lines)


def project(root: Path, declared: str = DECLARED, rows: str = "") -> Path:
    edition = '[[brief]]\nkind = "annual"\nover = "edition"\ntemplate = "country.html"\n'
    return small.write(
        root,
        countries=("KEN", "UGA"),
        more={
            "briefs.toml": small.TOML + edition + declared,
            "templates/country.html": PRINTS_ALL,
            "data/results.csv": rows or results(GROUPS),
        },
    )


def build(root: Path) -> tuple[int, str]:
    words = ["build", str(root), "--out", str(root / "build"), "--workers", "1"]
    done = CliRunner().invoke(main, words)
    return done.exit_code, done.output


def facts(root: Path) -> dict[str, Any]:
    return {
        one["brief"]: one
        for path in sorted((root / "build").glob("*/*.json"))
        for one in [json.loads(path.read_bytes())]
    }


def log(root: Path) -> list[dict[str, str]]:
    with (root / "build/suppression.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_small_group_is_in_no_file_and_another_hides_it(tmp_path: Path) -> None:
    assert build(project(tmp_path))[0] == 0
    kenya = facts(tmp_path)["country/KEN/en"]["tables"]
    values = {row["sex"]: row["value"] for row in kenya["people"]}
    assert values["male"] == "suppressed"
    (result,) = kenya["results"]
    hidden = [values["female"], result["actual"]].count("suppressed")
    assert hidden == 1  # else the seven come back by subtraction
    uganda = facts(tmp_path)["country/UGA/en"]["tables"]
    assert [row["value"] for row in uganda["people"]] == ["61", "44"]


def test_the_log_names_the_rule_and_never_the_value(tmp_path: Path) -> None:
    build(project(tmp_path))
    rules = {row["cell"]: row["rule"] for row in log(tmp_path)}
    assert rules.pop("actual: results/R2") == "fewer than the threshold"
    assert set(rules.values()) == {"protects another cell"}
    assert {row["indicator"] for row in log(tmp_path)} == {SERVED}
    assert {row["briefs"] for row in log(tmp_path)} == {"country/KEN annual/2020-2024"}
    text = (tmp_path / "build/suppression.csv").read_text(encoding="utf-8-sig")
    assert not {"7", "93", "100"} & set(text.replace(",", " ").split())


def test_what_is_computed_from_a_hidden_count_is_hidden(tmp_path: Path) -> None:
    build(project(tmp_path, rows=results([("A0", "", 7), ("A1", "", 60)])))
    (result,) = facts(tmp_path)["country/KEN/en"]["tables"]["results"]
    assert (result["actual"], result["achieved"]) == ("suppressed", "suppressed")
    assert result["target"] == "200"


def test_the_sum_of_the_edition_is_not_printed_beside_all_but_one_of_its_rows(
    tmp_path: Path,
) -> None:
    build(project(tmp_path, rows=results([("A0", "", 7), ("A1", "", 60)])))
    all_facts = facts(tmp_path)
    (uganda,) = all_facts["country/UGA/en"]["tables"]["results"]
    printed = [row["actual"] for row in all_facts["annual/2020-2024/en"]["tables"]["results"]]
    assert [uganda["actual"], *printed].count("suppressed") >= 1


def test_what_looks_sensitive_must_be_declared(tmp_path: Path) -> None:
    status, said = build(project(tmp_path, declared=""))
    assert status == 2
    assert "data/results.csv, row 2" in said
    assert "'Survivors served' looks like a count of people who could be recognised" in said
    assert not (tmp_path / "build/manifest.json").exists()
    assert build(project(tmp_path, declared='[disclosure]\nallowed = ["survivors*"]\n'))[0] == 0
    assert not (tmp_path / "build/suppression.csv").exists()


def test_a_count_below_zero_is_refused(tmp_path: Path) -> None:
    status, said = build(project(tmp_path, rows=results([("A0", "", -7)])))
    assert status == 2
    assert "-7 is no count of people" in said


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("[disclosure]\nthreshold = 5\n", "Say who decided that"),
        ("[disclosure]\nthreshold = 1\ndecided_by = 'us'\n", "hides nobody"),
        ("[disclosure]\nsensitive = ['a']\nallowed = ['a']\n", "among the sensitive ones too"),
        ("[disclosure]\nsensitive = [1]\n", "must be a list of texts"),
        ("[disclosure]\nearlier = ['old']\n", "no manifest.json"),
        ("[disclosure]\nmethod = 'rond'\n", "Did you mean 'round'"),
        ("[disclosure]\nmethod = 'round'\n", "needs a key that stays inside"),
        ("[disclosure]\nmethod = 'round'\nkey = 'NOT_THERE'\n", "has no 'NOT_THERE' of 32"),
        ("[disclosure]\nbase = 5\n", "is for rounding only"),
        ("[disclosure]\nmethod = 'round'\nbase = 2\n", "2 hides nobody"),
        ("[disclosure]\nmethod = 'round'\nbase = 3\n", "less than the usual 5. Say who"),
        ("[disclosure]\nmethod = 'round'\nthreshold = 10\n", "is for suppression"),
        ("[disclosure]\nnarrative = false\n", "Say who decided that"),
        ("[disclosure]\nagency_identifiers = 'no'\n", "must be true or false"),
        ("[disclosure]\npermitted_level = 'village'\n", "It can be: country, province, any"),
        ("[[disclosure.reviewed]]\ntext = 'ab'\nby = 'us'\n", "'why' is missing"),
        ("[[disclosure.reviewed]]\ntxt = 'ab'\n", "Did you mean 'text'"),
        ("[disclosure]\nreviewed = ['ab']\n", "needs [[disclosure.reviewed]]"),
        ("[disclosure]\nsensitiv = ['a']\n", "Did you mean 'sensitive'"),
    ],
)
def test_a_wrong_declaration_names_its_key(tmp_path: Path, declared: str, said: str) -> None:
    status, printed = build(project(tmp_path, declared=declared))
    assert status == 2
    assert said in " ".join(printed.split())


def test_another_threshold_holds_when_somebody_has_decided_it(tmp_path: Path) -> None:
    declared = DECLARED + 'threshold = 5\ndecided_by = "The data protection officer"\n'
    build(project(tmp_path, declared=declared))
    assert not (tmp_path / "build/suppression.csv").exists()


def test_what_an_earlier_edition_printed_protects_nothing(tmp_path: Path) -> None:
    before = project(tmp_path / "before", declared='[disclosure]\nallowed = ["survivors*"]\n',
                     rows=results([("A0", "", 100)]))  # fmt: skip
    assert build(before)[0] == 0
    root = project(tmp_path / "now", declared=DECLARED + 'earlier = ["old"]\n')
    shutil.copytree(before / "build", root / "old")
    assert build(root)[0] == 0
    # the total was printed before, so only the other group can hide the small one
    assert {row["cell"] for row in log(root)} >= {"actual: results/R1", "actual: results/R2"}


def test_every_sensitive_count_is_rounded_and_the_reader_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THE_KEY", KEY)
    tells = PRINTS_ALL.replace("</body>", '{% include "blocks/missing.html" %}</body>')
    root = project(tmp_path, declared=ROUND)
    (root / "templates/country.html").write_text(tells, encoding="utf-8")
    status, said = build(root)
    assert status == 0, said
    all_facts = facts(root)
    printed = {}
    for land, groups in (("KEN", (93, 7)), ("UGA", (61, 44))):
        tables = all_facts[f"country/{land}/en"]["tables"]
        parts = [int(row["value"]) for row in tables["people"]]
        assert all(value % 5 == 0 for value in parts)
        assert all(abs(one - two) < 5 for one, two in zip(parts, groups, strict=True))
        (result,) = tables["results"]
        assert int(result["actual"]) == sum(parts)
        assert result["achieved"] == str(int(result["actual"]) / 2)  # of 200
        printed[land] = int(result["actual"])
    whole = all_facts["annual/2020-2024/en"]["tables"]["results"]
    assert sum(int(row["actual"]) for row in whole) == sum(printed.values())
    assert all_facts["country/KEN/en"]["numbers"]["disclosure.rounded"]["value"] == 5
    assert {row["rule"] for row in log(root)} == {"rounded to base 5"}
    assert small.manifest(root / "build")["rounded"] == 5
    page = pdf_text(root / "build/country/KEN-kenya.en.pdf")
    assert "Counts of people who could be recognised are rounded to multiples of 5" in page

    # the same key, the same counts; another, and all is made again
    assert "Nothing to do" in build(root)[1]
    monkeypatch.setenv("THE_KEY", KEY[::-1])
    assert "Nothing to do" not in build(root)[1]

    # an edition that suppresses does not stand beside one that was rounded
    now = project(tmp_path / "now", declared=DECLARED + 'earlier = ["old"]\n')
    shutil.copytree(root / "build", now / "old")
    status, said = build(now)
    assert status == 2
    assert "are rounded to base 5" in said


def pdf_text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def test_a_text_that_names_somebody_holds_its_briefs_until_it_was_read(tmp_path: Path) -> None:
    root = project(tmp_path, rows=results([("A0", "", 60), ("A1", "", 70)]))
    assert build(root)[0] == 0
    path = root / "data/activities.csv"
    text = "A survivor named Amina spoke"
    path.write_text(path.read_text(encoding="utf-8").replace("Work in KEN", text), encoding="utf-8")
    status, said = build(root)
    assert status == 3
    assert "data/activities.csv, row 2, column title: a personal name, characters 18 to 22" in said
    assert "country/KEN/en: held until somebody has read data/activities.csv, row 2" in said
    assert "Amina" not in said
    built = small.everything(root / "build")
    assert not [name for name in built if name.startswith(("country/KEN", "annual/"))]
    assert "country/UGA-uganda.en.pdf" in built
    status, said = build(root)
    assert status == 3  # and again
    assert "Nothing to do" not in said
    block = said.partition("[[disclosure.reviewed]]")[2].partition("data/")[0]
    block = "\n".join(["[[disclosure.reviewed]]", *block.strip().split("\n")[:3]])
    toml = root / "briefs.toml"
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n{block}\n", encoding="utf-8")
    assert build(root)[0] == 0
    assert "country/KEN/en" in facts(root)


def test_rows_of_single_people_in_the_results_are_refused(tmp_path: Path) -> None:
    ones = [("A0", "female", 1)] * 3
    status, said = build(project(tmp_path, rows=results(ones)))
    assert status == 2
    assert "data/results.csv, row 2, column actual: the rows of 'Survivors served' look" in said
    assert "Count them first" in said
