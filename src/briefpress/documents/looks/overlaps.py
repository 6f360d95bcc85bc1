"""Text on text, text on a picture: what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.documents.looks.sheets import Leaf, Sheet, shown
from briefpress.model.finding import Finding

SLACK = 0.4
"""Millimetres, in both directions: letters that lean, and lines that touch."""


def overlaps(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each two things whose ink lies in the same place."""
    for sheet in sheets:
        above: list[Leaf] = []
        for leaf in sorted(sheet.leaves, key=lambda one: one.place.y):
            top = leaf.place.y + SLACK
            above = [one for one in above if one.place.y + one.place.height > top]
            for other in above:
                if _beside(other, leaf) > SLACK and _together(other, leaf) > SLACK:
                    what = f"{_named(other)} and {_named(leaf)} overlap"
                    hint = "Give each its own room"
                    yield Finding("overlap", what, hint, sheet.page, leaf.place)
            above.append(leaf)


def _beside(one: Leaf, other: Leaf) -> float:
    """Return how many millimetres two share from left to right."""
    a, b = one.place, other.place
    return min(a.x + a.width, b.x + b.width) - max(a.x, b.x)


def _together(one: Leaf, other: Leaf) -> float:
    """Return how many millimetres two share from top to bottom."""
    a, b = one.place, other.place
    return min(a.y + a.height, b.y + b.height) - max(a.y, b.y)


def _named(leaf: Leaf) -> str:
    return shown(leaf.text) if leaf.text else "a picture"
