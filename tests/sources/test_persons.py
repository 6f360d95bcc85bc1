"""Tables whose rows are people are refused by their headings; tables of counts are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefpress import config, sources
from briefpress.errors import ProjectError
from briefpress.sources.grid import Grid
from briefpress.sources.persons import person_level

PEOPLE = [
    ("Name of survivor",), ("survivor_name",), ("SurvivorName",), ("Victim's name",),
    ("Date of birth",), ("DOB",), ("group_a/Date of birth",), ("National ID number",),
    ("Passport no.",), ("Phone of beneficiary",), ("Beneficiary's phone number",),
    ("Survivor Code", "Date of interview"), ("Address of the survivor",), ("Mother's name",),
    ("Incident ID", "Sex", "Age"), ("case_id", "gender"), ("Case Number", "Age group"),
    ("First name", "Surname", "Age"), ("Name", "Sex", "Age"),
    ("Nom de la survivante",), ("Nom du bénéficiaire",), ("Date de naissance",),
    ("Nombre de la sobreviviente",), ("Fecha de nacimiento",),
    ("Имя пострадавшей",), ("Дата рождения",), ("اسم الناجية",), ("تاريخ الميلاد",),
    ("幸存者姓名",), ("出生日期",), ("姓名", "年龄"),
    ("Case no", "Full name", "Country"), ("Incident ID", "Telephone"), ("Case no", "E-mail"),
]  # fmt: skip
NO_PEOPLE = [
    ("id", "title", "summary", "scope", "start_date", "end_date", "origin"),
    ("activity", "organisation", "name", "role", "type"),
    ("id", "activity", "indicator", "measure", "unit", "actual", "sex", "age", "dimension"),
    ("Organisation", "Contact name", "Contact phone", "Contact email", "Sex", "Age"),
    ("Focal point name", "Focal point phone"), ("Name", "Email", "Phone"),
    ("Name", "Sex", "Age group", "Number of people reached"), ("Incident ID", "Location"),
    ("Number of survivors", "Sex", "Age"), ("Women", "Men", "Beneficiaries", "Survivors served"),
    ("Nombre de bénéficiaires", "Sexe"), ("Nombre de personas", "Edad"),
    ("Nombre de victimes", "Sexe", "Age"), ("Name of victim support centre",),
    ("Project code", "Partner name", "Gender"),
    ("Incident ID", "Partner name", "Focal point phone"),
    ("Project code", "Name", "Telephone"),
]  # fmt: skip


def refused(headings: tuple[str, ...], *allowed: str, rows: int = 1) -> list[str]:
    columns = tuple(["x"] * rows for _ in headings)
    grid = Grid("data/cases.csv", "cases", headings, columns, list(range(2, 2 + rows)))
    return [mistake.column for mistake in person_level(grid, allowed)]


@pytest.mark.parametrize("headings", PEOPLE, ids=" | ".join)
def test_rows_that_are_people_are_seen_by_their_headings(headings: tuple[str, ...]) -> None:
    assert refused(headings)


@pytest.mark.parametrize("headings", NO_PEOPLE, ids=" | ".join)
def test_rows_that_are_counts_work_or_contacts_are_not(headings: tuple[str, ...]) -> None:
    assert refused(headings) == []


@pytest.mark.parametrize(
    ("headings", "rows", "people"),
    [
        (
            ("Date", "Sex", "Age", "Type"),
            [("2023-01-01", "F", "14", "a"), ("x", "M", "33", "b")],
            1,
        ),
        (("Id", "Sexe", "Âge"), [("1", "F", "14"), ("2", "M", "33")], 1),
        (("Sex", "Age", "Survivors"), [("F", "14", "3"), ("M", "15", "9")], 0),
        (("Sex", "Age", "Number"), [("F", "14", "3"), ("M", "15", "9")], 0),
        (("Sex", "Age", "Type"), [("F", "0-17", "a"), ("M", "18+", "b")], 0),
        (("Age", "Type"), [("14", "a"), ("15", "b")], 0),
    ],
    ids=["line list", "with an id", "counts", "a number", "age groups", "without a sex"],
)
def test_ages_in_years_beside_a_sex_without_a_count_are_single_people(
    headings: tuple[str, ...], rows: list[tuple[str, ...]], people: int
) -> None:
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    found = person_level(Grid("a.csv", "a", headings, columns, [2, 3]))
    assert len(found) == people


def test_what_to_do_is_said_once_and_names_all_headings() -> None:
    headings = ("Name of survivor", "Date of birth", "Country")
    grid = Grid("data/cases.csv", "cases", headings, (["x"], ["x"], ["x"]), [2])
    first, last = person_level(grid)
    assert first.mend == ""
    assert 'allowed_columns = ["Name of survivor", "Date of birth"]' in last.mend


def test_somebody_can_allow_a_heading_and_an_empty_table_has_no_people() -> None:
    assert refused(("Date of birth", "Survivor code"), "date of *") == ["Survivor code"]
    assert refused(("Date of birth",), rows=0) == []


MAPPED = """
[[source]]
path = "cases.csv"
[source.columns]
"Incident" = "activities.title"
"Country" = "places.country"
"Name of survivor" = "ignore"
"""


@pytest.mark.parametrize("set_aside", ["", 'on_error = "set aside"\n'])
def test_a_mapped_table_of_people_ends_with_status_2_and_repeats_no_cell(
    tmp_path: Path, set_aside: str
) -> None:
    edition = (
        '[edition]\ntitle = "x"\norganisation = "y"\ndata_date = 2024-12-31\n'
        "period = { start = 2024-01-01, end = 2024-12-31 }\n"
        '[[brief]]\nkind = "country"\n'
    )
    source = MAPPED.replace("[source.columns]", f"{set_aside}[source.columns]")
    (tmp_path / "briefs.toml").write_text(edition + source, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(
        "Incident,Country,Name of survivor\nOne,KEN,Amina\nTwo,KEN,Zawadi\n", encoding="utf-8"
    )
    with pytest.raises(ProjectError) as wrong:
        sources.load(config.load(tmp_path))
    assert wrong.value.exit_code == 2
    said = wrong.value.format_message()
    assert "cases.csv, row 2, column Name of survivor: the rows look like single people" in said
    assert "one row for each place, period and group" in said
    assert "Amina" not in said
