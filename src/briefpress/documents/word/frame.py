"""What is around the words: the sheet, its sections, the head and foot of each page."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from briefpress.documents.word import styles
from briefpress.documents.word.blocks import Page, Paragraph, Run
from briefpress.documents.word.look import ARABIC, CHINESE, LATIN, Look
from briefpress.documents.word.ooxml import twips, w
from briefpress.documents.word.runs import Ink

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
SIDE = 18.0
WIDTH = PAGE_WIDTH - 2 * SIDE
EDGE = SIDE - styles.BAND_SIDE
"""Millimetres that stay white around what is on the brand's colour: office printers cannot print
to the edge of a sheet, and Word warns who lets something stand there."""

TOP, BOTTOM = 20.0, 17.0

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@lru_cache(maxsize=16)
def base(look: Look, language: str) -> bytes:
    """Return an empty document with the styles of a project, in one language."""
    document = Document()
    package = document.part.package
    for number, relation in list(package.rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            del package.rels[number]
    for number, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/webSettings")):
            del document.part.rels[number]
        elif relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = _font_table()
    all_styles = document.styles.element
    for child in list(all_styles):
        all_styles.remove(child)
    all_styles.append(styles.defaults(look, language))
    all_styles.extend(list(styles.elements(look, language, WIDTH)))
    _settings(document.settings.element, language)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _settings(element: Any, language: str) -> None:
    for child in list(element):
        element.remove(child)
    name = "compatibilityMode"
    uri = "http://schemas.microsoft.com/office/word"
    element.extend(
        [
            w("zoom", percent=100),
            w("defaultTabStop", val=720),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", w("compatSetting", name=name, uri=uri, val=15)),
            _theme_language(language),
            w("decimalSymbol", val="."),
            w("listSeparator", val=","),
        ]
    )


def _theme_language(language: str) -> Any:
    spoken = styles.spoken(language)
    element = w("themeFontLang")
    for name, value in spoken.attrib.items():
        element.set(name, value)
    return element


def _font_table() -> bytes:
    """Return what Word takes where a font is not installed: one that most have, of its kind."""
    instead = {
        LATIN: "Segoe UI,Arial,Helvetica",
        ARABIC: "Traditional Arabic,Arial",
        CHINESE: "Microsoft YaHei,PingFang SC,SimHei",
    }
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, others in instead.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_MAIN}">{fonts}</w:fonts>'.encode()


class Sections:
    """The sections of a document: how each is set, and which headers the first one brings."""

    def __init__(self, ink: Ink, banded: bool) -> None:
        """``banded``: whether the first page begins with a panel, and has no running title."""
        self.ink, self.banded = ink, banded
        self.headers: list[Any] = []
        self.shown = False

    def of(self, kind: str, *, first: bool, before: str) -> Any:
        """Return the properties of the next section; ``before`` is the kind of the last one."""
        rtl = self.ink.page.direction == "rtl"
        cover = kind == "cover"
        banded = self.banded and not cover
        top = EDGE if banded or cover else TOP
        side, bottom = (EDGE, EDGE) if cover else (SIDE, BOTTOM)
        references: list[Any] = []
        starts = not cover and not self.shown
        if starts:
            references, self.shown = self._references(), True
        new_page = first or cover or before == "cover"
        columns = w("cols", num=2, space=twips(6)) if kind == "two" else w("cols", space=720)
        return w(
            "sectPr",
            *references,
            w("type", val="nextPage" if new_page else "continuous"),
            w("pgSz", w=twips(PAGE_WIDTH), h=twips(PAGE_HEIGHT)),
            w(
                "pgMar", top=twips(top), right=twips(side), bottom=twips(bottom), left=twips(side),
                header=twips(EDGE if banded else 9), footer=twips(8), gutter=0,
            ),
            columns,
            w("titlePg") if starts and self.banded else None,
            w("bidi") if rtl else None,
        )  # fmt: skip

    def _references(self) -> list[Any]:
        part = self.ink.part
        running = self.ink.page.running
        found = []

        def add(kind: str, type_: str, *paragraphs: Any) -> None:
            make: Any = part.add_header_part if kind == "header" else part.add_footer_part
            made, number = make()
            element = made.element
            for child in list(element):
                element.remove(child)
            element.extend(paragraphs)
            reference = w(f"{kind}Reference", type=type_)
            reference.set(qn("r:id"), number)
            found.append(reference)

        add("header", "default", self._line("header", running.get("title"), running.get("edition")))
        foot = running.get("date")
        if self.banded:
            add("header", "first", self.ink.paragraph(Paragraph("Spacer")))
        add("footer", "default", self._line("footer", foot, None))
        if self.banded:
            add("footer", "first", self._line("footer", foot, None))
        return found

    def _line(self, style: str, left: Paragraph | None, right: Paragraph | None) -> Any:
        """Return a line with something at each end; at the foot, the page's number at the end."""
        page = self.ink.page
        first = left.inlines if left else ()
        if style == "header":
            first = tuple(replace(one, bold=True) if isinstance(one, Run) else one for one in first)
        line = self.ink.paragraph(Paragraph(style, first, direction=page.direction))
        line.append(w("r", w("tab")))
        if right:
            more = self.ink.paragraph(Paragraph(style, right.inlines, direction=page.direction))
            line.extend(list(more)[1:])
        if style == "footer":
            line.append(w("fldSimple", w("r", w("t")), instr=" PAGE "))
            slash = w("t")
            slash.text = " / "
            slash.set(qn("xml:space"), "preserve")
            line.append(w("r", slash))
            line.append(w("fldSimple", w("r", w("t")), instr=" NUMPAGES "))
        if style == "header" and self.banded:
            # the band may stand near the edge: on later pages this line keeps the distance
            line[0].append(w("spacing", before=twips(3), after=twips(6)))
            _sort(line)
        return line


def _sort(line: Any) -> None:
    """Put the properties of a paragraph in order again."""
    ordered = w("pPr", *list(line[0]))
    line.replace(line[0], ordered)


def numbering(element: Any, page: Page, lists: dict[int, bool]) -> None:
    """Write the lists of a document: by number, whether each is ordered. Each begins at one."""
    for child in list(element):
        element.remove(child)
    element.extend(
        w("abstractNum", *_levels(ordered), abstractNumId=int(ordered)) for ordered in (False, True)
    )
    for number, ordered in sorted(lists.items()):
        begins = [w("lvlOverride", w("startOverride", val=1), ilvl=level) for level in range(9)]
        element.append(
            w(
                "num",
                w("abstractNumId", val=int(ordered)),
                *(begins if ordered else []),
                numId=number,
            )
        )


def _levels(ordered: bool) -> list[Any]:
    return [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val="decimal" if ordered else "bullet"),
            w("lvlText", val=f"%{level + 1}." if ordered else "•"),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=360 * (level + 1), hanging=360)),
            ilvl=level,
        )
        for level in range(9)
    ]
