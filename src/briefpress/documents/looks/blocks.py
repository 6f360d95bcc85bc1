"""Blocks with nothing in them: a rule without a text, a heading of nothing, a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.documents.looks.sheets import Sheet
from briefpress.model.finding import Finding

BLOCKS = {
    *("p", "li", "ul", "ol", "section", "figure", "figcaption", "table", "caption"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}


def empty(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each outermost block without a text or picture; a list's marker is no text."""
    filled = {
        node.element
        for sheet in sheets
        for leaf in sheet.leaves
        if not leaf.pseudo
        for node in leaf.node.up()
    }
    told = set()
    for sheet in sheets:
        for node in sheet.nodes:
            if node.tag not in BLOCKS or node.element in filled or node.element in told:
                continue
            told.add(node.element)
            if node.parent and node.parent.element in told:
                continue
            classes = "".join(f".{one}" for one in node.classes)
            words = f"<{node.tag}{classes}> has nothing in it"
            hint = "Leave it out of the template when there is nothing to say ({% if … %})"
            yield Finding("empty-block", words, hint, sheet.page, node.place)
