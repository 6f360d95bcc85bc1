"""How a number differs from what it was, and because of which rows.

The one place that says so: ``review.diff`` compares editions with it, and a
summary says with it what has changed since the last one (``measures.changes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Plain = Mapping[str, Any]
"""A number as facts have it: ``Number.plain``."""


@dataclass(frozen=True)
class Correction:
    """A row that is behind a number in both editions, and brings another amount now."""

    row: str
    old: str
    new: str

    @property
    def by(self) -> Decimal:
        """Return how much more the row brings now."""
        return Decimal(self.new) - Decimal(self.old)


@dataclass(frozen=True)
class NumberChange:
    """A number that changed: ``old`` and ``new`` (None: no value), ``by`` how much, and the rows.

    Rows are named with where they stand, where that is known: those removed in the
    old edition's files, the others in the new one's.
    """

    name: str
    unit: str
    old: str | None
    new: str | None
    by: str | None
    added: Mapping[str, str]
    removed: Mapping[str, str]
    corrected: tuple[Correction, ...]


def number_change(
    name: str,
    old: Plain | None,
    new: Plain | None,
    places: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> NumberChange | None:
    """Return how a number differs, None where it is what it was, row by row.

    ``places`` say where the rows of the old and of the new edition stand. Values in
    another unit (currency) than before have no difference, and correct nothing.
    """
    same_unit = old is None or new is None or old["unit"] == new["unit"]
    corrected = tuple(_corrected(old, new)) if same_unit else ()
    was, now = _value(old), _value(new)
    if was == now and same_unit and not corrected:
        return None
    by = None
    if was is not None and now is not None and same_unit:
        by = str(Decimal(now) - Decimal(was))
    before, after = (dict.fromkeys((number or {}).get("rows", ())) for number in (old, new))
    added = {row: places[1].get(row, "") for row in after if row not in before}
    removed = {row: places[0].get(row, "") for row in before if row not in after}
    unit = str((new or old or {})["unit"])
    return NumberChange(name, unit, was, now, by, added, removed, corrected)


def _value(number: Plain | None) -> str | None:
    return None if number is None or number["value"] is None else str(number["value"])


def _corrected(old: Plain | None, new: Plain | None) -> Iterator[Correction]:
    """Give the rows that bring another amount than before."""
    if not (old and new and "amounts" in old and "amounts" in new):
        return
    before = dict(zip(old["rows"], old["amounts"], strict=True))
    for row, amount in zip(new["rows"], new["amounts"], strict=True):
        if row in before and Decimal(before[row]) != Decimal(amount):
            yield Correction(row, before[row], amount)
