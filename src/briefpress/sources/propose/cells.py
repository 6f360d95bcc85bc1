"""What cells are: countries, dates, numbers, answers, several values in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefpress.model import places
from briefpress.sources.propose.headings import LONG

MOST = 0.9
"""Of the filled cells that have to be of a kind for a column to be one."""


def beginning(cell: str) -> str:
    """Return a cell, or as much of a long one as tells what it is: whole values of a list."""
    cell = cell.strip()
    if len(cell) <= LONG:
        return cell
    end = max(cell.rfind(sign, 0, LONG) for sign in ";|\n,")
    return cell[: end if end > 0 else LONG].strip()


def share_of(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return how many of the cells pass a test, from 0 to 1."""
    return sum(map(test, cells)) / len(cells)


def _is_country(cell: str) -> bool:
    return isinstance(places.find_country(cell), places.Found)


def are_answers(cells: Sequence[str]) -> bool:
    """Say whether the cells are yes and no, which is Norway too."""
    return {cell.lower() for cell in cells} <= {"yes", "no"} and "NO" not in cells


def are_countries(cell: str) -> bool:
    """Say whether a cell is a country, or several, each perhaps with its share: "Peru (40 %)"."""
    if _is_country(cell):
        return True
    # A comma between digits is a decimal mark. ID1001 is an id and not Indonesia.
    parts = [part.strip() for part in re.split(r"[;|]|,(?!\d)", cell)]
    named = [_SHARE.sub("", part).strip(" (:") for part in parts if part]
    return bool(named) and all(map(_is_country, named))


_SHARE = re.compile(r"^\d[\d.,]{0,9} ?%|(?<=[ (:])\d[\d.,]{0,9} ?%? ?\)?$")
"""The share at the beginning or the end of "60% Kenya", "Kenya (60 %)", "Kenya: 60"."""


def _is_date(cell: str) -> bool:
    return bool(_DATE.fullmatch(cell))


_DATE = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
)
"""2024-12-31, with a time or without, or a day in figures in any order."""


def are_dates(cells: Sequence[str]) -> bool:
    """Say whether nearly all cells are days."""
    return bool(cells) and share_of(cells, _is_date) >= MOST


def is_number(cell: str) -> bool:
    """Say whether a cell is a number, with any marks."""
    return bool(re.fullmatch(r"[-−]?\d[\d.,'’   ]*%?", cell))


def separator_of(cells: Sequence[str]) -> str:
    """Return what stands between several values of a cell; "" where each has one."""
    signs = (";", "|", "\n", ", ")
    found = [sign for sign in signs if sum(sign in cell for cell in cells) > 0.02 * len(cells)]
    return found[0].strip(" ") if found else ""
