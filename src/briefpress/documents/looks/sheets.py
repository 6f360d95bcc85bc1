"""Pages as laid out, for those who look at them: what is printed where, in millimetres.

One walk over WeasyPrint's boxes; the checks read what it gives, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from briefpress.model.finding import Place

MM = 25.4 / 96
"""Millimetres in a CSS pixel."""

_UNSEEN = " \t\n\u00a0\u202f\u200b\u200e\u200f\u2066\u2067\u2069\ufeff"
"""Blanks, and marks that take no ink; WeasyPrint puts U+200B where a list item is empty."""

CAPITAL = 0.72
"""Ems above the baseline that capitals and digits reach, in Noto Sans and most others."""


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """An element's fragment on a page: its border box. ``parent`` is what it stands in."""

    tag: str
    element: Any
    page: int
    place: Place
    parent: Node | None
    box: Any

    @property
    def classes(self) -> list[str]:
        """Return its classes."""
        return (self.get("class") or "").split()

    def get(self, name: str) -> str | None:
        """Return an attribute of the element, None where there is none."""
        return None if self.element is None else self.element.get(name)

    def up(self) -> Iterator[Node]:
        """Give the node itself, then what it stands in, to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """A run of text, or a picture (``text`` is ""), and the place of its ink.

    ``room`` is the border box of the block that holds it; ``window`` what cuts
    it off, if anything does.
    """

    text: str
    page: int
    place: Place
    node: Node
    room: Node
    window: Place | None
    pseudo: bool
    box: Any
    in_flow: bool


@dataclass(frozen=True)
class Sheet:
    """One page: its size in millimetres, and what is on it in the order of the document."""

    page: int
    width: float
    height: float
    nodes: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


def sheets(document: Document) -> list[Sheet]:
    """Return the pages of a document that is laid out."""
    return [_sheet(page._page_box, at) for at, page in enumerate(document.pages, start=1)]


def _sheet(page: Any, number: int) -> Sheet:
    sheet = Sheet(number, page.margin_width() * MM, page.margin_height() * MM)
    whole = Node("page", page.element, number, _border_box(page), None, page)
    for at, child in enumerate(page.children):
        _walk(child, whole, whole, None, sheet, in_flow=at == 0)
    return sheet


def _walk(
    box: Any, node: Node, room: Node, window: Place | None, sheet: Sheet, *, in_flow: bool
) -> None:
    tag = box.element_tag or ""  # the boxes of a page's margins have none
    if isinstance(box, boxes.TextBox):
        if box.text.strip(_UNSEEN):
            size = box.style["font_size"]
            top = box.position_y + box.baseline - CAPITAL * size
            place = _place(box.position_x, top, box.width, CAPITAL * size)
            pseudo = "::" in tag
            leaf = Leaf(box.text, sheet.page, place, node, room, window, pseudo, box, in_flow)
            sheet.leaves.append(leaf)
        return
    if box.element is not None and (box.element is not node.element or "::" in tag):
        node = Node(tag, box.element, sheet.page, _border_box(box), node, box)
        sheet.nodes.append(node)
    if isinstance(box, boxes.ReplacedBox):
        place = _place(box.content_box_x(), box.content_box_y(), box.width, box.height)
        leaf = Leaf("", sheet.page, place, node, room, window, False, box, in_flow)
        sheet.leaves.append(leaf)
        return
    if isinstance(box, boxes.BlockContainerBox):
        room = Node(tag, box.element, sheet.page, _border_box(box), node.parent, box)
    if box.style["overflow"] != "visible" and box.element_tag not in ("html", "body"):
        window = _place(
            box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height()
        )
    for child in getattr(box, "children", ()):
        _walk(child, node, room, window, sheet, in_flow=in_flow)


def _border_box(box: Any) -> Place:
    if isinstance(box, boxes.InlineBox | boxes.LineBox):
        return _place(box.position_x, box.position_y, box.margin_width(), box.margin_height())
    return _place(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def _place(x: float, y: float, width: float, height: float) -> Place:
    return Place(*(round(value * MM, 2) for value in (x, y, width, height)))


def shown(text: str, most: int = 40) -> str:
    """Return words of the page in quotation marks, cut where they are many."""
    words = " ".join(text.split())
    return f"'{words}'" if len(words) <= most else f"'{words[:most].rstrip()}…'"


def joined(leaves: list[Leaf]) -> str:
    """Return what several runs say together."""
    return " ".join(leaf.text.strip() for leaf in leaves)
