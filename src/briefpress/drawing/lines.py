"""Lines of many points: joined to rings, reduced to what print can show, made into paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool]

GRID = 25.4 / 720
"""Millimetres in a tenth of a point: finer than print, and short to write in SVG."""


@dataclass(frozen=True)
class Arcs:
    """Lines in one array: their points, in order, and the number of each point's arc."""

    points: Floats
    number: Integers

    @cached_property
    def _starts(self) -> list[int]:
        last = self.number[-1] + 1
        return [int(at) for at in np.searchsorted(self.number, np.arange(last + 1))]

    def __getitem__(self, at: int) -> Floats:
        return self.points[self._starts[at] : self._starts[at + 1]]

    def joined(self, ring: Iterable[int]) -> Floats:
        """Return a ring's points; the last is not the first again. ~n is arc n backwards."""
        return np.concatenate([self[at][:-1] if at >= 0 else self[~at][:0:-1] for at in ring])

    def some(self, arcs: Iterable[int]) -> Arcs:
        """Return some of the arcs, in this order and numbered anew."""
        return flat(self[at] for at in arcs)


def area(ring: Floats) -> float:
    """Return the area in a ring: positive if it runs clockwise on a sheet whose y goes down."""
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def flat(arcs: Iterable[Floats]) -> Arcs:
    """Return lines as arcs, numbered from 0."""
    arcs = list(arcs)
    return Arcs(np.concatenate(arcs), np.repeat(np.arange(len(arcs)), list(map(len, arcs))))


def reduced(arcs: Arcs, speck: float) -> Arcs:
    """Leave out what is too small to print, the same on both sides of a boundary.

    Drops the point of the smallest triangle first (M. Visvalingam, J. D. Whyatt,
    "Line generalisation by repeated elimination of points", 1993), but all that
    are smaller than both neighbours at once. The ends of an arc stay.
    """
    left = _left(arcs, speck)
    points, number = np.round(arcs.points[left] / GRID) * GRID, arcs.number[left]
    same = (points[1:] == points[:-1]).all(axis=1) & (number[1:] == number[:-1])
    stays = np.append(True, ~same)
    return Arcs(points[stays], number[stays])


def _left(arcs: Arcs, speck: float) -> Integers:
    """Return which points are left, in their order.

    Each is linked to those beside it, so that a round, of which there are some
    thirty, takes as long as there is something to leave out, not as all points.
    """
    x, y = arcs.points.T.copy()
    here = np.arange(len(x))
    before, after, stays = here - 1, here + 1, np.ones(len(x), bool)

    def triangles(at: Integers) -> Floats:  # take() is twice as fast as brackets
        left, right = before.take(at), after.take(at)
        here_x, here_y = x.take(at), y.take(at)
        ax, ay = here_x - x.take(left), here_y - y.take(left)
        bx, by = x.take(right) - here_x, y.take(right) - here_y
        return np.asarray(np.abs(ax * by - ay * bx) / 2)

    size = np.full(len(x), np.inf)
    inner = 1 + np.flatnonzero(arcs.number[2:] == arcs.number[:-2])
    size[inner] = triangles(inner)
    while True:
        small = np.flatnonzero(size < speck)
        its, behind = size.take(small), size.take(after.take(small))
        first, equal = its < behind, its == behind
        if equal.any():  # of equal ones, every second
            first |= equal & (np.cumsum(stays).take(small) % 2 == 0)
        gone = small[first & (its <= size.take(before.take(small)))]
        if not len(gone):
            return np.flatnonzero(stays)
        stays[gone], size[gone] = False, np.inf
        left, right = before.take(gone), after.take(gone)
        left = np.where(stays.take(left), left, before.take(left))  # two of one size go together
        right = np.where(stays.take(right), right, after.take(right))
        after[left], before[right] = right, left
        near = np.concatenate([left, right])
        near = near[size.take(near) < np.inf]
        size[near] = triangles(near)


def path(lines: Iterable[Floats], *, closed: bool) -> Path:
    """Return one path of many lines or rings."""
    listed = list(lines)
    ends = np.cumsum([0, *(len(line) + closed for line in listed)])
    codes = np.full(ends[-1], Path.LINETO, Path.code_type)
    codes[ends[:-1]] = Path.MOVETO
    if closed:
        codes[ends[1:] - 1] = Path.CLOSEPOLY
        listed = [part for ring in listed for part in (ring, ring[:1])]
    return Path(np.concatenate([np.empty((0, 2)), *listed]), codes)


def parts(points: Floats, drawn: Bools) -> Path:
    """Return one path of points, with a line from one to the next only where it is ``drawn``."""
    to, on = np.append(False, drawn), np.append(drawn, False)
    codes = np.where(to, Path.LINETO, Path.MOVETO).astype(Path.code_type)
    return Path(points[to | on], codes[to | on])
