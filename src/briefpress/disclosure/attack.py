"""What a reader can compute back: the interval of each hidden cell, given all that is printed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from briefpress.disclosure.programme import Programme
from briefpress.disclosure.system import System
from briefpress.errors import GateError

_TOLERANCE = 1e-6
_SPAN = 1e7
"""How far beyond the largest value of all a reader is thought to look, in place of infinity."""


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


def require_safe(system: System, hidden: Collection[str], threshold: float) -> None:
    """Try to compute hidden cells back. Raises GateError where one is narrowed too far.

    Too far is less than ``threshold`` from the least to the most that it can be.
    A cell that is already known is no secret any more, and is left out.
    """
    found = list(narrow(system, hidden, threshold))
    if found:
        named = ", ".join(one.cell for one in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise GateError(
            f"disclosure: {len(found)} hidden counts could be computed back from what is printed:"
            f" {named}{more}. Nothing was written. Leave these indicators out of the data, or use"
            " [disclosure] method = 'round'"
        )


def narrow(system: System, hidden: Collection[str], threshold: float) -> list[Interval]:
    """Return the hidden cells whose interval is narrower than ``threshold``.

    Of the cells that are not printed at all only those count that hold fewer
    people than the threshold.
    """
    open_ = {system.at[name] for name in hidden} | {
        at for at, cell in enumerate(system.cells) if not cell.printed
    }
    open_ = {at for at in open_ if system.is_open(at)}
    found = []
    for part in components(system, open_):
        guarded = [
            at
            for at in part
            if system.cells[at].printed or 0 < system.cells[at].value < threshold
        ]
        found += _Reader(system, part, threshold).narrow(guarded)
    return found


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

    def __init__(self, system: System, part: Sequence[int], threshold: float) -> None:
        self.system, self.part, self.threshold = system, part, threshold
        self.place = {at: place for place, at in enumerate(part)}
        self.values = np.array([system.cells[at].value for at in part])
        self.counts = bool(np.all(self.values == np.round(self.values)))
        self.programme = Programme()
        span = _SPAN + max((cell.value for cell in system.cells), default=0)
        for at in part:
            self.programme.variable(system.lowest(at), span)
        for number in sorted({row for at in part for row in system.rows_of[at]}):
            row = system.rows[number]
            inside = [(self.place[at], by) for at, by in row.items() if at in self.place]
            known = -sum(by * self.system.cells[at].value for at, by in row.items()
                         if at not in self.place)
            self.programme.row(inside, known, known)
        self.low, self.high = self.values.copy(), self.values.copy()

    def narrow(self, guarded: Sequence[int]) -> list[Interval]:
        """Return the intervals of the guarded cells that are too narrow."""
        found = []
        todo = [self.place[at] for at in guarded]
        # Every solution is a way in which all cells could be: two that differ by the
        # threshold in a cell are proof that the cell is safe, whatever they were found for.
        for sign in (1.0, -1.0):
            self._look(np.full(len(self.part), sign))
        for place in todo:
            for sign in (-1.0, 1.0):
                if self._width(place) < self.threshold - _TOLERANCE:
                    costs = np.zeros(len(self.part))
                    costs[place] = sign
                    self._look(costs)
            if self._width(place) < self.threshold - _TOLERANCE:
                name = self.system.cells[self.part[place]].name
                found.append(Interval(name, self.low[place], self.high[place]))
        return found

    def _width(self, place: int) -> float:
        return float(self.high[place] - self.low[place])

    def _look(self, costs: np.ndarray) -> None:
        """Note what cells can be; people are whole, so a half of one proves nothing."""
        answer = self.programme.solve(costs)
        if answer is not None and self.counts and np.any(np.abs(answer - np.round(answer)) > 1e-5):
            answer = self.programme.solve(costs, whole=True, seconds=10)
        if answer is None:
            return
        if self.counts:
            answer = np.round(answer)
        np.minimum(self.low, answer, out=self.low)
        np.maximum(self.high, answer, out=self.high)
