"""The order of reading beside what is seen, and what is painted that nobody reads.

Positions are those of PDFium, in points from a page's lower left corner.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

SLACK = 1.0
"""Points by which one thing may reach into another and still stand above it or beside it."""

LINES = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Span", "/Link", "/NonStruct", "/LBody"}
"""What holds words in a line: their order is the writing's, not that of positions."""


@dataclass(frozen=True)
class Box:
    """Where something stands on its page."""

    left: float
    bottom: float
    right: float
    top: float

    def with_(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def goes_up_to(self, later: Box) -> bool:
        """Say whether what is read later stands higher, in the same column."""
        beside = later.left >= self.right - SLACK or later.right <= self.left + SLACK
        return not beside and later.bottom >= self.top - SLACK


Painted = dict[tuple[int, int], Box]
"""Where marked content stands, by its page and its number there (MCID)."""


def findings(pdf: pikepdf.Pdf, pages: pypdfium2.PdfDocument) -> Iterator[str]:
    """Give one line for each thing that is read out of order, or painted and not read.

    ``pdf`` and ``pages`` are the same file. Out of order is what stands wholly above
    the thing before it and not beside it, or on an earlier page: a new column may
    begin higher, a line may not.
    """
    if "/StructTreeRoot" not in pdf.Root:
        return
    painted: Painted = {}
    unread = 0
    for at, sheet in enumerate(pages):
        unread += look_at(sheet, at, painted)
    number = {page.objgen: at for at, page in enumerate(pdf.pages)}
    lines: list[str] = []
    read: set[tuple[int, int]] = set()
    _place(pdf.Root.StructTreeRoot.K[0], number, painted, read, lines)
    yield from lines
    unread += len(painted.keys() - read)
    if unread:
        yield f"{unread} things are painted that are neither read nor marked as artifacts"


def look_at(sheet: Any, page: int, painted: Painted) -> int:
    """Note where the marked content of a page is; return how many objects have no mark."""
    unmarked = 0
    values = [ctypes.c_float() for _ in range(4)]
    for at in range(pdfium.FPDFPage_CountObjects(sheet.raw)):
        thing = pdfium.FPDFPage_GetObject(sheet.raw, at)
        content = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        if content < 0:
            unmarked += "Artifact" not in _marks(thing)
        elif pdfium.FPDFPageObj_GetBounds(thing, *values):
            box = Box(*(value.value for value in values))
            known = painted.get((page, content))
            painted[page, content] = known.with_(box) if known else box
    return unmarked


def _marks(thing: Any) -> Iterator[str]:
    for at in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, at)
        name, size = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetName(mark, name, 64, size):
            yield bytes(name)[: size.value].decode("utf-16-le").rstrip("\0")


def _place(
    element: Any,
    number: dict[Any, int],
    painted: Painted,
    read: set[tuple[int, int]],
    lines: list[str],
) -> dict[int, Box]:
    """Return where an element stands on each of its pages; say what is out of order in it."""
    kids = element.get("/K", [])
    places: list[tuple[str, dict[int, Box]]] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            at = number[element.Pg.objgen], int(kid)
            read.add(at)
            if at in painted:
                places.append(("/text", {at[0]: painted[at]}))
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            place = _place(kid, number, painted, read, lines)
            if place:
                places.append((str(kid.S), place))
    if str(element.S) not in LINES:
        lines += filter(None, (_out_of_order(one, two) for one, two in pairwise(places)))
    whole: dict[int, Box] = {}
    for _, place in places:
        for page, box in place.items():
            whole[page] = whole[page].with_(box) if page in whole else box
    return whole


def _out_of_order(one: tuple[str, dict[int, Box]], two: tuple[str, dict[int, Box]]) -> str:
    (kind, earlier), (other, later) = one, two
    shared = earlier.keys() & later.keys()
    if min(later) >= min(earlier) and not any(
        earlier[page].goes_up_to(later[page]) for page in shared
    ):
        return ""
    return f"page {min(later) + 1}: a {other[1:]} is read after the {kind[1:]} that stands below it"
