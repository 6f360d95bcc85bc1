"""Linked tables as one linear system: cells, and sums of cells that are other cells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Cell:
    """One count of people, at least zero.

    A cell that is not ``printed`` is in no table, but is known to exist: what a
    total has beyond its groups. A ``known`` cell has been published before, so
    that hiding it now hides nothing. ``least`` and ``most`` are what a reader
    knows of a cell by itself, where it is rounded and not hidden.
    """

    name: str
    value: float
    printed: bool = True
    known: bool = False
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class System:
    """All cells of an edition, whatever table, brief or language they are printed in, and its sums.

    Raises ValueError for a name that stands twice or is not known, for a value
    below zero, and for a sum that is not one.
    """

    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...]

    def __post_init__(self) -> None:
        if len(self.at) < len(self.cells):
            raise ValueError("two cells have one name")
        for cell in self.cells:
            if not cell.value >= 0 or math.isinf(cell.value):
                raise ValueError(f"{cell.name}: {cell.value} is no count of people")
        for one in self.sums:
            parts = math.fsum(self.value(name) for name in one.parts)
            if not math.isclose(parts, self.value(one.total), rel_tol=1e-9, abs_tol=1e-6):
                raise ValueError(
                    f"{one.total} is {self.value(one.total)}, its parts sum to {parts}"
                )

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each cell stands, by its name."""
        return {cell.name: at for at, cell in enumerate(self.cells)}

    def value(self, name: str) -> float:
        """Return the value of a cell."""
        return self.cells[self.at[name]].value

    @cached_property
    def rows(self) -> Sequence[Mapping[int, float]]:
        """The sums as rows of a matrix: over all cells, each row times the values is zero."""
        found = []
        for one in self.sums:
            row: dict[int, float] = {self.at[one.total]: -1.0}
            for name in one.parts:
                row[self.at[name]] = row.get(self.at[name], 0.0) + 1.0
            found.append({at: factor for at, factor in row.items() if factor})
        return found

    @cached_property
    def rows_of(self) -> Sequence[Sequence[int]]:
        """The numbers of the sums that each cell is in."""
        found: list[list[int]] = [[] for _ in self.cells]
        for number, row in enumerate(self.rows):
            for at in row:
                found[at].append(number)
        return found

    def is_open(self, at: int) -> bool:
        """Say whether a cell can be hidden at all: it is not zero, and nobody knows it yet.

        Zero is printed: it counts no person, and readers know which cells must be zero.
        A rounded zero may be another count.
        """
        cell = self.cells[at]
        return (cell.value > 0 or cell.most is not None) and not cell.known

    def lowest(self, at: int) -> float:
        """Return the least that a reader must expect of a hidden cell.

        One of a cell that would be printed if it were zero; nothing of one that never is.
        """
        cell = self.cells[at]
        if cell.least is not None:
            return cell.least
        return min(1.0, cell.value) if cell.printed else 0.0

    def highest(self, at: int) -> float:
        """Return the most that a reader must expect of a cell."""
        most = self.cells[at].most
        return math.inf if most is None else most

    def names(self, numbers: Iterable[int]) -> list[str]:
        """Return the names of cells by where they stand."""
        return [self.cells[at].name for at in numbers]
