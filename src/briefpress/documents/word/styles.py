"""The styles of a document: what the starter's style sheet says, as Word has it.

A colleague changes the look of the whole document by changing a style; so nothing but what
stands on the brand's colour has a look of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefpress.documents.word.look import ARABIC, CHINESE, INK, LATIN, LINE, QUIET, SOFT, Look
from briefpress.documents.word.ooxml import border, shade, twips, w

POINTS = 72 / 25.4
"""In a millimetre."""

CELL = 3.0
"""Millimetres at the end of a table's cell that stay free of its words; none of its numbers."""

BAND_SIDE = 11.0
"""Millimetres between the edge of a band and what stands in it, which the text below is under."""

_LINES = {"ar": (1.6, 1.6), "zh": (1.6, 1.45)}
_LATIN_LINE = 1.362
"""The height of a line in em: as brief.css wants it, and as the font of the script has it
by itself, of which Word counts. An Arabic document has Latin lines too, which are lower."""


@dataclass(frozen=True)
class Style:
    """A paragraph style. Sizes and spaces are in points; 0 or "" is as in what it is based on."""

    name: str
    based: str = "Normal"
    follows: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    colour: str = ""
    before: float = -1
    after: float = -1
    line: float = 0
    """Of the height that a line of the font has."""
    level: int = 0
    """Of a heading, as Word's outline has it: 1 to 9."""
    keep: bool = False
    indent: float = 0
    track: float = 0
    """Between letters, in em; none between Arabic ones, which are joined."""


def paragraph_styles(look: Look) -> list[Style]:
    """Return every paragraph style that a document can have, spaced as brief.css has it.

    The larger of two spaces between paragraphs counts, in Word as in CSS.
    """
    accent, dense = look.colour, look.density
    em, gap, half = dense.size, dense.gap * POINTS, dense.half * POINTS
    headings = [
        Style("Heading 1", size=30, bold=True, before=3, after=7, line=0.9, level=1, keep=True,
              track=-0.015),
        Style("Heading 2", size=1.5 * em, bold=True, before=gap, after=7, line=0.9, level=2,
              keep=True),
        Style("Heading 3", size=1.1 * em, bold=True, before=0, after=3, line=0.9, level=3,
              keep=True),
        *(
            Style(f"Heading {n}", size=em, bold=True, before=6, after=2, line=0.9, level=n,
                  keep=True)
            for n in (4, 5, 6)
        ),
    ]  # fmt: skip
    variants = [
        Style(f"Heading {n} {kind}", f"Heading {n}", size=size, before=before, after=after,
              track=-0.01 if kind == "Chapter" else 0)
        for n in range(1, 7)
        for kind, size, before, after in (
            ("Chapter", 22, 0, 11),
            ("Section", 1.5 * em, gap, 7),
            ("Figure", 1.1 * em, gap, 0),
            ("Beside", 1.1 * em, 0, 0),
            ("Panel", 1.1 * em, gap, 2),
        )
    ]  # fmt: skip
    return [
        *headings,
        *variants,
        Style("Heading 1 Long", "Heading 1", size=22, track=-0.015),
        *(Style(f"Heading {n} Cover", f"Heading {n}", size=46, before=8, after=17,
                track=-0.02) for n in (1, 2)),
        Style("Cover Brand", "Brand Line", size=11),
        Style("Cover Kicker", size=13, after=0),
        Style("Cover Subtitle", "Subtitle", size=20),
        Style("Cover Line", size=9),
        Style("Lead", size=1.28 * em, before=half, after=4, line=1.04),
        Style("Kicker", size=9, colour=accent, after=0, keep=True, bold=True),
        Style("Kicker Ruled", "Kicker", before=13 * POINTS),
        Style("Band Kicker", size=8.5, after=0, keep=True),
        Style("Subtitle", size=9, after=0),
        Style("Brand Line", size=8, bold=True, after=dense.head * POINTS / 2, line=1),
        Style("Number", size=24, bold=True, colour=accent, before=half, after=0, line=0.8,
              keep=True),
        Style("Sum", "Number", size=13, line=1),
        Style("Number Label", size=8, colour=SOFT, after=0, line=0.9),
        Style("Place", size=0.85 * em, colour=SOFT, before=0, after=3, line=1, keep=True),
        Style("Card", "Place"),
        Style("Meta", size=0.82 * em, colour=QUIET, before=1, after=0, line=1),
        Style("Measure", size=0.85 * em, colour=SOFT, before=1, after=6, line=1, keep=True),
        Style("Picture", after=0, line=1),
        Style("Band Picture", "Picture"),
        Style("Caption", size=7, colour=QUIET, before=5, after=0, line=0.95),
        Style("Table Caption", "Caption", size=0.85 * em, colour=SOFT, before=10, after=4),
        Style("Small", size=7 if em >= 9 else 6.7, colour=SOFT, before=4, after=0, line=1.02),
        Style("Panel", size=0.92 * em, after=0),
        Style("Table Text", size=0.9 * em, before=3, after=3, line=1),
        Style("Table Heading", "Table Text", bold=True, size=0.83 * em),
        Style("Table Row", "Table Text", bold=True),
        Style("Table Id", "Table Text", size=0.8 * em, colour=SOFT),
        Style("Contents Line", size=10.5, before=4.5, after=4.5, line=1),
        Style("Index Line", before=3, after=3, line=1),
        Style("List Bullet", after=2),
        Style("List Number", after=2),
        Style("Quote", italic=True, indent=8),
        Style("Preformatted", size=8.5, after=4, line=1),
        Style("Term", bold=True, after=0, keep=True),
        Style("Definition", after=3, indent=8),
        Style("Rule", size=2, after=4, line=1),
        Style("Spacer", size=1, before=0, after=0, line=0.1),
        Style("Gap", "Spacer", before=gap),
        Style("Running", size=7, colour=QUIET, after=0, line=1),
        Style("header", "Running"),
        Style("footer", "Running"),
    ]  # fmt: skip


