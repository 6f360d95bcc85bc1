"""A new project of data about people: what must not get in, and what is not printed as it is."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

from briefpress import config
from briefpress.press.data import ready

Run = Callable[..., Result]
HEAD = ["Code", "Project title", "Country", "Start date", "Survivors served", "Women", "Men",
        "Description"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["G-1", "Safe spaces", "Kenya", dt.date(2023, 1, 1), 12, 9, 3, "Ms. Amina Hassan opened it"],
    ["G-2", "Hotline", "Uganda", dt.date(2023, 3, 1), 105, 61, 44, "A line that is always open"],
    ["G-3", "Shelter", "Uganda", dt.date(2023, 3, 1), 100, 60, 40, "A house"],
]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return workbook(tmp_path / "tracker.xlsx", Projects=[HEAD, *ROWS])


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "briefs.toml").read_text(encoding="utf-8"))


PEOPLE = [["Case number", "Name of survivor", "Telephone"], ["C-1", "Amina", "0712 345 678"]]


def test_a_sheet_of_people_is_refused_though_another_is_read_and_nothing_is_written(
    tmp_path: Path, run: Run
) -> None:
    data = workbook(tmp_path / "both.xlsx", Projects=[HEAD, *ROWS], Cases=PEOPLE)
    result = run("new", tmp_path / "new", "--data", data)
    assert result.exit_code == 2
    said = result.output
    assert (
        f"{data}, sheet 'Cases', row 2, column Name of survivor: the rows look like single people"
        in said
    )
    assert said.count("Count them first") == 1  # what to do is said once for all columns
    assert "Amina" not in said
    assert '--allowed-column "Name of survivor" --allowed-column "Case number"' in said
    assert not (tmp_path / "new").exists()


def test_so_is_one_that_is_hidden(tmp_path: Path, run: Run) -> None:
    data = workbook(tmp_path / "both.xlsx", Projects=[HEAD, *ROWS], Cases=PEOPLE, Empty=[])
    book = openpyxl.load_workbook(data)
    book["Cases"].sheet_state = "hidden"
    book["Empty"].sheet_state = "hidden"
    book.save(data)
    result = run("new", tmp_path / "new", "--data", data)
    assert result.exit_code == 2
    assert "both.xlsx, sheet 'Cases', row 2, column Name of survivor" in result.output
    assert not (tmp_path / "new").exists()


def test_who_says_that_a_heading_is_of_no_person_has_it_written_down(
    tmp_path: Path, run: Run
) -> None:
    data = tmp_path / "a.csv"
    data.write_text("Project title,Country,DOB\nWells,Kenya,2023-01-01\n", encoding="utf-8")
    folder = tmp_path / "new"
    result = run("new", folder, "--data", data, "--allowed-column", "DOB", "--no-build")
    assert result.exit_code == 0, result.output
    assert settings(folder)["disclosure"] == {"allowed_columns": ["DOB"]}
    assert not ready(config.load(folder)).errors


def test_import_refuses_a_sheet_of_people_at_once_and_writes_no_source(
    project: Path, tmp_path: Path, run: Run
) -> None:
    data = workbook(project / "both.xlsx", Projects=[HEAD, *ROWS], Cases=PEOPLE)
    before = (project / "briefs.toml").read_text(encoding="utf-8")
    result = run("import", data, "--project", project)
    assert result.exit_code == 2
    assert (
        "both.xlsx, sheet 'Cases', row 2, column Name of survivor: the rows look like single people"
        in result.output
    )
    assert "one row for each place, period and group" in result.output
    assert (project / "briefs.toml").read_text(encoding="utf-8") == before
    allowed = '\n[disclosure]\nallowed_columns = ["*survivor", "Case number", "Telephone"]\n'
    (project / "briefs.toml").write_text(before + allowed, encoding="utf-8")
    assert run("import", data, "--project", project).exit_code == 0


def test_rows_of_one_person_each_are_refused(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "ones.csv"
    lines = ["Code,Project title,Country,Women assisted,Survivors served"]
    lines += [f"G-1,Safe spaces,Kenya,1,{n}" for n in (5, 6, 7, 8)]
    data.write_text("\n".join(lines), encoding="utf-8")
    result = run("new", tmp_path / "new", "--data", data)
    assert result.exit_code == 2, result.output
    assert "look like single people (4 rows of 1)" in result.output
    assert f"{data}, row 2" in result.output


def test_small_counts_are_hidden_in_the_same_go_and_the_first_build_ends_well(
    tmp_path: Path, tracker: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--data", tracker, "--kind", "country")
    assert result.exit_code == 0, result.output
    assert "'Survivors served' looks like a count of people who could be recognised" in (
        result.output
    )
    assert "To print all: --small-counts print" in result.output
    text = (folder / "briefs.toml").read_text(encoding="utf-8")
    assert "fewer than 10 people are not printed" in text
    assert settings(folder)["disclosure"] == {"sensitive": ["Survivors served"]}
    facts = json.loads((folder / "build/country/KEN-kenya.en.json").read_text(encoding="utf-8"))
    assert [row["value"] for row in facts["tables"]["people"]] == ["suppressed"] * 2
    assert "Amina" not in json.dumps(facts)


def test_who_says_so_has_all_counts_printed_and_texts_too(
    tmp_path: Path, tracker: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--data", tracker, "--small-counts", "print", "--no-build")
    assert "all are printed, as you said" in result.output
    assert settings(folder)["disclosure"] == {"allowed": ["Survivors served"]}
    assert settings(folder)["source"][0]["columns"]["Description"] == "activities.summary"


def test_texts_that_name_people_are_left_out_until_somebody_has_read_them(
    tmp_path: Path, tracker: Path, run: Run
) -> None:
    result = run("new", tmp_path / "new", "--data", tracker, "--no-build")
    assert "not read: Description; it has texts that name people" in result.output
    text = (tmp_path / "new/briefs.toml").read_text(encoding="utf-8")
    assert '\n# "Description" = "activities.summary"   # it has texts that name people' in text


def test_or_their_briefs_wait_and_the_texts_are_named_but_not_repeated(
    tmp_path: Path, tracker: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--data", tracker, "--texts", "wait", "--no-build")
    assert (
        f"{tracker}, sheet 'Projects', row 2, column summary: a personal name, characters 5 to 16"
        in result.output
    )
    assert "Amina" not in result.output
    assert settings(folder)["source"][0]["columns"]["Description"] == "activities.summary"


def test_an_indicator_with_signs_of_a_pattern_is_declared_as_it_stands(
    tmp_path: Path, run: Run
) -> None:
    data = tmp_path / "a.csv"
    data.write_text(
        "Project title,Country,Beneficiaries [all*]\nWells,Kenya,120\n", encoding="utf-8"
    )
    folder = tmp_path / "new"
    result = run("new", folder, "--data", data, "--no-build")
    assert "'Beneficiaries [all*]' looks like a count" in result.output
    declared = config.load(folder).disclosure
    assert declared.is_sensitive("Beneficiaries [all*]")
    assert not declared.is_sensitive("Beneficiaries a")


def test_data_that_counts_nobody_in_particular_gets_no_section(
    tmp_path: Path, table: Path, run: Run
) -> None:
    result = run("new", tmp_path / "new", "--data", table, "--no-build")
    assert "disclosure" not in (tmp_path / "new/briefs.toml").read_text(encoding="utf-8")
    assert "recognised" not in result.output


@pytest.mark.parametrize(
    ("heading", "rows", "indicator"),
    [
        ("Indicator,Sex,Age group,Actual", "Survivors,Female,0-17,70|Survivors,Male,18+,30",
         "Survivors"),
        ("Sex,Age group,Survivors served", "Female,0-17,70|Male,18+,30", "Survivors served"),
        ("Sexe,Âge,Survivantes prises en charge", "F,0-17,70|M,18+,30",
         "Survivantes prises en charge"),
    ],
)  # fmt: skip
def test_counts_in_rows_keep_their_sex_and_age(
    tmp_path: Path, run: Run, heading: str, rows: str, indicator: str
) -> None:
    data = tmp_path / "a.csv"
    lines = [f"G-1,Safe,Kenya,{row}" for row in rows.split("|")]
    data.write_text("\n".join([f"Code,Project title,Country,{heading}", *lines]), encoding="utf-8")
    result = run("new", tmp_path / "new", "--data", data, "--no-build")
    assert result.exit_code == 0, result.output
    assert f"'{indicator}' looks like a count of people" in result.output
    table = ready(config.load(tmp_path / "new")).tables.results
    assert [one[:1].upper() for one in table["sex"]] == ["F", "M"]
    assert list(table["age"]) == ["0-17", "18+"]
    assert [int(one) for one in table["actual"]] == [70, 30]


def test_rows_of_one_title_without_an_id_are_said_to_be_activities_each(
    tmp_path: Path, run: Run
) -> None:
    data = tmp_path / "a.csv"
    data.write_text("Project title,Country\nWells,Kenya\nWells,Mali\n", encoding="utf-8")
    result = run("new", tmp_path / "new", "--data", data, "--no-build")
    assert "2 rows have 1 titles and no id: each counts as an activity of its own" in result.output


def test_another_word_than_the_two_is_refused(tmp_path: Path, tracker: Path, run: Run) -> None:
    result = run("new", tmp_path / "new", "--data", tracker, "--small-counts", "some")
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()
