"""The tags of a finished PDF: what a screen reader gets, and what an archive asks for."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import page
import pikepdf
import pydyf
import pypdfium2
import pytest

from briefpress.config import starter
from briefpress.documents import tagging
from briefpress.documents.pdf import Printer
from briefpress.documents.reading import Box, look_at

PAGE = """<html lang="en"><head><title>One</title><style>
@page {{ size: 80mm 60mm; margin: 12mm; @top-left {{ content: "Running title" }} }}
body {{ margin: 0; font: 8pt 'Noto Sans' }}</style></head>
<body><main><h1>One</h1>{}</main></body></html>"""
TABLE = """<table><caption>Numbers</caption>
<thead><tr><th scope="col">Place</th><th scope="col">Number</th></tr></thead>
<tbody>{}</tbody></table>"""
ROWS = "".join(f'<tr><th scope="row">Place {at}</th><td>{at}</td></tr>' for at in range(30))


def printed(body: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content(body)))


def content(body: str) -> bytes:
    printer = Printer((starter(),), "templates/logo.svg")
    return printer.write(printer.sheets_of(PAGE.format(body), {})[0](""), {}).content


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        one = waiting.pop(0)
        yield one
        kids = one.get("/K", [])
        waiting = [
            kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ] + waiting


def of_kind(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [one for one in elements(pdf) if f"/{kind}" == one.S]


@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]
)
@pytest.mark.parametrize(
    "body",
    [
        TABLE.format(ROWS),
        '<p lang="fr">Bonjour</p><ul><li>One</li><li>Two</li></ul>',
        '<p><a href="https://example.org">Example</a></p>',
        '<img src="brand:logo" alt="Mark">',
    ],
)
def test_a_file_conforms_to_both_standards(body: str, profile: page.ValidationProfile) -> None:
    report = page.validate_pdf_bytes(content(body), profile=profile)
    assert [failure.message for failure in report.failures] == []


def test_a_table_over_pages_is_one_with_one_caption_and_one_heading() -> None:
    pdf = printed(TABLE.format(ROWS))
    assert len(pdf.pages) > 2
    assert [len(of_kind(pdf, kind)) for kind in ("Table", "Caption", "THead", "TBody")] == [1] * 4
    assert len(of_kind(pdf, "TR")) == 31


def test_a_cell_names_its_headers_and_each_is_in_the_tree_of_ids() -> None:
    pdf = printed(TABLE.format(ROWS))
    names = [bytes(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert names == sorted(names)
    scopes = [str(cell.A.Scope) for cell in of_kind(pdf, "TH")]
    assert scopes == ["/Column", "/Column"] + ["/Row"] * 30
    known = {bytes(cell.ID) for cell in of_kind(pdf, "TH")}
    assert known == set(names)
    for cell in of_kind(pdf, "TD"):
        named = [bytes(name) for name in cell.A.Headers]
        assert len(named) == 2
        assert set(named) <= known


def test_running_titles_and_repeated_headings_are_pagination_artifacts() -> None:
    pdf = printed(TABLE.format(ROWS))
    for at, sheet in enumerate(pdf.pages):
        stream = sheet.Contents.read_bytes()
        hidden = stream.count(b"/Type /Pagination")
        assert hidden == (2 if at == 0 else 4)  # title, number; the two cells of the heading
        marks = {int(mark) for mark in re.findall(rb"/MCID (\d+)", stream)}
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * at + 1]
        assert {at for at, owner in enumerate(owners) if owner is not None} == marks


def test_a_change_of_language_is_marked_where_it_begins() -> None:
    pdf = printed('<p lang="fr">Bonjour <b>tous</b>, <i lang="en">friends</i></p><p>One</p>')
    marked = [(str(one.S), str(one.Lang)) for one in elements(pdf) if "/Lang" in one]
    assert [language for _, language in marked] == ["fr", "en"]


def test_a_link_says_its_words_and_is_printed() -> None:
    pdf = printed('<p><a href="https://example.org/a">The whole report</a></p>')
    (note,) = pdf.pages[0].Annots
    assert (str(note.Contents), int(note.F)) == ("The whole report", 4)


def test_the_same_page_gives_the_same_bytes() -> None:
    assert content(TABLE.format(ROWS)) == content(TABLE.format(ROWS))


def test_references_of_pages_are_those_of_the_pages_there_are() -> None:
    original = pydyf.PDF.page_references
    made = pydyf.PDF()
    with tagging.noted():
        for _ in range(3):
            assert made.page_references == original.fget(made) == made.page_references
            made.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert made.page_references is made.page_references
    assert pydyf.PDF.page_references is original


def test_a_figure_says_where_on_its_page_it_is_painted() -> None:
    body = '<p>a</p><img src="brand:logo" alt="Mark" style="width: 20mm; height: 20mm">'
    made = content(body)
    with pikepdf.open(io.BytesIO(made)) as pdf, pypdfium2.PdfDocument(made) as pages:
        (figure,) = of_kind(pdf, "Figure")
        left, bottom, right, top = map(float, figure.A.BBox)
        marks: dict[tuple[int, int], Box] = {}
        look_at(pages[0], 0, marks)
        painted = marks[0, int(figure.K[0])]
        assert (right - left, top - bottom) == pytest.approx((20 / 25.4 * 72,) * 2, abs=0.01)
        assert left - 1 <= painted.left < painted.right <= right + 1
        assert bottom - 1 <= painted.bottom < painted.top <= top + 1
