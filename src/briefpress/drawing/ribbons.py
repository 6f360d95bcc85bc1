"""Ribbons from one column of blocks to another: what comes from whom and goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from briefpress.drawing.house import LABEL, House
from briefpress.drawing.lettering import EM, LINE, Align, column, fitted, measured, paper, say

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
    positive; ``foot`` millimetres at the bottom are left free. No block or
    label lies over another: a small one has its ``SLOT``.
    """
    width, tall = paper(axes, house)
    sums = (
        [sum(value for one, _, value in flows if one == at) for at in range(len(left))],
        [sum(value for _, one, value in flows if one == at) for at in range(len(right))],
    )
    scale = _scale(sums, tall - foot)
    tops = [_tops(side, scale, tall - foot) for side in sums]
    words = [_room(side, width * _WORDS) for side in (left, right)]
    ends = words[0] + 2, width - words[1] - 2
    used = [list(side) for side in tops]
    for one, other, value in sorted(flows):
        starts = (ends[0] + _BLOCK, used[0][one]), (ends[1] - _BLOCK, used[1][other])
        strength = _STRONG - (_STRONG - _WEAK) * one / len(left)
        colour = house.tint(strength) if left[one].meant else house.land
        path = _ribbon(*starts, value * scale)
        line = house.part if left[one].meant else house.muted  # tints alone are too pale to follow
        axes.add_patch(PathPatch(path, facecolor=colour, edgecolor=line, lw=0.35))
        used[0][one] += value * scale
        used[1][other] += value * scale
    for side, blocks in enumerate((left, right)):
        corner, edge = (ends[0], ends[0] - 2) if side == 0 else (ends[1] - _BLOCK, ends[1] + 2)
        for block, top, value in zip(blocks, tops[side], sums[side], strict=True):
            colour = house.accent if block.meant else house.muted
            axes.add_patch(Rectangle((corner, top), _BLOCK, value * scale, facecolor=colour, lw=0))
            middle = top + value * scale / 2
            _label(axes, house, block, edge, middle, words[side], "start" if side else "end")


def _room(blocks: Sequence[Block], most: float) -> float:
    """Return the width that names and values of one side need; long names take two lines."""
    values = max(measured(block.printed, bold=True) for block in blocks)
    names = [block.label for block in blocks]
    long = [name for name in names if measured(name) > most * 0.75]
    short = [measured(name) for name in names if name not in long]
    return max([values, column(long, most, lines=2), *short]) + 0.1


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


def _ribbon(start: tuple[float, float], end: tuple[float, float], thick: float) -> Path:
    """Return the outline of a ribbon between the upper corners of its two ends."""
    (x0, y0), (x1, y1) = start, end
    half = (x0 + x1) / 2
    points = [
        (x0, y0), (half, y0), (half, y1), (x1, y1),
        (x1, y1 + thick), (half, y1 + thick), (half, y0 + thick), (x0, y0 + thick), (x0, y0),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _label(
    axes: Axes, house: House, block: Block, x: float, middle: float, room: float, align: Align
) -> None:
    """Write name and value as one paragraph around ``middle``."""
    name, size = fitted(block.label, room, SLOT - LABEL * EM * LINE)
    under = (name.count("\n") + 1) * LINE * size * EM / 2
    say(axes, house, x, middle - LINE * LABEL * EM / 2, name, size=size, align=align)
    say(axes, house, x, middle + under, block.printed, bold=True, align=align)
