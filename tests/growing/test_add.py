"""Kinds, charts and languages that are added: each works, overwrites nothing, is undone whole."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from briefpress import catalogues, config, wordcheck
from briefpress.growing import kinds
from briefpress.growing.changes import Changes

Run = Callable[..., Result]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


def test_a_kind_that_comes_with_briefpress_builds_and_passes_check(project: Path, run: Run) -> None:
    before = (project / "briefs.toml").read_text(encoding="utf-8")
    result = run("add", "kind", "region", "--project", project)
    assert result.exit_code == 0, result.output
    assert (project / "build/region/002-africa.en.pdf").is_file()
    after = (project / "briefs.toml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    run("build", project)
    assert run("check", project).exit_code == 0


def test_a_kind_of_ones_own_has_a_template_to_change(project: Path, run: Run) -> None:
    words = ("add", "kind", "partner-country", "--over", "country", "--project", project)
    result = run(*words, "--no-build")
    assert result.exit_code == 0, result.output
    assert 'extends "base.html"' in (project / "templates/partner-country.html").read_text()
    kind = config.load(project).kinds[-1]
    assert (kind.name, kind.over) == ("partner-country", "country")


@pytest.mark.parametrize("over", config.DIMENSIONS)
def test_a_kind_can_be_over_whatever_there_is(project: Path, run: Run, over: str) -> None:
    result = run("add", "kind", "mine", "--over", over, "--project", project, "--no-build")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kind", "regoin"), "Did you mean 'region'?"),
        (("kind", "mine", "--over", "contry"), "Did you mean 'country'?"),
        (("kind", "country"), "has the kind 'country' already"),
        (("kind", "Mine!"), "is no name for a folder"),
        (("kind", "base", "--over", "country"), "templates/base.html: is there already"),
        (("chart", "coverage"), "is there already, and is not overwritten"),
        (("chart", "mine", "--of", "theme"), "Did you mean 'themes'?"),
        (("chart", "mine", "--into", "contry"), "Did you mean 'country'?"),
        (("chart", "Mine"), "is no name for a chart"),
        (("language", "portuguese"), "Did you mean 'pt'?"),
        (("language", "en"), "has the language 'en' already"),
        (("language", "qq"), "is no language that CLDR knows"),
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(
    project: Path, run: Run, words: tuple[str, ...], said: str
) -> None:
    before = everything(project)
    result = run("add", *words, "--project", project)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert everything(project) == before


@pytest.mark.parametrize(
    "words",
    [
        ("kind", "mine", "--over", "country"),
        ("chart", "mine", "--into", "country"),
        ("language", "pt"),
    ],
)
def test_what_fails_is_undone_as_a_whole(project: Path, run: Run, words: tuple[str, ...]) -> None:
    if words[0] == "chart":  # its template has no place for one
        (project / "templates/country.html").write_text("{{ brief.title }}")
    else:
        (project / "templates/base.html").write_text("{{ nothing.here }}")
    before = everything(project)
    result = run("add", *words, "--project", project)
    assert result.exit_code in (1, 2), result.output
    assert everything(project) == before
    assert not (project / "tests").exists()


def test_a_chart_is_drawn_tested_and_in_the_page(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("add", "chart", "by_donor", "--of", "donors", "--into", "country")
    result = run(*words, "--project", project, "--no-build")
    assert result.exit_code == 0, result.output
    assert (project / "build/previews/by_donor.png").read_bytes().startswith(b"\x89PNG")
    page = (project / "templates/country.html").read_text(encoding="utf-8")
    assert page.index("charts.by_donor") < page.index('"blocks/tail.html"')
    monkeypatch.chdir(project)
    written: dict[str, Callable[[], None]] = {}
    exec((project / "tests/test_by_donor.py").read_text(encoding="utf-8"), written)
    tests = [test for name, test in written.items() if name.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test()
    again = run("add", "chart", "by_donor", "--preview", "--project", project)
    assert "as it is in country/KEN/en" in again.output


@pytest.mark.parametrize("counted", ["themes", "countries", "regions", "years", "partners"])
def test_a_chart_can_be_begun_with_each_table_that_counts(
    project: Path, run: Run, counted: str
) -> None:
    result = run("add", "chart", "mine", "--of", counted, "--project", project)
    assert result.exit_code == 0, result.output
    assert "charts.mine" in result.output.splitlines()[-1]


def test_a_language_begins_with_every_message_and_english_marked_as_such(
    project: Path, run: Run
) -> None:
    result = run("add", "language", "pt", "--project", project)
    assert result.exit_code == 0, result.output
    path = project / "locale/pt.po"
    assert wordcheck.mistakes(path, "pt", "locale/pt.po") == []
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Country fact sheet"\nmsgstr ""' in text
    assert 'msgctxt "place"\nmsgid "KEN"\nmsgstr "Quênia"' in text
    assert 'msgctxt "theme name"\nmsgid "Water"\nmsgstr ""' in text
    waiting = int(result.output.split("locale/pt.po: ")[1].split()[0])
    assert waiting == text.count('msgid "') - text.count('msgid "KEN"') - 1 - text.count('"África"')
    assert config.load(project).edition.languages == ("en", "pt")
    pdf = (project / "build/country/KEN-kenya.pt.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")


def test_of_a_language_that_is_there_only_the_projects_own_words_wait(
    project: Path, run: Run
) -> None:
    result = run("add", "language", "fr", "--project", project, "--no-build")
    assert result.exit_code == 0, result.output
    text = (project / "locale/fr.po").read_text(encoding="utf-8")
    assert "Country fact sheet" not in text
    assert 'msgid "Water"' in text
    french = catalogues.catalogue("fr", project)
    assert french.gettext("Country fact sheet") != "Country fact sheet"


def test_a_new_brief_stands_behind_the_others_and_comments_stay() -> None:
    text = '[edition]  # one\ntitle = "A"\n\n[[brief]]\nkind = "a"  # two\n\n# three\n[brand]\n'
    found = kinds.with_brief(text, '[[brief]]\nkind = "b"\n')
    assert found == text.replace("\n# three", '\n[[brief]]\nkind = "b"\n\n# three')
    assert [one["kind"] for one in tomllib.loads(found)["brief"]] == ["a", "b"]


def test_changes_are_put_back_whatever_ends_the_work(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("before")

    def stopped() -> None:
        with Changes(tmp_path) as changes:
            changes.write("old", "after")
            changes.new("folder/new", "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert everything(tmp_path) == {"old": b"before"}
    assert not (tmp_path / "folder").exists()
