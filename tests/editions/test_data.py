"""The data of an edition as a data package and a workbook."""

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from frictionless import Package
from handed import FILES

from briefpress import config
from briefpress.cli import main
from briefpress.editions import folder
from briefpress.editions.data.collected import collected
from briefpress.editions.data.package import named, package
from briefpress.editions.data.workbook import workbook
from briefpress.errors import DiskError, GateError, ProjectError


def export(*words: object) -> Result:
    return CliRunner().invoke(main, ["export", "data", *map(str, words)])


@pytest.fixture(scope="module")
def files(made: Path) -> dict[str, bytes]:
    project = config.load(made)
    data = collected(project, made / "build")
    return {**package(data), named(project): workbook(data)}


@pytest.fixture(scope="module")
def sheets(files: dict[str, bytes]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(files["the-office-safe-homes-2024.xlsx"]))


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = files[f"data/{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def described(files: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(files["datapackage.json"])


def test_the_package_is_valid_with_every_cell_hash_and_reference(
    made: Path, tmp_path: Path
) -> None:
    target = tmp_path / "package"
    assert export(made, "--out", target).exit_code == 0
    report = Package(str(target / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert {task.name for task in report.tasks} >= {"activities", "numbers", "number-rows"}
    path = target / "data/activities.csv"
    path.write_bytes(path.read_bytes().replace(b"Schools", b"Scholes"))
    assert not Package(str(target / "datapackage.json")).validate().valid


def test_datapackage_json_says_what_is_in_the_folder(files: dict[str, bytes]) -> None:
    said = described(files)
    assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert said["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    assert said["sources"] == [{"title": "Register"}]
    assert said["created"] == "2024-12-31T00:00:00Z"
    for one in said["resources"]:
        content = files[one["path"]]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert {one["path"] for one in said["resources"]} == {one for one in files if "data/" in one}
    [results] = [one for one in said["resources"] if one["name"] == "results"]
    fields = {one["name"]: one for one in results["schema"]["fields"]}
    assert fields["actual"]["missingValues"] == ["", "suppressed"]
    assert "missingValues" not in fields["indicator"]
    assert fields["measure"]["constraints"]["enum"][0] == "unit"
    assert results["schema"]["foreignKeys"] == [
        {"fields": ["activity"], "reference": {"resource": "activities", "fields": ["id"]}}
    ]
    assert all(one["description"] for one in fields.values())


def test_rows_say_where_they_come_from(files: dict[str, bytes]) -> None:
    found = [(row["row"], row["origin_file"], row["origin_row"]) for row in table(files, "places")]
    assert found == [
        ("places/A/KEN", "data/places.csv", "2"),
        ("places/A/MLI", "data/places.csv", "3"),
        ("places/B/MLI", "data/places.csv", "4"),
    ]


def test_numbers_are_those_of_the_facts_with_their_rows(
    made: Path, files: dict[str, bytes]
) -> None:
    facts = json.loads((made / "build/country/KEN-kenya.en.json").read_bytes())["numbers"]
    of_kenya = {row["name"]: row for row in table(files, "numbers") if row["key"] == "KEN"}
    assert set(of_kenya) == set(facts)
    for name, one in facts.items():
        wanted = "suppressed" if one["status"] == "suppressed" else one["value"]
        assert of_kenya[name]["value"] == ("" if wanted is None else str(wanted))
        assert of_kenya[name]["rows"] == str(len(one["rows"]))
        rows = [
            row["row"]
            for row in table(files, "number_rows")
            if (row["key"], row["name"]) == ("KEN", name)
        ]
        assert rows == list(dict.fromkeys(one["rows"]))


def test_what_the_briefs_hide_is_hidden_here_too(files: dict[str, bytes], sheets: Any) -> None:
    actual = {row["id"]: row["actual"] for row in table(files, "results")}
    assert actual["R1"] == "suppressed"
    assert actual["R2"] == "suppressed"  # it would give the first one back
    assert actual["R3"] == "7"
    rows = list(sheets["results"].iter_rows(values_only=True))
    values = [row[rows[0].index("actual")] for row in rows[1:]]
    assert values == ["suppressed", "suppressed", 7]


def test_only_what_briefs_are_made_of_goes_out(files: dict[str, bytes]) -> None:
    everything = b"".join(files.values())
    assert b"a secret" not in everything
    assert "receiver" not in table(files, "transactions")[0]
    assert not any("related" in name or "markers" in name for name in files)


def test_texts_that_look_like_formulas_are_texts_and_numbers_stay_numbers(
    files: dict[str, bytes], sheets: Any
) -> None:
    first = table(files, "activities")[0]
    assert (first["title"], first["summary"]) == ("'=1+1", "'-Shelter")
    assert [row["value"] for row in table(files, "transactions")] == ["1000.50", "-10"]
    sheet = sheets["transactions"]
    heads = [cell.value for cell in sheet[1]]
    amounts = [row[heads.index("value")] for row in sheet.iter_rows(min_row=2)]
    assert [(one.value, one.data_type) for one in amounts] == [(1000.5, "n"), (-10, "n")]
    titles = {cell.value: cell.data_type for cell in sheets["activities"]["C"]}
    assert titles["'=1+1"] == "s"
    formulas = [c for one in sheets for row in one.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []


def test_the_workbook_has_a_sheet_for_each_table_that_people_read(sheets: Any) -> None:
    assert sheets.sheetnames == [
        "Read me", "briefs", "numbers", "activities", "vocabularies", "transactions", "places",
        "themes", "organisations", "results",
    ]  # fmt: skip
    sheet = sheets["activities"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:L3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width >= 8
    heads = [cell.value for cell in sheet[1]]
    day = sheet.cell(2, heads.index("start_date") + 1)
    assert (day.value, day.number_format) == (dt.datetime(2024, 2, 3), "yyyy-mm-dd")
    said = "\n".join(str(c) for row in sheets["Read me"].iter_rows(values_only=True) for c in row)
    assert "CC-BY-4.0" in said
    assert "Share of the activity, in per cent (0 to 100); empty: not given" in said


def test_the_same_edition_gives_the_same_bytes_in_another_process(
    made: Path, files: dict[str, bytes], tmp_path: Path
) -> None:
    words = [*["-m", "briefpress", "export", "data", "--out"], str(tmp_path / "x"), str(made)]
    subprocess.run(
        [sys.executable, *words],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )
    there = {
        path.relative_to(tmp_path / "x").as_posix(): path.read_bytes()
        for path in (tmp_path / "x").rglob("*")
        if path.is_file()
    }
    assert there == files


def test_without_a_licence_none_is_invented(root: Path) -> None:
    text = FILES["briefs.toml"].partition("[data]")[0]
    (root / "briefs.toml").write_text(text)
    CliRunner().invoke(main, ["build", str(root)])
    assert export(root).exit_code == 0
    assert "licenses" not in json.loads((root / "data-package/datapackage.json").read_bytes())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('licence = "public domain"', "'public domain' is no identifier of a licence"),
        ('licence_url = "https://example.org"', "stands alone"),
        ('licence = "X"\nlicence_url = "here"', "'here' is no URL"),
        ('license = "X"', "unknown key 'license'. Did you mean 'licence'?"),
    ],
)
def test_a_licence_that_is_none_is_refused(root: Path, line: str, found: str) -> None:
    text = FILES["briefs.toml"].partition("[data]")[0]
    (root / "briefs.toml").write_text(f"{text}[data]\n{line}\n")
    with pytest.raises(ProjectError, match=found.replace("?", r"\?")):
        config.load(root)


def test_what_is_not_built_or_not_of_one_state_is_not_exported(root: Path) -> None:
    empty = export(root, "--edition", root / "nowhere")
    assert (empty.exit_code, "nothing has been built" in empty.output) == (2, True)
    (root / "data/places.csv").write_text("activity,country\nA,KEN\n")
    changed = export(root)
    assert changed.exit_code == 2
    assert "data/places.csv has changed since the edition" in changed.output
    assert not (root / "data-package").exists()


def test_an_edition_with_a_stale_brief_is_not_exported(root: Path) -> None:
    path = root / "build/manifest.json"
    said = json.loads(path.read_bytes())
    said["briefs"]["country/KEN/en"]["state"] = "stale"
    path.write_text(json.dumps(said))
    with pytest.raises(GateError, match="country/KEN/en is stale"):
        collected(config.load(root), root / "build")


def test_a_folder_that_holds_something_else_is_left_alone(root: Path) -> None:
    result = export(root, "--out", root / "templates")
    assert (result.exit_code, "holds something else" in result.output) == (2, True)
    assert (root / "templates/country.html").is_file()


def test_an_export_replaces_the_one_before_it_as_a_whole(root: Path) -> None:
    target = root / "data-package"
    assert export(root).exit_code == 0
    (target / "data/gone.csv").write_text("of an earlier edition")
    assert export(root).exit_code == 0
    assert not (target / "data/gone.csv").exists()
    assert [path.name for path in root.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_leaves_the_export_before_it(tmp_path: Path) -> None:
    target = tmp_path / "x"
    folder.put(target, {"mark": b"old"}, "mark")
    code = f"""
import pathlib, resource, signal
from briefpress.editions import folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
folder.put(pathlib.Path({str(target)!r}), {{"a": b"a", "mark": bytes(3000)}}, "mark")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "cannot be written: File too large" in done.stderr
    assert (target / "mark").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_kill_between_the_two_renames_loses_nothing(tmp_path: Path) -> None:
    target = tmp_path / "x"
    folder.put(target, {"mark": b"old"}, "mark")
    shutil.move(target, folder._aside(target))  # as far as a swap came
    folder.put(target, {"mark": b"new", "a/b": b"c"}, "mark")
    assert (target / "mark").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot be written"):
        folder.put(tmp_path / "file/x", {"mark": b""}, "mark")


def test_amounts_keep_their_digits(files: dict[str, bytes]) -> None:
    received = [row for row in table(files, "numbers") if row["name"] == "funding.received"]
    assert sum(Decimal(row["value"]) for row in received) == Decimal("990.50")
