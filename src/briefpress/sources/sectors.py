"""Sectors of the DAC in a person's own table: a code is printed by its name, as in IATI files.

Purpose codes have five digits (IATI SectorVocabulary 1), categories three (2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefpress.model.codelists import codes

DAC = {"dac": ("Sector",), "dac-3": ("SectorCategory",), "sector": ("Sector", "SectorCategory")}
"""Vocabularies whose codes may be the DAC's, and their lists; ``sector`` has names too."""

_CODE = re.compile(r"(\d{5}|\d{3})(?:\.0|\s*[-–—:.]\s*\D.*|\s+[^\W\d].*)?")
"""15180, or with its name behind it: "15180 - Ending violence against women and girls"."""

_MOST = 0.8
"""Of a table's different codes that have to be the DAC's, where only ``sector`` is said."""


@dataclass(frozen=True)
class Sectors:
    """What the cells of one vocabulary are: code and name of each that is on a list.

    ``unknown`` are those that look like a code and are on none.
    """

    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()


def sectors(vocabulary: str, cells: Iterable[str]) -> Sectors:
    """Return which cells are the DAC's sectors; a project's own numbers are left as they are."""
    lists = DAC.get(vocabulary, ())
    listed = {code: name for one in lists for code, name in codes(one).items()}
    found = {cell: code for cell in set(cells) if (code := _code(cell))}
    named: dict[str, tuple[str, str]] = {}
    unknown: set[str] = set()
    for digits in (3, 5):
        those = {cell: code for cell, code in found.items() if len(code) == digits}
        known = {cell: code for cell, code in those.items() if code in listed}
        if vocabulary == "sector" and len(known) < _MOST * len(those):
            continue
        named |= {cell: (code, listed[code]) for cell, code in known.items()}
        unknown |= those.keys() - known.keys()
    return Sectors(named, frozenset(unknown))


def vocabulary_of(cells: Iterable[str]) -> str:
    """Return what a column of sectors tells them by: ``dac``, ``dac-3``, or else ``sector``."""
    every = set(cells)
    for vocabulary in ("dac", "dac-3"):
        if every and len(sectors(vocabulary, every).named) >= _MOST * len(every):
            return vocabulary
    return "sector"


def _code(cell: str) -> str:
    match = _CODE.fullmatch(cell.strip())
    return match[1] if match else ""
