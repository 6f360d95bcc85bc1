"""The words of a chart as drawn: too small to be read, one on another, or off the sheet.

Looked at when a chart is drawn, because its words are outlines in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.text import Text

from briefpress.drawing.lettering import CAPITAL, EM, measured

LEAST = 6.0
"""Points: the size below which printed labels are not read."""

_SLACK = 0.3
"""Millimetres that two labels may share, and that one may stick out."""

_Box = tuple[float, float, float, float]


def faults(axes: Axes) -> tuple[str, ...]:
    """Return what is wrong with the labels of a sheet, in words; () when all can be read.

    A label that is turned has its size looked at, and not its place.
    """
    labels = [text for text in axes.texts if text.get_visible() and text.get_text().strip()]
    said = [
        f"the label '{text.get_text()}' is set in {text.get_fontsize():.1f} points"
        for text in labels
        if float(text.get_fontsize()) < LEAST - 0.05
    ]
    paper, size = axes.transData.get_affine().get_matrix().tolist(), _size(axes)
    straight = [(text, _box(text, axes, paper, size)) for text in labels if not text.get_rotation()]
    return (*said, *_off(straight, size), *_colliding(straight))


def _off(labels: list[tuple[Text, _Box]], size: tuple[float, float]) -> Iterator[str]:
    wide, high = size
    for text, (left, top, right, bottom) in labels:
        if min(left, top, wide - right, high - bottom) < -_SLACK:
            yield f"the label '{text.get_text()}' sticks out of the picture"


def _colliding(labels: list[tuple[Text, _Box]]) -> Iterator[str]:
    above: list[tuple[Text, _Box]] = []
    for text, box in sorted(labels, key=lambda one: one[1][1]):
        left, top, right, bottom = box
        above = [one for one in above if one[1][3] > top + _SLACK]
        for other, (its_left, _, its_right, its_bottom) in above:
            beside = min(right, its_right) - max(left, its_left)
            if beside > _SLACK and min(bottom, its_bottom) - top > _SLACK:
                yield f"the labels '{other.get_text()}' and '{text.get_text()}' collide"
        above.append((text, box))


def _size(axes: Axes) -> tuple[float, float]:
    """Return width and height of the sheet in millimetres."""
    box = axes.figure.bbox
    return box.width / axes.figure.dpi * 25.4, box.height / axes.figure.dpi * 25.4


def _box(text: Text, axes: Axes, paper: list[list[float]], sheet: tuple[float, float]) -> _Box:
    """Return the ink of a label of one line: millimetres from the upper left of the sheet.

    ``paper`` is the matrix of the sheet, on which most labels are set, ``sheet`` its size.
    """
    dots = axes.figure.dpi / 25.4
    x, y = text.get_unitless_position()
    if text.get_transform() is axes.transData and axes.transData.is_affine:
        x, y = paper[0][0] * x + paper[0][2], paper[1][1] * y + paper[1][2]
    else:
        x, y = text.get_transform().transform((x, y))
    x, y = x / dots, y / dots
    y = sheet[1] - y
    size = float(text.get_fontsize())
    lines = text.get_text().split("\n")
    wide = max(measured(line, size, text.get_fontweight() in ("bold", 700)) for line in lines)
    high = CAPITAL * size * EM
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_horizontalalignment()] * wide
    up = {"baseline": 1.0, "bottom": 1.0, "center": 0.5, "center_baseline": 0.5, "top": 0.0}
    top = y - up[text.get_verticalalignment()] * high
    return left, top, left + wide, top + high
