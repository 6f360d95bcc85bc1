"""Fitting a brief to its pages: which density to print it in, and how much air to leave.

A brief is laid out in the roomiest density that keeps it within its page
budget with no half-empty last page; what then is left of the last page becomes
the space before its tail block, so that the tail stands at the foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.document import Document

DENSITIES = ("roomy", "regular", "compact")
"""Classes on <html>; css/brief.css says what they mean. The roomiest that fits wins."""

HALF_EMPTY = 0.45
"""A last page filled less than this looks like a mistake."""

HOLE = 0.8
"""So does any other page filled less than this."""

_MM = 25.4 / 96  # a CSS pixel


@dataclass(frozen=True)
class Fit:
    """One way to print a brief, and how well its pages are used."""

    density: str
    slack: float
    document: Document
    fills: tuple[float, ...]

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return len(self.fills)

    def penalty(self, least: int, most: int) -> tuple[int, int, int, int]:
        """Order fits: within the budget, no half-empty last page, fewest pages, fewest holes."""
        outside = max(least - self.pages, self.pages - most, 0)
        half_empty = self.pages > 1 and self.fills[-1] < HALF_EMPTY
        holes = sum(1 for fill in self.fills[:-1] if fill < HOLE)
        return outside, int(half_empty), self.pages, holes


def fit(lay_out: Callable[[str, float], Document], least: int, most: int) -> Fit:
    """Choose a density, then give the last page's spare millimetres to the tail.

    ``lay_out`` takes a density and the slack in millimetres.
    """
    tries: list[Fit] = []
    for density in _densities(most):
        tries.append(_measured(density, lay_out(density, 0.0)))
        if tries[-1].penalty(least, most) == (0, 0, least, 0):
            break
    best = min(tries, key=lambda one: one.penalty(least, most))
    if best.slack < 1:
        return best
    stretched = _measured(best.density, lay_out(best.density, best.slack))
    return stretched if stretched.pages == best.pages else best


def _densities(most: int) -> tuple[str, ...]:
    # A long document (the annual summary) flows; only sheets are fitted.
    return DENSITIES if most <= 4 else ("regular",)


def _measured(density: str, document: Document) -> Fit:
    ends = [_end(page._page_box) for page in document.pages]
    filled, height = ends[-1]
    slack = max(0.0, (height - filled) * _MM - 1.0)
    return Fit(density, slack, document, tuple(filled / height for filled, height in ends))


def _end(page: Any) -> tuple[float, float]:
    """Return how far down a page is filled, and how high it is, in CSS pixels."""
    top = page.content_box_y()
    return max((bottom for bottom in _bottoms(page)), default=top) - top, page.height


def _bottoms(page: Any) -> Iterator[float]:
    """Give the lower edge of everything in the page's flow; footnotes and margins are not in it."""
    waiting = [page.children[0]]
    while waiting:
        box = waiting.pop()
        children = getattr(box, "children", ())
        if children:
            waiting += children
        else:
            yield box.position_y + box.margin_height()
