"""The only place that knows OpenDocument spreadsheets (ODF 1.3, part 3, chapter 9)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Source
from briefpress.errors import Mistake
from briefpress.model.specs import SPECS
from briefpress.sources import bounds
from briefpress.sources.grid import Grid, written
from briefpress.sources.packed import UNREADABLE, opened
from briefpress.sources.rows import Row, grid
from briefpress.sources.sheets import chosen

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

_MOST_REPEATED = 10_000_000
"""Cells of a file that are not written out but repeat another, or a whole row."""

_MOST_CELLS = 30_000_000
"""Cells of a file, blank ones between others included: a few signs can stand for thousands."""

_TOO_OFTEN = "repeats cells more often than any table needs"


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read the sheets of a spreadsheet, or the one that the source names.

    Raises ProjectError for a file that is none, is damaged or hostile.
    """
    tables, hidden = _opened(path, source.decimal_mark, shown)
    filled = {name: rows for name, rows in tables.items() if rows}
    visible = [name for name in filled if name not in hidden]
    names = chosen(visible, [name for name in filled if name in hidden], source, shown, mistakes)
    if not names:
        raise bounds.refused(shown, "is empty: no sheet has a cell with a value")
    grids = []
    for name in names:
        named = len(visible) > 1 or source.sheet or name in SPECS
        stem = name if named else Path(shown).stem
        file = f"{shown}, sheet '{name}'"
        rows = filled[name]
        grids.append(grid(rows, file, stem, mistakes, source.heading_row, padded=True))
    return grids


def hidden(path: Path, shown: str) -> list[str]:
    """Return the names of the hidden sheets. Raises ProjectError for a file that is none."""
    tables, without = _opened(path, "", shown)
    return sorted(name for name in without if tables[name])


def _opened(path: Path | bytes, mark: str, shown: str) -> tuple[dict[str, list[Row]], set[str]]:
    from lxml import etree

    with opened(path, shown, "ODS") as archive:
        try:
            with archive.open("content.xml") as content:
                return _tables(content, mark, shown)
        except KeyError:
            raise bounds.refused(shown, "is no OpenDocument file: it has no content.xml") from None
        except (etree.XMLSyntaxError, *UNREADABLE) as error:
            said = str(error)[:200]
            raise bounds.refused(shown, f"is damaged, or no ODS file: {said}") from None


def _tables(content: Any, mark: str, shown: str) -> tuple[dict[str, list[Row]], set[str]]:
    """Return the rows of each sheet, and the names of the sheets that are hidden."""
    from lxml import etree

    tables: dict[str, list[Row]] = {}
    hidden: set[str] = set()
    unseen: set[str] = set()
    number = 0
    rows: list[Row] = []
    spent = _Spent(shown)
    events = etree.iterparse(
        content,
        events=("start", "end"),
        tag=(f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-row"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in events:
        if element.tag == f"{_STYLE}style":
            if event == "end" and _hides(element):
                unseen.add(element.get(f"{_STYLE}name", ""))
        elif element.tag == f"{_TABLE}table":
            if event == "start":
                number, rows = 0, []
                name = element.get(f"{_TABLE}name", "")
                tables[name] = rows
                if _is_hidden(element, unseen):
                    hidden.add(name)
        elif event == "end":
            repeated = _count(element, "number-rows-repeated")
            cells = _cells(element, mark, shown, spent)
            if any(cells):
                spent.on(cells, repeated)
                if len(rows) + repeated > bounds.MOST_ROWS:
                    raise bounds.refused(shown, _TOO_OFTEN)
                rows += [(number + 1 + again, cells) for again in range(repeated)]
            number += repeated
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return tables, hidden


class _Spent:
    """How many cells a file has, and how many of them only repeat others."""

    def __init__(self, shown: str) -> None:
        self.shown, self.cells, self.repeated = shown, 0, 0

    def on(self, cells: Sequence[str], rows: int = 1, *, repeated: int = 0) -> None:
        """Count cells that stand in so many rows; raises ProjectError when they are too many."""
        self.cells += len(cells) * rows
        self.repeated += len(cells) * (rows - 1) + repeated
        if self.cells > _MOST_CELLS or self.repeated > _MOST_REPEATED:
            raise bounds.refused(self.shown, _TOO_OFTEN)


def _hides(style: _Element) -> bool:
    """Say whether a style hides the sheets that have it."""
    return any(one.get(f"{_TABLE}display") == "false" for one in style)


def _is_hidden(table: _Element, unseen: set[str]) -> bool:
    if table.get(f"{_TABLE}style-name", "") in unseen:
        return True
    if table.get(f"{_TABLE}display", "true") == "false":
        return True
    return str(table.get(f"{_TABLE}visibility", "visible")) != "visible"


def _count(element: _Element, name: str) -> int:
    """Return how often a row or cell is repeated; blank ones are repeated to the sheet's end."""
    given = element.get(f"{_TABLE}{name}", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def _cells(row: _Element, mark: str, shown: str, spent: _Spent) -> list[str]:
    cells: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated, text = _count(cell, "number-columns-repeated"), _text(cell, mark)
        if not text:
            blank += repeated
            continue
        if len(cells) + blank + repeated > bounds.MOST_COLUMNS:
            raise bounds.refused(shown, f"has more than {bounds.MOST_COLUMNS} columns")
        spent.on((), repeated=repeated - 1)
        cells += [""] * blank + [text] * repeated
        blank = 0
    return cells


def _text(cell: _Element, mark: str) -> str:
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "currency":
            return written(_number(cell.get(f"{_OFFICE}value", "")), mark)
        case "percentage":
            value = _number(cell.get(f"{_OFFICE}value", ""))
            try:
                return written(f"{(Decimal(value) * 100).normalize():f}%", mark) if value else ""
            except ArithmeticError:
                return value  # no number: for the checks
        case "date":
            return str(cell.get(f"{_OFFICE}date-value", ""))[:10]
        case "boolean":
            return str(cell.get(f"{_OFFICE}boolean-value", ""))
    paragraphs = ["".join(part.itertext()) for part in cell if part.tag == f"{_TEXT}p"]
    return "\n".join(paragraphs).strip()


def _number(given: str) -> str:
    """Write a number without an exponent; what is none stays as it is, for the checks."""
    try:
        value = Decimal(given)
    except InvalidOperation:
        return given
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return given
    return f"{value:f}"
