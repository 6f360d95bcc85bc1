"""What is read out of the order in which it is seen is found, and what is painted and not read."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from briefpress.config import starter
from briefpress.documents.pdf import Printer
from briefpress.documents.reading import findings

UP = "position: absolute; top: 0; left: 0; width: 100%"


def printed(body: str, direction: str = "ltr") -> bytes:
    printer = Printer((starter(),), "templates/logo.svg")
    html = (
        f'<html lang="en" dir="{direction}"><head><title>One</title></head>'
        f"<body><h1>One</h1>{body}</body></html>"
    )
    return printer.write(printer.sheets_of(html, {})[0](""), {}).content


def found(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf, pypdfium2.PdfDocument(content) as pages:
        return list(findings(pdf, pages))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    "body",
    [
        "<p>a</p><p>b</p>",
        '<div style="columns: 2"><p>a</p><p>b</p><p>c</p><p>d</p></div><p>e</p>',
        "<div>"
        + '<div style="display: inline-block; width: 30%"><p>a</p><p>b</p></div>' * 5
        + "</div>",
        '<p>a</p><img src="brand:logo" alt="Mark"><p>b</p>',
        '<p style="page-break-after: always">a</p><p>b</p>',
        "<table><caption>c</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
        "</table>",
        '<table style="caption-side: bottom"><caption>c</caption><tr><th>a</th></tr></table>',
        "<ul><li>a<ul style='list-style: disc'><li>b</li></ul></li><li>c</li></ul>",
        '<p>H<sub>2</sub>O, x<sup>2</sup> and <a href="https://example.org">a link</a></p>',
        '<p style="float: inline-start; width: 30%">a</p><p>b</p>',
    ],
)
def test_nothing_is_found_where_the_two_orders_are_one(body: str, direction: str) -> None:
    assert found(printed(body, direction)) == []


@pytest.mark.parametrize(
    "body",
    [
        f'<p>a</p><p style="{UP}">b</p>',
        f'<section><p>a</p><ul><li>b</li></ul></section><h2 style="{UP}">c</h2>',
        '<p>a</p><p style="position: relative; top: -40mm">b</p>',
        f'<p>a</p><p><img src="brand:logo" alt="Mark" style="{UP}; width: 5mm"></p>',
        f'<p style="page-break-after: always">a</p><p>b</p><p style="{UP}; top: -9mm">c</p>',
    ],
)
def test_what_stands_above_what_is_read_before_it_is_found(body: str) -> None:
    assert any("that stands below it" in line for line in found(printed(body)))


def test_what_is_read_on_an_earlier_page_is_found() -> None:
    with pikepdf.open(
        io.BytesIO(printed('<p style="page-break-after: always">a</p><p>b</p>'))
    ) as pdf:
        top = pdf.Root.StructTreeRoot.K[0]
        top.K = pikepdf.Array(reversed(list(top.K)))  # type: ignore[call-overload]
        out = io.BytesIO()
        pdf.save(out)
    assert any(line.startswith("page 1:") for line in found(out.getvalue()))


def spoilt(content: bytes, was: bytes, new: bytes) -> bytes:
    """Return a file with the first of something on its first page written in another way."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[0].Contents
        drawn = stream.read_bytes()
        assert was in drawn
        stream.write(drawn.replace(was, new, 1))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_what_is_painted_without_a_mark_is_found() -> None:
    content = printed('<p style="background: #eee">a</p>')
    assert found(content) == []
    unmarked = spoilt(content, b"/Artifact", b"/Other")
    assert found(unmarked) == ["1 things are painted that are neither read nor marked as artifacts"]


def test_what_is_painted_with_a_mark_that_no_element_has_is_found() -> None:
    content = spoilt(printed("<p>a</p>"), b"/MCID 0", b"/MCID 7")
    assert found(content) == ["1 things are painted that are neither read nor marked as artifacts"]


def test_what_is_not_tagged_is_another_checks_affair() -> None:
    with pikepdf.open(io.BytesIO(printed("<p>a</p>"))) as pdf:
        del pdf.Root["/StructTreeRoot"]
        out = io.BytesIO()
        pdf.save(out)
    assert found(out.getvalue()) == []
