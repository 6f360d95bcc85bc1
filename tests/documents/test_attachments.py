"""Files inside of a PDF: harmless, dated by the data, and what the page may show."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import page
import pikepdf
import pytest

from briefpress import language
from briefpress.config import Edition, starter
from briefpress.documents import attachments
from briefpress.documents.attachments import Attachment, as_csv, harmless
from briefpress.documents.facts import Facts, Part
from briefpress.documents.pdf import Printer
from briefpress.drawing.chart import Chart
from briefpress.language import Names
from briefpress.model.slices import Slice
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
ASlice = Callable[[Tables], Slice]
DAY = dt.date(2024, 12, 31)
HTML = '<html lang="en"><head><title>One</title></head><body><h1>One</h1></body></html>'
FILES = [
    Attachment("facts.json", "application/json", "The facts", "Supplement", b"{}\n"),
    Attachment("a.csv", "text/csv", "A table", "Data", as_csv(["a"], [["1"]])),
]


def content(files: list[Attachment]) -> bytes:
    printer = Printer((starter(),), "templates/logo.svg")
    return printer.write(printer.sheets_of(HTML, {})[0](""), {}, files, DAY).content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(start: str) -> None:
    written = as_csv([f"{start}a"], [[f'{start}HYPERLINK("x")']]).decode("utf-8-sig")
    for (cell,) in csv.reader(io.StringIO(written, newline="")):
        assert cell.startswith(f"'{start}")


@pytest.mark.parametrize("number", [-5, -5.5, Decimal("-5.20"), 0, True])
def test_numbers_stay_numbers(number: object) -> None:
    assert harmless(number) is number


def test_what_is_missing_is_empty_and_a_list_is_one_cell() -> None:
    assert as_csv(["a", "b"], [[None, ["x", "y"]]]).decode("utf-8-sig") == "a,b\r\n,x y\r\n"


def test_files_are_associated_dated_and_the_same_each_time() -> None:
    made = content(FILES)
    assert made == content(FILES)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert sorted(pdf.attachments) == ["a.csv", "facts.json"]
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Data", "/Supplement"]
        for one in FILES:
            found = pdf.attachments[one.name]
            file = found.get_file()
            assert (found.description, file.mime_type) == (one.description, one.kind)
            assert file.read_bytes() == one.content
            assert file.creation_date == file.mod_date
            assert file.creation_date.date() == DAY  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]
)
def test_a_file_with_files_conforms(profile: page.ValidationProfile) -> None:
    report = page.validate_pdf_bytes(content(FILES), profile=profile)
    assert [failure.message for failure in report.failures] == []


def test_only_columns_that_there_are_go_in_and_no_free_text() -> None:
    for name, columns in attachments.ROWS.items():
        assert set(columns) <= {*SPECS[name].names, "row"}
        assert not {"description", "summary", "provider_name", "receiver_name"} & set(columns)
    assert "results" not in attachments.ROWS


def chart(rows: list[dict[str, Any]]) -> Chart:
    return Chart("bars", 10, 10, "Bars", "Activities", "Bars.", rows, b"")


@pytest.fixture
def in_it(tables_from: TablesFrom, a_slice: ASlice, edition: Edition) -> dict[str, str]:
    """The files of a brief of one activity, as text by name."""
    part = a_slice(tables_from(activities=[{"id": "A", "title": "=1+1", "summary": "secret"}]))
    rows = [{"year": 2020, "activities": 1}]
    facts = Facts(
        brief="annual/2020-2024/en",
        title="One",
        region="",
        edition=edition,
        sources=(),
        whole=Part(
            "",
            (),
            {"printed": [{"a": -1}], "hidden": [{"b": 2}], "empty": [], "again": rows},
            {"bars": chart(rows), "nothing": None},
        ),
        parts={
            "theme": [
                Part("data", (), {"hidden": [{"b": 3}]}, {"bars": chart(rows), "dots": None}),
                Part("law", (), {}, {"bars": chart([{"year": 2021, "activities": 4}])}),
            ]
        },
        shown=("printed", "empty", "again", "misspelt"),
    )
    files = attachments.of(facts, b"{}", part, language.text("en", Names({}, {})))
    return {one.name: one.content.decode("utf-8-sig") for one in files}


def test_tables_that_the_template_shows_and_those_of_charts_go_in_and_no_others(
    in_it: dict[str, str],
) -> None:
    assert list(in_it) == [
        "facts.json",
        "table-printed.csv",
        "table-again.csv",  # the chart of the same rows is left out
        "chart-theme.bars.csv",
        "rows-activities.csv",
    ]
    assert in_it["table-printed.csv"] == "a\r\n-1\r\n"


def test_a_chart_of_chapters_is_one_table_that_names_them(in_it: dict[str, str]) -> None:
    assert in_it["chart-theme.bars.csv"].split() == [
        "theme_chapter,year,activities", "data,2020,1", "law,2021,4",
    ]  # fmt: skip


def test_rows_are_harmless_and_without_free_text(in_it: dict[str, str]) -> None:
    assert "'=1+1" in in_it["rows-activities.csv"]
    assert "secret" not in in_it["rows-activities.csv"]
