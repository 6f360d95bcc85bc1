"""Sources to canonical tables: every file found, every mistake at once, nothing lost unsaid."""

from __future__ import annotations

import csv
import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefpress import config, sources
from briefpress.cli import main
from briefpress.config import Project, Source
from briefpress.errors import Mistake, ProjectError
from briefpress.model.specs import SPECS
from briefpress.press.plan import plan

DataProject = Callable[..., Project]
MistakesIn = Callable[..., list[Mistake]]
ACTIVITIES = "id,title\nA,One\nB,Two\n"
PLACES = "activity,country\nA,KEN\nB,NA\n"


def test_tables_that_no_file_brings_are_there_and_empty(data_project: DataProject) -> None:
    tables = sources.load(data_project(activities=ACTIVITIES)).each()
    assert list(tables) == list(SPECS)
    assert [name for name, table in tables.items() if len(table)] == ["activities"]
    for name, table in tables.items():
        assert set(table.columns) == {*SPECS[name].names, "row"}


@pytest.mark.parametrize(
    "save",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t").replace("\n", "\r"),
        lambda text: text.replace("\n", "\r\n"),
    ],
    ids=["BOM", "semicolons", "tabs and CR", "CRLF"],
)
def test_the_way_a_file_was_saved_does_not_change_the_tables(
    data_project: DataProject, save: Callable[[str], str]
) -> None:
    expected = sources.load(data_project(activities=ACTIVITIES, places=PLACES)).each()
    found = sources.load(data_project(activities=save(ACTIVITIES), places=save(PLACES))).each()
    for name, table in expected.items():
        assert table.equals(found[name]), name


def test_one_file_can_be_a_source_and_so_can_many(data_project: DataProject) -> None:
    project = data_project(
        "data/activities.csv", "data/places.csv", activities=ACTIVITIES, places=PLACES
    )
    assert [path.name for path in sources.files(project)] == ["activities.csv", "places.csv"]
    assert sources.load(project).places["country"].tolist() == ["KEN", "NAM"]


def test_an_origin_is_the_file_below_the_project_and_its_row(data_project: DataProject) -> None:
    tables = sources.load(data_project(activities='id,title,origin\nA,"O\nne",p. 3\n\nB,Two,\n'))
    assert tables.activities["origin"].tolist() == [
        "data/activities.csv, row 2 (p. 3)",
        "data/activities.csv, row 4",
    ]


def test_nothing_can_do_without_activities(mistakes_in: MistakesIn) -> None:
    (mistake,) = mistakes_in(places=PLACES)
    assert "activities.csv" in str(mistake)
    assert "is missing" in str(mistake)


def test_missing_activities_are_reported_beside_a_file_that_cannot_be_read(
    mistakes_in: MistakesIn,
) -> None:
    found = mistakes_in(places="activity,country\nA,Österreich\n".encode("latin-1"))
    assert {Path(mistake.file).name for mistake in found} == {"activities.csv", "places.csv"}


@pytest.mark.parametrize("content", ["", "\n\n"])
@pytest.mark.parametrize("table", ["activities", "places"])
def test_an_empty_file_is_refused(mistakes_in: MistakesIn, table: str, content: str) -> None:
    found = mistakes_in(**{"activities": ACTIVITIES} | {table: content})
    assert {mistake.file for mistake in found} == {f"data/{table}.csv"}


def test_a_table_with_a_heading_and_no_rows_is_empty(data_project: DataProject) -> None:
    tables = sources.load(data_project(activities=ACTIVITIES, places="activity,country\n"))
    assert (len(tables.activities), len(tables.places)) == (2, 0)


# Nothing is lost without a word


def read_or_refused(project: Project, table: str, name: str) -> int | None:
    """How many rows a table has; None when the file ``name`` is refused by its name."""
    try:
        return len(sources.load(project).each()[table])
    except ProjectError as error:
        if name in error.message:
            return None
        raise


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("activites.csv", "activities"),
        ("place.csv", "places"),
        ("organizations.csv", "organisations"),
        ("transaction.csv", "transactions"),
    ],
)
def test_a_file_whose_name_is_nearly_a_tables_is_refused(
    mistakes_in: MistakesIn, name: str, table: str
) -> None:
    (mistake,) = mistakes_in(activities=ACTIVITIES, **{name: ACTIVITIES})
    assert mistake.file == f"data/{name}"
    assert f"'{name}' is no canonical table. Did you mean '{table}'?" in mistake.found
    assert ", ".join(SPECS) in mistake.found


def test_a_table_with_its_ending_in_capitals_is_read_or_refused(data_project: DataProject) -> None:
    project = data_project(activities=ACTIVITIES, **{"places.CSV": PLACES})
    assert read_or_refused(project, "places", "places.CSV") in (2, None)


def test_a_table_that_two_sources_bring_is_joined_or_refused(data_project: DataProject) -> None:
    project = data_project("data/", "more/", activities=ACTIVITIES)
    (project.root / "more").mkdir()
    (project.root / "more/activities.csv").write_text("id,title\nC,Three\n")
    assert read_or_refused(project, "activities", "more/activities.csv") in (3, None)


def test_a_second_row_of_one_thing_is_found_in_another_sources_file(
    data_project: DataProject,
) -> None:
    project = data_project("data/", "more/", activities=ACTIVITIES)
    (project.root / "more").mkdir()
    (project.root / "more/activities.csv").write_text("id,title\nC,Three\nB,Again\n")
    with pytest.raises(ProjectError) as caught:
        sources.load(project)
    (mistake,) = caught.value.mistakes
    assert (mistake.file, mistake.row) == ("more/activities.csv", 3)
    assert mistake.found == "'B' stands in row 3 of data/activities.csv already"


