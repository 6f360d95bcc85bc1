"""What a reader can compute back: the interval of each hidden cell, given all that is printed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from briefpress.disclosure.programme import Programme
from briefpress.disclosure.system import System
from briefpress.errors import GateError

_TOLERANCE = 1e-6
_SPAN = 1e7
"""The most that a reader thinks possible, in place of infinity."""
_NEAR = 300

Way = Mapping[int, float]
"""A way in which cells could be other than they are: what each is above its value."""


@dataclass(frozen=True)
class Interval:
    """What a reader knows of a hidden cell: it is not below ``low`` and not above ``high``."""

    cell: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how many more than one the possible counts are."""
        return self.high - self.low


def require_safe(
    system: System, hidden: Collection[str], threshold: float, ways: Iterable[Way] = ()
) -> None:
    """Try to compute hidden cells back. Raises GateError where one is narrowed too far.

    Too far is less than ``threshold`` from the least to the most that it can be.
    A cell that is already known is no secret any more, and is left out.
    """
    found = narrow(system, hidden, threshold, ways)
    if found:
        raise GateError(
            f"disclosure: {len(found)} hidden counts could be computed back from what is printed:"
            f" {_named(found)}. Nothing was written. Leave these rows out of the data"
        )


def require_wide(
    system: System, cells: Collection[str], width: float, ways: Iterable[Way] = ()
) -> None:
    """Try to narrow rounded cells. Raises GateError where one can be less than ``width`` wide.

    As in ``require_safe`` a cell that is known already is left out.
    """
    found = narrow(system, cells, width, ways)
    if found:
        raise GateError(
            f"disclosure: {len(found)} rounded counts could be narrowed by what is printed now and"
            f" what was printed before: {_named(found)}. Nothing was written. Round with the key of"
            " the earlier edition, or leave these rows out of the data"
        )


def _named(found: Sequence[Interval]) -> str:
    """Name the first of what was found, and say how many more there are."""
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"{', '.join(one.cell for one in found[:5])}{more}"


def narrow(
    system: System, hidden: Collection[str], threshold: float, ways: Iterable[Way] = ()
) -> list[Interval]:
    """Return the hidden cells whose interval is narrower than ``threshold``.

    Of the cells that are not printed at all only those count that hold fewer
    people than the threshold. ``ways`` in which cells could be other than they
    are spare the search for others: none is believed that does not keep every
    sum and move hidden cells only.
    """
    return list(narrowed(system, hidden, threshold, ways))


def narrowed(
    system: System, hidden: Collection[str], threshold: float, ways: Iterable[Way] = ()
) -> Iterator[Interval]:
    """Give what ``narrow`` returns, one by one: who needs to know of one only, stops at it."""
    open_ = {system.at[name] for name in hidden} | {
        at for at, cell in enumerate(system.cells) if not cell.printed
    }
    open_ = {at for at in open_ if system.is_open(at)}
    proven = _Proven(system, open_)
    for way in ways:
        proven.try_(way)
    for part in components(system, open_):
        guarded = [
            at for at in part if system.cells[at].printed or 0 < system.cells[at].value < threshold
        ]
        yield from _Reader(system, part, threshold, proven).narrow(guarded)


class _Proven:
    """The least and the most that cells are known to be possible."""

    def __init__(self, system: System, open_: Collection[int]) -> None:
        self.system, self.open = system, open_
        self.low = {at: system.cells[at].value for at in open_}
        self.high = dict(self.low)

    def note(self, at: int, value: float) -> None:
        """Note that a cell could be this."""
        self.low[at] = min(self.low[at], value)
        self.high[at] = max(self.high[at], value)

    def try_(self, way: Way) -> None:
        """Note what cells could be, if that is possible."""
        system = self.system
        for at, by in way.items():
            value = system.cells[at].value + by
            if at not in self.open or not system.lowest(at) <= value <= system.highest(at):
                return
        for row in {row for at in way for row in system.rows_of[at]}:
            change = sum(by * way[at] for at, by in system.rows[row].items() if at in way)
            if abs(change) > _TOLERANCE:
                return
        for at, by in way.items():
            self.note(at, system.cells[at].value + by)


def components(system: System, open_: Collection[int]) -> Iterator[list[int]]:
    """Give the cells that are not printed in groups that no sum links to each other."""
    left = set(open_)
    while left:
        group, todo = [], [left.pop()]
        while todo:
            at = todo.pop()
            group.append(at)
            for row in system.rows_of[at]:
                linked = left.intersection(system.rows[row])
                left -= linked
                todo.extend(linked)
        yield sorted(group)


class _Reader:
    """Somebody who has everything that is printed, and a solver."""

    def __init__(
        self, system: System, part: Sequence[int], threshold: float, proven: _Proven
    ) -> None:
        self.system, self.part, self.threshold = system, part, threshold
        self.inside, self.proven = set(part), proven
        self.whole = _Possible(system, part)

    def narrow(self, guarded: Sequence[int]) -> Iterator[Interval]:
        """Give the intervals of the guarded cells that are too narrow.

        Every solution is a way in which all cells could be: two that differ by
        the threshold in a cell are proof that the cell is safe, whatever they
        were found for. So it is looked for among few cells first, the others
        being as they are; only who is not safe there is looked for among all.
        """
        for at in guarded:
            for possible in (None, self.whole):
                if self._width(at) < self.threshold - _TOLERANCE:
                    where = possible or _Possible(self.system, self._near(at))
                    self._look(where, at, 1.0)
                    if self._width(at) < self.threshold - _TOLERANCE:
                        self._look(where, at, -1.0)
            if self._width(at) < self.threshold - _TOLERANCE:
                yield self._interval(at)

    def _near(self, target: int) -> list[int]:
        """Return the hidden cells that sums link to one, the nearest ``_NEAR`` of them."""
        near, edge = {target: None}, [target]
        for at in edge:
            for row in self.system.rows_of[at]:
                for other in self.system.rows[row]:
                    if other in self.inside and other not in near:
                        near[other] = None
                        edge.append(other)
            if len(near) > _NEAR:
                break
        return sorted(near)

    def _width(self, at: int) -> float:
        return self._interval(at).width

    def _interval(self, at: int) -> Interval:
        return Interval(self.system.cells[at].name, self.proven.low[at], self.proven.high[at])

    def _look(self, where: _Possible, target: int, sign: float) -> None:
        for at, value in where.extreme(target, sign).items():
            self.proven.note(at, value)


class _Possible:
    """All ways in which some hidden cells could be, when everything else is as it is."""

    def __init__(self, system: System, part: Sequence[int]) -> None:
        self.part = part
        self.place = {at: place for place, at in enumerate(part)}
        self.programme = Programme()
        for at in part:
            self.programme.variable(system.lowest(at), min(system.highest(at), _SPAN))
        for number in sorted({row for at in part for row in system.rows_of[at]}):
            row = system.rows[number]
            inside = [(self.place[at], by) for at, by in row.items() if at in self.place]
            others = math.fsum(
                by * system.cells[at].value for at, by in row.items() if at not in self.place
            )
            self.programme.row(inside, -others, -others)

    def extreme(self, target: int, sign: float) -> dict[int, float]:
        """Return how all cells are when one is the least (1) or the most (-1) that it can be."""
        costs = np.zeros(len(self.part))
        costs[self.place[target]] = sign
        answer = self.programme.solve(costs)
        if answer is None:
            return {}
        return dict(zip(self.part, answer.tolist(), strict=True))
