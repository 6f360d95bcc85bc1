"""One linear or whole-number programme, solved by HiGHS. The only place that knows SciPy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from briefpress.errors import ProjectError

INSTALL = (
    "disclosure control needs SciPy, which is not installed: pip install 'briefpress[disclosure]'"
)


@dataclass
class Programme:
    """Minimise costs over variables with bounds, under rows that lie between two bounds each."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    _at: tuple[list[int], list[int], list[float]] = field(default_factory=lambda: ([], [], []))
    _least: list[float] = field(default_factory=list)
    _most: list[float] = field(default_factory=list)

    def variable(
        self, lower: float, upper: float, cost: float = 0.0, *, whole: bool = False
    ) -> int:
        """Add a variable and return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.costs.append(cost)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def row(self, factors: Sequence[tuple[int, float]], least: float, most: float) -> None:
        """Add a condition: the sum of factors times variables is from ``least`` to ``most``."""
        rows, columns, values = self._at
        for column, factor in factors:
            rows.append(len(self._least))
            columns.append(column)
            values.append(factor)
        self._least.append(least)
        self._most.append(most)

    def solve(
        self, costs: Iterable[float] | None = None, *, seconds: float = 0, nodes: int = 0
    ) -> Any | None:
        """Return the values of the variables, None where there are none.

        Raises ProjectError where SciPy is not installed,
        and ArithmeticError where the solver gives up. An answer that is not
        proven to be the best within ``seconds``, or within ``nodes`` of the search,
        is returned as it is; ``nodes`` are the same on each machine, and seconds are not.
        """
        try:
            from scipy.optimize import Bounds, LinearConstraint, milp
            from scipy.sparse import csr_array
        except ImportError as error:
            raise ProjectError(INSTALL) from error
        rows, columns, values = self._at
        shape = (len(self._least), len(self.costs))
        matrix = csr_array((values, (rows, columns)), shape=shape)
        conditions = [LinearConstraint(matrix, self._least, self._most)] if shape[0] else []
        answer = milp(
            np.array(list(self.costs if costs is None else costs)),
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=conditions,
            options=({"time_limit": seconds} if seconds else {})
            | ({"node_limit": nodes} if nodes else {}),
        )
        if answer.x is None and answer.status not in (2, 1):
            raise ArithmeticError(f"the solver gave up: {answer.message}")
        return answer.x
