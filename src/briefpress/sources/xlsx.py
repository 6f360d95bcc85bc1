"""The only place that knows XLSX: cells as a person sees them, each sheet a table."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.sources import bounds
from briefpress.sources.grid import Grid
from briefpress.sources.packed import UNREADABLE, opened
from briefpress.sources.parquet import day, number
from briefpress.sources.rows import Row, grid
from briefpress.sources.sheets import chosen

_UNCALCULATED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:</c>|<v\s*/>|<v></v>)")
_LOOKED_THROUGH = 64 * 1024 * 1024


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read the visible sheets of a workbook, or the one that the source names.

    Raises ProjectError for a file that is none, is damaged or hostile; cells
    with an error and formulas without a value are added to ``mistakes``.
    """
    opened(path, shown, "XLSX").close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that do not concern cells
            return _read(path, source, shown, mistakes)
    except ProjectError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise bounds.refused(shown, f"is damaged, or no XLSX file ({said})") from None


def _read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    import io

    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(path) if isinstance(path, bytes) else path, read_only=True, data_only=True
    )
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
        hidden = [sheet.title for sheet in book.worksheets if sheet.title not in sheets]
        grids = []
        for name in chosen(list(sheets), hidden, source, shown, mistakes):
            file = f"{shown}, sheet '{name}'"
            sheet = sheets.get(name) or book[name]
            sheet.reset_dimensions()
            rows = _rows(sheet, file, mistakes)
            first = next(rows, None)
            if first is not None:
                all_rows = _chained(first, rows)
                stem = name if len(sheets) > 1 or source.sheet else Path(shown).stem
                table = grid(all_rows, file, stem, mistakes, source.heading_row, padded=True)
                grids.append(table)
        _check_formulas(path, shown, mistakes)
    finally:
        book.close()
    if not grids:
        raise bounds.refused(shown, "is empty: no sheet has a cell with a value")
    return grids


def _chained(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _rows(sheet: Any, file: str, mistakes: list[Mistake]) -> Iterator[Row]:
    for at, cells in enumerate(sheet.rows, start=1):
        if len(cells) > bounds.MOST_COLUMNS:
            if any(cell.value not in (None, "") for cell in cells[bounds.MOST_COLUMNS :]):
                raise bounds.refused(file, f"has more than {bounds.MOST_COLUMNS} columns")
            cells = cells[: bounds.MOST_COLUMNS]
        texts = []
        for cell in cells:
            if cell.data_type == "e":
                found = f"has the error {cell.value} in cell {cell.coordinate}"
                mistakes.append(Mistake(file, at, found=found))
            texts.append(_text(cell))
        if any(texts):
            yield at, texts


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return "" if cell.data_type == "e" else value
        case bool():
            return "true" if value else "false"
        case int() | float() if "%" in (cell.number_format or ""):
            percent = Decimal(number(float(value))) * 100
            return f"{percent.normalize():f}%"
        case int():
            return str(value)
        case float():
            return number(value)
        case dt.datetime():
            return day(value)
        case dt.date():
            return value.isoformat()
    return str(value)


def _check_formulas(path: Path | bytes, shown: str, mistakes: list[Mistake]) -> None:
    """Find formulas that no program has calculated: their cells look empty and are not."""
    with opened(path, shown, "XLSX") as archive:
        for part in archive.infolist():
            sheet = re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename)
            if sheet and part.file_size <= _LOOKED_THROUGH:
                try:
                    count = len(_UNCALCULATED.findall(archive.read(part)))
                except UNREADABLE:
                    continue
                if count:
                    formulas = "a formula that was" if count == 1 else f"{count} formulas that were"
                    found = f"has {formulas} never calculated: the values are not in the file"
                    mend = "Open it in a spreadsheet program and save it"
                    mistakes.append(Mistake(shown, found=found, mend=mend))
