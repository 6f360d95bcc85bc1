"""Files that are no tables are called what they are, by build, import and new alike."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefpress.cli import main
from briefpress.config import Source
from briefpress.errors import ProjectError
from briefpress.sources import format_of
from briefpress.sources.reading import grids

BEGINNINGS = [
    ("report.pdf", b"%PDF-1.7\n%\xe2\xe3", "is a PDF, and no table"),
    ("report.csv", b"%PDF-1.7\n%\xe2\xe3", "is a PDF, and no table"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Office file"),
    ("map.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
    ("table.csv.gz", b"\x1f\x8b\x08", "is a packed file (gzip)"),
    ("book.sqlite", b"SQLite format 3\0", "is an SQLite database"),
    ("text.rtf", b"{\\rtf1", "is a text document"),
]


def read(path: Path) -> str:
    source = Source(path.name)
    with pytest.raises(ProjectError) as wrong:
        grids(format_of(path, source), path, source, path.name, [])
    return wrong.value.format_message()


@pytest.mark.parametrize(("name", "content", "said"), BEGINNINGS)
def test_a_file_of_another_kind_is_called_what_it_is(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    found = read(tmp_path / name)
    assert found.startswith(f"{name}: {said}")
    assert found != f"{name}: {said}"  # and what to do


@pytest.mark.parametrize(
    ("name", "inside", "said"),
    [
        ("report.docx", "word/document.xml", "is a Word document"),
        ("report.xlsx", "word/document.xml", "is a Word document"),
        ("slides.pptx", "ppt/presentation.xml", "is a presentation"),
        ("tables.zip", "projects.csv", "is a packed file (ZIP)"),
    ],
)
def test_a_packed_file_is_called_by_what_is_in_it(
    tmp_path: Path, name: str, inside: str, said: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(inside, "x")
    assert f"{name}: {said}" in read(tmp_path / name)


@pytest.mark.parametrize("name", ["report.pdf", "old.xls"])
def test_new_says_so_too(tmp_path: Path, name: str) -> None:
    content = {one: content for one, content, _ in BEGINNINGS}[name]
    (tmp_path / name).write_bytes(content)
    words = ["new", str(tmp_path / "p"), "--data", str(tmp_path / name)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert f"{tmp_path / name}: is a" in result.output
    assert "XLSX or CSV" in result.output


def test_a_text_that_begins_like_nothing_known_is_left_to_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Title,Country\nWells,Kenya\n", encoding="utf-8")
    assert grids("csv", path, Source("a.csv"), "a.csv", [])[0].numbers == [2]
