"""Lines of text are written as WeasyPrint writes them, byte for byte."""

import weasyprint
from weasyprint.draw import text as drawn

from briefpress.documents import lines, strings

SENTENCE = "AVAST Waffles, fjords: office 12,345 (To. Ya.) \u201cquoted\u201d \u2212 3.5 %"

PAGES = {
    "kerned": f"<p>{SENTENCE}",
    "two fonts": f"<p>{SENTENCE} <b>and <i>more</i></b> \u4e2d\u6587 {SENTENCE}",
    "sizes": "".join(f'<p style="font-size: {size}pt">{SENTENCE}' for size in (7, 23.7, 9.3, 7)),
    "sizes again": "".join(f'<p style="font-size: {size}pt">{SENTENCE}' for size in (9.3, 7)),
    "small before": "".join(f'<p style="font-size: {size}pt">{SENTENCE}' for size in (0.3, 9)),
    "small after": "".join(f'<p style="font-size: {size}pt">{SENTENCE}' for size in (9, 0.3)),
    "spaced": f'<p style="letter-spacing: .3mm; word-spacing: 1mm; text-align: justify">{SENTENCE}',
    "from the right": '<p dir="rtl" lang="ar">\u062a\u0646\u0645\u064a\u0629 \u0644\u0644\u0627'
    " 12 <bdi>Kenya</bdi> \u0627\u0644\u0648\u064e\u0637\u064e\u0646\u0650",
    "isolated": "<p>One \u2066Kenya\u2069 \u200btwo\u200d three\u00ad",
    "unknown sign": "<p>One \U000f1234 two",
    "shortened": f'<p style="text-overflow: ellipsis; overflow: hidden; white-space: nowrap;'
    f' width: 30mm">{SENTENCE}<p style="line-clamp: 2; width: 30mm">{SENTENCE * 3}',
    "raised": "<p>x\u0323\u0302 a\u0327\u0301 q\u0308\u0330",
    "tiny": '<p style="font-size: 0.0000001pt">none</p><p> <p>\u00a0',
    "small capitals": f'<p style="font-variant-caps: small-caps">{SENTENCE}',
}


def test_lines_are_written_as_weasyprint_writes_them(printed):
    for name in PAGES:
        anew = printed(PAGES[name])
        with strings.direct():
            assert printed(PAGES[name]) == anew, name


def test_lines_that_are_kept_are_written_as_new_ones(printed):
    anew = {name: printed(PAGES[name]) for name in PAGES}
    kept = lines.Lines()
    for name in [*PAGES, *reversed(PAGES), *PAGES]:
        with kept.kept(), strings.direct():
            assert printed(PAGES[name]) == anew[name], name
    layouts = [line[0] for line in kept.known.values()]
    assert any(hasattr(layout, "segments") for layout in layouts)


def test_a_line_is_written_once(printed, monkeypatch):
    kept = lines.Lines()
    with kept.kept():
        with strings.direct():
            printed(PAGES["kerned"])
        monkeypatch.setattr(strings, "_segment", None)
        with strings.direct():
            printed(PAGES["kerned"])


def test_with_another_release_weasyprint_writes(monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "70.9")
    original = drawn.draw_first_line
    with strings.direct():
        assert drawn.draw_first_line is original


def test_the_tested_releases_are_those_that_are_installed():
    assert weasyprint.VERSION in strings.TESTED
    assert strings._KNOWN
