"""Text and pictures that are cut off, or stick out of their box or off the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.documents.looks.sheets import Leaf, Sheet, shown
from briefpress.model.finding import Finding, Place

SLACK = 0.6
"""Millimetres: what letters and rounding may stick out and nobody sees."""


def outside(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give what is not wholly where it belongs: on the page, in its window, in its block."""
    for sheet in sheets:
        paper = Place(0, 0, sheet.width, sheet.height)
        for leaf in sheet.leaves:
            if found := _found(leaf, paper):
                what = f"{shown(leaf.text)}" if leaf.text else "a picture"
                hint = "Give it more room, let it break, or set it smaller"
                yield Finding("outside", f"{what} {found}", hint, sheet.page, leaf.place)


def _found(leaf: Leaf, paper: Place) -> str:
    if _beyond(leaf.place, paper) > SLACK:
        return "is off the page"
    if leaf.window and _beyond(leaf.place, leaf.window) > SLACK:
        return "is cut off"
    if (leaf.box.element_tag or "").endswith("::marker"):
        return ""  # the sign of a list's item hangs beside it
    room = leaf.room.place
    wide = max(room.x - leaf.place.x, leaf.place.x + leaf.place.width - room.x - room.width)
    below = leaf.place.y + leaf.place.height - room.y - room.height
    if wide > SLACK:
        return f"sticks {wide:.1f} mm out of its box"
    if below > SLACK:
        return f"sticks {below:.1f} mm out below its box"
    return ""


def _beyond(inner: Place, outer: Place) -> float:
    return max(
        outer.x - inner.x,
        outer.y - inner.y,
        inner.x + inner.width - outer.x - outer.width,
        inner.y + inner.height - outer.y - outer.height,
    )
