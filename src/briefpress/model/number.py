"""A number as a brief prints it: never without its unit, its status and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Status = Literal["exact", "estimated", "no data", "suppressed"]


class Suppressed:
    """What stands in place of a count that is not to be printed.

    It is not None, which is "no data", and cannot be computed with: whoever
    tries gets a TypeError, and no number.
    """

    def __repr__(self) -> str:
        return "suppressed"

    def __reduce__(self) -> str:
        return "SUPPRESSED"


SUPPRESSED = Suppressed()
"""The only one there is."""


@dataclass(frozen=True)
class Number:
    """One printed number.

    ``value`` is None exactly when ``status`` is ``no data`` or ``suppressed``:
    missing, zero and suppressed are three different things everywhere.
    ``rule`` says in a sentence how the value is made of ``rows`` (row ids).
    ``precision`` is the number of decimals printed. Of a sum, ``amounts`` says
    what each of ``rows`` brings, in the number's unit, and ``shares`` what part of
    the row that is; the amounts sum to the value. ``made_of`` names the numbers
    that this one is the sum of, each with its sign.
    """

    name: str
    value: int | Decimal | None
    unit: str
    rule: str
    rows: tuple[str, ...] = ()
    status: Status = "exact"
    precision: int = 0
    amounts: tuple[Decimal, ...] = ()
    shares: tuple[Fraction, ...] = ()
    made_of: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.value is None) != (self.status in ("no data", "suppressed")):
            raise ValueError(f"{self.name}: value {self.value!r} with status {self.status!r}")

    def plain(self) -> dict[str, Any]:
        """Return the number as JSON has it; an amount keeps its digits as text.

        ``shares`` are left out where every row brings the whole of itself. A number
        without a value says of no row what it brings.
        """
        value = str(self.value) if isinstance(self.value, Decimal) else self.value
        plain = {
            "value": value,
            "unit": self.unit,
            "precision": self.precision,
            "status": self.status,
            "rule": self.rule,
            "rows": list(self.rows),
        }
        if self.value is None:
            return plain
        if self.amounts:
            plain["amounts"] = [str(amount) for amount in self.amounts]
        if any(share != 1 for share in self.shares):
            plain["shares"] = [str(share) for share in self.shares]
        return plain | ({"made_of": dict(self.made_of)} if self.made_of else {})
