"""Rows of totals in a person's own table: not read as data, but held against the rows above them.

``total_row`` of a source says what such a row begins with. What looks like one and is
not declared is said: it would be an activity called "Total", with everybody's money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from briefpress.config import Source
from briefpress.errors import Mistake
from briefpress.model.specs import Column
from briefpress.sources import cells
from briefpress.sources.grid import Formats, Grid

_TOTAL = re.compile(
    r"((grand|overall|gran|suma)[ -]|sub-?|sous-)?totale?s?( général| general| generale)?"
    r"|totaux|sum|somme|suma|итого|всего|المجموع|الإجمالي|合计|总计|总数",
    re.IGNORECASE,
)
_LONGEST = 40
_ALONE = re.compile(r"[^\d]{0,5}\d[\d.,'’ \u00a0\u202f\u2009]*[^\d]{0,5}")
"""A number, perhaps with a currency or a percent sign on either side."""

_MONEY = ("budgets", "transactions", "planned_disbursements")
_SHOWN = 5
_LAST = 10
_EXACT = Context(prec=100)
_VALUE = Column("value", "decimal")


@dataclass(frozen=True)
class Taken:
    """A table without its rows of totals, how many there were, and where they differ."""

    grid: Grid
    rows: int
    differs: tuple[str, ...]


def taken(grid: Grid, source: Source, mistakes: list[Mistake]) -> Taken:
    """Take the declared rows of totals out of a table, and compare their amounts.

    Compared are columns that are read as amounts of money, each with the sum of
    the rows since the row of totals before. One of the last rows that looks like it and
    is not declared is a warning; a declared one that is not there is a mistake.
    """
    headings = _amounts(grid, source)
    if not source.total_row:
        # those of numbers alone are left out where columns are mapped, and named there
        named = {number for number, _ in alone(grid)} if source.columns else set()
        mistakes += [one for one in _looking(grid, headings) if one.row + one.line not in named]
        return Taken(grid, 0, ())
    declared = _plain(source.total_row)
    at = [n for n, name in enumerate(_begins(grid.columns)) if _plain(name) == declared]
    if headings and not at:
        found = f"no row begins with '{source.total_row}', which [[source]] declares as total_row"
        mistakes.append(Mistake(grid.file, found=found))
    if not at:
        return Taken(grid, 0, ())
    differs: list[str] = []
    start = 0
    for stop in at:
        for heading in headings:
            differs.extend(_difference(grid, heading, start, stop, source))
        start = stop + 1
    kept = [n for n in range(len(grid.numbers)) if n not in set(at)]
    columns = tuple([column[n] for n in kept] for column in grid.columns)
    without = replace(grid, columns=columns, numbers=[grid.numbers[n] for n in kept])
    return Taken(without, len(at), tuple(differs))


def alone(grid: Grid) -> Iterator[tuple[int, str]]:
    """Give the number of each row of totals that has nothing but numbers, and its word.

    It begins with "Total", "Sous-total", "Итого", …: where a column has names too, it is a
    row like others. Such a row is no activity, and counts nothing twice.
    """
    for at, number in enumerate(grid.numbers):
        row = [column[at].strip() for column in grid.columns]
        word, *rest = list(filter(None, row)) or [""]
        if _is_total(word) and rest and all(map(_ALONE.fullmatch, rest)):
            yield number, word


def _is_total(word: str) -> bool:
    plain = " ".join(word.split())
    return len(plain) <= _LONGEST and _TOTAL.fullmatch(plain.rstrip(" :.")) is not None


def _begins(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give the first cell of each row that is not empty."""
    for row in zip(*columns, strict=True):
        yield next((cell for cell in row if cell.strip()), "")


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().strip(" :").split())


def _amounts(grid: Grid, source: Source) -> list[str]:
    """Return the headings of the columns that are read as amounts of money."""
    if source.columns is None:
        table = source.table or grid.name
        return ["value"] if table in _MONEY and "value" in grid.heading else []
    return [
        use.heading
        for use in source.columns
        if use.table in _MONEY and use.column == "value" and not use.once and not use.separator
        if use.heading in grid.heading
    ]


def _difference(grid: Grid, heading: str, start: int, stop: int, source: Source) -> Iterator[str]:
    column = grid.columns[grid.heading.index(heading)]
    if not column[stop].strip():
        return
    where = f"{grid.file}, {grid.unit} {grid.numbers[stop]}, column {heading}"
    total = _number(column[stop], source)
    if total is None:
        yield f"{where}: the total '{column[stop]}' is no number"
        return
    numbers = [(at, _number(column[at], source)) for at in range(start, stop)]
    found = _sum(value for _, value in numbers if value is not None)
    if found != total:
        bad = [grid.numbers[at] for at, value in numbers if value is None and column[at].strip()]
        listed = ", ".join(f"{grid.unit} {number}" for number in bad[:_SHOWN])
        more = f"; no numbers are in {listed}" if bad else ""
        many = sum(value is not None for _, value in numbers)
        yield f"{where}: the total is {total}, the {many} amounts above it sum to {found}{more}"


def _sum(values: Iterable[Decimal]) -> Decimal:
    """Sum exactly: Decimal's own 28 digits round large sums of many decimals in silence."""
    total = Decimal()
    for value in values:
        total = _EXACT.add(total, value)
    return total


def _number(cell: str, source: Source) -> Decimal | None:
    formats = Formats(source.date_format, source.decimal_mark)
    try:
        value = cells.parse(cell.strip(), _VALUE, formats)
    except ValueError:
        return None
    return value if isinstance(value, Decimal) else None


def _looking(grid: Grid, headings: Sequence[str]) -> Iterator[Mistake]:
    """Warn of one of the last rows if it begins with a word for totals and has an amount."""
    if not headings:
        return
    amounts = [grid.columns[grid.heading.index(heading)] for heading in headings]
    first = max(0, len(grid.numbers) - _LAST)
    for at, name in enumerate(_begins([column[first:] for column in grid.columns]), start=first):
        if _is_total(name) and any(column[at].strip() for column in amounts):
            yield Mistake(
                grid.file,
                row=grid.numbers[at] if grid.unit == "row" else 0,
                line=grid.numbers[at] if grid.unit == "line" else 0,
                found=f"begins with '{name}', as a row of totals does, and is read as any other",
                mend=f'If it is one, write total_row = "{name}" in its [[source]]',
                level="warning",
            )
