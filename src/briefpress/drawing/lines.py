"""Lines of many points: joined to rings, reduced to what print can show, made into paths."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool]

GRID = 25.4 / 720
"""Millimetres in a tenth of a point: finer than print, and short to write in SVG."""


def joined(arcs: tuple[Floats, ...], ring: list[int]) -> Floats:
    """Return a ring's points; the last is not the first again."""
    return np.concatenate([arcs[at][:-1] if at >= 0 else arcs[~at][:0:-1] for at in ring])


def area(ring: Floats) -> float:
    """Return the area in a ring: positive if it runs clockwise on a sheet whose y goes down."""
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def flat(arcs: Iterable[Floats]) -> tuple[Floats, Integers]:
    """Return all points in one array, and the number of each point's arc."""
    arcs = list(arcs)
    return np.concatenate(arcs), np.repeat(np.arange(len(arcs)), [len(arc) for arc in arcs])


def split(points: Floats, number: Integers) -> tuple[Floats, ...]:
    """Return the arcs of points in one array, by the number of each point's arc."""
    return tuple(np.split(points, np.flatnonzero(np.diff(number)) + 1))


def reduced(points: Floats, number: Integers, speck: float) -> tuple[Floats, ...]:
    """Leave out what is too small to print, the same on both sides of a boundary.

    Drops the point of the smallest triangle first (M. Visvalingam, J. D. Whyatt,
    "Line generalisation by repeated elimination of points", 1993), but all that
    are smaller than both neighbours at once. The ends of an arc stay.
    """
    while True:
        (ax, ay), (bx, by) = (points[1:-1] - points[:-2]).T, (points[2:] - points[1:-1]).T
        size = np.full(len(points), np.inf)
        size[1:-1] = np.where(number[2:] == number[:-2], np.abs(ax * by - ay * bx) / 2, np.inf)
        after = np.append(size[1:], np.inf)
        before = np.append(np.inf, size[:-1])
        odd = np.arange(len(size)) % 2 == 1  # of many equal ones, every second
        drop = (size < speck) & (size <= before) & ((size < after) | ((size == after) & odd))
        if not drop.any():
            break
        points, number = points[~drop], number[~drop]
    points = np.round(points / GRID) * GRID
    same = (points[1:] == points[:-1]).all(axis=1) & (number[1:] == number[:-1])
    return split(points[np.append(True, ~same)], number[np.append(True, ~same)])


def path(lines: Iterable[Floats], *, closed: bool) -> Path:
    """Return one path of many lines or rings."""
    vertices, codes = [np.empty((0, 2))], [np.empty(0, Path.code_type)]
    for line in lines:
        code = np.full(len(line) + closed, Path.LINETO, Path.code_type)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        vertices += [line, line[:1]] if closed else [line]
        codes.append(code)
    return Path(np.concatenate(vertices), np.concatenate(codes))


def parts(points: Floats, drawn: Bools) -> Path:
    """Return one path of points, with a line from one to the next only where it is ``drawn``."""
    to, on = np.append(False, drawn), np.append(drawn, False)
    codes = np.where(to, Path.LINETO, Path.MOVETO).astype(Path.code_type)
    return Path(points[to | on], codes[to | on])
