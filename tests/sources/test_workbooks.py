"""XLSX, ODS, JSON Lines and Parquet: cells as a person sees them, and hostile files refused."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.model.specs import Column
from briefpress.sources import canonical, cells, jsonlines, ods, xlsx
from briefpress.sources import parquet as parquetfile
from briefpress.sources.grid import Formats, Grid, Raw

PLAIN = Source("data/")


def book(*sheets: tuple[str, list[list[Any]]], change: Callable[..., None] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rows_of(grid: Grid) -> list[tuple[str, ...]]:
    return list(zip(*grid.columns, strict=True))


def refused(read: Callable[..., Any], content: bytes, source: Source = PLAIN) -> str:
    with pytest.raises(ProjectError) as caught:
        read(content, source, "a.file", [])
    assert str(caught.value.message).startswith("a.file")
    return str(caught.value.message)


# XLSX


def test_cells_of_a_workbook_are_written_in_one_way() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["One"]
        sheet["C2"].number_format = "0 %"
        sheet["D2"].number_format = "#,##0.00"

    day = dt.datetime(2024, 7, 1)
    content = book(
        ("One", [["id", "day", "share", "amount", "yes", "n"],
                 ["A", day, 0.35, 1234567.891, True, 0.1 + 0.2]]),
        change=change,
    )  # fmt: skip
    (grid,) = xlsx.read(content, PLAIN, "a.xlsx", [])
    assert rows_of(grid) == [("A", "2024-07-01", "35%", "1234567.891", "true", "0.3")]
    assert (grid.file, grid.name, list(grid.numbers)) == ("a.xlsx, sheet 'One'", "a", [2])


def test_each_sheet_is_a_table_and_hidden_ones_are_said_not_to_be_read() -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        workbook["Notes"].sheet_state = "hidden"

    content = book(
        ("activities", [["id", "title"], ["A", "One"]]),
        ("places", [["activity", "country"], ["A", "KEN"]]),
        ("Notes", [["x", "y"], ["1", "2"]]),
        change=hide,
    )
    mistakes: list[Mistake] = []
    grids = xlsx.read(content, PLAIN, "a.xlsx", mistakes)
    assert [grid.name for grid in grids] == ["activities", "places"]
    assert [(one.level, one.found) for one in mistakes] == [
        ("warning", "hidden sheets are not read: 'Notes'")
    ]


def test_a_sheet_that_is_not_there_gets_the_nearest() -> None:
    content = book(("Projects", [["id", "t"], ["A", "B"]]))
    said = refused(xlsx.read, content, Source("a", sheet="Project"))
    assert "there is no sheet 'Project'. Did you mean 'Projects'?" in said


def test_a_title_and_blank_rows_above_the_headings_keep_the_row_numbers() -> None:
    content = book(("S", [["Our projects"], [], ["id", "title"], [], ["A", "One"]]))
    (grid,) = xlsx.read(content, PLAIN, "a.xlsx", [])
    assert (grid.heading, list(grid.numbers)) == (("id", "title"), [5])


def test_a_row_whose_last_cells_are_empty_is_whole() -> None:
    content = book(("S", [["id", "title", "notes"], ["A", "One", "x"], ["B", "Two"], ["C"]]))
    mistakes: list[Mistake] = []
    (grid,) = xlsx.read(content, PLAIN, "a.xlsx", mistakes)
    assert rows_of(grid) == [("A", "One", "x"), ("B", "Two", ""), ("C", "", "")]
    assert not mistakes


def test_a_row_with_more_cells_than_headings_is_a_mistake_with_what_to_do() -> None:
    mistakes: list[Mistake] = []
    xlsx.read(book(("S", [["id", "title"], ["A", "One", "x"]])), PLAIN, "a.xlsx", mistakes)
    assert [(one.row, "heading_row" in one.mend) for one in mistakes] == [(2, True)]


def test_headings_stand_under_the_names_of_groups_of_columns() -> None:
    rows = [["Our projects"], ["Who", "", "Money", ""], ["Code", "Name", "Budget", "Spent"],
            ["A", "One", 5, 3]]  # fmt: skip
    (grid,) = xlsx.read(book(("S", rows)), PLAIN, "a.xlsx", [])
    assert (grid.heading, list(grid.numbers)) == (("Code", "Name", "Budget", "Spent"), [4])


GROUPS = [
    ["Project", None, "Country", "Survivors served", None, "Notes"],
    ["Code", "Title", None, "Women", "Men", None],
    ["G-1", "Wells", "Kenya", 7, 2, "ok"],
]


def grouped(*spans: str, rows: list[list[Any]] = GROUPS) -> Grid:
    def change(workbook: openpyxl.Workbook) -> None:
        for span in spans:
            workbook["S"].merge_cells(span)

    (grid,) = xlsx.read(book(("S", rows), change=change), PLAIN, "a.xlsx", [])
    return grid


@pytest.mark.parametrize("more", [(), ("C1:C2", "F1:F2")])
def test_headings_over_several_columns_in_merged_cells_are_one_with_those_below(
    more: tuple[str, ...],
) -> None:
    grid = grouped("A1:B1", "D1:E1", *more)
    assert grid.heading == (
        "Project / Code", "Project / Title", "Country",
        "Survivors served / Women", "Survivors served / Men", "Notes",
    )  # fmt: skip
    assert rows_of(grid) == [("G-1", "Wells", "Kenya", "7", "2", "ok")]
    assert list(grid.numbers) == [3]


def test_a_row_that_says_more_than_the_headings_is_data_also_below_merged_cells() -> None:
    data = [GROUPS[0], ["G-1", "Wells", "Kenya", "many", "few", None], GROUPS[2]]
    assert list(grouped("A1:B1", "D1:E1", rows=data).numbers) == [2, 3]
    numbers = [GROUPS[0], ["G-1", "Wells", None, 7, 2, None]]
    assert list(grouped("A1:B1", "D1:E1", rows=numbers).numbers) == [2]


def test_without_merged_cells_the_row_below_is_data() -> None:
    assert list(grouped().numbers) == [2, 3]


def test_a_formula_without_a_value_is_a_mistake_and_one_that_gives_no_text_is_none() -> None:
    mistakes: list[Mistake] = []
    content = book(("S", [["id", "n"], ["A", 1], ["B", "=1+1"], ["C", '=""']]))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<c r="B4")([^>]*>)', rb'\1 t="str"\2', parts[sheet])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    xlsx.read(out.getvalue(), PLAIN, "a.xlsx", mistakes)
    assert [one.found for one in mistakes] == [
        "has formulas that were never calculated, so their values are not there: B3"
    ]


def test_an_error_in_a_cell_is_text_that_no_table_takes() -> None:
    def spoil(workbook: openpyxl.Workbook) -> None:
        workbook["S"]["B2"] = "#REF!"
        workbook["S"]["B2"].data_type = "e"

    (grid,) = xlsx.read(book(("S", [["id", "title"], ["A", 1]]), change=spoil), PLAIN, "a.xlsx", [])
    assert rows_of(grid) == [("A", "#REF!")]
    mistakes: list[Mistake] = []
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    canonical.tables([Raw("activities", "a.xlsx", columns, grid.numbers)], mistakes)
    assert [(one.row, one.column) for one in mistakes] == [(2, "title")]


def test_a_row_that_no_sheet_can_have_is_refused_soon() -> None:
    content = book(("S", [["id"], ["A"]]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="2"', b'<row r="2000000000"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert "2,000,000,000" in refused(xlsx.read, out.getvalue())


def test_a_text_in_merged_cells_stands_in_each_row_and_a_number_once() -> None:
    content = book(
        ("S", [["id", "country", "budget"], ["A", "Kenya", 5], ["", "Uganda", ""], ["B", "", 1]]),
        change=lambda workbook: [
            workbook["S"].merge_cells(span) for span in ("A2:A3", "C2:C3", "B3:B4")
        ],
    )
    (grid,) = xlsx.read(content, PLAIN, "a.xlsx", [])
    assert rows_of(grid) == [("A", "Kenya", "5"), ("A", "Uganda", ""), ("B", "Uganda", "1")]


def test_a_percent_sign_that_is_only_shown_is_no_percentage() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["S"]["B2"].number_format = '0.0"%"'
        workbook["S"]["C2"].number_format = "0\\%"

    (grid,) = xlsx.read(
        book(("S", [["a", "b", "c"], ["A", 0.5, 35]]), change=change), PLAIN, "a.xlsx", []
    )
    assert rows_of(grid) == [("A", "0.5", "35")]


def test_a_number_that_the_file_types_is_written_with_the_declared_mark() -> None:
    """Read with the mark, 12.345 is twelve thousand; typed it is twelve and a third."""
    source = Source("data/", decimal_mark=",")
    (sheet,) = xlsx.read(book(("S", [["a", "b"], [12.345, "1.234,5"]])), source, "a.xlsx", [])
    (line,) = jsonlines.read(b'{"a": 12.345, "b": "1.234,5"}', source, "a.jsonl", [])
    table = pa.table({"a": [12.345], "b": ["1.234,5"]})
    parquet.write_table(table, out := pa.BufferOutputStream())
    (stored,) = parquetfile.read(out.getvalue().to_pybytes(), source, "a.parquet", [])
    for grid in (sheet, line, stored):
        assert rows_of(grid) == [("12,345", "1.234,5")]
        parse = cells.parser(Column("value", "decimal"), Formats(decimal_mark=","))
        assert [parse(cell) for cell in rows_of(grid)[0]] == [Decimal("12.345"), Decimal("1234.5")]


def test_text_that_looks_like_a_formula_or_number_stays_text() -> None:
    content = book(("S", [["id", "t"], ["007", "'=x"], ["NA", "1e5"]]))
    (grid,) = xlsx.read(content, PLAIN, "a.xlsx", [])
    assert rows_of(grid) == [("007", "'=x"), ("NA", "1e5")]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"hello", book(("S", [["a", "b"]]))[:900],
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
    ids=["empty", "only a mark", "text", "cut off", "old or encrypted"],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    for read in (xlsx.read, ods.read):
        refused(read, content)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_entities_in_a_part_are_refused() -> None:
    laugh = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for read in (xlsx.read, ods.read):
        assert "document type definition" in refused(read, zipped(content_xml=laugh))
        wide = laugh.decode().encode("utf-16")
        assert "document type definition" in refused(read, zipped(content_xml=wide))


HOSTILE = """
import io, sys, zipfile
from briefpress.config import Source
from briefpress.errors import ProjectError
from importlib import import_module
kind, path = sys.argv[1:]
reader = import_module(f"briefpress.sources.{kind}").read
from pathlib import Path
try:
    found = []
    reader(Path(path), Source("x"), "x", found)
    print("read", len(found))
