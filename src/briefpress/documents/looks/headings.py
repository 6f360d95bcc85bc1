"""A heading that stands alone at the foot of a page: what it is about is on the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefpress.documents.looks.sheets import Leaf, Sheet, joined, shown
from briefpress.model.finding import Finding

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def headings(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each heading whose page has nothing after it, though what it stands in goes on."""
    for sheet, after in pairwise(sheets):
        last = next((one for one in reversed(sheet.leaves) if one.in_flow), None)
        first = next((one for one in after.leaves if one.in_flow), None)
        if last is None or first is None:
            continue
        heading = next((node for node in last.node.up() if node.tag in HEADINGS), None)
        if heading is None or heading.parent is None:
            continue
        inside = heading.parent.element
        if any(node.element is inside for node in first.node.up()) and not any(
            node.element is heading.element for node in first.node.up()
        ):
            words = joined(_of(heading.element, sheet.leaves))
            yield Finding(
                "heading-at-foot",
                f"the heading {shown(words)} is alone at the foot of the page",
                "Keep it with what follows: break-after: avoid",
                sheet.page,
                heading.place,
            )


def _of(element: object, leaves: list[Leaf]) -> list[Leaf]:
    return [leaf for leaf in leaves if any(node.element is element for node in leaf.node.up())]
