"""Rows of totals at the foot of a person's table: they are no activity, and count nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefpress.sources.grid import Grid

_TOTAL = re.compile(
    r"((grand|overall|gran)[ -]|sub-?|sous-)?totale?s?( général| general| generale)?"
    r"|totaux|sum|somme|suma|итого|всего|المجموع|الإجمالي|合计|总计|总数",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[^\d]{0,5}\d[\d.,'’ \u00a0\u202f\u2009]*[^\d]{0,5}")
"""A number, perhaps with a currency or a percent sign on either side."""

_LONGEST = 40


def of(grid: Grid) -> Iterator[tuple[int, str]]:
    """Give the number of each row of totals, and the word that says so.

    Its first filled cell says "Total", "Sous-total", "Итого", …, and all others
    that are filled are numbers: where a column has names too, it is a row like others.
    """
    for at, number in enumerate(grid.numbers):
        cells = iter(column[at].strip() for column in grid.columns)
        first = next((cell for cell in cells if cell), "")
        if len(first) <= _LONGEST and _TOTAL.fullmatch(first.rstrip(" :.")):
            rest = [cell for cell in cells if cell]
            if rest and all(_AMOUNT.fullmatch(cell) for cell in rest):
                yield number, first
