"""Tables of HTML as rows of cells (HTML Standard, 4.9.12), head first and foot last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from briefpress.documents.word.blocks import Block, Cell, Paragraph, Run, Table
from briefpress.documents.word.inlines import is_seen

MOST = 63
"""Columns that a table of Word can have."""

Fill = Callable[[etree._Element, bool], tuple[Block, ...]]
"""Gives what stands in a cell, which may be one of a head."""


def table(element: etree._Element, fill: Fill, direction: str) -> Table:
    """Return a table; rows of ``<thead>`` are its head."""
    groups = {"thead": [], "tbody": [], "tfoot": []}  # type: dict[str, list[etree._Element]]
    for child in element:
        if child.tag == "tr":
            groups["tbody"].append(child)
        elif child.tag in groups:
            groups[child.tag] += child.iterchildren("tr")
    head = len(groups["thead"])
    rows = [row for group in groups.values() for row in group]
    cells = tuple(
        tuple(
            Cell(
                fill(one, at < head),
                one.tag == "th",
                min(_count(one, "colspan"), MOST),
                min(_count(one, "rowspan") or len(rows), len(rows) - at),
            )
            for one in row
            if is_seen(one) and one.tag in ("td", "th")
        )
        for at, row in enumerate(rows)
    )
    return Table(cells, head, direction)


def _count(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell takes; a count that is none is one."""
    said = (cell.get(name) or "").strip()
    return int(said) if said.isdecimal() else 1


_GROUPS = {"thead", "tbody", "tfoot"}
_HOLDS = {
    "table": {"caption", "colgroup", "col", "tr", *_GROUPS},
    **{group: {"tr"} for group in _GROUPS},
    "tr": {"td", "th"},
}


def strays(element: etree._Element) -> Iterator[etree._Element | str]:
    """Give what stands in a table and in none of its cells: browsers print it before the table."""
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        if child.tag not in _HOLDS[str(element.tag)]:
            if is_seen(child):
                yield child
        elif child.tag in _HOLDS:
            yield from strays(child)
        if child.tail and child.tail.strip():
            yield child.tail


def laid_out(rows: tuple[tuple[Cell, ...], ...]) -> list[list[tuple[Cell, int, str]]]:
    """Return for each row its cells, how many columns each takes, and how it is merged.

    ``""`` alone, ``restart`` goes on in the rows below, ``continue`` began above.
    All rows take as many columns: what is missing is filled with empty cells.
    """
    out: list[list[tuple[Cell, int, str]]] = []
    above: dict[int, tuple[int, Cell]] = {}  # by column: rows still to go, and the cell
    for row in rows:
        line: list[tuple[Cell, int, str]] = []
        left, at = list(row), 0
        while left or any(column >= at for column in above):
            if at in above:
                still, cell = above.pop(at)
                if still > 1:
                    above[at] = (still - 1, cell)
                line.append((cell, cell.columns, "continue"))
                at += cell.columns
            elif left:
                cell = left.pop(0)
                line.append((cell, cell.columns, "restart" if cell.rows > 1 else ""))
                if cell.rows > 1:
                    above[at] = (cell.rows - 1, cell)
                at += max(cell.columns, 1)
            else:
                line.append((Cell(()), 1, ""))
                at += 1
        out.append(line)
    width = max((sum(columns for _, columns, _ in line) for line in out), default=0)
    for line in out:
        line += [(Cell(()), 1, "")] * (width - sum(columns for _, columns, _ in line))
    return out


_SHORTEST, _LONGEST = 7, 46
"""Signs between which a column's widest cell counts."""

_WHOLE, _SIGN = 14, 1.9
"""Signs up to which a cell's words stay in one line, and millimetres that each may need."""


def widths_of(lines: list[list[tuple[Cell, int, str]]], width: float) -> list[float]:
    """Share the width among the columns, by how long the longest text of each is.

    Columns of short words, as numbers and dates, are wide enough for them.
    """
    count = max((sum(columns for _, columns, _ in line) for line in lines), default=1) or 1
    longest = [_SHORTEST] * count
    for line in lines:
        column = 0
        for cell, columns, _ in line:
            if columns == 1:
                signs = sum(len(run.words) for run in _runs(cell.blocks)) + 2
                longest[column] = max(longest[column], min(signs, _LONGEST))
            column += columns
    found: dict[int, float] = {}
    rest = set(range(count))
    while rest:
        left = (width - sum(found.values())) / sum(longest[at] for at in rest)
        narrow = {at for at in rest if longest[at] <= _WHOLE + 2 and left < _SIGN}
        if not narrow or narrow == rest:
            return [found.get(at, left * longest[at]) for at in range(count)]
        found |= {at: _SIGN * longest[at] for at in narrow}
        rest -= narrow
    return []


def _runs(blocks: Iterable[Block]) -> Iterator[Run]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (one for one in block.inlines if isinstance(one, Run))
