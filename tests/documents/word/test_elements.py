"""Elements of HTML as Word has them, those that no template of ours uses too."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openxml import W, close, seen, unlabelled, words

from briefpress.errors import BriefError

TAGS = [
    "p", "div", "section", "span", "b", "em", "a", "ul", "ol", "li", "h2", "h5", "figure", "nav",
    "figcaption", "blockquote", "pre", "dl", "dt", "dd", "details", "summary", "mark", "custom-tag",
    "header", "aside", "button", "label", "address", "sub", "bdi", "table", "tbody", "tr", "td",
    "caption", "thead", "th",
]  # fmt: skip
CLASSES = [
    "", "glance", "cards", "card", "card long", "pair", "band", "cover", "quality", "annex", "n1",
    "index", "chapter", "chapter flow", "count-tables", "small", "lead", "unknown", "figure", "nr",
]  # fmt: skip
TREES = st.recursive(
    st.integers(0, 10**6),
    lambda inner: st.tuples(
        st.sampled_from(TAGS), st.sampled_from(CLASSES), st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=25,
)


def _markup(tree: Any) -> str:
    if isinstance(tree, int):
        return f" w{tree} "
    tag, classes, inner = tree
    return f'<{tag} class="{classes}">{"".join(map(_markup, inner))}</{tag}>'


@given(trees=st.lists(TREES, max_size=3))
def test_no_word_is_lost_whatever_a_template_is_made_of(trees, of_html):
    page = "".join(map(_markup, trees))
    parsed = html.document_fromstring(f"<body>{page}</body>").find("body")
    wanted = sorted(" ".join(parsed.itertext()).split())
    found = of_html(page)
    text = " ".join(unlabelled(p) for p in found.of("p") if not p.findall(f".//{W}p"))
    assert sorted(text.split()) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>one <b>two</b>\n three</p>", [("Normal", "one two three")]),
        ("loose <p>inside</p>", [("Normal", "loose"), ("Normal", "inside")]),
        ("<p>inside</p> loose", [("Normal", "inside"), ("Normal", "loose")]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", [("ListBullet", "a"), ("ListBullet", "b")]),
        ("<ol><li><p>a</p><p>more</p></li></ol>", [("ListNumber", "a"), ("ListNumber", "more")]),
        ("<pre>a\n  b</pre>", [("Preformatted", "a   b")]),
        ("<p>first<br>second</p>", [("Normal", "first second")]),
        ("<figure><figcaption>c</figcaption></figure>", [("Caption", "Figure 1. c")]),
        ("<script>no()</script><p hidden>no</p><p>yes</p>", [("Normal", "yes")]),
        ("<p style='display: none'>no</p><p>yes</p>", [("Normal", "yes")]),
    ],
)  # fmt: skip
def test_an_element_becomes_what_word_has_for_it(body, wanted, of_html):
    assert of_html(body).styles() == wanted


def test_items_of_a_list_have_one_mark_each_and_each_ordered_list_begins_at_one(of_html):
    docx = of_html("<ol><li><p>a</p><p>b</p></li></ol><ol><li>c</li></ol>")
    marks = [p.find(f"{W}pPr/{W}numPr/{W}numId") for p in docx.of("p")[:3]]
    assert [None if mark is None else mark.get(f"{W}val") for mark in marks] == ["1", None, "2"]
    numbers = docx.parts["word/numbering.xml"].findall(f"{W}num")
    assert [len(number.findall(f"{W}lvlOverride")) for number in numbers] == [9, 9]


def test_cells_over_several_columns_and_rows_keep_the_grid(of_html):
    docx = of_html(
        "<table><thead><tr><th>A</th><th colspan=2>B</th></tr></thead>"
        "<tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
        "<tr><td>short</td></tr></table>"
    )
    rows = docx.of("tr")
    assert [len(row.findall(f"{W}tc")) for row in rows] == [2, 3, 3, 3]
    merged = [cell.find(f"{W}tcPr/{W}vMerge") for cell in docx.of("tc")]
    assert [one.get(f"{W}val") for one in merged if one is not None] == ["restart", "continue"]
    assert close(words(docx.body)) == "AB12345short"


@pytest.mark.parametrize(
    ("href", "there"),
    [
        ("https://example.org/a?b=c", True), ("mailto:a@example.org", True),
        ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("data:text/html,x", False),
        ("../other.pdf", False), ("#nowhere", False), ("https://", False),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_to_the_document_and_nowhere_else(href, there, of_html):
    docx = of_html(f'<p>See <a href="{href}">this</a>.</p>')
    assert words(docx.body) == "See this."
    assert (len(docx.of("hyperlink")) == 1) is there
    assert (href in str(docx.files["word/_rels/document.xml.rels"])) is there


def test_a_link_within_the_page_leads_to_its_place(of_html):
    docx = of_html('<p><a href="#there">go</a></p><section id="there"><h2>There</h2></section>')
    [mark] = docx.of("bookmarkStart")
    assert docx.of("hyperlink")[0].get(f"{W}anchor") == mark.get(f"{W}name")
    assert words(mark.getparent()) == "There"


def test_contents_ask_word_for_page_numbers_and_invent_none(of_html):
    docx = of_html('<nav><ol><li><a href="#a">A</a></li></ol></nav><h2 id="a">A</h2>')
    [field] = docx.of("fldSimple")
    assert field.get(f"{W}instr").split()[0] == "PAGEREF"
    assert words(field) == ""


def test_numbers_and_dates_keep_their_order_within_arabic_words(of_html):
    docx = of_html('<p>من <bdi dir="ltr">2020-2024</bdi> إلى</p>', "ar")
    runs = [(r.find(f"{W}rPr/{W}rtl") is not None, "".join(r.itertext())) for r in docx.of("r")]
    assert runs == [(True, "من "), (False, "\u200f\u200e2020-2024\u200e\u200f"), (True, " إلى")]


def test_a_number_after_an_isolated_latin_name_does_not_join_it(of_html):
    [paragraph] = of_html("<p><bdi>Some title</bdi>, 2020-2024</p>", "ar").of("p")
    text = "".join(paragraph.itertext())
    # from right to left: without the last mark the digits would be a part of the Latin words
    assert text == "\u200f\u200eSome title\u200e\u200f, 2020-2024"


def test_a_narrow_column_is_as_wide_as_its_words_and_the_table_as_the_text(of_html):
    long = "a long text that takes several lines, " * 3
    docx = of_html(
        f"<table><tr><td>AB-EXAMPLE-12</td><td>{long}</td><td>{long}</td><td>{long}</td>"
        "<td>not given</td></tr></table>"
    )
    widths = [int(one.get(f"{W}w")) * 25.4 / 1440 for one in docx.of("gridCol")]
    assert round(sum(widths)) == 174
    assert widths[0] > 26
    assert widths[4] > 18
    assert widths[1] == pytest.approx(widths[2], abs=0.1)
    assert widths[1] > 35


def test_one_of_a_kind_beside_nothing_needs_no_table(of_html):
    assert not of_html('<div class="pair"><figure>A</figure></div>').of("tbl")
    assert not of_html('<ol class="cards n1"><li>A</li></ol>').of("tbl")


def test_latin_words_within_arabic_ones_are_runs_of_their_own(of_html):
    docx = of_html("<p>مع UN Women 2024 و</p>", "ar")
    runs = [(r.find(f"{W}rPr/{W}rtl") is not None, words(r)) for r in docx.of("r")]
    assert runs == [(True, "مع "), (False, "UN Women 2024"), (True, " و")]


def test_signs_that_xml_cannot_hold_are_left_out(of_html):
    assert words(of_html("<p>a\x0bb\x1fc￾</p>").body) == "abc"


def test_a_picture_that_is_not_there_is_said(of_html):
    with pytest.raises(BriefError, match="there is no 'chart:nothing' that a brief may show"):
        of_html('<img src="chart:nothing" alt="x">')
    with pytest.raises(BriefError, match=r"there is no 'asset:\.\./"):
        of_html('<img src="asset:../../../etc/passwd" alt="x">')


def test_a_drawing_in_the_page_becomes_a_picture_with_its_title(of_html):
    svg = '<svg viewBox="0 0 20 10" width="20mm" height="10mm"><title>A square</title></svg>'
    docx = of_html(f"<p>Before {svg} after</p>")
    assert docx.alts() == ["A square"]
    assert sum(name.endswith(".png") for name in docx.files) == 1


def test_a_wide_picture_is_no_wider_than_the_text(of_html):
    docx = of_html('<p><img src="brand:logo" alt="x" style="width: 500mm; height: 250mm"></p>')
    [extent] = docx.body.iter("{*}extent")
    assert (int(extent.get("cx")) // 36000, int(extent.get("cy")) // 36000) == (174, 87)


def test_a_page_of_nothing_is_a_document(of_html):
    docx = of_html("")
    assert seen("<body></body>") == ("", "")
    assert [child.tag for child in docx.body] == [f"{W}p", f"{W}sectPr"]


def test_digits_within_arabic_words_have_the_latin_font(of_html):
    docx = of_html("<p>نحو 1,234.5 و 12.</p>", "ar")
    runs = [(r.find(f"{W}rPr/{W}rtl") is not None, words(r)) for r in docx.of("r")]
    assert runs == [(True, "نحو "), (False, "1,234.5"), (True, " و "), (False, "12"), (True, ".")]
