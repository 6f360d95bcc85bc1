"""Lines that are kept look as those that are made anew, and are found by all they depend on."""

import inspect
import re
from itertools import chain

import weasyprint
from weasyprint.text import fonts, line_break

from briefpress.documents import lines

LONG = (
    "Coordinating organisations report extraordinarily complicated administrative"
    " responsibilities, in seven countries\u00a0and beyond; \u201cinternationalisation\u201d of"
    " the programme is under way. "
) * 3

PAGES = {
    "paragraphs": f"<p>{LONG}<p>Kenya <b>12,345</b> and <i>more</i> fi ffl",
    "hyphens": f'<p style="hyphens: auto; width: 40mm">{LONG}',
    "soft hyphens": '<p style="width: 20mm">Inter\u00adnationali\u00adsation of every\u00adthing',
    "justified": f'<p style="text-align: justify">{LONG}',
    "shortened": f'<p style="text-overflow: ellipsis; overflow: hidden; white-space: nowrap">{LONG}'
    f'<p style="line-clamp: 2">{LONG}<p style="white-space: nowrap">{LONG}',
    "as written": "<pre>one\n  two\tthree\n\nfour</pre>one<br>two&#x2029;three",
    "spaced": f'<p style="letter-spacing: 1mm; word-spacing: 2mm">{LONG}',
    "underlined": '<p style="text-decoration: underline">One <del>two</del></p><p>One <i>two</i>',
    "broken": f'<p style="overflow-wrap: anywhere; width: 12mm">{LONG[:80]}',
    "from the right": '<p dir="rtl" lang="ar">\u062a\u0646\u0645\u064a\u0629 12 <bdi>Kenya</bdi>',
    "table": f"<table><tr><th>a<td>{LONG}<td>12</table>",
}


def test_kept_lines_are_drawn_as_new_ones(printed):
    anew = {name: printed(PAGES[name]) for name in PAGES}
    kept = lines.Lines()
    for name in [*PAGES, *reversed(PAGES)]:
        with kept.kept():
            assert printed(PAGES[name]) == anew[name], name
    assert printed(PAGES["paragraphs"]) == anew["paragraphs"]


def test_a_line_is_found_by_every_property_that_weasyprint_asks_for():
    source = inspect.getsource(line_break) + inspect.getsource(fonts.get_font_description)
    asked = set(re.findall(r"style\['(\w+)'\]", source))
    assert asked - set(lines.STYLE) == {"line_height"}  # of the room around a line
    assert set(lines.STYLE) <= asked


def test_the_tested_releases_are_those_that_are_installed():
    assert weasyprint.VERSION in lines.TESTED


def test_with_another_release_nothing_is_kept(printed, monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "70.9")
    kept = lines.Lines()
    with kept.kept():
        printed(PAGES["paragraphs"])
    assert not kept.known


def test_no_more_lines_are_kept_than_there_is_room_for(printed, monkeypatch):
    monkeypatch.setattr(lines, "MOST", 5)
    kept = lines.Lines()
    with kept.kept():
        first = printed(PAGES["paragraphs"])
        assert len(kept.known) == 5
        assert printed(PAGES["paragraphs"]) == first


def test_kept_lines_hold_on_to_no_style(printed):
    kept = lines.Lines()
    with kept.kept():
        printed(PAGES["table"])
    layouts = [line[0] for line in kept.known.values()]
    assert layouts
    values = chain.from_iterable(vars(layout).values() for layout in layouts)
    assert not [value for value in values if hasattr(value, "parent_style")]
