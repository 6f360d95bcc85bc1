"""What a screen reader gets of a finished PDF: what is wrong with its structure, in words.

Where things stand on the page is looked at in ``reading``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

Elements = list[tuple[str, Any]]
"""The structure elements in the order of reading, each after what it stands in, with its kind."""


def findings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Give one line for each thing that is wrong."""
    if "/StructTreeRoot" not in pdf.Root:
        yield "is not tagged"
        return
    elements = list(_elements(pdf.Root.StructTreeRoot.K[0]))
    yield from _document(pdf)
    yield from _headings(elements)
    yield from _tables(elements)
    yield from _lists(elements)
    yield from _figures(elements)
    yield from _links(pdf)


def _elements(top: Any) -> Iterator[tuple[str, Any]]:
    waiting = [top]
    while waiting:
        one = waiting.pop()
        yield str(one.S)[1:], one
        waiting += reversed(_kids(one))


def _kids(one: Any) -> list[Any]:
    kids = one.get("/K", [])
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _inside(one: Any, kind: str) -> list[Any]:
    return [element for name, element in _elements(one) if name == kind]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not str(pdf.Root.get("/Lang", "")):
        yield "has no language"
    shown: Any = pdf.Root.get("/ViewerPreferences", {})
    if not shown.get("/DisplayDocTitle"):
        yield "does not show its title"
    if "/Outlines" not in pdf.Root:
        yield "has no bookmarks"


def _headings(elements: Elements) -> Iterator[str]:
    levels = [int(kind[1]) for kind, _ in elements if kind[0] == "H" and kind[1:].isdigit()]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} headings of level 1; it should have one"
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"a heading of level {level} stands after one of level {before}"


def _tables(elements: Elements) -> Iterator[str]:
    for kind, table in elements:
        if kind != "Table":
            continue
        if not _inside(table, "Caption"):
            yield "a table has no caption"
        heads = _inside(table, "TH")
        if not heads:
            yield "a table has no header cells"
        if any("/Scope" not in cell.get("/A", {}) for cell in heads):
            yield "a header cell has no scope"
        known = {bytes(cell.ID) for cell in heads if "/ID" in cell}
        named = {
            bytes(name)
            for cell in _inside(table, "TD")
            for name in cell.get("/A", {}).get("/Headers", [])
        }
        if named - known:
            yield "a cell names a header that is not in its table"


def _lists(elements: Elements) -> Iterator[str]:
    for kind, one in elements:
        if kind == "L" and any(kid.S not in ("/LI", "/L", "/Caption") for kid in _kids(one)):
            yield "a list has something in it that is no item"
        if kind == "LI" and not any(kid.S == "/LBody" for kid in _kids(one)):
            yield "an item of a list has no body"


def _figures(elements: Elements) -> Iterator[str]:
    for kind, one in elements:
        if kind == "Figure" and not str(one.get("/Alt", "")).strip():
            yield "a figure has no text alternative"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for sheet in pdf.pages:
        for note in sheet.get("/Annots", []):
            if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")).strip():
                yield "a link does not say what it is for"
