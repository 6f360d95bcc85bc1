"""Pages of two PDFs as pictures, with the places marked where they differ."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

SCALE = 1.25
"""Pixels a point: 90 dpi, at which a digit of 8 pt can be read."""

_CELL = 12
"""Pixels: what is nearer to each other than this is one place."""

_SAME = 24
"""Of 255: two renderings of the same edge differ by less."""

_MARK = (213, 94, 0)


@dataclass(frozen=True)
class Page:
    """A page that differs: its number, the places (left, top, right, bottom, in points), pictures.

    ``old`` and ``new`` are PNGs in base64, "" where that edition has no such page.
    """

    number: int
    places: tuple[tuple[float, float, float, float], ...]
    old: str
    new: str


def changed(old: Path, new: Path) -> list[Page]:
    """Return the pages in which two PDFs differ to the eye."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(old) as one, pypdfium2.PdfDocument(new) as two:
        for at in range(max(len(one), len(two))):
            pictures = [
                document[at].render(scale=SCALE).to_pil().convert("RGB")
                if at < len(document)
                else None
                for document in (one, two)
            ]
            page = _compared(at + 1, *pictures)
            if page:
                found.append(page)
    return found


def _compared(number: int, old: Image | None, new: Image | None) -> Page | None:
    if old is None or new is None:
        return Page(number, (), _png(old), _png(new))
    boxes = places(old, new)
    if not boxes:
        return None
    points = tuple(tuple(round(side / SCALE, 1) for side in box) for box in boxes)
    return Page(number, points, _png(_marked(old, boxes)), _png(_marked(new, boxes)))  # type: ignore[arg-type]


def places(old: Image, new: Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes, in pixels, in which two pictures differ, from the top down."""
    import numpy as np

    width, height = max(old.width, new.width), max(old.height, new.height)
    sheets = []
    for picture in (old, new):
        sheet = np.full((height, width, 3), 255, dtype=np.int16)
        sheet[: picture.height, : picture.width] = np.asarray(picture)
        sheets.append(sheet)
    differs = (np.abs(sheets[0] - sheets[1]) > _SAME).any(axis=2)
    rows, columns = -(-height // _CELL), -(-width // _CELL)
    padded = np.zeros((rows * _CELL, columns * _CELL), dtype=bool)
    padded[:height, :width] = differs
    cells = padded.reshape(rows, _CELL, columns, _CELL).any(axis=(1, 3))
    return sorted(_boxes(np.asarray(cells)), key=lambda box: (box[1], box[0]))


def _boxes(cells: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Return a box around each group of cells that touch, corners included."""
    left = {(int(row), int(column)) for row, column in zip(*cells.nonzero(), strict=True)}
    boxes = []
    while left:
        group, edge = [], [left.pop()]
        while edge:
            row, column = edge.pop()
            group.append((row, column))
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
            edge += near & left
            left -= near
        tops, sides = [one[0] for one in group], [one[1] for one in group]
        boxes.append(
            (
                min(sides) * _CELL,
                min(tops) * _CELL,
                (max(sides) + 1) * _CELL,
                (max(tops) + 1) * _CELL,
            )
        )
    return boxes


def _marked(picture: Image, boxes: list[tuple[int, int, int, int]]) -> Image:
    from PIL import ImageDraw

    marked = picture.copy()
    draw = ImageDraw.Draw(marked)
    for box in boxes:
        draw.rectangle(box, outline=_MARK, width=2)
    return marked


def _png(picture: Image | None) -> str:
    if picture is None:
        return ""
    out = io.BytesIO()
    picture.quantize(128).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()