def test_rows_of_two_sources_each_name_their_own_file(data_project: DataProject) -> None:
    project = data_project("data/", "more/", activities=ACTIVITIES)
    (project.root / "more").mkdir()
    (project.root / "more/activities.csv").write_text("title,id\nThree,C\n")
    tables = sources.load(project)
    assert dict(zip(tables.activities["id"], tables.activities["origin"], strict=True)) == {
        "A": "data/activities.csv, row 2",
        "B": "data/activities.csv, row 3",
        "C": "more/activities.csv, row 2",
    }


def test_a_source_that_is_no_canonical_table_is_refused_with_the_nearest(
    data_project: DataProject,
) -> None:
    paths = ("data/activities.csv", "data/place.csv")
    project = data_project(*paths, activities=ACTIVITIES, place=PLACES)
    with pytest.raises(ProjectError, match=r"'place\.csv' is no .* Did you mean 'places'\?"):
        sources.load(project)


def test_a_source_outside_the_project_is_read_or_refused_and_not_a_crash(
    data_project: DataProject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "activities.csv").write_text(ACTIVITIES)
    project = data_project(str(outside))
    assert read_or_refused(project, "activities", str(outside)) in (2, None)


def test_the_main_vocabulary_must_be_one_that_the_data_has(data_project: DataProject) -> None:
    project = data_project(
        activities=ACTIVITIES,
        vocabularies="vocabulary,code,name\napproach,prevention,Prevention\n",
        themes="activity,vocabulary,code\nA,approach,prevention\n",
    )
    wrong = dataclasses.replace(project.edition, vocabulary="aproach")
    with pytest.raises(ProjectError, match="'approach'"):
        plan(project, sources.load(dataclasses.replace(project, edition=wrong)))


# All mistakes at once, exit status 2, nothing written


def test_all_mistakes_of_all_files_come_at_once_by_file_and_row(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(
        activities="id,title,start_date\nA,One,01/07/2014\n,Two,2021-02-30\n",
        places="activity,country\nA,Congo\nZ,KEN\n",
        organisations="activity,organisation\nA\n",
        budgets=b"id,\0\n",
        activites=ACTIVITIES,
    )
    assert [mistake.file for mistake in found] == sorted(mistake.file for mistake in found)
    places = [(m.file, m.row, m.column) for m in found]
    for place in [
        ("data/activites.csv", 0, ""),
        ("data/activities.csv", 2, "start_date"),
        ("data/activities.csv", 3, "id"),
        ("data/activities.csv", 3, "start_date"),
        ("data/budgets.csv", 0, ""),
        ("data/organisations.csv", 2, ""),
        ("data/places.csv", 2, "country"),
        ("data/places.csv", 3, "activity"),
    ]:
        assert place in places
    rows = [m.row for m in found if m.file == "data/activities.csv"]
    assert rows == sorted(rows)


def test_a_file_that_cannot_be_read_does_not_make_its_references_wrong(
    mistakes_in: MistakesIn,
) -> None:
    found = mistakes_in(activities="id,title\nA\n", places=PLACES)
    assert {mistake.file for mistake in found} == {"data/activities.csv"}


@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_wrong_data_ends_every_command_with_status_2_and_nothing_written(
    starter_project: Path, command: str
) -> None:
    places = starter_project / "data/places.csv"
    wrong = "UNODC-EVAW-01,Palestin,,,\nUNODC-EVAW-99,KEN,,,\n"
    places.write_text(places.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    before = sorted(starter_project.rglob("*"))
    result = CliRunner().invoke(main, [command, str(starter_project)])
    assert result.exit_code == 2
    for complaint in ("row 42", "State of Palestine", "row 43", "UNODC-EVAW-99"):
        assert complaint in result.output
    assert sorted(starter_project.rglob("*")) == before


# The data that is here


def test_the_starters_data_is_right_and_whole(starter_project: Path) -> None:
    tables = sources.load(config.load(starter_project))
    for name, table in tables.each().items():
        path = starter_project / f"data/{name}.csv"
        assert len(table) == (len(_rows(path)) if path.exists() else 0), name
    assert len(tables.activities) == 37
    countries = tables.places.loc[tables.places["country"] != "", "country"].value_counts()
    assert len(countries) == 21
    assert countries[countries > 1].to_dict() == {"PAK": 4, "MRT": 2, "MEX": 2, "NGA": 2}


def test_every_origin_of_the_starters_data_names_its_file_and_row(starter_project: Path) -> None:
    tables = sources.load(config.load(starter_project))
    origins = tables.origins()
    for name, table in tables.each().items():
        for row, (identifier, given) in enumerate(
            zip(table["row"], table["origin"], strict=True), start=2
        ):
            assert identifier.startswith(f"{name}/")
            assert origins[identifier] == given
            assert given.startswith(f"data/{name}.csv, row {row}")


def test_a_project_without_any_data_is_refused(data_project: DataProject) -> None:
    project = data_project()
    with pytest.raises(ProjectError, match="activities"):
        sources.load(project)
    shutil.rmtree(project.root / "data")
    with pytest.raises(ProjectError):
        sources.load(dataclasses.replace(project, sources=(Source("data/"),)))


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def test_activities_without_a_row_are_nothing_to_report(data_project: DataProject) -> None:
    with pytest.raises(ProjectError, match="no activities"):
        sources.load(data_project(activities="id,title\n"))


def test_empty_columns_at_the_end_are_not_missed(data_project: DataProject) -> None:
    tables = sources.load(data_project(activities="id,title,,\nA,One,,\nB,Two,,\n"))
    assert tables.activities["id"].tolist() == ["A", "B"]
