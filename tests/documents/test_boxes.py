"""Boxes laid out without detours stand where WeasyPrint puts them, with the same behind them."""

import pytest
import weasyprint
from weasyprint import HTML
from weasyprint.layout import background, block

from briefpress.documents import boxes

PAGE = """<html lang="en" dir="{}"><title>x</title><style>
@page {{ size: 120mm 90mm; margin: 8% 5mm; @bottom-right {{ content: counter(page); width: 20% }} }}
@page wide {{ size: 200mm 80mm }}
@page last {{ margin: 1cm }}
.half {{ width: 50%; margin: 2% auto; padding: 1mm 3%; box-sizing: border-box }}
.round {{ border: 1mm solid; border-radius: 2mm 0 50%; background: #eee }}
.plain {{ border-radius: 0 3mm; visibility: hidden; background: red }}
.ring {{ border: 1mm solid; border-radius: 3mm }}
.shade {{ box-shadow: 1mm 1mm blue }}
.side {{ float: inline-end; width: calc(10% + 4mm); min-height: 1em }}
.over {{ position: absolute; inset: 10% auto auto 2mm }}
.shifted {{ position: relative; top: 3mm; left: 5% }}
.flex {{ display: flex; gap: 2mm }}
.flex > * {{ flex: 1; padding: 5%; max-width: 30mm }}
.grid {{ display: grid; grid-template-columns: 1fr 2fr }}
table {{ border-collapse: collapse; width: 100% }} td {{ border: 1mm solid; padding: 1mm }}
table.padded td {{ box-sizing: border-box; height: 9mm }}
table.apart {{ border-collapse: separate; page: wide }}
section {{ page: wide }} section > p {{ break-inside: avoid }}
footer {{ page: last; background: #ccc }}
</style><body><h1 class="round">One</h1><p class="half">two <b class="shade">three</b></p>
<div class="side">four</div><p>five <i class="plain">six</i> {}</p>
<div class="shifted"><div class="over">seven</div>eight</div>
<table><tr><td rowspan="2">a<td><p>b</p><tr><td>c</table><table class="padded"><tr><td>d</table>
<section><p>{}</p><div><p>nine</p></div></section>
<table class="apart"><tr><td style="page: last">e</table><p class="ring">m</p>
<div class="flex"><p>f</p><p class="round">g</p></div><div class="grid"><p>h</p><p>i</p></div>
<div><div style="page: wide">j</div></div>
<div style="overflow: hidden; margin: 1mm"><i style="float: left"></i>k</div>
<footer><p>ten</p></footer>"""

SIDES = ("top", "right", "bottom", "left")
SAID = (
    "position_x", "position_y", "width", "height", "min_width", "max_width", "min_height",
    "max_height", "background", "page_type",
    *(f"margin_{side}" for side in SIDES), *(f"padding_{side}" for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *(f"border_{end}_{side}_radius" for end in ("top", "bottom") for side in ("left", "right")),
)  # fmt: skip


def laid_out(direction):
    words = "word " * 60
    document = HTML(string=PAGE.format(direction, words, words)).render()
    return [
        (type(box).__name__, box.element_tag, {name: known(box, name) for name in SAID})
        for page in document.pages
        for one in page._page_box.descendants()
        for box in [getattr(one, "_box", one)]  # what is placed absolutely stands in for it
    ]


def known(box, name):
    value = getattr(box, name, None)
    return value._replace(style=None) if name == "background" and value else value


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_box_is_the_same(direction):
    expected = laid_out(direction)
    with boxes.direct():
        found = laid_out(direction)
    assert found == expected
    assert len(found) > 80
    assert len({str(said["page_type"]) for _, _, said in found if said["page_type"]}) > 3


def test_weasyprint_is_as_it_was_when_the_pages_are_there():
    before = block.resolve_percentages, background.layout_box_backgrounds
    with boxes.direct():
        assert block.resolve_percentages is boxes.resolve
    assert (block.resolve_percentages, background.layout_box_backgrounds) == before


def test_the_tested_releases_are_those_that_are_installed():
    assert weasyprint.VERSION in boxes.TESTED
