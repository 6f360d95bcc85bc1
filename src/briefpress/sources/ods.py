"""The only place that knows OpenDocument spreadsheets (ODF 1.3, part 3, chapter 9)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Source
from briefpress.errors import Mistake
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


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read the sheets of a spreadsheet, or the one that the source names.

    Raises ProjectError for a file that is none, is damaged or hostile.
    """
    from lxml import etree

    with opened(path, shown, "ODS") as archive:
        try:
            with archive.open("content.xml") as content:
                tables = _tables(content, source.decimal_mark, shown)
        except KeyError:
            raise bounds.refused(shown, "is no OpenDocument file: it has no content.xml") from None
        except (etree.XMLSyntaxError, *UNREADABLE) as error:
            said = str(error)[:200]
            raise bounds.refused(shown, f"is damaged, or no ODS file: {said}") from None
    filled = {name: rows for name, rows in tables.items() if rows}
    if not filled:
        raise bounds.refused(shown, "is empty: no sheet has a cell with a value")
    grids = []
    for name in chosen(list(filled), [], source, shown, mistakes):
        stem = name if len(filled) > 1 or source.sheet else Path(shown).stem
        file = f"{shown}, sheet '{name}'"
        rows = filled[name]
        grids.append(grid(rows, file, stem, mistakes, source.heading_row, padded=True))
    return grids


def _tables(content: Any, mark: str, shown: str) -> dict[str, list[Row]]:
    from lxml import etree

    tables: dict[str, list[Row]] = {}
    number = 0
    rows: list[Row] = []
    events = etree.iterparse(
        content,
        events=("start", "end"),
        tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in events:
        if element.tag == f"{_TABLE}table":
            if event == "start":
                number, rows = 0, []
                tables[element.get(f"{_TABLE}name", "")] = rows
        elif event == "end":
            repeated = _count(element, "number-rows-repeated")
            cells = _cells(element, mark, shown)
            if any(cells):
                if len(rows) + repeated > bounds.MOST_ROWS or repeated * len(cells) > _MOST_CELLS:
                    raise bounds.refused(shown, "repeats a row more often than any table needs")
                rows += [(number + 1 + again, cells) for again in range(repeated)]
            number += repeated
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return tables


_MOST_CELLS = 10_000_000


def _count(element: _Element, name: str) -> int:
    """Return how often a row or cell is repeated; blank ones are repeated to the sheet's end."""
    given = element.get(f"{_TABLE}{name}", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def _cells(row: _Element, mark: str, shown: str) -> list[str]:
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
        cells += [""] * blank + [text] * repeated
        blank = 0
    return cells


def _text(cell: _Element, mark: str) -> str:
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "currency":
            return written(_number(cell.get(f"{_OFFICE}value", "")), mark)
        case "percentage":
            value = _number(cell.get(f"{_OFFICE}value", ""))
            return written(f"{(Decimal(value) * 100).normalize():f}%", mark) if value else ""
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
