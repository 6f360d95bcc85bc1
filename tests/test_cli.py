"""The command line, as a person types it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefpress.cli import main

ROOT = Path(__file__).parents[1]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = tmp_path / "résumés of 2024"
    assert run("new", str(folder), "--no-build").exit_code == 0
    return folder


def test_a_new_project_builds_in_a_folder_with_a_space_and_an_accent(new: Path) -> None:
    result = run("build", str(new), "country/PAN")
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        0,
        f"1 brief made. Open {new / 'build/index.html'}",
    )
    assert (new / "build/country/PAN-panama.en.pdf").read_bytes().startswith(b"%PDF")


def test_new_refuses_a_folder_that_has_something_in_it(new: Path) -> None:
    result = run("new", str(new))
    assert result.exit_code == 2
    assert "is not empty" in result.output


def test_a_project_without_templates_and_charts_uses_the_installed_ones(
    new: Path,
) -> None:
    import shutil

    shutil.rmtree(new / "charts")
    shutil.rmtree(new / "templates")
    assert run("build", str(new), "country/PAN").exit_code == 0


def test_trace_shows_the_rows_behind_a_number_with_file_and_row(new: Path) -> None:
    run("build", str(new), "country/PAK")
    result = run("trace", "country/PAK", "activities.total", "--project", str(new))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "country/PAK/en  activities.total = 4 activities (exact)"
    assert len(lines) == 8
    assert lines[7] == "  count: 4 rows; each counts 1"
    row = next(line for line in lines if "UNODC-EVAW-10" in line)
    assert row.split(maxsplit=1)[1] == "data/activities.csv, row 11 (unodc-evaw-inventory.txt:22)"
    text = (new / "data/activities.csv").read_text(encoding="utf-8").splitlines()
    assert text[10].startswith("UNODC-EVAW-10,")


def test_trace_says_no_data_for_money_that_nobody_reports(new: Path) -> None:
    run("build", str(new), "country/PAK")
    result = run("trace", "country/PAK", "funding.received", "--project", str(new))
    assert "funding.received = no data" in result.output


def test_trace_names_the_nearest_number(new: Path) -> None:
    run("build", str(new), "country/PAK")
    result = run("trace", "country/PAK", "activities.totl", "--project", str(new))
    assert result.exit_code == 2
    assert "Did you mean 'activities.total'?" in result.output


def test_trace_of_a_brief_that_is_not_built_says_so(new: Path) -> None:
    result = run("trace", "country/PAK", "activities.total", "--project", str(new))
    assert result.exit_code == 2
    assert "nothing has been built" in result.output


def test_list_shows_every_brief_and_its_state(new: Path) -> None:
    run("build", str(new), "country/PAN")
    result = run("list", str(new), "country/PA*")
    assert [line.split()[0:2] for line in result.output.splitlines()] == [
        ["country/PAK/en", "not"],
        ["country/PAN/en", "fresh,"],
    ]


def test_a_selector_that_names_nothing_is_an_error_with_the_nearest(new: Path) -> None:
    result = run("build", str(new), "country/PAQ")
    assert result.exit_code == 2
    assert "Did you mean 'country/PA" in result.output


def test_check_finds_a_brief_that_was_not_built_and_a_file_that_was_changed(new: Path) -> None:
    run("build", str(new), "country/PAN")
    (new / "build/country/PAN-panama.en.pdf").write_bytes(b"%PDF-1.7")
    result = run("check", str(new))
    assert result.exit_code == 3
    assert "country/PAN/en: a file is missing or is not the one that was built" in result.output
    assert "country/PAK/en: has not been built" in result.output


def test_check_of_bad_data_names_every_mistake(new: Path) -> None:
    path = new / "data/themes.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("prevention", "prevension"), encoding="utf-8")
    result = run("check", str(new))
    assert result.exit_code == 2
    assert "'prevension' is not in vocabularies. Did you mean 'prevention'?" in result.output
    assert f"{text.count(',prevention,')} times: also row" in result.output


def test_no_project_here_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("build")
    assert result.exit_code == 2
    assert "briefpress new" in result.output


def test_an_output_folder_that_holds_the_project_is_refused(new: Path) -> None:
    result = run("build", str(new), "--out", str(new / "data"))
    assert result.exit_code == 2
    assert (new / "data/activities.csv").is_file()


def test_doctor_names_what_is_there() -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "ok       library harfbuzz-subset" in result.output


def test_the_module_can_be_run() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "briefpress", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "briefpress" in result.stdout
