"""Rows of cells to a table with headings: where the headings are, and what does not fit them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from briefpress.errors import Mistake, ProjectError
from briefpress.sources import bounds
from briefpress.sources.grid import Grid, Unit

Row = tuple[int, list[str]]

_TAG = re.compile(r"\s*#[A-Za-z][A-Za-z0-9_]*(\s*[+][A-Za-z][A-Za-z0-9_]*)*\s*")
_LOOKED_AT = 30
"""Rows in which headings and hashtags are looked for (HXL 1.1 says the first 25)."""

_BATCH = 20_000

GROUPED = " / "
"""Between the heading of a group, in merged cells, and that of one of its columns."""

_NONE: Mapping[tuple[int, int], int] = {}


def grid(
    rows: Iterable[Row],
    file: str,
    name: str,
    mistakes: list[Mistake],
    heading_row: int = 0,
    unit: Unit = "row",
    *,
    padded: bool = False,
    across: Mapping[tuple[int, int], int] = _NONE,
) -> Grid:
    """Return rows with their numbers as a table.

    The headings are in ``heading_row``, or above a row of HXL hashtags, or in
    the first row that has more than one cell filled, unless that names groups
    of the columns that the next row names. Where headings are merged cells over columns that
    the next row names, the two are one heading, ``Survivors / Women``; ``across`` has the
    last column of merged cells by their first row and column, from 1. A row with more
    cells than headings is a mistake, which has its ``content``, and so is one with fewer unless
    short rows are ``padded``: spreadsheets leave out the empty cells at the end.
    Raises ProjectError when there are no headings.
    """
    ahead = _batches(rows, max(_LOOKED_AT, heading_row))
    first = next(ahead)
    at, tags_at = _heading(first, heading_row)
    if at is None and tags_at is None:
        next(ahead, None)  # what ended the file is the better reason
        raise bounds.refused(file, "has no headings: no row with text in it")
    tags = tuple(cell.strip() for cell in first[tags_at][1]) if tags_at is not None else ()
    heading = tuple(" ".join(cell.split()) for cell in first[at][1]) if at is not None else tags
    under = _under(first, at, across) if at is not None and not tags else ()
    heading = under or heading
    after = (
        max(at if at is not None else 0, tags_at if tags_at is not None else 0) + 1 + bool(under)
    )
    width = max((i + 1 for i, cell in enumerate(heading) if cell), default=0)
    width = max(width, len(_trimmed(tags)))
    if width > bounds.MOST_COLUMNS:
        raise bounds.refused(file, f"has more than {bounds.MOST_COLUMNS} columns")
    heading = (*heading, *[""] * width)[:width]
    number = first[at][0] if at is not None else 1
    heading = _unique(heading, tags, file, number, mistakes)
    after_heading = chain([first[after:]], ahead)
    columns, numbers = _columns(after_heading, heading, file, mistakes, unit, padded)
    kept = [i for i, name in enumerate(heading) if name or any(c.strip() for c in columns[i])]
    for i in kept:
        if not heading[i]:
            found = f"column {i + 1} has values but no heading"
            mistakes.append(Mistake(file, number, found=found))
    return Grid(
        file,
        name,
        tuple(heading[i] for i in kept),
        tuple(columns[i] for i in kept),
        numbers,
        unit,
        tuple((*tags, *[""] * width)[i] for i in kept) if tags else (),
    )


def _trimmed(cells: Sequence[str]) -> list[str]:
    trimmed = list(cells)
    while trimmed and not trimmed[-1].strip():
        trimmed.pop()
    return trimmed


def _heading(first: Sequence[Row], declared: int) -> tuple[int | None, int | None]:
    """Return where among the first rows the headings are, and the hashtags."""
    tags = next((at for at, (_, cells) in enumerate(first) if is_tags(cells)), None)
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in first]
    if declared:
        at = next((at for at, (number, _) in enumerate(first) if number == declared), None)
        return at, tags
    if tags is not None:
        above = [at for at in range(tags) if filled[at] > 1]
        return (above[-1] if above else None), tags
    several = [at for at, count in enumerate(filled) if count > 1]
    some = [at for at, count in enumerate(filled) if count]
    at = next(iter(several or some), None)
    while at is not None and at + 1 < len(first) and _names_columns(first[at + 1][1], filled[at]):
        at += 1
    return at, None


def _names_columns(cells: Sequence[str], groups: int) -> bool:
    """Say whether a row has the headings of columns that the row above it names in groups."""
    names = [cell.strip() for cell in cells if cell.strip()]
    words = all(any(sign.isalpha() for sign in name) for name in names)
    return len(names) >= 2 * groups > 2 and words and len(set(names)) == len(names)


def _under(first: Sequence[Row], at: int, across: Mapping[tuple[int, int], int]) -> tuple[str, ...]:
    """Return headings of two rows as one; () where the row after the headings is none of them.

    It is one if it names several columns below a merged cell, and says of no other column
    anything but what its heading says: a row of data has something there.
    """
    number, cells = first[at]
    spans = {column: last for (row, column), last in across.items() if row == number}
    if not spans or at + 1 == len(first):
        return ()
    upper, lower = ([" ".join(cell.split()) for cell in row] for row in (cells, first[at + 1][1]))
    width = max(len(upper), len(lower), *spans.values())
    upper, lower = (row + [""] * (width - len(row)) for row in (upper, lower))
    named = 0
    for column, last in spans.items():
        below = [name for name in lower[column - 1 : last] if name]
        named += len(below)
        if len(set(below)) != len(below) or not all(any(map(str.isalpha, one)) for one in below):
            return ()
        upper[column - 1 : last] = [upper[column - 1]] * (last - column + 1)
    spanned = {at for column, last in spans.items() for at in range(column - 1, last)}
    others = [at for at in range(width) if at not in spanned]
    if named < 2 or any(lower[at] and lower[at] != upper[at] for at in others):
        return ()
    both = zip(upper, lower, strict=True)
    return tuple(
        f"{one}{GROUPED}{other}" if one and other and one != other else other or one
        for one, other in both
    )


def is_tags(cells: Sequence[str]) -> bool:
    """Say whether these are HXL hashtags: at least two, and no other text to speak of."""
    filled = [cell for cell in cells if cell.strip()]
    tagged = sum(bool(_TAG.fullmatch(cell)) for cell in filled)
    return tagged >= 2 and tagged * 2 >= len(filled)


def _unique(
    heading: Sequence[str], tags: Sequence[str], file: str, number: int, mistakes: list[Mistake]
) -> tuple[str, ...]:
    """Number headings that stand twice; without tags to tell them apart that is a mistake."""
    seen: dict[str, int] = {}
    found = []
    for name in heading:
        seen[name] = seen.get(name, 0) + 1
        twice = name and seen[name] > 1
        if twice and not tags and seen[name] == 2:
            mistakes.append(Mistake(file, number, name, "stands twice in the heading"))
        found.append(f"{name} ({seen[name]})" if twice else name)
    return tuple(found)


def _columns(
    batches: Iterable[list[Row]],
    heading: Sequence[str],
    file: str,
    mistakes: list[Mistake],
    unit: Unit,
    padded: bool,
) -> tuple[list[list[str]], list[int]]:
    """Return the cells by column, equal texts being one object, and the rows' numbers."""
    width = len(heading)
    columns: list[list[str]] = [[] for _ in range(width)]
    numbers: list[int] = []
    shared: dict[str, str] = {}
    for batch in batches:
        good: list[list[str]] = []
        for number, cells in batch:
            if len(cells) == width and cells[0] and not cells[0].isspace():
                good.append(cells)  # nearly every row
                numbers.append(number)
                continue
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                cells = cells[:width]
            elif len(cells) < width and padded:
                cells = [*cells, *[""] * (width - len(cells))]
            if len(cells) != width:
                if any(cell.strip() for cell in cells):
                    mistakes.append(_misfit(number, cells, width, file, unit, padded))
                continue
            if any(cell.strip() for cell in cells):
                good.append(cells)
                numbers.append(number)
        if len(numbers) > bounds.MOST_ROWS:
            raise bounds.refused(file, f"has more than {bounds.MOST_ROWS:,} rows")
        for column, cells_of in zip(columns, zip(*good, strict=True), strict=False):
            if max(map(len, cells_of)) > bounds.LONGEST_CELL:
                raise bounds.refused(file, f"has a cell of more than {bounds.LONGEST_CELL:,} signs")
            distinct = set(cells_of)
            if len(distinct) * 2 > len(cells_of):
                column.extend(cells_of)  # mostly ids: sharing them costs more than it saves
            else:
                one = {cell: shared.setdefault(cell, cell) for cell in distinct}
                column.extend([one[cell] for cell in cells_of])
    return columns, numbers


def _misfit(
    number: int, cells: list[str], width: int, file: str, unit: Unit, padded: bool
) -> Mistake:
    if padded:
        mend = "Give each column a heading. If the headings are in another row, declare heading_row"
    else:
        mend = "A text with a comma in it needs quotation marks around it"
    return Mistake(
        file,
        row=number if unit == "row" else 0,
        line=number if unit == "line" else 0,
        found=f"has {len(cells)} cells, the heading has {width}",
        mend=mend,
        content=tuple(cells[: bounds.MOST_COLUMNS]),
    )


def _batches(rows: Iterable[Row], first: int) -> Iterator[list[Row]]:
    """Give rows in batches; those before one that ends the file with an error come first."""
    size = first
    ahead = iter(rows)
    batch: list[Row] = []
    try:
        for row in ahead:
            batch.append(row)
            if len(batch) == size:
                yield batch
                batch, size = [], _BATCH
    except ProjectError:
        yield batch
        raise
    yield batch
