"""A PDF of which a reader would miss something is not written."""

import io

import pikepdf
import pytest

from briefpress.config import starter
from briefpress.documents import missing, pdf
from briefpress.errors import BriefError

PAGE = """<html lang="en"><head><title>One</title>
<style>body { font: 8pt 'Noto Sans' }</style></head>
<body><h1>One</h1><p>Two <img src="brand:logo" alt="Three"></p></body></html>"""


@pytest.fixture(scope="module")
def printer():
    return pdf.Printer((starter(),), "templates/logo.svg")


def written(printer, html):
    return printer.write(printer.sheets_of(html, {})[0](""), {}).content


def test_a_page_with_all_that_a_reader_needs_is_written(printer):
    assert written(printer, PAGE).startswith(b"%PDF-1.7")


def test_the_file_has_what_its_objects_had(printer, monkeypatch):
    seen = []
    monkeypatch.setattr(missing, "require", lambda found, families: seen.append(found))
    for html in (PAGE, PAGE.replace("<title>One</title>", "").replace("One", "\u0416")):
        with pikepdf.open(io.BytesIO(written(printer, html))) as made:
            assert missing.in_file(made) == seen[-1]
    assert seen[0] == ({"Noto Sans", "Noto Sans Bold"}, "One", "en", True, 0)


def test_what_a_reader_would_miss_is_found_in_a_file():
    with pikepdf.new() as bare:
        assert missing.in_file(bare) == (frozenset(), "", "", False, 0)
        figure = pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=" ")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/ABCDEF+One-Semi-Bold")
        )
        bare.Root.StructTreeRoot = bare.make_indirect(figure)
        bare.Root.Font = bare.make_indirect(font)
        assert missing.in_file(bare) == ({"One Semi Bold"}, "", "", True, 1)


@pytest.mark.parametrize(
    ("there", "instead", "said"),
    [
        ("<title>One</title>", "", "no <title>"),
        ("<title>One</title>", "<title> </title>", "no <title>"),
        ('lang="en"', "", "lang"),
        ('lang="en"', 'lang=" "', "lang"),
        ('alt="Three"', "", "alt"),
        ('alt="Three"', 'alt=" "', "1 picture"),
    ],
)
def test_what_a_reader_would_miss_is_said(printer, there, instead, said):
    assert there in PAGE
    with pytest.raises(BriefError, match=said):
        written(printer, PAGE.replace(there, instead))


def test_a_font_that_is_not_bundled_is_named(monkeypatch):
    printer = pdf.Printer((starter(),), "templates/logo.svg")
    known = {name for name in printer.families if "bold" not in name}
    monkeypatch.setattr(printer, "families", frozenset(known))
    with pytest.raises(BriefError, match=r"would embed Noto Sans [A-Za-z ]*Bold, which is not in"):
        written(printer, PAGE)


def test_a_page_without_tags_is_refused(printer, monkeypatch):
    def untagged(document, made, tagged):
        del made.catalog["StructTreeRoot"]

    monkeypatch.setattr(pdf.tagging, "mend", untagged)
    with pytest.raises(BriefError, match="is not tagged"):
        written(printer, PAGE)
