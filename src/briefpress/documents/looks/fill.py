"""Pages that are half-empty where no chapter ends, and pages beyond the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.documents.looks.sheets import Node, Sheet
from briefpress.model.finding import Finding

HALF = 0.5
"""A page within a text that is filled less than this looks like a mistake."""

LAST = 0.15
"""So does a last page, of a brief or a chapter, that has no more than a line or two."""

_FORCED = ("page", "left", "right", "recto", "verso", "always")


def budget(pages: int, least: int, most: int) -> Iterator[Finding]:
    """Give a finding for a brief that is longer or shorter than briefs.toml allows."""
    if not least <= pages <= most:
        words = f"has {pages} pages; briefs.toml allows {least} to {most}"
        yield Finding("page-budget", words, "Shorten it, or change 'pages' of its [[brief]]")


def half_empty(sheets: Sequence[Sheet], fills: Sequence[float]) -> Iterator[Finding]:
    """Give each page that is filled too little; ``fills`` are parts of its height.

    Where the next page begins because a style sheet says so, the page is a last one.
    """
    for at, (sheet, filled) in enumerate(zip(sheets, fills, strict=True)):
        ends = at + 1 == len(sheets) or _forced(sheet, sheets[at + 1])
        if len(sheets) > 1 and filled < (LAST if ends else HALF):
            yield Finding(
                "half-empty-page",
                f"only {filled:.0%} of the page is filled",
                "Let what moved to the next page break, or shorten the brief by some lines",
                sheet.page,
            )


def _forced(sheet: Sheet, after: Sheet) -> bool:
    """Say whether a page break is one that a style sheet asks for."""
    last = next((one for one in reversed(sheet.leaves) if one.in_flow), None)
    first = next((one for one in after.leaves if one.in_flow), None)
    if last is None or first is None:
        return True
    ended, begun = _chain(last.node), _chain(first.node)
    both = ended.keys() & begun.keys()
    return any(
        begun[key].box.style["break_before"] in _FORCED for key in begun.keys() - both
    ) or any(ended[key].box.style["break_after"] in _FORCED for key in ended.keys() - both)


def _chain(node: Node) -> dict[int, Node]:
    return {id(one.element): one for one in node.up() if one.tag != "page"}
