"""Each check of the layout, with a page that must trip it and one that must not."""

import base64
import io

import pytest
from laid_out import LayOut, Look
from PIL import Image

from briefpress.documents.looks import (
    blocks,
    cards,
    edges,
    fill,
    headings,
    links,
    overlaps,
    pictures,
    tables,
)
from briefpress.documents.looks.sheets import sheets

LINE = "<p>Some words that fill a line of the page from its one side to the other.</p>"


def test_a_brief_longer_than_its_budget() -> None:
    (found,) = fill.budget(3, 1, 2)
    assert found.words == "has 3 pages; briefs.toml allows 1 to 2"
    assert list(fill.budget(2, 1, 2)) == []
    assert len(list(fill.budget(1, 2, 4))) == 1


def half_empty(fitted) -> list[int]:
    return [one.page for one in fill.half_empty(sheets(fitted.document), fitted.fills)]


def test_a_page_that_is_half_empty_because_something_tall_moved_on(lay_out: LayOut) -> None:
    tall = f'<div style="break-inside: avoid">{LINE * 50}</div>'
    assert half_empty(lay_out(LINE * 9 + tall)) == [1]
    assert half_empty(lay_out(LINE * 30 + tall)) == []


def test_a_page_that_ends_a_chapter_may_be_half_empty_but_not_nearly_empty(
    lay_out: LayOut,
) -> None:
    chapter = '<section style="break-before: page">{}</section>'
    assert half_empty(lay_out(LINE * 12 + chapter.format(LINE * 12))) == []
    assert half_empty(lay_out(LINE + chapter.format(LINE * 12))) == [1]
    assert half_empty(lay_out(LINE)) == []


def test_a_heading_alone_at_the_foot_of_a_page(pages: Look) -> None:
    full = '<div style="height: 245mm">Full</div>'
    body = f"{full}<section><h2>The heading</h2>{LINE * 9}</section>"
    (found,) = headings.headings(pages(body, "h2 { break-after: auto }"))
    assert (found.page, "'The heading'" in found.words) == (1, True)
    assert list(headings.headings(pages(body))) == []


def test_a_heading_that_ends_what_it_stands_in_is_not_alone(pages: Look) -> None:
    full = '<div style="height: 245mm">Full</div>'
    body = f"{full}<section><h2>All there is</h2></section><section>{LINE * 9}</section>"
    assert list(headings.headings(pages(body, "h2 { break-after: auto }"))) == []


ROWS = "<tr><td>One</td><td>Two</td></tr>" * 80


@pytest.mark.parametrize(
    ("table", "css", "trips"),
    [
        (f"<thead><tr><th>A</th><th>B</th></tr></thead><tbody>{ROWS}</tbody>", "", False),
        (
            f"<thead><tr><th>A</th><th>B</th></tr></thead><tbody>{ROWS}</tbody>",
            "thead { display: table-row-group }",
            True,
        ),
        (f"<tbody><tr><th>A</th><th>B</th></tr>{ROWS}</tbody>", "", True),
        (f"<tbody>{ROWS}</tbody>", "", False),
    ],
)
def test_a_table_that_goes_on_without_its_header(
    pages: Look, table: str, css: str, trips: bool
) -> None:
    found = list(tables.tables(pages(f"<table>{table}</table>", css)))
    assert bool(found) == trips
    assert all(one.page > 1 for one in found)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p style="width: 12mm">Internationalisation</p>', "out of its box"),
        ('<div style="height: 3mm"><p>One<br>Two<br>Three</p></div>', ""),
        ('<p style="height: 3mm">One<br>Two<br>Three</p>', "out below its box"),
        (
            '<p style="position: absolute; left: 180mm; width: 40mm">Off the paper</p>',
            "off the page",
        ),
        ('<div style="height: 3mm; overflow: hidden"><p>One<br>Two</p></div>', "is cut off"),
        ('<div style="height: 30mm; overflow: hidden"><p>One<br>Two</p></div>', ""),
        ("<p>Internationalisation</p>", ""),
        ("<ul><li>The sign of a list hangs beside its item</li></ul>", ""),
        ("<ol><li style='margin-inline-start: -40mm'>Off</li></ol>", "off the page"),
    ],
)
def test_text_that_sticks_out_or_is_cut_off(pages: Look, body: str, said: str) -> None:
    found = list(edges.outside(pages(body)))
    assert bool(found) == bool(said)
    assert all(said in one.words for one in found)


def test_text_on_text(pages: Look) -> None:
    over = '<p>The first words</p><p style="margin-top: -5mm">The second words</p>'
    (found,) = overlaps.overlaps(pages(over))
    assert "'The first words'" in found.words
    assert "'The second words'" in found.words
    tight = '<p style="line-height: 1">The first words<br>gpqy ÀÉ<br>and <b>bold</b></p>'
    assert list(overlaps.overlaps(pages(tight))) == []


def test_a_block_with_nothing_in_it(pages: Look) -> None:
    found = list(blocks.empty(pages('<section><p class="meta"> </p></section><ul><li></li></ul>')))
    assert [one.words for one in found] == [
        "<section> has nothing in it",
        "<ul> has nothing in it",
    ]
    assert list(blocks.empty(pages("<section><p>Words</p></section><ul><li>One</li></ul>"))) == []


@pytest.mark.parametrize(
    ("body", "trips"),
    [
        ('<div class="card"><p>Some words<br>of</p></div>', True),
        ('<div class="card"><p>Some words<br>of more than one</p></div>', False),
        ('<div class="card"><p>of</p></div>', False),
        ("<div><p>Some words<br>of</p></div>", False),
    ],
)
def test_a_widow_in_a_card(pages: Look, body: str, trips: bool) -> None:
    assert bool(list(cards.widows(pages(body)))) == trips


@pytest.mark.parametrize(
    ("target", "trips"),
    [
        ("#there", False),
        ("#nowhere", True),
        ("https://www.un.org/en/about-us", False),
        ("http://example.org:8080/a?b=c", False),
        ("https://münchen.example/", False),
        ("https://", True),
        ("https://example", True),
        ("https:/example.org", True),
        ("https://example.org/https://example.org", True),
        ("https://example.org.", True),
        ("http://[::1", True),
        ("ftp://example.org/file", True),
        ("mailto:someone@example.org", False),
        ("mailto:someone.example.org", True),
        ("tel:+41-22-917", False),
    ],
)
def test_links(pages: Look, target: str, trips: bool) -> None:
    found = list(links.links(pages(f'<p id="there">There <a href="{target}">link</a></p>')))
    assert [one.check for one in found] == (["link"] if trips else [])


def picture(side: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img alt="Red" style="width: 25.4mm" src="data:image/png;base64,{data}">'


@pytest.mark.parametrize(("side", "trips"), [(149, True), (150, False), (600, False)])
def test_a_picture_with_too_few_pixels(side: int, trips: bool, tmp_path) -> None:
    from weasyprint import HTML

    sheet = sheets(HTML(string=f"<p>{picture(side)}</p>").render())
    assert [one.words.endswith(f"{side} dpi") for one in pictures.resolution(sheet)] == [True][
        : int(trips)
    ]
