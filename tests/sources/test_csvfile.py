"""CSV as people save it: read with the right row numbers, or refused with what is wrong."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.sources import bounds, csvfile


@dataclasses.dataclass
class Table:
    """A grid row by row, as these tests see it."""

    name: str
    file: str
    heading: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    warnings: list[Mistake]


Read = Callable[..., Table]
PLAIN_SOURCE = Source("data/")
PLAIN = "id,title\nA,One\nB,Two\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("data") / "activities.csv"

    def written(content: str | bytes, source: Source = PLAIN_SOURCE) -> Table:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found: list[Mistake] = []
        try:
            (grid,) = csvfile.read(path, source, "data/activities.csv", found)
        except ProjectError as error:
            raise ProjectError([*found, *error.mistakes]) from None
        if any(mistake.level == "error" for mistake in found):
            raise ProjectError(found)
        cells = zip(*grid.columns, strict=True) if grid.columns else ()
        rows = [(at, list(row)) for at, row in zip(grid.numbers, cells, strict=True)]
        return Table(grid.name, grid.file, grid.heading, rows, found)

    return written


@pytest.fixture
def mistakes(read: Read) -> Callable[[str | bytes], tuple[Mistake, ...]]:
    def found(content: str | bytes) -> tuple[Mistake, ...]:
        with pytest.raises(ProjectError) as caught:
            read(content)
        assert caught.value.exit_code == 2
        assert {mistake.file for mistake in caught.value.mistakes} == {"data/activities.csv"}
        return caught.value.mistakes

    return found


Mistakes = Callable[[str | bytes], tuple[Mistake, ...]]


# What is read


def test_a_file_is_read_with_its_name_its_heading_and_numbered_rows(read: Read) -> None:
    raw = read(PLAIN)
    assert (raw.name, raw.file) == ("activities", "data/activities.csv")
    assert raw.heading == ("id", "title")
    assert raw.rows == [(2, ["A", "One"]), (3, ["B", "Two"])]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff" + PLAIN,
        "\ufeff" + PLAIN.replace(",", ";").replace("\n", "\r"),
        PLAIN.rstrip("\n"),
        PLAIN.replace("id,title", " id , title"),
        '"id","title"\n"A","One"\n"B","Two"\n',
    ],
    ids=["semicolons", "tabs", "CRLF", "CR", "BOM", "all", "no last end", "blanks", "quotes"],
)
def test_the_way_a_file_was_saved_does_not_matter(read: Read, content: str) -> None:
    assert read(content) == read(PLAIN)


def test_a_delimiter_inside_a_quoted_text_is_text(read: Read) -> None:
    assert read('id,title\nA,"One, two; three"\n').rows == [(2, ["A", "One, two; three"])]
    assert read("id;title\nA;One, two\n").rows == [(2, ["A", "One, two"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_end_inside_a_cell_does_not_shift_the_row_numbers(read: Read, end: str) -> None:
    raw = read(f'id,title{end}A,"One{end}{end}more"{end}B,Two{end}')
    assert [number for number, _ in raw.rows] == [2, 3]
    assert raw.rows[0][1][1].split() == ["One", "more"]


@pytest.mark.parametrize("blank", ["", ",", "  ,  ", '"",""'])
def test_blank_rows_are_skipped_but_counted(read: Read, blank: str) -> None:
    raw = read(f"id,title\nA,One\n{blank}\nB,Two\n{blank}\n")
    assert raw.rows == [(2, ["A", "One"]), (4, ["B", "Two"])]


def test_a_heading_without_rows_is_read_as_no_rows(read: Read) -> None:
    assert read("id,title\n").rows == []
    assert read("id,title").heading == ("id", "title")


@pytest.mark.parametrize("cell", ["NA", "None", "null", "NaN", "01", "1e5", "TRUE", "=1+1"])
def test_every_cell_stays_the_text_that_it_is(read: Read, cell: str) -> None:
    assert read(f"id,title\nA,{cell}\n").rows == [(2, ["A", cell])]


cells = st.sampled_from(["a\r\nb", "a\rb", 'a "b", c; d\te', "'"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)


@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_a_spreadsheet_writes_is_read_back_cell_for_cell(
    read: Read, rows: list[list[str]], delimiter: str, end: str
) -> None:
    # Python's writer leaves the line ends of other systems unquoted; no spreadsheet does.
    ends = any(sign in cell for row in rows for cell in row for sign in "\r\n")
    quoting = csv.QUOTE_ALL if ends else csv.QUOTE_MINIMAL
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["a", "b", "c"], *rows])
    kept = [
        (number, row)
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    ]
    assert read(out.getvalue()).rows == kept


# What is refused


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "cp1251"])
def test_another_encoding_is_found_or_declared(read: Read, encoding: str) -> None:
    words = "Женщины и девочки, поддержка" if encoding == "cp1251" else "Éléments d’été, Bogotá"
    content = f"id;title\nA;{words}\n".encode(encoding)
    declared = read(content, Source("data/", encoding=encoding))
    assert (declared.rows, declared.warnings) == ([(2, ["A", words])], [])
    found = read(content)
    assert found.rows == declared.rows
    assert [one.level for one in found.warnings] == ["warning"] * (encoding != "utf-16")


def test_the_encoding_that_was_found_is_said_with_the_line_that_needs_it(read: Read) -> None:
    (warning,) = read("id,title\rA,One\rB,L’été â l’école\r".encode("cp1252")).warnings
    assert warning.line == 3
    assert "is not UTF-8 and was read as 'cp125" in warning.found
    assert "encoding = " in warning.mend


def test_letters_that_two_encodings_read_in_two_ways_are_asked_about(
    mistakes: Mistakes,
) -> None:
    (mistake,) = mistakes("id,title\nA,Élèves\n".encode("cp1252"))
    assert mistake.line == 2
    assert "'Élèves' (cp1252) or 'Élčves' (cp1250)" in mistake.found
    assert "encoding = " in mistake.mend


@pytest.mark.parametrize("declared", ["", "utf-8", "ascii"])
def test_two_encodings_in_one_file_are_refused_with_the_line(read: Read, declared: str) -> None:
    words = "été déjà vu à Genève"
    content = b"id,title\n" + f"A,{words}\n".encode() * 3 + f"B,{words}\n".encode("cp1252")
    with pytest.raises(ProjectError) as caught:
        read(content, Source("data/", encoding=declared))
    (mistake,) = caught.value.mistakes
    assert mistake.line == (2 if declared == "ascii" else 5)


def test_the_delimiter_that_excel_declares_is_taken(read: Read) -> None:
    assert read("sep=|\nid|title\nA|One, two\n").rows == [(3, ["A", "One, two"])]


def test_junk_above_the_headings_is_passed_over(read: Read) -> None:
    table = read("Project list,,\n\nid,title,scope\nA,One,national\n")
    assert table.heading == ("id", "title", "scope")
    assert table.rows == [(4, ["A", "One", "national"])]


def test_the_row_of_the_headings_can_be_declared(read: Read) -> None:
    content = "Report,2024\nid,title\nA,One\n"
    assert read(content).heading == ("Report", "2024")
    assert read(content, Source("data/", heading_row=2)).heading == ("id", "title")


def test_a_file_with_nul_bytes_is_refused(mistakes: Mistakes) -> None:
    (mistake,) = mistakes(PLAIN.encode() + b"C,\0\n")
    assert "NUL" in mistake.found


def test_ragged_rows_are_all_named_with_how_many_cells_they_have(mistakes: Mistakes) -> None:
    found = mistakes("id,title\nA,One, two\nB,Two\nC\nD,x,y,z\n")
    assert [mistake.row for mistake in found] == [2, 4, 5]
    assert "has 3 cells, the heading has 2" in found[0].found
    assert "quotation marks" in found[0].mend


def test_a_heading_that_names_columns_twice_is_refused_with_each(mistakes: Mistakes) -> None:
    found = mistakes("id,title,id, title ,scope\n1,2,3,4,5\n")
    assert [(mistake.row, mistake.column) for mistake in found] == [(1, "id"), (1, "title")]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('id,title\nA,One\nB,"Two"x\nC,Three\n', 3),
        ('id,title\nA,One\nB,"never closed\nC,Three\n', 3),
        ('id,"title\nA,One\n', 1),
    ],
)
def test_a_stray_quotation_mark_is_refused_in_the_row_where_it_stands(
    mistakes: Mistakes, content: str, row: int
) -> None:
    (mistake,) = mistakes(content)
    assert mistake.row == row
    assert "is not CSV" in mistake.found


def test_ragged_rows_before_a_stray_quotation_mark_are_reported_with_it(
    mistakes: Mistakes,
) -> None:
    assert [mistake.row for mistake in mistakes('id,title\nA\nB,"Two"x\n')] == [2, 3]


@pytest.mark.parametrize("content", ["", "\n\n", " , \n", "\ufeff"])
def test_a_file_without_headings_is_refused(mistakes: Mistakes, content: str) -> None:
    assert len(mistakes(content)) == 1


def test_more_columns_than_any_table_has_are_refused(mistakes: Mistakes) -> None:
    (mistake,) = mistakes(",".join(f"c{at}" for at in range(1001)) + "\n")
    assert mistake.row == 1
    assert "more than 1000 columns" in mistake.found


def test_a_cell_too_long_for_any_text_is_refused_and_not_a_crash(mistakes: Mistakes) -> None:
    csv.field_size_limit(10**9)  # as a library does when it is imported
    (mistake,) = mistakes("id,title\nA," + "x" * 200_000 + "\n")
    assert mistake.row == 2


def test_a_file_too_large_is_refused_before_it_is_read(
    mistakes: Mistakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_BYTES", 10)
    (mistake,) = mistakes(PLAIN)
    assert "larger" in mistake.found


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("folder.csv", "nothing.csv"):
        with pytest.raises(ProjectError, match=f"^data/{name}: cannot be read: "):
            csvfile.read(tmp_path / name, Source("data/"), f"data/{name}", [])
