"""``totals`` of a ``[[source]]``: what a source, or who keeps it, says that it sums to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.errors import did_you_mean
from briefpress.tomlreader import Section

AMOUNTS = ("budget", "committed", "received", "spent")
NAMES = ("activities", *AMOUNTS)


@dataclass(frozen=True)
class Totals:
    """Declared totals by their names, or the ``file`` (an IATI organisation file) with them.

    Amounts are in the edition's currency and of its period, as docs/measures.md has them.
    """

    declared: tuple[tuple[str, Decimal], ...] = ()
    file: str = ""


def totals(section: Section, root: Path) -> Totals:
    """Read ``totals``; what is wrong goes to the section's reader."""
    section.known.append("totals")
    given = section.data.get("totals")
    if given is None:
        return Totals()
    if isinstance(given, str):
        if not (root / given).is_file():
            section.wrong("totals", f"there is no file '{given}' in {root.resolve()}")
        return Totals(file=given)
    if not isinstance(given, dict) or not given:
        section.wrong("totals", 'must be { received = "1234.56", … }, or an IATI organisation file')
        return Totals()
    found = []
    for name, value in given.items():
        number = _number(value)
        if name not in NAMES:
            hint = did_you_mean(name, NAMES)
            section.wrong("totals", f"unknown total '{name}'.{hint} There are: {', '.join(NAMES)}")
        elif number is None or (name == "activities" and type(value) is not int):
            kind = "a whole number" if name == "activities" else 'a number, as "1234567.89"'
            section.wrong("totals", f"'{name}' must be {kind}, not {value!r}")
        else:
            found.append((name, number))
    return Totals(tuple(found))


def _number(value: Any) -> Decimal | None:
    """Return an amount; TOML's own 1234.56 is no exact number, but its digits are."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    return Decimal(text) if re.fullmatch(r"-?\d{1,24}(\.\d{1,12})?", text, re.ASCII) else None
