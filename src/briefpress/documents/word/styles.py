"""The styles of a document: what the starter's style sheet says, as Word has it.

A colleague changes the look of the whole document by changing a style; so nothing but what
stands on the brand's colour has a look of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefpress.documents.word.look import ARABIC, CHINESE, INK, LATIN, LINE, SOFT, Look
from briefpress.documents.word.ooxml import border, shade, twips, w
from briefpress.documents.word.paragraphs import Style, paragraph_styles

CELL = 3.0
"""Millimetres at the end of a table's cell that stay free of its words; none of its numbers."""

BAND_SIDE = 11.0
"""Millimetres between the edge of a band and what stands in it, which the text below is under."""

_LINES = {"ar": (1.6, 1.6), "zh": (1.6, 1.45)}
_LATIN_LINE = 1.362
"""The height of a line in em: as brief.css wants it, and as the font of the script has it
by itself, of which Word counts. An Arabic document has Latin lines too, which are lower."""


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
        w(
            "pPrDefault",
            w(
                "pPr",
                w("autoSpaceDE", val=0),  # no spaces between Chinese signs and Latin ones
                w("autoSpaceDN", val=0),
                w("spacing", before=0, after=70, line=line, lineRule="auto"),
            ),
        ),
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
