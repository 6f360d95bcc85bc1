"""Pictures of pixels that are too few for print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.images import RasterImage

from briefpress.documents.looks.sheets import Sheet, shown
from briefpress.model.finding import Finding

LEAST = 150
"""Pixels an inch: below it, pixels are seen in print at reading distance."""

_DRAWN = ("chart:",)
"""Pictures that only stand in for a drawing of lines (documents/placing.py)."""


def resolution(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each raster picture that has less than ``LEAST`` pixels an inch as it is printed."""
    for sheet in sheets:
        for leaf in sheet.leaves:
            picture = getattr(leaf.box, "replacement", None)
            source = leaf.node.get("src") or ""
            if not isinstance(picture, RasterImage) or source.startswith(_DRAWN):
                continue
            inches = max(leaf.place.width, 0.01) / 25.4, max(leaf.place.height, 0.01) / 25.4
            dots = round(min(picture.width / inches[0], picture.height / inches[1]))
            if dots < LEAST:
                words = f"the picture {shown(source)} is printed at {dots} dpi"
                hint = f"Show it smaller, or take one with {LEAST} pixels an inch"
                yield Finding("resolution", words, hint, sheet.page, leaf.place)
