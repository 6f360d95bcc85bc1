"""Matrices: rows and columns with their labels, and dots or tinted cells where they meet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from briefpress.colour import contrast
from briefpress.drawing.house import SMALL, VALUE, House
from briefpress.drawing.lettering import (
    column,
    fitted,
    fitted_alike,
    measured,
    paper,
    say,
    widest_word,
)

CELL = 6.2
"""Millimetres between two rows of a matrix: a line of label, or two small ones."""


@dataclass(frozen=True)
class Matrix:
    """Labels of rows and columns, in order; ``tail`` is printed at the end of each row.

    ``row`` and ``head`` are the heights of a row and of the columns' labels,
    ``widest`` the largest distance between two columns, all in millimetres.
    Columns stand at the end of the sheet, the rows' labels have what is left.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    head: float
    row: float = CELL
    widest: float = 22.0
    tail: Sequence[str] = ()
    tail_head: str = ""


def dots(axes: Axes, matrix: Matrix, filled: Iterable[tuple[int, int]], house: House) -> None:
    """Draw a dot where a row and a column (their positions) meet, and a speck elsewhere."""
    left, step = _frame(axes, matrix, house)
    met = set(filled)
    radius = min(1.7, step * 0.36, matrix.row * 0.36)
    for row, at in sorted(met):
        middle = (left + (at + 0.5) * step, matrix.head + (row + 0.5) * matrix.row)
        axes.add_patch(Circle(middle, radius, facecolor=house.accent, lw=0))
    _specks(axes, matrix, met, house, left, step)


def tints(axes: Axes, matrix: Matrix, counts: Mapping[tuple[int, int], int], house: House) -> None:
    """Draw a cell for each count (by row and column), the more the darker, the count in it."""
    left, step = _frame(axes, matrix, house)
    met = {place: count for place, count in counts.items() if count}
    most = max([4, *met.values()])  # a single activity is not to be the darkest there can be
    for (row, at), count in met.items():
        x, y = left + at * step, matrix.head + row * matrix.row
        strength = 0.16 + 0.84 * count / most
        cell = Rectangle((x + 0.4, y + 0.4), step - 0.8, matrix.row - 0.8, lw=0)
        cell.set_facecolor(house.tint(strength))
        axes.add_patch(cell)
        say(axes, house, x + step / 2, y + matrix.row / 2, house.text.number(count), size=VALUE,
            bold=True, colour=_readable(house.tint(strength), house), align="middle")  # fmt: skip
    _specks(axes, matrix, set(met), house, left, step)


def _readable(colour: str, house: House) -> str:
    """Return the colour of letters on this ground, white or ink: whichever has more contrast."""
    return max("#ffffff", house.ink, key=lambda letters: contrast(letters, colour))


def _frame(axes: Axes, matrix: Matrix, house: House) -> tuple[float, float]:
    """Draw labels and rules; return where the first column starts, and the columns' distance."""
    width = paper(axes, house)[0]
    tails = [measured(tail, VALUE, bold=True) for tail in matrix.tail]
    room = max([*tails, widest_word([matrix.tail_head], SMALL)]) + 2 if tails else 0.0
    narrowest = min(widest_word(matrix.columns, SMALL) + 1.2, width * 0.6 / len(matrix.columns))
    most = width - room - narrowest * len(matrix.columns) - 2
    least = column(matrix.rows, most, lines=1 if matrix.row < 7 else 2) + 2
    step = min(matrix.widest, (width - room - least) / len(matrix.columns))
    left = width - room - step * len(matrix.columns)
    foot, high = matrix.head - 1.8, matrix.head - 1.5
    for at, head in enumerate(matrix.columns):
        words, _ = fitted(head, step - 1, high, SMALL)
        say(axes, house, left + (at + 0.5) * step, foot, words, size=SMALL,
            align="middle", on="baseline", colour=house.muted)  # fmt: skip
    if matrix.tail:
        words, _ = fitted(matrix.tail_head, room, high, SMALL)
        say(axes, house, width, foot, words, size=SMALL, align="end",
            on="baseline", colour=house.muted)  # fmt: skip
    labels, size = fitted_alike(matrix.rows, left - 2, matrix.row)
    rules = [matrix.head + at * matrix.row for at in range(len(labels))]
    axes.hlines(rules, 0, width, colors=house.rule, lw=0.4)
    for at, label in enumerate(labels):
        top = matrix.head + at * matrix.row
        say(axes, house, 0, top + matrix.row / 2, label, size=size)
        if matrix.tail:
            say(axes, house, width, top + matrix.row / 2, matrix.tail[at], size=VALUE,
                bold=True, align="end")  # fmt: skip
    return left, step


def _specks(
    axes: Axes, matrix: Matrix, met: set[tuple[int, int]], house: House, left: float, step: float
) -> None:
    empty = [
        (left + (at + 0.5) * step, matrix.head + (row + 0.5) * matrix.row)
        for row in range(len(matrix.rows))
        for at in range(len(matrix.columns))
        if (row, at) not in met
    ]
    if empty:
        axes.plot(*zip(*empty, strict=True), ls="", marker="o", ms=1.6, mew=0, color=house.rule)


def complete(found: pd.DataFrame, **order: Iterable[str]) -> pd.DataFrame:
    """Return ``found`` with a row for every pair of two columns, zero where there was none.

    ``order`` names the two columns and their values, in the order of the result;
    the others are ``activities`` (count) and ``rows``.
    """
    pairs = pd.DataFrame(itertools.product(*order.values()), columns=list(order), dtype=str)
    table = pairs.merge(found, how="left", on=list(order))
    table["activities"] = table["activities"].fillna(0).astype(int)
    table["rows"] = [rows if isinstance(rows, tuple) else () for rows in table["rows"]]
    return table
