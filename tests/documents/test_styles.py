"""Styles computed without detours are those that WeasyPrint computes."""

import pytest
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration

from briefpress.config import starter
from briefpress.documents import styles

PAGE = """<html lang="{}" dir="{}"><title>x</title><body class="country"><section class="band">
<h1>One</h1></section><main><ul class="glance n2"><li><b>1</b> <span>two</span></li></ul>
<p class="lead" style="--a: 3mm; margin-inline-start: var(--a); text-indent: calc(2em + 10%)">A
<a href="#x" style="text-decoration: underline red"><i lang="ar" dir="rtl">b</i></a></p>
<div style="page: wide; border: 1px dotted; margin-inline-start: 3mm; padding-block: 1mm">
<em>c</em></div><s style="float: left; border-top-style: solid">e</s>
<s style="position: absolute; border-inline-end-style: double; border-block-start: 2px solid">f</s>
<table class="counts"><tr><th scope="row">a<td class="figure">1</table>
<q style="float: inline-end; position: relative; font: small-caps 2em/1.1 serif">d</q></main>"""


# WeasyPrint cannot compute widths of logical borders for boxes without an element
ANONYMOUS = INITIAL_VALUES.keys() - {
    f"border_{axis}_{end}_width" for axis in ("block", "inline") for end in ("start", "end")
}


def computed(language, direction):
    css = (starter() / "templates/css/brief.css").read_text()
    brand = ":root { --accent: #0072b2; --tint: #eee; --soft: #ccc }"
    sheet = CSS(string=brand + css[css.index("/* three densities") :])
    source = HTML(string=PAGE.format(language, direction))
    style_for = get_all_computed_styles(source, [sheet], font_config=FontConfiguration())
    return [
        {name: plain(style[name]) for name in names}
        for element in source.etree_element.iter()
        for pseudo in (None, "before", "marker")
        if (own := style_for(element, pseudo)) is not None
        for style, names in ((own.anonymous_style, ANONYMOUS), (own, INITIAL_VALUES))
    ]


def plain(value):
    """Return a function of CSS, which is equal to none but itself, as text."""
    return value.serialize() if hasattr(value, "serialize") else value


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_every_property_of_every_element_is_the_same(language, direction):
    expected = computed(language, direction)
    with styles.direct():
        assert computed(language, direction) == expected
    assert len(expected) > 20


def test_the_tested_releases_are_those_that_are_installed():
    assert weasyprint.VERSION in styles.TESTED
