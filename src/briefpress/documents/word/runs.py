"""Paragraphs of words: runs with language and direction, links, fields, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.shape import CT_Inline
from docx.shared import Mm

from briefpress.documents.word.blocks import Image, Inline, Page, PageOf, Paragraph, Run
from briefpress.documents.word.inlines import by_direction
from briefpress.documents.word.look import Look
from briefpress.documents.word.ooxml import twips, w
from briefpress.documents.word.pictures import png
from briefpress.documents.word.styles import spoken, style_id

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart

    from briefpress.drawing.operators import Operators

_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
"""What keeps words of another direction together (UAX 9, 2.6): Word knows no isolates, and
without a mark of the paragraph's own direction a number after a Latin name joins it."""

_OUTSIDE = re.compile(r"(?i)(https?://|mailto:)[^\s<>\"]+")
"""The links that a document may have; a script's or a file's is only its words."""

_PIECES = re.compile("([\u2028\t\u00ad])")
_SIGNS = {"\u2028": "br", "\t": "tab", "\u00ad": "softHyphen"}


@dataclass
class Ink:
    """What writing words needs to know of the document, and what it has written so far."""

    page: Page
    look: Look
    charts: Mapping[str, Operators | bytes]
    part: DocumentPart
    bookmarks: Mapping[str, str]
    """The name of the bookmark of each id that something leads to."""
    counted: dict[str, int] = field(default_factory=dict)
    pictures: int = 0
    marked: set[str] = field(default_factory=set)

    def paragraph(self, one: Paragraph, *, white: bool = False, width: float = 174.0) -> Any:
        """Return a paragraph; pictures in it are at most ``width`` millimetres wide."""
        element = OxmlElement("w:p")
        element.append(self._properties(one))
        marks = [mark for anchor in one.anchors for mark in self._bookmark(anchor)]
        element.extend(marks)
        if one.label:
            element.extend(self._label(one))
        for link, parts in groupby(one.inlines, lambda part: getattr(part, "link", "")):
            written = [found for part in parts for found in self._inline(part, one, white, width)]
            holder = self._holder(link)
            if holder is None:
                element.extend(written)
            else:
                holder.extend(written)
                element.append(holder)
        return element

    def _properties(self, one: Paragraph) -> Any:
        rtl = one.direction == "rtl"
        # what is in another direction than the page stands on the page's side all the same
        turned = one.direction != self.page.direction
        item = one.item
        align = turned != one.at_end
        return w(
            "pPr",
            w("pStyle", val=style_id(one.style)) if one.style != "Normal" else None,
            w("keepNext", val=0) if one.loose else w("keepNext") if one.keep else None,
            w("pageBreakBefore") if one.new_page else None,
            w("numPr", w("ilvl", val=item.level), w("numId", val=item.list))
            if item and not one.continues
            else None,
            w("ind", left=360 * (item.level + 1)) if item and one.continues else None,
            w("ind", right=0) if one.at_end and one.style.startswith("Table") else None,
            w("bidi") if rtl else None,
            w("spacing", after=twips(self.look.density.half - 1)) if one.last else None,
            w("jc", val="right") if align else None,
        )

    def _bookmark(self, anchor: str) -> Iterator[Any]:
        name = self.bookmarks.get(anchor)
        if name and anchor not in self.marked:
            number = len(self.marked)
            self.marked.add(anchor)
            yield w("bookmarkStart", id=number, name=name)
            yield w("bookmarkEnd", id=number)

    def _label(self, one: Paragraph) -> Iterator[Any]:
        """Give "Table 3.": the number is a field, so that Word goes on counting."""
        number = self.counted[one.label] = self.counted.get(one.label, 0) + 1
        before, _, after = dict(self.look.captions)[one.label].partition("{number}")
        yield from self._words(Run(before), one, white=False)
        instruction = f" SEQ {one.label.title()} \\* ARABIC "
        yield w("fldSimple", *self._words(Run(str(number)), one, white=False), instr=instruction)
        space = "" if after.endswith(("。", "：")) else " "  # which are as wide as a sign
        yield from self._words(Run(f"{after}{space}"), one, white=False)

    def _inline(self, part: Inline, one: Paragraph, white: bool, width: float) -> Iterator[Any]:
        if isinstance(part, Image):
            yield w("r", self._picture(part, white, width))
        elif isinstance(part, PageOf):
            if name := self.bookmarks.get(part.anchor):
                yield w("r", w("tab"))
                look = w("rPr", w("rStyle", val=style_id("Number Mark")))
                yield w("fldSimple", w("r", look, w("t")), instr=f" PAGEREF {name} \\h ")
        else:
            yield from self._words(part, one, white)

    def _holder(self, link: str) -> Any:
        """Return the element of a link that is to hold its words; None where it leads nowhere."""
        if link.startswith("#") and link[1:] in self.bookmarks:
            return w("hyperlink", anchor=self.bookmarks[link[1:]], history=1)
        if _OUTSIDE.fullmatch(link):
            holder = w("hyperlink", history=1)
            number = self.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            holder.set(qn("r:id"), number)
            return holder
        return None

    def _words(self, run: Run, one: Paragraph, white: bool) -> Iterator[Any]:
        direction = run.direction or one.direction
        apart = direction != one.direction
        # the inner marks hold what is at its ends, the outer ones what stands beside it
        before = _MARKS[one.direction] + _MARKS[direction] if apart else ""
        pieces = list(by_direction(run.words, direction))
        for at, (words, way) in enumerate(pieces):
            start = before if at == 0 else ""
            end = before[::-1] if at + 1 == len(pieces) else ""
            yield w("r", self._manner(run, way, white), *_text(f"{start}{words}{end}"))

    def _manner(self, run: Run, way: str, white: bool) -> Any:
        language = run.language or self.page.language
        style = run.style
        if run.link and self._holder_exists(run.link) and not white:
            style = style or "Hyperlink"
        found = [
            w("rStyle", val=style_id(style)) if style else None,
            w("rFonts", hint="eastAsia") if language.startswith("zh") else None,
            *([w("b"), w("bCs")] if run.bold else []),
            *([w("i"), w("iCs")] if run.italic else []),
            w("color", val="FFFFFF") if white else None,
            w("vertAlign", val=run.script) if run.script else None,
            w("rtl") if way == "rtl" else None,
            spoken(language) if language != self.page.language else None,
        ]
        return w("rPr", *found) if any(one is not None for one in found) else None

    def _holder_exists(self, link: str) -> bool:
        return link[1:] in self.bookmarks if link[0] == "#" else bool(_OUTSIDE.fullmatch(link))

    def _picture(self, image: Image, clear: bool, most: float) -> Any:
        content, width, height = png(image, self.charts, self.look, clear=clear)
        if width > most:
            width, height = most, height * most / width
        self.pictures += 1
        number, _ = self.part.get_or_add_image(BytesIO(content))
        name = image.source.partition(":")[2] or "picture"
        inline = CT_Inline.new_pic_inline(
            self.pictures, number, f"{name}.png", Mm(width), Mm(height)
        )
        for side in "TBLR":  # without it some programs keep an eighth of an inch free
            inline.set(f"dist{side}", "0")
        for properties in inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            properties.set("descr", image.alt)
            properties.set("name", f"{name} {self.pictures}")
        return w("drawing", inline)


def _text(words: str) -> Iterator[Any]:
    for piece in _PIECES.split(words):
        if piece in _SIGNS:
            yield w(_SIGNS[piece])
        elif piece:
            text = OxmlElement("w:t")
            text.text = piece
            text.set(qn("xml:space"), "preserve")
            yield text


def bookmarks(links: Iterable[str]) -> dict[str, str]:
    """Return a name of Word's for each id that links lead to: a letter first, at most 40 signs."""
    ids = dict.fromkeys(link[1:] for link in links if link.startswith("#") and len(link) > 1)
    return {
        one: f"b{at}_{re.sub(r'[^A-Za-z0-9]+', '_', one)}"[:40]
        for at, one in enumerate(ids, start=1)
    }
