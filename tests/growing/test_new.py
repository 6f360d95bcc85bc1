"""A new project: of options, of answers at a terminal, of a person's own file."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from briefpress import config, sources
from briefpress.press.data import ready

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "briefs.toml").read_text(encoding="utf-8"))


def refused(result: Result, folder: Path, *words: str) -> None:
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.output
    assert not folder.exists()
    assert not list(folder.parent.glob(".briefpress-*"))


def test_without_a_terminal_and_without_options_it_is_the_example(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mon projet é"
    result = run("new", folder, "--no-build")
    assert result.exit_code == 0
    assert "an example" in result.output
    assert settings(folder)["edition"]["organisation"] == "UNODC"
    assert (folder / "data/activities.csv").is_file()
    assert settings(folder)["edition"]["languages"] == ["en"]


def test_answers_without_a_file_go_into_the_example_which_says_that_it_is_one(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    words = ("--organisation", "Water for All", "--colour", "teal", "--language", "fr")
    assert run("new", folder, *words, "--kind", "annual", "--kind", "region",
               "--no-build").exit_code == 0  # fmt: skip
    found = settings(folder)
    assert found["edition"]["organisation"] == "Water for All"
    assert found["edition"]["title"].startswith("Example: ")
    assert found["edition"]["languages"] == ["fr"]
    assert found["brand"]["colour"] == "#008080"
    assert [one["kind"] for one in found["brief"]] == ["annual", "region"]
    assert found["brief"][0]["pages"] == {"least": 10, "most": 60}
    config.load(folder)


def test_a_persons_own_file_is_imported_and_nothing_of_the_example_is_left(
    tmp_path: Path, sheet: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--data", sheet, "--organisation", "Water for All", "--language",
                 "en", "--language", "fr", "--no-build")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert [path.name for path in (folder / "data").iterdir()] == ["tracker.xlsx"]
    everywhere = [path for path in folder.rglob("*") if path.suffix in (".csv", ".po", ".toml")]
    assert not [path for path in everywhere if "UNODC" in path.read_text(encoding="utf-8")]
    project = config.load(folder)
    assert project.edition.period == "2021-2024"
    reading = ready(project)
    assert not reading.errors
    tables = reading.tables
    assert list(tables.activities["id"]) == ["W-1", "W-2", "W-3"]
    assert sorted(tables.places["country"]) == ["MLI", "MLI", "NER"]
    amounts = [Decimal("1200000"), Decimal("75500.50"), Decimal("310000")]
    assert list(tables.budgets["value"]) == amounts
    assert list(tables.narratives["text"]) == ["Puits", "Latrines", "Pompes"]
    assert 'msgstr "Activités"' in (folder / "locale/fr.po").read_text(encoding="utf-8")


def test_what_the_file_lacks_and_what_is_not_used_is_told_by_file_and_row(
    tmp_path: Path, sheet: Path, run: Run
) -> None:
    said = run("new", tmp_path / "new", "--data", sheet, "--no-build").output
    assert "tracker.xlsx: 3 activities, 2 countries and areas, 2 themes, 2 donors" in said
    assert "Titre du projet -> title in 'fr'" in said
    assert "row 6, column Country / Pays: 'Malli' is no country or area. Did you mean" in said
    assert "row 7: 'TOTAL' and numbers alone: a row of totals, which is not counted" in said
    assert "not read: Spent; payments need a column with their days" in said
    assert "It gives no partners: briefs say that, and print no zero for it." in said
    assert "'Our organisation' is printed until briefs.toml says it" in said


def test_the_settings_have_what_is_needed_and_a_word_about_it(project: Path) -> None:
    text = (project / "briefs.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    assert 'title = "Activities"               # on every page: say what it is about' in text
    assert "on_error" not in text  # nothing was wrong
    assert settings(project)["source"][0]["columns"]["Country"] == "places.country"
    assert [one["kind"] for one in settings(project)["brief"]] == ["country"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--colour", "#ffee00"), ("contrast of 1.2:1", "nearest that has it is '#807700'")),
        (("--colour", "tael"), ("'tael' is no colour. Did you mean 'teal'?",)),
        (("--colour", "#12"), ("is no colour", "#0072B2")),
        (("--logo", "nowhere.svg"), ("there is no file 'nowhere.svg'",)),
        (("--language", "pt"), ("there is no catalogue for 'pt'", "briefpress add language pt")),
        (("--language", "en", "--language", "French"), ("'french'. Did you mean 'fr'?",)),
        (("--kind", "contry"), ("'contry' does not come with briefpress. Did you mean 'country'",)),
        (("--data", "nowhere.xlsx"), ("nowhere.xlsx: there is no such file",)),
        (("--data", str(ROOT / "brief.toml")), ("no such file. Did you mean 'briefs.toml'?",)),
        (("--data", ""), ("data: no file is named",)),
        (("--currency", "USDD"), ("'USDD' is no currency", "Did you mean 'USD'")),
        (("--date-format", "DD/MM"), ("'DD/MM' is none", "DD/MM/YYYY")),
        (("--encoding", "klingon"), ("'klingon' is none", "cp1252")),
        (("--organisation", "O" * 101), ("has 101 signs",)),
    ],
)
def test_a_wrong_option_is_refused_and_nothing_is_written(
    tmp_path: Path, run: Run, words: Sequence[str], said: Sequence[str]
) -> None:
    folder = tmp_path / "new"
    refused(run("new", folder, *words), folder, *said)


def test_all_wrong_options_are_said_at_once(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--colour", "#ffee00", "--language", "xx", "--data", "no.csv")
    refused(result, folder, "contrast", "'xx'", "no.csv")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "is damaged, or no XLSX file"),
        ("a.csv", b"hello\nworld\n", "of no column could be told what it is"),
        (
            "a.csv",
            b"Title,Country\n",
            "has no row below its headings; its headings are 'Title', 'Country'",
        ),
        ("a.csv", b"Title,Country\n\xff\xfe\x00A,Kenya\n", "NUL bytes"),
        ("a.csv", b"Title,Country\nA,Kenya,more,and more\n", "its headings are 'A', 'Kenya'"),
        ("a.xml", b"<iati-activities><iati-activity>", "a.xml"),
        ("activities.csv", b"id,title,start_date\nA,One,yesterday\n", "row 2, column start_date"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_file_and_row(
    tmp_path: Path, run: Run, name: str, content: bytes, said: str
) -> None:
    path, folder = tmp_path / name, tmp_path / "new"
    path.write_bytes(content)
    refused(run("new", folder, "--data", path), folder, str(path), said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.gif", b"GIF89a", "neither SVG nor PNG"),
        ("logo.png", b"GIF89a", "is no PNG"),
        ("logo.svg", b"<svg", "is no SVG"),
        ("logo.svg", b"<html/>", "begins with <html>"),
    ],
)
def test_a_logo_that_is_none_is_refused(
    tmp_path: Path, run: Run, name: str, content: bytes, said: str
) -> None:
    path, folder = tmp_path / name, tmp_path / "new"
    path.write_bytes(content)
    refused(run("new", folder, "--logo", path), folder, said)


def test_a_logo_is_copied_and_named(tmp_path: Path, table: Path, run: Run) -> None:
    logo = tmp_path / "mine.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    run("new", tmp_path / "new", "--data", table, "--logo", logo, "--no-build")
    assert settings(tmp_path / "new")["brand"]["logo"] == "templates/logo.svg"
    assert (tmp_path / "new/templates/logo.svg").read_bytes() == logo.read_bytes()


def test_a_kind_that_the_data_has_nothing_for_is_refused(tmp_path: Path, run: Run) -> None:
    path, folder = tmp_path / "a.csv", tmp_path / "new"
    path.write_text("Project title,Country\nWells,Kenya\n", encoding="utf-8")
    result = run("new", folder, "--data", path, "--kind", "donor")
    refused(result, folder, "no donor could be read from a.csv", "country, region, annual")


def test_what_can_be_two_things_is_left_out_until_somebody_says_which(
    tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Project,Country,Start,Budget\nOne,Kenya,01/02/2023,1.234\n", encoding="utf-8")
    result = run("new", tmp_path / "one", "--data", path, "--no-build")
    assert "Is '01/02/2023' day first or month first?" in result.output
    assert "--date-format" in result.output
    assert "--currency" in result.output
    assert not sources.load(config.load(tmp_path / "one")).activities["start_date"][0]
    words = ("--date-format", "MM/DD/YYYY", "--currency", "EUR", "--decimal-mark", ",")
    run("new", tmp_path / "two", "--data", path, *words, "--no-build")
    tables = sources.load(config.load(tmp_path / "two"))
    assert str(tables.activities["start_date"][0]) == "2023-01-02"
    assert list(tables.budgets["value"]) == [Decimal(1234)]
    assert settings(tmp_path / "two")["edition"]["currency"] == "EUR"


def test_a_page_of_text_becomes_tables_to_look_through(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Kenya\n\nWe trained 40 judges in Kenya in 2022, funded by Sida.\n")
    result = run("new", tmp_path / "new", "--data", page, "--no-build")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new/review.txt").is_file()
    assert sources.load(config.load(tmp_path / "new")).places["country"][0] == "KEN"


def test_tables_called_as_ours_are_taken_as_they_are(tmp_path: Path, run: Run) -> None:
    result = run("new", tmp_path / "new", "--data", ROOT / "data", "--no-build")
    assert result.exit_code == 0, result.output
    (source,) = settings(tmp_path / "new")["source"]
    assert source == {"path": "data/", "name": "data"}
    assert settings(tmp_path / "new")["edition"]["vocabulary"] == "approach"
    assert not (tmp_path / "new/data/README.md").exists()


def test_an_iati_file_says_who_reports_and_when(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "activities.xml"
    path.write_text(
        '<iati-activities version="2.03"><iati-activity xml:lang="en">'
        "<iati-identifier>X-1</iati-identifier><reporting-org ref='X' type='10'>"
        "<narrative>The Office</narrative></reporting-org><title><narrative>Wells</narrative>"
        "</title><activity-date type='2' iso-date='2022-05-01'/>"
        "<recipient-country code='KE'/></iati-activity></iati-activities>"
    )
    result = run("new", tmp_path / "new", "--data", path, "--no-build")
    assert result.exit_code == 0, result.output
    assert settings(tmp_path / "new")["edition"]["organisation"] == "The Office"
    assert settings(tmp_path / "new")["edition"]["period"]["start"].year == 2022


IATI = (
    '<iati-activities version="2.03"><iati-activity xml:lang="en">'
    "<iati-identifier>%s</iati-identifier><reporting-org ref='X' type='10'>"
    "<narrative>The Office</narrative></reporting-org><title><narrative>Wells</narrative></title>"
    "<recipient-country code='%s'/></iati-activity></iati-activities>"
)


def test_a_folder_of_iati_files_is_read_and_what_cannot_be_used_is_set_aside(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, country in (("one", "KE"), ("two", "XX"), ("three", "MW")):
        (folder / f"{name}.xml").write_text(IATI % (name, country), encoding="utf-8")
    result = run("new", tmp_path / "new", "--data", folder, "--no-build")
    assert result.exit_code == 0, result.output
    assert "two.xml, line 1, column recipient-country: 'XX' is no country" in result.output
    assert settings(tmp_path / "new")["edition"]["organisation"] == "The Office"
    assert settings(tmp_path / "new")["source"][0]["on_error"] == "set aside"
    assert len(sources.load(config.load(tmp_path / "new")).activities) == 3


def test_of_several_levels_one_is_reported_and_what_is_told_is_what_a_build_finds(
    tmp_path: Path, run: Run
) -> None:
    levels = (("one", "KE", 1), ("two", "MW", 1), ("three", "UG", 2))
    activities = "".join(
        (IATI % (name, country))
        .removeprefix('<iati-activities version="2.03">')
        .removesuffix("</iati-activities>")
        .replace("<iati-activity ", f'<iati-activity hierarchy="{level}" ')
        for name, country, level in levels
    )
    path = tmp_path / "levels.xml"
    path.write_text(f'<iati-activities version="2.03">{activities}</iati-activities>')
    result = run("new", tmp_path / "new", "--data", path, "--no-build")
    assert "levels.xml: 2 activities, 2 countries and areas" in result.output
    assert "1 activities of level 2 are not counted, because level 1 is reported" in result.output
    assert settings(tmp_path / "new")["edition"]["hierarchy"] == 1
    assert len(ready(config.load(tmp_path / "new")).tables.activities) == 2


def test_of_a_folder_with_one_table_that_is_taken_and_of_several_it_is_said_what_to_do(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "mine.csv").write_text("Project title,Country\nWells,Kenya\n", encoding="utf-8")
    assert run("new", tmp_path / "one", "--data", folder, "--no-build").exit_code == 0
    assert settings(tmp_path / "one")["source"][0]["path"] == "data/mine.csv"
    (folder / "other.csv").write_text("Project title,Country\nPumps,Mali\n", encoding="utf-8")
    result = run("new", tmp_path / "two", "--data", folder)
    refused(result, tmp_path / "two", "'mine.csv' is no canonical table", "Give the one file")


def test_a_folder_with_something_in_it_is_refused_before_anything_is_asked(
    tmp_path: Path, run: Run
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/mine.txt").write_text("mine")
    result = run("new", tmp_path / "new")
    assert result.exit_code == 2
    assert "is not empty" in result.output
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.txt"]


def test_a_new_project_is_built_at_once_and_passes_check(
    tmp_path: Path, table: Path, run: Run
) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--data", table, "--kind", "country", "--yes")
    assert result.exit_code == 0, result.output
    assert (folder / "build/country/KEN-kenya.en.pdf").is_file()
    assert run("check", folder).exit_code == 0
    assert "othing to do" in run("build", folder).output


class Terminal:
    """A terminal in which briefpress runs, and a person who answers when it waits."""

    def __init__(self, folder: Path, *words: str) -> None:
        import pty

        self.main, side = pty.openpty()
        command = [sys.executable, "-m", "briefpress", *words]
        env = {**os.environ, "TERM": "dumb", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command,
            stdin=side,
            stdout=side,
            stderr=side,
            cwd=folder,
            env=env,
            # tests that run in the background have Ctrl-C ignored, and would hand that on
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        os.close(side)
        self.said = ""

    def until(self, end: str) -> str:
        """Read until a question ends so; return what was said since the last one."""
        deadline, before = time.monotonic() + 100, len(self.said)
        while not self.said[before:].rstrip("\r\n").endswith(end):
            assert time.monotonic() < deadline, self.said
            if select.select([self.main], [], [], 1)[0]:
                try:
                    self.said += os.read(self.main, 4096).decode()
                except OSError:  # Linux says so where a terminal has ended
                    break
        return self.said[before:]

    def answer(self, words: str) -> None:
        os.write(self.main, f"{words}\n".encode())


def test_six_questions_are_asked_and_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    rows = (
        "Code projet;Intitulé du projet;Pays;Bailleur;Budget\r\nP1;Forage à Ségou;Mali;AFD;900\r\n"
    )
    (tmp_path / "projets.csv").write_bytes(rows.encode("cp1252"))
    terminal = Terminal(tmp_path, "new", "neu", "--no-build")
    talk = [
        ("short name? ", "Eau pour tous"),
        ("[#0072B2] ", "#ffee00"),
        ("[#0072B2] ", "navy"),
        ("none yet) ", "nothing.svg"),
        ("none yet) ", ""),
        ("an example) ", "nothing.csv"),
        ("an example) ", "projets.csv"),
        ("[cp1252] ", ""),
        ("the column out) ", "EURO"),
        ("the column out) ", "eur"),
        ("[en] ", "en, pt"),
        ("[en] ", "en fr"),
        ("annual] ", "country, donr"),
        ("annual] ", ""),
    ]
    heard = []
    for end, words in talk:
        heard.append(terminal.until(end))
        terminal.answer(words)
    terminal.until("\0")
    assert terminal.process.wait(timeout=60) == 0, terminal.said
    assert "nearest that has it is '#807700'" in heard[2]
    assert "there is no file 'nothing.svg'" in heard[4]
    assert "nothing.csv: there is no such file" in heard[6]
    assert "'à' (cp1252) or 'ŕ' (cp1250)" in heard[7]
    assert "'EURO' is no currency" in heard[9]
    assert "no catalogue for 'pt'" in heard[11]
    assert "Did you mean 'donor'" in heard[13]
    found = settings(tmp_path / "neu")
    assert found["edition"]["organisation"] == "Eau pour tous"
    assert found["edition"]["languages"] == ["en", "fr"]
    assert found["edition"]["currency"] == "EUR"
    assert found["brand"]["colour"] == "#000080"
    assert [one["kind"] for one in found["brief"]] == ["country", "donor", "annual"]
    assert found["source"][0]["encoding"] == "cp1252"


def test_what_a_build_would_ask_of_people_is_asked_and_enter_is_the_safe_answer(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text(
        "Project title,Country,Survivors served,Description\n"
        "Safe spaces,Kenya,12,Ms. Amina Hassan opened it\n",
        encoding="utf-8",
    )
    terminal = Terminal(tmp_path, "new", "neu", "--organisation", "X", "--colour", "navy",
                        "--language", "en", "--kind", "country", "--no-build")  # fmt: skip
    talk = [
        ("none yet) ", ""),
        ("an example) ", "a.csv"),
        ("[hide] ", "some"),
        ("[hide] ", ""),
        ("[out] ", "wait"),
    ]
    heard = []
    for end, words in talk:
        heard.append(terminal.until(end))
        terminal.answer(words)
    terminal.until("\0")
    assert terminal.process.wait(timeout=60) == 0, terminal.said
    assert "'Survivors served' looks like a count of people who could be recognised" in heard[2]
    assert "'some' is neither 'hide' nor 'print'" in heard[3]
    assert "'Description': it has texts that name people" in heard[4]
    found = settings(tmp_path / "neu")
    assert found["disclosure"] == {"sensitive": ["Survivors served"]}
    assert found["source"][0]["columns"]["Description"] == "activities.summary"


def _stopped(process: subprocess.Popen[bytes]) -> int:
    """Press Ctrl-C as a person does: again where it fell between a question and its reading."""
    for _ in range(60):
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("Ctrl-C does not end it")


def test_who_stops_at_a_question_has_nothing_written(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "neu")
    terminal.until("short name? ")
    # on a busy machine the second Ctrl-C may meet a process that is ending from the first
    assert _stopped(terminal.process) in (1, -signal.SIGINT)
    assert list(tmp_path.iterdir()) == []


def test_one_wrong_country_among_shares_is_named_and_the_others_are_read(
    tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "projects.csv"
    path.write_text(
        "Title,Countries,Sector\n"
        "Wells,Kenya,Water\n"
        "Latrines,Kenya (60%); Uganda (40%),Health\n"
        "Tariffs,Palestin,Water\n"
    )
    result = run("new", tmp_path / "new", "--data", path, "--no-build")
    assert result.exit_code == 0, result.output
    assert "row 4, column Countries: 'Palestin' is no country" in result.output
    assert "Kenya (60%)" not in result.output
    (source,) = config.load(tmp_path / "new").sources
    assert source.columns is not None
    (use,) = [one for one in source.columns if one.heading == "Countries"]
    assert (use.to, use.separator, use.percentages) == ("places.country", ";", True)
