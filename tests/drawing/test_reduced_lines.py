"""Which points of a line are left for print."""

from __future__ import annotations

import numpy as np
import pytest

from briefpress.drawing import lines


def slowly(points: list[list[float]], number: list[int], speck: float) -> list[list[float]]:
    """Leave points out round by round, as the rule in ``lines.reduced`` says, one at a time."""
    left = list(zip(points, number, strict=True))
    while True:
        size = [np.inf] * len(left)
        for at in range(1, len(left) - 1):
            (a, one), (b, two), (c, three) = left[at - 1 : at + 2]
            if one == two == three:
                size[at] = abs(
                    (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
                ) / 2  # fmt: skip
        gone = {
            at
            for at, its in enumerate(size)
            if its < speck
            and (its < size[at + 1] or (its == size[at + 1] and at % 2 == 1))
            and its <= size[at - 1]
        }
        if not gone:
            return [point for point, _ in left]
        left = [one for at, one in enumerate(left) if at not in gone]


@pytest.mark.parametrize("seed", range(12))
def test_points_are_left_out_by_the_rule(seed: int) -> None:
    random = np.random.default_rng(seed)
    count, arcs = 240, 9
    steps = random.integers(-2, 3, (count, 2)) if seed % 2 else random.normal(size=(count, 2))
    points = np.cumsum(steps, axis=0) * lines.GRID  # whole steps: many are of one size
    number = np.sort(random.integers(0, arcs, count))
    found = lines._left(lines.Arcs(points, number), 1.5 * lines.GRID**2)
    assert points[found].tolist() == slowly(points.tolist(), number.tolist(), 1.5 * lines.GRID**2)
    assert 20 < len(found) < count - 20


def test_the_ends_of_an_arc_stay() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 0.0]])
    left = lines._left(lines.Arcs(points, np.array([0, 0, 0, 1, 1, 1])), 1.0)
    assert left.tolist() == [0, 2, 3, 5]
