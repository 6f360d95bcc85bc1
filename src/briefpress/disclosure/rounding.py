"""All counts as multiples of a base, such that totals are still the sums of their parts.

Controlled rounding (Cox and Ernst 1982) of preferences that are drawn without
bias (Fellegi 1975), by a key that readers do not have. Nobody who knows the
method can exclude a table of counts each less than ``base`` from what is
printed: from every such table the draws can lead to just these multiples.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from briefpress.disclosure.attack import Way, components, require_wide
from briefpress.disclosure.programme import Programme
from briefpress.disclosure.system import Cell, System

_FAR, _PRINTED_BEFORE = 1000.0, 20.0
"""What a step costs that is not to the other of the two multiples around; or away from a
multiple that an earlier edition printed. A step between the two costs 1."""
_NODES = 2000
"""Of the search for a table: a limit in time would make the counts depend on the machine."""
_TOGETHER = 300
"""So many linked cells are rounded as one; of more, the last totals sum what is rounded."""

Draw = Callable[[str], float]
"""Gives each cell a number from 0 to less than 1, always the same."""


def draw(key: bytes) -> Draw:
    """Return draws that only who has the ``key`` can repeat."""

    def of(cell: str) -> float:
        digest = hmac.digest(key, cell.encode(), "sha256")
        return int.from_bytes(digest[:6], "big") / 2**48

    return of


def rounded(
    system: System, base: int, drawn: Draw, before: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """Return a multiple of ``base`` for each cell: every sum is kept.

    A cell gets one of the two multiples around its value, the upper one with a
    probability in proportion to how near it is, or the other one where the sums
    ask for it, or a further one where no table exists otherwise; totals of very many
    cells are sums of rounded ones and may be farther away. ``before``: what an
    earlier edition printed of cells, which they keep where that is a multiple around.
    """
    found: dict[str, float] = {}
    for part in components(system, range(len(system.cells))):
        if len(part) <= _TOGETHER:
            found |= _Table(system, part, base, drawn, before or {}).solved()
        else:
            found |= _apart(system, part, base, drawn, before or {})
    return {cell.name: found[cell.name] for cell in system.cells}


def _apart(
    system: System, part: list[int], base: int, drawn: Draw, before: Mapping[str, float]
) -> dict[str, float]:
    """Round cells without the totals that are in no further sum, and sum these then.

    Such a total tells nothing that its parts do not, and is farther from the truth.
    """
    rows = sorted({row for at in part for row in system.rows_of[at]})
    ends = [row for row in rows if len(system.rows_of[system.at[system.sums[row].total]]) == 1]
    totals = {system.sums[row].total for row in ends}
    inner = System(
        tuple(system.cells[at] for at in part if system.cells[at].name not in totals),
        tuple(system.sums[row] for row in rows if row not in set(ends)),
    )
    found: dict[str, float] = {}
    for few in components(inner, range(len(inner.cells))):
        found |= _Table(inner, few, base, drawn, before).solved()
    for row in ends:
        one = system.sums[row]
        found[one.total] = math.fsum(found[name] for name in one.parts)
    return found


def seen(
    system: System,
    printed: Mapping[str, float],
    base: int,
    before: Mapping[str, float] | None = None,
) -> System:
    """Return the system as a reader has it: from where to where each cell can be.

    Less than ``base`` from what is printed, now and before. The values are those
    printed, which could be the true ones, wherever a reader does not know better.
    """
    cells = [
        _seen(cell, printed[cell.name], base, (before or {}).get(cell.name))
        for cell in system.cells
    ]
    for part in components(system, range(len(cells))):
        if all(not cells[at].known and _fits(cells[at], printed) for at in part):
            for at in part:
                cells[at] = replace(cells[at], value=printed[cells[at].name])
    return System(tuple(cells), system.sums)


def _seen(cell: Cell, printed: float, base: int, before: float | None) -> Cell:
    if not cell.printed:
        return replace(cell, least=0.0, most=math.inf)
    shown = [one for one in (printed, before) if one is not None]
    reach = base - 1 if all(abs(one - cell.value) < base for one in shown) else math.inf
    least = max(0.0, *(one - reach for one in shown))
    return replace(cell, least=least, most=min(one + reach for one in shown))


def _fits(cell: Cell, printed: Mapping[str, float]) -> bool:
    return (cell.least or 0.0) <= printed[cell.name] <= (cell.most or 0.0)


def require_rounded(
    system: System,
    printed: Mapping[str, float],
    base: int,
    before: Mapping[str, float] | None = None,
) -> None:
    """Try to narrow what is rounded. Raises GateError for a cell of fewer than ``base`` counts."""
    known = seen(system, printed, base, before)
    cells = [cell.name for cell in known.cells if cell.printed and not cell.known]
    require_wide(known, cells, base - 1, _ways(known, base - 1))


def _ways(system: System, by: float) -> Iterator[Way]:
    """Give ways in which cells can be ``by`` more: somebody more in one cell and all around it."""
    parts: dict[int, list[list[int]]] = {}
    around: dict[int, list[int]] = {}
    for one in system.sums:
        inside = [system.at[name] for name in one.parts]
        parts.setdefault(system.at[one.total], []).append(inside)
        for at in inside:
            around.setdefault(at, []).append(system.at[one.total])
    done: set[int] = set()
    for at in range(len(system.cells)):
        if at not in done:
            moved = _moved(at, parts, around)
            done |= moved
            yield dict.fromkeys(sorted(moved), by)


def _moved(
    at: int, parts: Mapping[int, list[list[int]]], around: Mapping[int, list[int]]
) -> set[int]:
    """Return the cells with somebody more: a cell, some of its parts, and what they are part of.

    Whether every sum is kept then, is for who uses it to see.
    """
    moved: set[int] = set()
    lacking: int | None = at
    while lacking is not None:
        leaf = lacking
        while leaf in parts:  # somebody more in a total is more in one of its parts
            of = parts[leaf][0]
            leaf = next((one for one in of if one not in moved), of[0])
        edge = [leaf]
        for cell in edge:
            if cell not in moved:
                moved.add(cell)
                edge += around.get(cell, ())
        lacking = next(
            (
                inside[0]
                for cell in sorted(moved)
                for inside in parts.get(cell, ())
                if moved.isdisjoint(inside)
            ),
            None,
        )
    return moved


class _Table:
    """Cells that sums link: what each would like to be, and what all can be together."""

    def __init__(
        self, system: System, part: list[int], base: int, drawn: Draw, before: Mapping[str, float]
    ) -> None:
        self.system, self.part, self.base = system, part, base
        self.drawn, self.before = drawn, before
        self.programme = Programme()
        self.wanted: dict[int, int] = {}
        self.steps: dict[int, list[tuple[int, int]]] = {}
        for at in part:
            self._add(at)

    def solved(self) -> dict[str, float]:
        """Return the multiples of all cells."""
        names = self.system.names(self.part)
        answer = None
        rows = sorted({row for at in self.part for row in self.system.rows_of[at]})
        if rows:
            for number in rows:
                self._keep(self.system.rows[number])
            answer = self.programme.solve(nodes=_NODES)
            if answer is None:
                raise ArithmeticError(f"no table of multiples was found in {_NODES} steps")
        found = []
        for at in self.part:
            steps = (
                [sign * round(answer[place]) for place, sign in self.steps[at]]
                if answer is not None
                else []
            )
            found.append(float(self.base * (self.wanted[at] + sum(steps))))
        return dict(zip(names, found, strict=True))

    def _add(self, at: int) -> None:
        """Add a cell: the multiple that it would like to be, and what steps away from it cost."""
        cell = self.system.cells[at]
        below, rest = divmod(cell.value, self.base)
        up = bool(rest) and self.drawn(cell.name) < rest / self.base
        cost = 1.0
        if (was := self.before.get(cell.name)) is not None and 0 < abs(
            was - cell.value
        ) < self.base:
            up, cost = was > cell.value, _PRINTED_BEFORE
        wanted = self.wanted[at] = int(below) + up
        other = (-1 if up else 1) if rest else 0
        steps: list[tuple[int, int]] = []
        for sign in (1, -1):
            far = 0.01 if not cell.printed else _FAR
            if other == sign:
                steps.append((self.programme.variable(0, 1, cost, whole=True), sign))
            most = wanted if sign < 0 else math.inf
            most -= 1 if other == sign and sign < 0 else 0
            if most > 0:
                steps.append((self.programme.variable(0, most, far, whole=True), sign))
        self.steps[at] = steps

    def _keep(self, row: Mapping[int, float]) -> None:
        factors = [(place, by * sign) for at, by in row.items() for place, sign in self.steps[at]]
        short = -math.fsum(by * self.wanted[at] for at, by in row.items())
        self.programme.row(factors, short, short)
