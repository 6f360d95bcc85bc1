"""Errors as the desk shows them: with file, line, row, and what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefpress.desk.mistakes import MOST, shown
from briefpress.errors import BriefError, Mistake, ProjectError


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    own, starter = tmp_path / "own", tmp_path / "starter"
    for folder in (own, starter):
        (folder / "templates").mkdir(parents=True)
        (folder / "data").mkdir()
    (tmp_path / "secret.html").write_text("not to be shown")
    return own, starter


def test_a_template_has_its_lines_around(folders: tuple[Path, Path]) -> None:
    (folders[0] / "templates/a.html").write_text("\n".join(f"line {at}" for at in range(1, 10)))
    error = BriefError("no", brief="country/PAK/en", where="templates/a.html, line 4")
    (one,) = shown(error, folders)
    assert (one.brief, one.file, one.line) == ("country/PAK/en", "templates/a.html", 4)
    assert [(line.number, line.here) for line in one.lines] == [
        (2, False), (3, False), (4, True), (5, False), (6, False),
    ]  # fmt: skip


def test_a_projects_own_file_goes_before_the_starters(folders: tuple[Path, Path]) -> None:
    (folders[1] / "templates/a.html").write_text("theirs")
    error = BriefError("no", where="templates/a.html, line 1")
    assert shown(error, folders)[0].lines[0].text == "theirs"
    (folders[0] / "templates/a.html").write_text("ours")
    assert shown(error, folders)[0].lines[0].text == "ours"


def test_a_row_is_shown_with_its_heading_even_when_cells_have_line_ends(
    folders: tuple[Path, Path],
) -> None:
    (folders[0] / "data/a.csv").write_text('id,title\nA,"two\nlines"\nB,wrong\nC,right\n')
    error = ProjectError([Mistake("data/a.csv", row=3, column="title", found="is wrong")])
    (one,) = shown(error, folders)
    assert [(line.number, line.text, line.here) for line in one.lines] == [
        (1, "id,title", False), (3, "B,wrong", True),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["templates/../../secret.html, line 1", "/etc/passwd, line 1"])
def test_nothing_outside_of_the_folders_is_shown(folders: tuple[Path, Path], where: str) -> None:
    assert shown(BriefError("no", where=where), folders)[0].lines == ()


def test_an_error_of_no_place_is_shown_as_it_is(folders: tuple[Path, Path]) -> None:
    assert shown(ProjectError("the disk is full"), folders)[0].found == "the disk is full"
    assert shown(BriefError("no", where="templates"), folders)[0].found == "templates: no"


def test_of_many_mistakes_the_first_are_shown(folders: tuple[Path, Path]) -> None:
    many = [Mistake("data/a.csv", row=at, found="no") for at in range(2, 99)]
    assert len(shown(ProjectError(many), folders)) == MOST
