"""A sign that no bundled font has: said with its words and its row, before anything is laid out."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import html as parser

from briefpress import config
from briefpress.documents import glyphs
from briefpress.errors import GlyphError
from briefpress.press.build import build
from briefpress.press.progress import Reporter

FONTS = glyphs.font_files([config.starter()])


def check(html: str) -> None:
    glyphs.check(parser.document_fromstring(html), html, FONTS)


@pytest.mark.parametrize(
    "words",
    [
        "12\u202f345 “naïve” — «à»\u00a0! œuvre Ω − € ₽",
        "¿Qué? ñ Ñ ü; Ёжик № 5, ещё",
        "إنهاء العنف ضد المرأة، ؟ ؛ ٪ پگچ",
        "制止暴力侵害妇女行为，《公约》“毒品”……、。",
        "marks of direction \u2066and\u2069 \u200f\u00ad have no shape",
    ],
)
def test_the_bundled_fonts_have_the_signs_of_the_six_languages(words: str) -> None:
    check(f"<html><body><p>{words}</p></body></html>")


def test_a_sign_without_a_glyph_is_named_with_the_words_around_it() -> None:
    with pytest.raises(GlyphError) as caught:
        check("<html><body><p>Training of judges ༀ in two courts</p></body></html>")
    assert "U+0F00, TIBETAN SYLLABLE OM" in str(caught.value)
    assert "'Training of judges ༀ in two courts'" in str(caught.value)


def test_what_is_heard_and_not_seen_may_have_any_sign() -> None:
    check('<html><head><title>ༀ</title></head><body><img alt="ༀ"></body></html>')


def test_tashkil_has_glyphs_for_charts() -> None:
    assert {"\u064f", "\u0651"} <= frozenset().union(*map(glyphs.signs, FONTS))


@pytest.mark.parametrize("column", ["title", "organisation"])
def test_a_brief_that_has_one_fails_alone_and_names_the_row(
    starter_project: Path, tmp_path: Path, column: str
) -> None:
    table = "activities" if column == "title" else "organisations"
    path = starter_project / f"data/{table}.csv"
    text = path.read_text(encoding="utf-8")
    old = {"title": "Gender analysis of trafficking", "organisation": "Balochistan Police"}[column]
    assert old in text
    path.write_text(text.replace(old, f"{old} ༀ"), encoding="utf-8")
    project = config.load(starter_project)
    outcome = build(project, tmp_path / "out", ("country/PAK", "country/PAN"), 2, Reporter())
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert manifest["briefs"]["country/PAN/en"]["state"] == "fresh"
    assert list(outcome.failed) == ["country/PAK/en"]
    said = outcome.failed["country/PAK/en"]
    assert "U+0F00" in said
    assert f"data/{table}.csv" in said
    assert "NotoSans-Regular" in said


FONTS = sorted((config.starter() / "templates/fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_the_licence_beside_the_fonts_has_the_copyright_of_each(path: Path) -> None:
    """SIL Open Font License 1.1, condition 2: each copy contains the notice and the licence."""
    with TTFont(path) as font:
        notice = font["name"].getDebugName(0)
    assert notice
    assert notice in (path.parent / "OFL.txt").read_text(encoding="utf-8")
