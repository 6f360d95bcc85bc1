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

SIZE = 9.0
"""Points of running text, as in the PDF."""


CELL = 1.5
"""Millimetres between the words of a table's cell and each of its sides."""


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


def paragraph_styles(look: Look) -> list[Style]:
    """Return every paragraph style that a document can have."""
    accent = look.colour
    headings = [
        Style("Heading 1", size=26, bold=True, before=6, after=6, line=0.95, level=1, keep=True),
        Style("Heading 2", size=14, bold=True, before=14, after=5, line=1, level=2, keep=True),
        Style("Heading 3", size=10, bold=True, before=5, after=3, line=1, level=3, keep=True),
        *(
            Style(
                f"Heading {n}", size=SIZE, bold=True, before=6, after=2, line=1, level=n, keep=True
            )
            for n in (4, 5, 6)
        ),
    ]
    variants = [
        Style(f"Heading {n} {kind}", f"Heading {n}", size=size, before=before, after=after)
        for n in range(1, 7)
        for kind, size, before, after in (
            ("Chapter", 22, 0, 9),
            ("Section", 14, 14, 5),
            ("Figure", 10, 0, 0),
            ("Panel", 10, 10, 0),
        )
    ]  # fmt: skip
    return [
        *headings,
        *variants,
        *(Style(f"Heading {n} Cover", f"Heading {n}", size=40, before=4, after=14) for n in (1, 2)),
        Style("Cover Kicker", "Kicker", size=13),
        Style("Cover Subtitle", "Subtitle", size=18),
        Style("Cover Line", size=9),
        Style("Lead", size=11.5, before=10, after=8, line=1.08),
        Style("Kicker", size=9, colour=accent, before=12, after=0, keep=True, bold=True),
        Style("Subtitle", size=9, after=0),
        Style("Brand Line", size=8.5, bold=True, after=6),
        Style("Number", size=24, bold=True, colour=accent, before=8, after=0, line=0.85, keep=True),
        Style("Number Label", size=8, colour=SOFT, after=4, line=0.95),
        Style("Place", size=8, colour=SOFT, before=0, after=1, keep=True),
        Style("Card", "Place", before=9, after=0),
        Style("Meta", size=7.5, colour=QUIET, before=2, after=0, line=1),
        Style("Measure", size=8, colour=SOFT, after=5, line=1, keep=True),
        Style("Picture", after=0, line=1),
        Style("Caption", size=7.5, colour=QUIET, before=4, after=8, line=1),
        Style("Small", size=7, colour=SOFT, before=0, after=4, line=1),
        Style("Panel", size=8.4, after=0),
        Style("Table Text", size=8.5, before=2.5, after=2.5, line=1),
        Style("Table Heading", "Table Text", bold=True, size=8),
        Style("Contents Line", size=10.5, before=4.5, after=4.5, line=1),
        Style("Index Line", before=2.5, after=2.5, line=1),
        Style("List Bullet", after=2),
        Style("List Number", after=2),
        Style("Quote", italic=True, indent=8),
        Style("Preformatted", size=8.5, after=4, line=1),
        Style("Term", bold=True, after=0, keep=True),
        Style("Definition", after=3, indent=8),
        Style("Rule", size=2, after=4, line=1),
        Style("Spacer", size=1, before=0, after=0, line=0.1),
        Style("Running", size=7, colour=QUIET, after=0, line=1),
        Style("header", "Running"),
        Style("footer", "Running"),
    ]  # fmt: skip


def style_id(name: str) -> str:
    """Return a style's id: its name without its spaces, as Word makes them."""
    return name.replace(" ", "") if name[0].isupper() else name.title().replace(" ", "")


def elements(look: Look, width: float) -> Iterator[Any]:
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
        yield _paragraph(style, look, width)
    yield from _characters(look)
    yield _table()


def defaults(language: str) -> Any:
    """Return what holds where no style says otherwise: fonts, size, language, line height."""
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts(), w("color", val=INK[1:]), *sizes(SIZE), spoken(language))),
        w("pPrDefault", w("pPr", w("spacing", before=0, after=70, line=276, lineRule="auto"))),
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


def _paragraph(style: Style, look: Look, width: float) -> Any:
    spacing = {
        name: round(value * 20)
        for name, value in (("before", style.before), ("after", style.after))
        if value >= 0
    }
    if style.line:
        spacing |= {"line": round(style.line * 240), "lineRule": "auto"}  # type: ignore[dict-item]
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
        return [w("pBdr", border("top", "#B9C3CA", 0.75, 5))]
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
        w("tblPr", w("tblBorders", *inside), w("tblCellMar", *_margins(CELL, CELL))),
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
