"""Which cells are hidden: those with few people, and those that would give them away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from briefpress.disclosure.attack import Way, components, narrowed
from briefpress.disclosure.programme import Programme
from briefpress.disclosure.system import System
from briefpress.disclosureconfig import THRESHOLD

FEW, PROTECTS = "fewer than the threshold", "protects another cell"
KNOWN = "fewer than the threshold, but published before"

_TOLERANCE = 1e-6
_EXACT = 16
"""Of so many cells near one the cheapest are found exactly; of more, good ones."""
_LOOKED_THROUGH = 60
"""Of a group of so many hidden cells each is tried whether it can be shown again."""


@dataclass(frozen=True)
class Suppression:
    """The cells to hide, each with the rule for it (FEW, KNOWN or PROTECTS).

    ``ways`` in which cells could be other than they are show why that is enough;
    ``attack.narrow`` tests them.
    """

    hidden: Mapping[str, str]
    ways: tuple[Way, ...]


def suppress(system: System, threshold: float = THRESHOLD) -> Suppression:
    """Return the cells to hide.

    Few and small cells are hidden, such that no hidden cell can be narrowed to
    less than ``threshold``, as far as that can be had at all: ask
    ``attack.require_safe``. Zero is not hidden.
    """
    chosen = _Choice(system, threshold)
    chosen.protect()
    chosen.release()
    hidden = {
        system.cells[at].name: (KNOWN if system.cells[at].known else rule)
        for at, rule in sorted(chosen.hidden.items())
    }
    return Suppression(hidden, tuple(chosen.ways))


def primary(system: System, threshold: float = THRESHOLD) -> list[int]:
    """Return the printed cells that have people, but fewer than ``threshold``."""
    return [
        at for at, cell in enumerate(system.cells) if cell.printed and 0 < cell.value < threshold
    ]


class _Choice:
    def __init__(self, system: System, threshold: float) -> None:
        self.system, self.threshold = system, threshold
        self.hidden = dict.fromkeys(primary(system, threshold), FEW)
        self.unseen = {at for at, cell in enumerate(system.cells) if not cell.printed}
        self.high = np.zeros(len(system.cells))
        self.low = np.zeros(len(system.cells))
        self.hopeless: set[int] = set()
        self.ways: list[Way] = []

    def protect(self) -> None:
        """Hide cells until every hidden one is wide, or cannot be made so."""
        few = [at for at in self.unseen if 0 < self.system.cells[at].value < self.threshold]
        todo = [at for at in (*self.hidden, *few) if self.system.is_open(at)]
        todo.sort(key=lambda at: (self.system.cells[at].value, at))
        for at in todo:  # grows while it is gone through
            if self.high[at] - self.low[at] >= self.threshold - _TOLERANCE:
                continue
            found = self._widened(at)
            if found is None:
                self.hopeless.add(at)
                continue
            self._take(found)
            moved = sorted({at for way in found for at in way})
            new = [one for one in moved if one not in self.hidden and one not in self.unseen]
            self.hidden |= dict.fromkeys(new, PROTECTS)
            todo += new

    def release(self) -> None:
        """Show again what need not be hidden, the largest first."""
        open_ = {at for at in (*self.hidden, *self.unseen) if self.system.is_open(at)}
        for part in components(self.system, open_):
            extra = [at for at in part if self.hidden.get(at) == PROTECTS]
            if len(part) > _LOOKED_THROUGH or self.hopeless.intersection(part):
                continue
            cut = _cut(self.system, part)
            place = {one: cut.at[self.system.cells[one].name] for one in part}
            ways = [
                {place[one]: by for one, by in way.items()}
                for way in self.ways
                if way.keys() <= place.keys()
            ]
            for at in sorted(extra, key=lambda one: -self.system.cells[one].value):
                names = self.system.names(one for one in part if one != at and one in self.hidden)
                if not any(narrowed(cut, names, self.threshold, ways)):
                    del self.hidden[at]
                    part = [one for one in part if one != at]

    def _take(self, ways: Sequence[Way]) -> None:
        for way in ways:
            self.ways.append(way)
            for at, by in way.items():
                self.high[at] = max(self.high[at], by)
                self.low[at] = min(self.low[at], by)

    def _cost(self, at: int) -> float:
        """Return what it costs to hide a cell: little if it is small, nothing if it is hidden."""
        if at in self.hidden or at in self.unseen:
            return 0.0
        return 1 + math.log1p(self.system.cells[at].value)

    def _widened(self, target: int) -> Sequence[Way] | None:
        """Return how a cell could be wider; looked for near it first, then farther away."""
        system, before = self.system, 0
        room = system.cells[target].value - system.lowest(target)
        share = max(0.0, 1 - room / self.threshold)
        for most, steps in ((3, 3), (8, 4), (16, 6), (len(system.cells), len(system.cells))):
            near = self._near(target, most, steps)
            if len(near) > before:
                before = len(near)
                last = most == len(system.cells)
                for one in dict.fromkeys((share, 1.0, 0.5, 0.0) if last else (share,)):
                    if found := self._solved(target, near, one):
                        return found
        return None

    def _near(self, target: int, most: int, steps: int) -> list[int]:
        """Return the cells that may move with a cell: of each sum the ``most`` that cost least."""
        near, edge = {target}, [target]
        rows: set[int] = set()
        for _ in range(steps):
            fresh = {row for at in edge for row in self.system.rows_of[at]} - rows
            rows |= fresh
            edge = []
            for row in sorted(fresh):
                others = [
                    at for at in self.system.rows[row] if at not in near and self.system.is_open(at)
                ]
                others.sort(key=self._worth)
                near.update(others[:most])
                edge += others[:most]
            if not edge:
                break
        return sorted(near)

    def _worth(self, at: int) -> tuple[float, float, int]:
        """Order cells by what they cost, those that have not enough people to give last."""
        value = self.system.cells[at].value
        poor = value < self.threshold + 1 and self._cost(at) > 0
        return (float(poor), self._cost(at), at)

    def _solved(self, target: int, near: list[int], share: float) -> Sequence[Way] | None:
        """Move ``target`` by the threshold at the least cost of cells that are not yet hidden.

        A move is a way for all cells near to change that keeps every sum. Its
        ``share`` is made from the true values on, and the rest of it backwards
        from them: the two ends are as far apart as the whole move.
        """
        system, programme = self.system, Programme()
        exact = len(near) <= _EXACT
        farthest = 4 * self.threshold
        up, down = {}, {}
        for at in near:
            room = system.cells[at].value - system.lowest(at)
            most_up = min(farthest, room / (1 - share)) if share < 1 else farthest
            most_down = min(farthest, room / share) if share > 0 else farthest
            cost = 0.0 if at == target else self._cost(at)
            each = 0.0 if exact else cost / self.threshold
            up[at] = programme.variable(0, most_up, each)
            down[at] = programme.variable(0, most_down, each)
            if cost and exact:
                paid = programme.variable(0, 1, cost, whole=True)
                programme.row([(up[at], 1), (down[at], 1), (paid, -farthest)], -np.inf, 0)
        for number in sorted({row for at in near for row in system.rows_of[at]}):
            row = [
                pair
                for at, by in system.rows[number].items()
                if at in up
                for pair in ((up[at], by), (down[at], -by))
            ]
            programme.row(row, 0, 0)
        wide = math.ceil(self.threshold)
        programme.row([(up[target], 1), (down[target], -1)], wide, wide)
        answer = programme.solve(seconds=2)
        if answer is None:
            return None
        move = {at: float(answer[up[at]] - answer[down[at]]) for at in near}
        move = {at: by for at, by in move.items() if abs(by) > _TOLERANCE}
        ends = (share, share - 1)
        return [{at: round(by * end, 6) for at, by in move.items()} for end in ends if end]


def _cut(system: System, part: Iterable[int]) -> System:
    """Return the system with only the sums that these cells are in."""
    rows = sorted({row for at in part for row in system.rows_of[at]})
    sums = tuple(system.sums[row] for row in rows)
    names = dict.fromkeys(name for one in sums for name in (one.total, *one.parts))
    names |= dict.fromkeys(system.names(part))
    return System(tuple(system.cells[system.at[name]] for name in names), sums)
