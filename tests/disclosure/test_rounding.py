"""Rounded tables sum as they are printed, and no reader narrows a count to fewer than the base."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from scipy.optimize import linprog
from test_attack import linked, random_table

from briefpress.disclosure.rounding import draw, require_rounded, rounded
from briefpress.disclosure.system import Cell, Sum, System
from briefpress.errors import GateError

BASE = 5
SEED = int(os.environ.get("SEED", "0"))


def narrowed(
    system: System,
    printed: Mapping[str, float],
    exact: frozenset[str] = frozenset(),
    reach: int = 4,
) -> dict[str, tuple[float, float]]:
    """Return the cells that an attacker narrows to fewer than BASE counts.

    He knows the method: a count is not farther than ``reach`` from what is printed.
    He has a matrix and a solver of his own, and knows some cells exactly.
    """
    names = [cell.name for cell in system.cells]
    place = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(system.sums), len(names)))
    for at, one in enumerate(system.sums):
        matrix[at, place[one.total]] -= 1
        for part in one.parts:
            matrix[at, place[part]] += 1
    bounds = [
        (system.value(name),) * 2
        if name in exact
        else (max(0, printed[name] - reach), printed[name] + reach)
        for name in names
    ]
    found = {}
    for at, name in enumerate(names):
        ends = []
        for sign in (1, -1):
            costs = np.zeros(len(names))
            costs[at] = sign
            answer = linprog(
                costs, A_eq=matrix, b_eq=np.zeros(len(system.sums)), bounds=bounds, integrality=1
            )
            ends.append(sign * answer.fun if answer.status == 0 else 0.0)
        if name not in exact and ends[1] - ends[0] < BASE - 1 - 1e-6:
            found[name] = (ends[0], ends[1])
    return found


@pytest.mark.parametrize("sets", [8, pytest.param(100, marks=pytest.mark.long)])
def test_no_rounded_count_is_narrowed_to_fewer_than_the_base(sets: int) -> None:
    print(f"SEED={SEED}")
    rng = np.random.default_rng(1000 * SEED + 20)
    for number in range(sets):
        system = linked(random_table(rng))
        printed = rounded(system, BASE, draw(f"key {SEED} {number}".encode()))
        for one in system.sums:
            assert printed[one.total] == sum(printed[part] for part in one.parts)
        for cell in system.cells:
            assert printed[cell.name] % BASE == 0
            assert abs(printed[cell.name] - cell.value) < BASE
        require_rounded(system, printed, BASE)
        assert narrowed(system, printed) == {}


def test_totals_of_many_rows_are_sums_of_rounded_rows_and_give_nothing_back() -> None:
    rng = np.random.default_rng(3)
    cells, sums = [], []
    for at, (female, male) in enumerate(rng.integers(1, 40, (150, 2)).tolist()):
        names = (f"{at} female", f"{at} male")
        cells += [Cell(names[0], female), Cell(names[1], male), Cell(str(at), female + male)]
        sums.append(Sum(str(at), names))
    whole = sum(cell.value for cell in cells[2::3])
    system = System(
        (*cells, Cell("edition", whole)),
        (*sums, Sum("edition", tuple(map(str, range(150))))),
    )
    printed = rounded(system, BASE, draw(b"key"))
    for one in system.sums:
        assert printed[one.total] == sum(printed[part] for part in one.parts)
    assert all(abs(printed[cell.name] - cell.value) < BASE for cell in cells)
    assert abs(printed["edition"] - whole) < 150
    require_rounded(system, printed, BASE)


def test_each_cell_rounded_by_itself_is_narrowed() -> None:
    """What many do: totals are rounded on their own, and do not sum."""
    rng = np.random.default_rng(1)
    got = 0
    for _ in range(8):
        system = linked(random_table(rng))
        printed = {cell.name: 5.0 * round(cell.value / 5) for cell in system.cells}
        got += bool(narrowed(system, printed, reach=2))
    assert got >= 6


def test_exact_margins_beside_rounded_counts_are_narrowed_and_stop_the_gate() -> None:
    system = linked(np.array([[3, 50], [60, 70]]))
    printed = rounded(system, BASE, draw(b"key"))
    exact = frozenset({"0/*", "*/0", "1/0", "0/1"})
    assert "0/0" in narrowed(system, printed, exact)
    known = System(
        tuple(Cell(one.name, one.value, known=one.name in exact) for one in system.cells),
        system.sums,
    )
    with pytest.raises(GateError, match="could be narrowed") as stopped:
        require_rounded(known, printed, BASE)
    assert stopped.value.exit_code == 3


def test_who_knows_the_method_and_not_the_key_can_exclude_no_count() -> None:
    """A count alone: whatever it is, from 6 to 14, there are keys by which 10 is printed."""
    for value in range(6, 15):
        system = System((Cell("a", float(value)),), ())
        prints = {rounded(system, BASE, draw(b"key %d" % at))["a"] for at in range(200)}
        assert 10 in prints
        assert prints <= {5, 10, 15}


def test_rounding_has_no_bias() -> None:
    prints = Counter(
        rounded(System((Cell("a", 12.0),), ()), BASE, draw(b"key %d" % at))["a"]
        for at in range(2000)
    )
    assert prints[10.0] + prints[15.0] == 2000
    assert 0.35 < prints[15.0] / 2000 < 0.45  # 12 is two fifths of the way


def test_a_multiple_stays_and_the_same_key_gives_the_same() -> None:
    system = linked(np.array([[5, 10], [20, 0]]))
    assert rounded(system, BASE, draw(b"a")) == {cell.name: cell.value for cell in system.cells}
    other = linked(np.array([[3, 14], [21, 8]]))
    assert rounded(other, BASE, draw(b"a")) == rounded(other, BASE, draw(b"a"))
    keys = [draw(b"key %d" % at) for at in range(20)]
    assert len({tuple(rounded(other, BASE, one).values()) for one in keys}) > 1


def test_what_was_printed_before_is_printed_again() -> None:
    system = linked(np.array([[3, 14], [21, 8]]))
    before = rounded(system, BASE, draw(b"of last year"))
    for at in range(20):
        again = rounded(system, BASE, draw(b"key %d" % at), before)
        assert again == before
        require_rounded(system, again, BASE, before)


def test_two_roundings_of_one_count_stop_the_gate() -> None:
    system = System((Cell("a", 12.0),), ())
    with pytest.raises(GateError, match="what was printed before: a"):
        require_rounded(system, {"a": 10.0}, BASE, {"a": 15.0})


def test_a_rest_that_nobody_prints_lets_groups_stay_below_their_total() -> None:
    cells = (Cell("all", 100.0), Cell("female", 93.0), Cell("rest", 7.0, printed=False))
    system = System(cells, (Sum("all", ("female", "rest")),))
    for at in range(10):
        printed = rounded(system, BASE, draw(b"key %d" % at))
        assert printed["female"] <= printed["all"]
        require_rounded(system, printed, BASE)
