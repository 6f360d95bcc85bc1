"""How long it takes to hide or round counts in linked tables: ``python benchmarks/disclosure.py``.

Each table is of 6 by 6 with its margins; the tables sum to a table of totals.
"""

from __future__ import annotations

import itertools
import sys
import time

import numpy as np

from briefpress.disclosure.attack import require_safe
from briefpress.disclosure.rounding import draw, require_rounded, rounded
from briefpress.disclosure.suppress import primary, suppress
from briefpress.disclosure.system import Cell, Sum, System


def linked(tables: int, size: int = 6, seed: int = 1) -> System:
    rng = np.random.default_rng(seed)
    shape = (tables, size, size)
    values = np.floor(rng.lognormal(np.log(40), 1.3, shape)).astype(int)
    values[rng.random(shape) < 0.1] = 0
    cells, sums = [], []
    for index in itertools.product(*([*range(length), "*"] for length in shape)):
        name = "/".join(map(str, index))
        part = values[tuple(slice(None) if at == "*" else at for at in index)]
        cells.append(Cell(name, float(np.sum(part))))
        for axis, at in enumerate(index):
            if at == "*":
                those = [(*index[:axis], one, *index[axis + 1 :]) for one in range(shape[axis])]
                sums.append(Sum(name, tuple("/".join(map(str, one)) for one in those)))
    return System(tuple(cells), tuple(sums))


def rows_and_totals(rows: int, briefs: int = 200, seed: int = 1) -> System:
    """Return what an edition has: rows by sex with their sums, and the totals of its briefs."""
    rng = np.random.default_rng(seed)
    cells, sums = [], []
    for at in range(rows):
        parts = np.floor(rng.lognormal(np.log(20), 1.3, 2))
        names = (f"{at} female", f"{at} male")
        cells += [Cell(name, float(part)) for name, part in zip(names, parts, strict=True)]
        cells.append(Cell(str(at), float(parts.sum())))
        sums.append(Sum(str(at), names))
    for brief in range(briefs):
        of = [str(at) for at in np.flatnonzero(rng.random(rows) < 0.02)]
        values = {cell.name: cell.value for cell in cells[2::3][:rows]}
        cells.append(Cell(f"total {brief}", float(sum(values[one] for one in of))))
        sums.append(Sum(f"total {brief}", tuple(of)))
    return System(tuple(cells), tuple(sums))


def main() -> None:
    system = linked(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    start = time.perf_counter()
    found = suppress(system)
    chosen = time.perf_counter()
    require_safe(system, found.hidden, 10, found.ways)
    end = time.perf_counter()
    print(
        f"{len(system.cells)} cells, {len(primary(system))} small, {len(found.hidden)} hidden:"
        f" {chosen - start:.1f} s to choose, {end - chosen:.1f} s for the gate"
    )
    system = rows_and_totals(1000)
    start = time.perf_counter()
    printed = rounded(system, 5, draw(b"a key"))
    made = time.perf_counter()
    require_rounded(system, printed, 5)
    end = time.perf_counter()
    far = sum(abs(printed[cell.name] - cell.value) >= 5 for cell in system.cells)
    print(
        f"{len(system.cells)} cells rounded to base 5, {far} by 5 or more:"
        f" {made - start:.1f} s to round, {end - made:.1f} s for the gate"
    )


if __name__ == "__main__":
    main()
