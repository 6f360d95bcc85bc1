"""WeasyPrint's own rules: what is left out of them has no effect on a page."""

import pytest
from weasyprint import CSS, HTML
from weasyprint.html import UA_STYLESHEET

from briefpress.documents import agent

PAGE = """<html lang="en"><title>x</title><body><div class="name">Running</div>
<h1>One</h1><ul><li>disc<ul><li>circle</li></ul></li></ul><ol><li>first<li>second</ol>
<p class="item">An item <span class="note">a note</span> and <em>more</em>.</p>
<table><tr><th>a<td>1</table><a href="#x">link</a></body></html>"""

LISTED = "list-style: lower-alpha inside; text-transform: uppercase"

SHEETS = {
    "plain": "p { margin: 3mm }",
    "margins": "@page { @top-left { content: 'left' } @bottom-right { content: counter(page) } }"
    " @page :first { @top-left { content: none } }",
    "running": ".name { position: running(name) } @page { @top-center { content: element(name) } }",
    "footnotes": ".note { float: footnote }",
    "notes": ".note { position: note(note) }",
    "items": f".item {{ display: list-item; {LISTED} }}",
    "markers": "li::marker { color: red }",
    "a variable": f":root {{ --as: list-item }} .item {{ display: var(--as); {LISTED} }}",
}


class Page(HTML):
    own = UA_STYLESHEET

    def _ua_stylesheets(self, forms=False):
        return [self.own]


def printed(own, sheet, page=PAGE):
    source = Page(string=page)
    source.own = own
    return source.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")


@pytest.mark.parametrize("name", SHEETS)
def test_pages_are_the_same_without_what_a_sheet_makes_no_use_of(name):
    sheet = CSS(string=SHEETS[name])
    lean = agent.lean(UA_STYLESHEET, [sheet])
    assert printed(lean, sheet) == printed(UA_STYLESHEET, sheet)


def test_rules_are_left_out():
    lean = agent.lean(UA_STYLESHEET, [CSS(string=SHEETS["margins"])])
    assert [rule[1][0][1] for rule in lean.page_rules] == [None, "@top-left", "@bottom-right"]
    assert {rule[3] for rule in lean.matcher.other_selectors} == {None}
    assert len(UA_STYLESHEET.page_rules) == 19


def test_a_page_with_rules_of_its_own_asks_for_all():
    assert agent.asks_for_more("<style>@page { @top-left { content: 'x' } }</style>")
    assert agent.asks_for_more('<p style="float: footnote">')
    assert not agent.asks_for_more("<style>:root { --accent: #fff }</style>")
