"""A person's own table as text: what every reader of rows gives, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["row", "line"]


@dataclass(frozen=True)
class Grid:
    """One table as its file has it, cells as text, "" for an empty one.

    ``file`` is how it is named in errors (``data/3w.xlsx, sheet 'Projects'``);
    ``name`` the file's stem, or the sheet's name, which may be the name of a
    canonical table. ``columns`` run beside ``heading``, each as long as
    ``numbers``: the place of each row, counted as its program counts (``unit``),
    the first row of a sheet being 1. ``tags`` are HXL hashtags with their
    attributes beside ``heading``, "" for a column without one; empty when the
    table has no row of tags. Cells that their file types are written in one
    way: dates as 2024-12-31, numbers as 1234.5 (or with the decimal mark that the
    source declares, see ``written``), percentages as 35%, yes and no as ``true``
    and ``false``.
    """

    file: str
    name: str
    heading: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    numbers: Sequence[int]
    unit: Unit = "row"
    tags: tuple[str, ...] = ()


def written(number: str, mark: str) -> str:
    """Return a number that its file types as the source's texts write theirs: 12.345 is 12,345.

    What is read of it must not depend on who typed it, a program or a person.
    """
    return number.replace(".", mark) if mark else number


@dataclass(frozen=True)
class Formats:
    """How a source writes dates and numbers, where it is not as 2024-12-31 and 1234.5.

    ``date`` is made of YYYY, YY, MM, M, DD, D, MMM and MMMM (English month
    names) and the signs between them: ``DD/MM/YYYY``. Signs between thousands are
    understood only where the ``decimal_mark`` is declared: 1,000 may be one.
    """

    date: str = ""
    decimal_mark: str = ""


@dataclass(frozen=True)
class Raw:
    """Rows of one canonical table as text, before any check.

    ``columns`` are cells by canonical column, each list as long as ``numbers``;
    a column that the source does not have is left out. ``headings`` are the
    person's own words for the columns, for errors. ``set_aside``: rows that
    cannot be used go to ``rejected`` instead of stopping the build. ``derived``:
    made up of what a person's own table or an IATI file has, not written by hand.
    """

    table: str
    file: str
    columns: Mapping[str, Sequence[str]]
    numbers: Sequence[int]
    unit: Unit = "row"
    headings: Mapping[str, str] = field(default_factory=dict)
    formats: Formats = Formats()
    set_aside: bool = False
    derived: bool = False
