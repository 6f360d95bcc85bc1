"""Fitting a brief to its pages: which density to print it in, and how much air to leave.

A brief is laid out in the roomiest density that keeps it within its page
budget with no half-empty last page; its tail block then moves down to the foot
of the last page. Laying out is most of a brief's time: the first density is
guessed, and another is tried only where it is likely to be better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.document import Document, Page

DENSITIES = ("roomy", "regular", "compact")
"""Classes on <html>; css/brief.css says what they mean. The roomiest that fits wins."""

_SHEETS = 4
"""Pages up to which a brief is fitted; a long document (the annual summary) flows."""

HALF_EMPTY = 0.45
"""A last page filled less than this looks like a mistake."""

HOLE = 0.8
"""So does any other page filled less than this."""


@dataclass(frozen=True)
class Fit:
    """One way to print a brief, and how well its pages are used."""

    density: str
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


def fit(lay_out: Callable[[str], Document], least: int, most: int, height: float) -> Fit:
    """Choose a density, and let the tail stand at the foot of the last page.

    ``lay_out`` takes a density; ``height`` is the number of pages that the brief
    is likely to fill in the roomiest.
    """
    tries: list[Fit] = []
    density: str | None = _first(height, least, most)
    while density:
        tries.append(measured(density, lay_out(density)))
        density = _next(tries, least, most)
    best = _best(tries, least, most)
    _foot(best.document)
    return best


_HEIGHT = {"roomy": 1.0, "regular": 0.93, "compact": 0.83}
"""What a brief is usually high in each density, as a part of its height in the roomiest:
the medians over the briefs of the edition and of the examples."""


_FULL = 0.97
"""Of each page where there are several: what is left is too low for the next block."""


def _first(height: float, least: int, most: int) -> str:
    """Return the roomiest density that is likely to need the fewest pages."""
    if most > _SHEETS:
        return "regular"
    return min(DENSITIES, key=lambda one: max(least, _pages(height * _HEIGHT[one])))


def _pages(high: float) -> int:
    return 1 if high <= 1 else math.ceil(high / _FULL)


def _next(tries: Sequence[Fit], least: int, most: int) -> str | None:
    """Return the next density worth a layout: a denser one, then a roomier one; else None."""
    if most > _SHEETS:
        return None
    best = _best(tries, least, most)
    tried = [one.density for one in tries]
    for density in DENSITIES[max(map(DENSITIES.index, tried)) + 1 :]:
        if _may_save_a_page(best, density, least, most):
            return density
    for density in DENSITIES[: DENSITIES.index(best.density)]:
        if density in tried:
            continue
        if best.pages <= most and _pages(_high(best, density)) <= max(least, best.pages):
            return density
    return None


def _best(tries: Sequence[Fit], least: int, most: int) -> Fit:
    return min(tries, key=lambda one: (one.penalty(least, most), DENSITIES.index(one.density)))


def _high(known: Fit, density: str) -> float:
    """Return how many pages a brief is likely to fill in a density, from what it fills in one."""
    return sum(known.fills) * _HEIGHT[density] / _HEIGHT[known.density]


def _may_save_a_page(best: Fit, density: str, least: int, most: int) -> bool:
    """Say whether a denser one may have few enough pages, or fewer, or mend a hole in one.

    A hole is there where something moved to the next page as a whole: that may
    fit when it is less high. A half-empty last page only becomes emptier.
    """
    _, _, pages, holes = best.penalty(least, most)
    high = _high(best, density)
    if pages > most:  # the densest is tried in any case before a brief is said to be too long
        return high <= most * _FULL or density == DENSITIES[-1]
    return pages > least and (high <= pages - 1 or bool(holes))


def measured(density: str, document: Document) -> Fit:
    """Return how the pages of a document are filled."""
    ends = [_end(page._page_box) for page in document.pages]
    return Fit(density, document, tuple(filled / height for filled, height in ends))


def _foot(document: Document) -> None:
    """Move the tail block down to the foot of the last page, if it is the last thing there."""
    page = document.pages[-1]._page_box
    filled, height = _end(page)
    tail = _tail(page)
    if tail is None:
        return
    bottom = tail.position_y + tail.margin_height() - page.content_box_y()
    slack = height - max(filled, bottom) - _AIR
    if slack <= 0 or bottom < filled - _AIR:
        return  # no room, or something stands below it
    tail.translate(dy=slack)
    for box in tail.descendants():
        _move_background(box, slack)
    document.pages[-1] = Page(page)  # its links have moved


def _move_background(box: Any, down: float) -> None:
    """Move what is painted behind a box: WeasyPrint has laid it out, and leaves it where it was."""
    if box.background is None:
        return

    def moved(area: Any) -> Any:
        x, y, *rest = area
        return (x, y + down, *rest)

    layers = [
        layer._replace(
            painting_area=moved(layer.painting_area),
            positioning_area=layer.positioning_area
            if layer.positioning_area == "unused"
            else moved(layer.positioning_area),
            clipped_boxes=[moved(area) for area in layer.clipped_boxes],
        )
        for layer in box.background.layers
    ]
    box.background = box.background._replace(layers=layers)


_AIR = 4
"""CSS pixels that are left at the foot."""


def _tail(page: Any) -> Any:
    for box in page.children[0].descendants():
        element = getattr(box, "element", None)
        if element is not None and "tail" in (element.get("class") or "").split():
            return box
    return None


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
