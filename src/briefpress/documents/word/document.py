"""A rendered brief as a Word document: the same HTML and the same charts as its PDF."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from docx import Document

from briefpress.documents.word import frame
from briefpress.documents.word.blocks import (
    Block,
    Columns,
    Page,
    PageOf,
    Pair,
    Panel,
    Paragraph,
    Run,
    Strip,
    Table,
)
from briefpress.documents.word.look import Look
from briefpress.documents.word.reading import read
from briefpress.documents.word.runs import Ink, bookmarks
from briefpress.documents.word.writing import write
from briefpress.documents.zipped import unzipped, zipped

if TYPE_CHECKING:
    from briefpress.drawing.operators import Operators


def docx(html: str, charts: Mapping[str, Operators | bytes], look: Look, day: dt.date) -> bytes:
    """Return a brief as DOCX, the same bytes each time.

    ``html`` is the rendered template, ``charts`` its pictures by name, ``day`` the day that
    the document is said to be of: that of the data. Raises BriefError for a picture that is
    not there.
    """
    page = read(html)
    document = Document(io.BytesIO(frame.base(look, page.language)))
    body = document.element.body
    for child in list(body):
        body.remove(child)
    paragraphs = list(_paragraphs(page.blocks))
    ink = Ink(page, look, charts, document.part, bookmarks(_links(paragraphs)))
    first = page.blocks[0] if page.blocks else None
    banded = isinstance(first, Panel) and not first.whole_page
    write(body, ink, frame.Sections(ink, banded))
    lists = {one.item.list: one.item.ordered for one in paragraphs if one.item}
    frame.numbering(document.part.numbering_part.element, page, lists)
    _say(document.core_properties, page, day)
    out = io.BytesIO()
    document.save(out)
    return zipped(unzipped(out.getvalue()))


def _say(properties: object, page: Page, day: dt.date) -> None:
    """Write what the document is: title, author, language, days."""
    moment = dt.datetime(day.year, day.month, day.day)
    said = {
        "title": page.title, "author": page.about.get("author", ""),
        "subject": page.about.get("description", ""), "keywords": page.about.get("keywords", ""),
        "language": page.language, "created": moment, "modified": moment,
        "last_modified_by": page.about.get("author", ""), "comments": "", "revision": 1,
    }  # fmt: skip
    for name, value in said.items():
        setattr(properties, name, value[:255] if isinstance(value, str) else value)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Give every paragraph of the page, wherever it stands."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _paragraphs(cell.blocks)
        elif isinstance(block, Columns):
            for group in block.groups:
                yield from _paragraphs(group)
        elif isinstance(block, Strip | Panel | Pair):
            for inside in block.cells:
                yield from _paragraphs(inside)


def _links(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Give where links lead that lead to something on the page."""
    listed = list(paragraphs)
    there = {anchor for one in listed for anchor in one.anchors}
    for one in listed:
        for part in one.inlines:
            if isinstance(part, Run) and part.link[1:] in there:
                yield part.link
            elif isinstance(part, PageOf) and part.anchor in there:
                yield f"#{part.anchor}"
