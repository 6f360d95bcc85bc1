"""Ribbons from one column of blocks to another: what comes from whom and goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from briefpress.drawing.house import LABEL, SMALL, House
from briefpress.drawing.lettering import EM, LINE, fitted, paper, say

SLOT = 9.3
"""Millimetres that a block takes at least: two lines of name, or one, and its value."""
_GAP = 1.2
_BLOCK = 2.4
_WORDS = 0.31  # of the sheet's width, at most, for the labels of either side
_STRONG, _WEAK = 0.5, 0.24  # tints of the first source's ribbons and the last's


@dataclass(frozen=True)
class Block:
    """One source or destination: its name, and its sum as printed."""

    label: str
    printed: str
    meant: bool = True


def height(left: int, right: int) -> float:
    """Return how high a sheet so many blocks on each side need."""
    return max(left, right) * (SLOT + _GAP) + 14


def ribbons(
    axes: Axes, left: Sequence[Block], right: Sequence[Block],
    flows: Sequence[tuple[int, int, float]], house: House, *, foot: float = 0,
) -> None:  # fmt: skip
    """Draw blocks and ribbons, their heights in proportion to the flows.

    ``flows`` are left block, right block (positions) and value, which is
    positive; ``foot`` millimetres at the bottom are left free. No block or label lies over another: a small one has its ``SLOT``.
    """
    width, tall = paper(axes, house)
    tall -= foot
    sums = (
        [sum(value for one, _, value in flows if one == at) for at in range(len(left))],
        [sum(value for _, one, value in flows if one == at) for at in range(len(right))],
    )
    scale = _scale(sums, tall)
    labels = [_words(blocks, width * _WORDS) for blocks in (left, right)]
    sides = (labels[0] + 2, width - labels[1] - 2)
    tops = [_tops(side, scale, tall) for side in sums]
    at_left, at_right = list(tops[0]), list(tops[1])
    for one, other, value in sorted(flows):
        thick = value * scale
        axes.add_patch(
            PathPatch(
                _ribbon(sides[0] + _BLOCK, at_left[one], sides[1] - _BLOCK, at_right[other], thick),
                facecolor=house.tint(shade(one)) if left[one].meant else house.land,
                edgecolor="white", lw=0.5,
            )  # fmt: skip
        )
        at_left[one] += thick
        at_right[other] += thick
    for blocks, x, sign, side in ((left, sides[0], 1, 0), (right, sides[1], -1, 1)):
        for block, top, value in zip(blocks, tops[side], sums[side], strict=True):
            colour = house.accent if block.meant else house.muted
            corner = x if sign > 0 else x - _BLOCK
            axes.add_patch(Rectangle((corner, top), _BLOCK, value * scale, facecolor=colour, lw=0))
            middle = top + value * scale / 2
            _label(axes, house, block, x - sign * 2, middle, labels[side], sign)


def _scale(sums: tuple[list[float], list[float]], tall: float) -> float:
    """Return millimetres for one unit of value, so that both sides fill the height at most."""
    low, high = 0.0, tall / sum(sums[0])
    for _ in range(40):
        middle = (low + high) / 2
        needs = max(sum(max(value * middle, SLOT) + _GAP for value in side) for side in sums)
        low, high = (middle, high) if needs - _GAP <= tall else (low, middle)
    return low


def _tops(values: Sequence[float], scale: float, tall: float) -> list[float]:
    """Return the top of each block, in the middle of its slot; the column in the middle of all."""
    slots = [max(value * scale, SLOT) + _GAP for value in values]
    tops, at = [], (tall - sum(slots) + _GAP) / 2
    for value, slot in zip(values, slots, strict=True):
        tops.append(at + (slot - _GAP - value * scale) / 2)
        at += slot
    return tops


def _ribbon(x0: float, y0: float, x1: float, y1: float, thick: float) -> Path:
    half = (x0 + x1) / 2
    points = [
        (x0, y0), (half, y0), (half, y1), (x1, y1),
        (x1, y1 + thick), (half, y1 + thick), (half, y0 + thick), (x0, y0 + thick), (x0, y0),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _label(
    axes: Axes, house: House, block: Block, x: float, middle: float, width: float, sign: int
) -> None:
    name, size = fitted(block.label, width, SLOT - LABEL * EM * LINE)
    lines = name.count("\n") + 1
    leading = LINE * size * EM
    say(axes, house, x, middle - leading / 2, name, size=size, align="end" if sign > 0 else "start")
    say(axes, house, x, middle + lines * leading / 2, block.printed, size=LABEL, bold=True,
        align="end" if sign > 0 else "start")  # fmt: skip