def style_id(name: str) -> str:
    """Return a style's id: its name without its spaces, as Word makes them."""
    return name.replace(" ", "") if name[0].isupper() else name.title().replace(" ", "")


def elements(look: Look, language: str, width: float) -> Iterator[Any]:
    """Give each style, Word's own defaults first; text is ``width`` millimetres wide."""
    yield w(
        "style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1,
        styleId="Normal",
    )  # fmt: skip
    yield w(
        "style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1),
        w("semiHidden"), type="character", default=1, styleId="DefaultParagraphFont",
    )  # fmt: skip
    yield w(
        "style", w("name", val="Normal Table"), w("uiPriority", val=99), w("semiHidden"),
        w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *_margins(0, 0))),
        type="table", default=1, styleId="TableNormal",
    )  # fmt: skip
    yield w(
        "style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
        type="numbering", default=1, styleId="NoList",
    )  # fmt: skip
    for style in paragraph_styles(look):
        yield _paragraph(style, look, language, width)
    yield from _characters(look)
    yield _table()


def defaults(look: Look, language: str) -> Any:
    """Return what holds where no style says otherwise: fonts, size, language, line height."""
    dense = look.density
    wanted, own = _LINES.get(language.partition("-")[0], (1.46, _LATIN_LINE))
    line = round(240 * wanted * dense.line / 1.46 / own)
    size = sizes(dense.size)
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts(), w("color", val=INK[1:]), *size, spoken(language))),
        w("pPrDefault", w("pPr", w("spacing", before=0, after=70, line=line, lineRule="auto"))),
    )


def fonts() -> Any:
    """Return the font of each script."""
    return w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=CHINESE, cs=ARABIC)


def sizes(points: float) -> list[Any]:
    """Return a size for all scripts: Word has one of its own for Arabic and its like."""
    half = round(points * 2)
    return [w("sz", val=half), w("szCs", val=half)]


_REGIONS = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "zh": "zh-CN",
    "ar": "ar-SA",
}
"""Word wants a region with a language, to choose a dictionary."""

_BY_SCRIPT = {"zh": "eastAsia", "ja": "eastAsia", "ko": "eastAsia", "ar": "bidi", "fa": "bidi",
              "he": "bidi", "ur": "bidi", "ps": "bidi", "ckb": "bidi"}  # fmt: skip


