"""A widow in a card: a last line of one short word, or a line that moved on alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.documents.looks.sheets import Leaf, Sheet, shown
from briefpress.model.finding import Finding

SHORT = 4
"""Signs of a word that is too short to be a line: it looks like a mistake."""


def widows(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each paragraph or heading of a .card that ends in a widow."""
    begun: set[object] = set()
    for sheet in sheets:
        for lines in _paragraphs(sheet):
            last = "".join(leaf.text for leaf in lines[-1]).strip()
            place, element = lines[-1][0].place, lines[-1][0].room.element
            if element in begun and len(lines) == 1:
                words = f"{shown(last)} is alone on this page"
                hint = "Keep the card together: break-inside: avoid, or orphans and widows of 2"
                yield Finding("widow", words, hint, sheet.page, place)
            elif len(lines) > 1 and len(last) <= SHORT and last.isalpha():
                words = f"a card's paragraph ends in a line of {shown(last)} alone"
                hint = "Shorten the text by a word, or put a no-break space before the last"
                yield Finding("widow", words, hint, sheet.page, place)
            begun.add(element)


def _paragraphs(sheet: Sheet) -> Iterator[list[list[Leaf]]]:
    """Give the lines of each paragraph of a card on a page."""
    found: dict[object, dict[float, list[Leaf]]] = {}
    for leaf in sheet.leaves:
        if leaf.text and any("card" in node.classes for node in leaf.node.up()):
            lines = found.setdefault(leaf.room.element, {})
            baseline = round(leaf.place.y + leaf.place.height, 1)
            near = next((y for y in lines if abs(y - baseline) < 1), baseline)
            lines.setdefault(near, []).append(leaf)
    for lines in found.values():
        yield [lines[y] for y in sorted(lines)]