except ProjectError as error:
    print("refused", str(error.message)[:150])
print(next(int(x.split()[1]) // 1024 for x in open('/proc/self/status') if 'VmHWM' in x))
"""


def bomb(name: str, head: bytes, body: bytes, times: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(name, "w") as part,
        ):
            part.write(head)
            for _ in range(times):
                part.write(body)

    return write


ODS_HEAD = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    b'<office:spreadsheet><table:table table:name="S">'
)
CELL = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def repeated(path: Path) -> None:
    row = b'<table:table-row table:number-rows-repeated="1048576">' + CELL * 100
    bomb("content.xml", ODS_HEAD + row + b"</table:table-row>", b"", 0)(path)


WIDE = b'<table:table-cell office:value-type="string" table:number-columns-repeated="900">'
MANY_ROWS = CELL + WIDE + b"<text:p>y</text:p></table:table-cell></table:table-row>"


def often(path: Path) -> None:
    row = b'<table:table-row table:number-rows-repeated="9000">' + MANY_ROWS
    end = b"</table:table></office:spreadsheet></office:body></office:document-content>"
    path.write_bytes(zipped(content_xml=ODS_HEAD + row * 10 + end))


BLANKS = b'<table:table-cell table:number-columns-repeated="900"/>' + CELL + b"</table:table-row>"


@pytest.mark.parametrize(
    ("kind", "write"),
    [
        ("xlsx", bomb("xl/worksheets/sheet1.xml", b"", b"0" * 10**6, 2000)),
        ("ods", bomb("content.xml", ODS_HEAD, b" " * 10**6, 700)),
        ("ods", repeated),
        ("ods", often),
        ("ods", bomb("content.xml", ODS_HEAD, b"<table:table-row>" + MANY_ROWS, 100_000)),
        ("ods", bomb("content.xml", ODS_HEAD, b"<table:table-row>" + BLANKS, 200_000)),
        ("ods", bomb("content.xml", ODS_HEAD, b"<table:table-row>", 100_000)),
        ("csvfile", lambda path: path.write_bytes(b'id,"' + b"x" * 60_000_000)),
        ("csvfile", lambda path: path.write_bytes(b"a," * 2_000_000 + b"\n")),
        ("csvfile", lambda path: path.write_bytes(b"id,title\n" + b"A\n" * 200_000)),
        ("jsonlines", lambda path: path.write_bytes(b"[" * 5_000_000)),
        ("jsonlines", lambda path: path.write_bytes(b'{"a":' * 1_000_000)),
        ("jsonlines", lambda path: path.write_bytes(b'{"a":' + b"9" * 3_000_000 + b"}")),
    ],
    ids=["zip bomb", "zip bomb of blanks", "a row a million times",
         "many rows, each often", "a cell often in each row", "blanks", "deep rows", "one cell",
         "a million columns", "short rows", "deep list", "deep objects", "long number"],
)  # fmt: skip
def test_a_hostile_file_is_refused_soon_and_in_little_memory(
    tmp_path: Path, kind: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "x")
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, kind, str(tmp_path / "x")],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    said, memory = done.stdout.splitlines()
    assert said.startswith("refused x") or said.split()[1] != "0"
    assert int(memory) < 512


# ODS


def sheet(*rows: bytes) -> bytes:
    body = b"".join(b"<table:table-row>%s</table:table-row>" % row for row in rows)
    end = b"</table:table></office:spreadsheet></office:body></office:document-content>"
    return zipped(content_xml=ODS_HEAD + body + end)


def test_hidden_sheets_of_opendocument_are_said_not_to_be_read() -> None:
    def table(name: bytes, attributes: bytes = b"") -> bytes:
        row = b"<table:table-row>" + CELL + CELL.replace(b">x<", b">y<") + b"</table:table-row>"
        return b'<table:table table:name="%s" %s>%s</table:table>' % (name, attributes, row * 2)

    spaces = ODS_HEAD[: ODS_HEAD.index(b"><office:body>")]
    content = (
        spaces
        + b' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        + b'<office:automatic-styles><style:style style:name="h" style:family="table">'
        + b'<style:table-properties table:display="false"/></style:style>'
        + b'<style:style style:name="v" style:family="table">'
        + b'<style:table-properties table:display="true"/></style:style>'
        + b"</office:automatic-styles><office:body><office:spreadsheet>"
        + table(b"One", b'table:style-name="v"')
        + table(b"Old", b'table:style-name="h"')
        + table(b"Older", b'table:visibility="collapse"')
        + b"</office:spreadsheet></office:body></office:document-content>"
    )
    mistakes: list[Mistake] = []
    grids = ods.read(zipped(content_xml=content), PLAIN, "a.ods", mistakes)
    assert [(grid.name, grid.file) for grid in grids] == [("a", "a.ods, sheet 'One'")]
    assert [(one.level, one.found) for one in mistakes] == [
        ("warning", "hidden sheets are not read: 'Old', 'Older'")
    ]
    (grid,) = ods.read(zipped(content_xml=content), Source("a", sheet="Old"), "a.ods", [])
    assert grid.name == "Old"


def cell(kind: str, **attributes: str) -> bytes:
    given = "".join(f' office:{name.replace("_", "-")}="{v}"' for name, v in attributes.items())
    text = "shown in another way"
    tag = "table:table-cell"
    return f'<{tag} office:value-type="{kind}"{given}><text:p>{text}</text:p></{tag}>'.encode()


def test_cells_of_an_opendocument_sheet_have_their_exact_values() -> None:
    heading = b"".join(CELL.replace(b">x<", b">%s<" % name) for name in (b"a", b"b", b"c", b"d"))
    row = (
        cell("float", value="1234.5")
        + cell("percentage", value="0.335")
        + cell("date", date_value="2024-07-01T00:00:00")
        + cell("boolean", boolean_value="true")
    )
    blank = b'<table:table-cell table:number-columns-repeated="16384"/>'
    (grid,) = ods.read(sheet(heading + blank, blank, row), PLAIN, "a.ods", [])
    assert rows_of(grid) == [("1234.5", "33.5%", "2024-07-01", "true")]
    assert list(grid.numbers) == [3]


# JSON Lines


def lines(*values: Any) -> bytes:
    return "\n".join(json.dumps(value) for value in values).encode()


def test_objects_become_rows_and_what_is_inside_them_headings() -> None:
    content = lines({"id": "A", "place": {"country": "KEN"}, "tags": ["x", "y"]}, {"id": "B"})
    (grid,) = jsonlines.read(content, PLAIN, "a.jsonl", [])
    assert grid.heading == ("id", "place.country", "tags")
    assert rows_of(grid) == [("A", "KEN", "x; y"), ("B", "", "")]
    assert (grid.unit, list(grid.numbers)) == ("line", [1, 2])


def test_numbers_of_json_keep_their_digits() -> None:
    content = b'{"a": 0.10, "b": 12345678901234567890.5, "c": 1.5e3, "d": true, "e": null}'
    (grid,) = jsonlines.read(content, PLAIN, "a.jsonl", [])
    assert rows_of(grid) == [("0.10", "12345678901234567890.5", "1500", "true", "")]


def test_an_array_of_objects_is_read_too() -> None:
    (grid,) = jsonlines.read(b'[{"a": 1, "b": 2},\n {"a": 3, "b": 4}]', PLAIN, "a.json", [])
    assert (grid.unit, list(grid.numbers), rows_of(grid)) == (
        "row", [1, 2], [("1", "2"), ("3", "4")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"a": NaN}', "'NaN' is no number"),
        (b'{"a": 1, "a": 2}', "has the key 'a' twice"),
        (b'{"a": [{"b": 1}]}', "'a' is a list of objects"),
        (b'{"a": 1', "is no JSON"),
        (b"[1, 2]", "is no object"),
        (b'{"a": 1e99}', "more than 30 digits"),
    ],
)
def test_a_wrong_line_is_named_and_its_content_kept(line: bytes, found: str) -> None:
    mistakes: list[Mistake] = []
    jsonlines.read(b'{"a": 1, "b": 2}\n' + line, PLAIN, "a.jsonl", mistakes)
    (mistake,) = mistakes
    assert (mistake.line, found in mistake.found) == (2, True)
    assert mistake.content


@pytest.mark.parametrize("content", [b"", b"\xff", b"7", b"{}", b"[}"])
def test_what_has_no_objects_is_refused(content: bytes) -> None:
    refused(jsonlines.read, content)


# Parquet


def parquet_of(**columns: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def test_values_of_parquet_are_exact_texts() -> None:
    content = parquet_of(
        id=["A", None],
        amount=pa.array([Decimal("5.10"), None], pa.decimal128(10, 2)),
        day=[dt.date(2024, 7, 1), None],
        rate=[0.1, float("nan")],
        tags=[["x", "y"], []],
        yes=[True, None],
    )
    (grid,) = parquetfile.read(content, PLAIN, "a.parquet", [])
    assert rows_of(grid) == [
        ("A", "5.10", "2024-07-01", "0.1", "x; y", "true"), ("", "", "", "", "", ""),
    ]  # fmt: skip


def test_columns_of_records_and_damaged_files_are_refused() -> None:
    content = parquet_of(id=["A"], more=[{"a": 1}])
    assert "column 'more'" in refused(parquetfile.read, content)
    for damaged in (b"", b"PAR1", content[:-20], content[: len(content) // 2] + content[-50:]):
        refused(parquetfile.read, damaged)


# All of them

WHOLE = {
    xlsx.read: book(("S", [["a", "b"], [1, 2]])),
    ods.read: sheet(CELL * 2, CELL * 2),
    jsonlines.read: b'{"a": 1, "b": [2]}\n{"a": "x"}',
    parquetfile.read: parquet_of(a=[1, 2]),
}


@pytest.mark.parametrize("read", WHOLE)
@given(st.data())
def test_no_bytes_are_more_than_a_refusal(read: Callable[..., Any], data: st.DataObject) -> None:
    whole = WHOLE[read]
    at = data.draw(st.integers(0, len(whole)))
    content = (
        whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + data.draw(st.integers(0, 9)) :]
    )
    try:
        grids = read(content, PLAIN, "a.file", [])
    except ProjectError:
        return
    for grid in grids:
        assert all(len(column) == len(grid.numbers) for column in grid.columns)