def spoken(language: str) -> Any:
    """Return the language of words: Word has one for each of three groups of scripts."""
    tag = _REGIONS.get(language, language)
    said = {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"}
    said[_BY_SCRIPT.get(language.partition("-")[0], "val")] = tag
    return w("lang", **said)


_LOWER = 0.9
_LOWERED = (
    "Lead", "Number Label", "Place", "Meta", "Measure", "Caption", "Table Caption", "Small",
    "Table Text",
)  # fmt: skip
"""Lines of Arabic letters by themselves are a quarter higher than Latin ones: these are made
lower. Pictures need their height, and headings in Latin letters would stand too close."""


def _paragraph(style: Style, look: Look, language: str, width: float) -> Any:
    spacing = {
        name: round(value * 20)
        for name, value in (("before", style.before), ("after", style.after))
        if value >= 0
    }
    if style.line:
        line = style.line * (_LOWER if language == "ar" and style.name in _LOWERED else 1)
        spacing |= {"line": round(line * 240), "lineRule": "auto"}  # type: ignore[dict-item]
    properties = [
        w("spacing", **spacing) if spacing else None,
        w("outlineLvl", val=style.level - 1) if style.level else None,
        *([w("keepNext"), w("keepLines")] if style.keep else []),
        w("ind", left=twips(style.indent)) if style.indent else None,
        *_own(style.name, look, width),
    ]
    run = [
        w("rFonts", ascii="Consolas", hAnsi="Consolas") if style.name == "Preformatted" else None,
        *([w("b"), w("bCs")] if style.bold else []),
        *([w("i"), w("iCs")] if style.italic else []),
        w("color", val=style.colour[1:]) if style.colour else None,
        w("spacing", val=round(style.track * style.size * 20))
        if style.track and language != "ar"
        else None,
        *(sizes(style.size) if style.size else []),
    ]
    follows = style.follows or (
        "Normal" if style.level or style.based.startswith("Heading") else ""
    )
    return w(
        "style",
        w("name", val=style.name.lower() if style.level else style.name),
        w("basedOn", val=style_id(style.based)),
        w("next", val=style_id(follows)) if follows else None,
        w("qFormat"),
        w("pPr", *properties),
        w("rPr", *run),
        type="paragraph",
        styleId=style_id(style.name),
        **({} if style.level or style.name in _BUILT_IN else {"customStyle": 1}),
    )  # fmt: skip


_BUILT_IN = ("Subtitle", "Caption", "List Bullet", "List Number", "Quote", "header", "footer")


def _own(name: str, look: Look, width: float) -> list[Any]:
    """Return what only one style has: lines, grounds, tabs."""
    if name == "Card":
        return [w("pBdr", border("top", "#B9C3CA", 0.75, 6))]
    if name == "Kicker Ruled":
        return [w("pBdr", border("top", look.colour, 1.5, 14))]
    if name == "Lead":
        return [w("ind", right=twips(9))]
    if name == "Table Text":
        return [w("ind", right=twips(CELL))]
    if name == "Band Picture":
        return [w("ind", right=twips(BAND_SIDE))]
    if name in ("Contents Line", "Index Line"):
        end = [w("tabs", w("tab", val="right", pos=twips(width)))] if name[0] == "C" else []
        return [w("pBdr", border("bottom", LINE, 0.5, 3), border("between", LINE, 0.5, 3)), *end]
    if name == "Number":
        return [w("pBdr", border("top", look.colour, 1.5, 4))]
    if name == "Rule":
        return [w("pBdr", border("bottom", LINE, 0.5))]
    if name == "Panel" or name.endswith(" Panel"):
        sides = [border(side, look.tint, 1, 9) for side in ("top", "left", "bottom", "right")]
        return [w("pBdr", *sides), shade(look.tint), w("ind", left=200, right=200)]
    if name in ("header", "footer"):
        return [w("tabs", w("tab", val="right", pos=twips(width)))]
    return []


def _characters(look: Look) -> Iterator[Any]:
    accent, quiet = look.colour[1:], SOFT[1:]
    for name, *properties in (
        ("Strong", w("b"), w("bCs")),
        ("Number Mark", w("b"), w("bCs"), w("color", val=accent)),
        ("Quiet", w("color", val=quiet)),
        ("Entry", w("color", val=INK[1:])),
        ("Hyperlink", w("color", val=accent)),
    ):
        yield w(
            "style", w("name", val=name), w("basedOn", val="DefaultParagraphFont"), w("qFormat"),
            w("rPr", *properties), type="character", styleId=style_id(str(name)),
        )  # fmt: skip


def _table() -> Any:
    """Return the style of tables of data: lines between rows, a dark one below the headings."""
    inside = [border(side, LINE, 0.5) for side in ("bottom", "insideH")]
    return w(
        "style",
        w("name", val="Brief Table"),
        w("basedOn", val="TableNormal"),
        w("qFormat"),
        w("tblPr", w("tblBorders", *inside), w("tblCellMar", *_margins(0, 0))),
        w(
            "tblStylePr",
            w("rPr", w("b"), w("bCs")),
            w("tcPr", w("tcBorders", border("bottom", INK, 1))),
            type="firstRow",
        ),
        type="table",
        customStyle=1,
        styleId="BriefTable",
    )


def _margins(left: float, right: float) -> list[Any]:
    return [
        w(side, w=twips(size), type="dxa")
        for side, size in (("top", 0.0), ("left", left), ("bottom", 0.0), ("right", right))
    ]
