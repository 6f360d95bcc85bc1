"""The only place that knows XLSX: cells as a person sees them, each sheet a table."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.model.specs import SPECS
from briefpress.sources import bounds, values
from briefpress.sources.grid import Grid, written
from briefpress.sources.packed import opened
from briefpress.sources.rows import Row, grid
from briefpress.sources.sheetparts import beside
from briefpress.sources.sheets import chosen

_MOST_ROWS = 1_048_576
"""Of a sheet (Excel specifications and limits); openpyxl makes every empty row up to the last."""

_LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a number format shows as it stands: a "%" in it is only a sign."""


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
            with opened(path, shown, "XLSX") as archive:
                parts = beside(archive, sheet._worksheet_path)  # type: ignore[attr-defined]
            if parts.last_row > _MOST_ROWS:
                raise bounds.refused(file, f"has a row {parts.last_row:,}; no sheet has so many")
            rows = _rows(sheet, parts.merged, source.decimal_mark, file)
            first = next(rows, None)
            if first is not None:
                all_rows = _chained(first, rows)
                named = len(sheets) > 1 or source.sheet or name in SPECS
                stem = name if named else Path(shown).stem
                table = grid(
                    all_rows,
                    file,
                    stem,
                    mistakes,
                    source.heading_row,
                    padded=True,
                    across=parts.across,
                )
                grids.append(table)
            if parts.uncalculated:
                mistakes.append(_never_calculated(parts.uncalculated, file))
    finally:
        book.close()
    if not grids:
        raise bounds.refused(shown, "is empty: no sheet has a cell with a value")
    return grids


def hidden(path: Path, shown: str) -> list[str]:
    """Return the names of hidden sheets. Raises ProjectError for a file that is no workbook."""
    from openpyxl import load_workbook

    opened(path, shown, "XLSX").close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    finally:
        book.close()


def _chained(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _never_calculated(cells: list[str], file: str) -> Mistake:
    listed = ", ".join(cells[:3]) + (" and others" if len(cells) > 3 else "")
    found = f"has formulas that were never calculated, so their values are not there: {listed}"
    return Mistake(file, found=found, mend="Open it in a spreadsheet program and save it")


def _rows(sheet: Any, merged: dict[tuple[int, int], int], mark: str, file: str) -> Iterator[Row]:
    """Give the rows. A text in merged cells stands in each of their rows, as a person sees it.

    A number does not: a budget over three rows is there once.
    """
    over: dict[int, tuple[int, str]] = {}
    for at, cells in enumerate(sheet.rows, start=1):
        if len(cells) > bounds.MOST_COLUMNS:
            if any(cell.value not in (None, "") for cell in cells[bounds.MOST_COLUMNS :]):
                raise bounds.refused(file, f"has more than {bounds.MOST_COLUMNS} columns")
            cells = cells[: bounds.MOST_COLUMNS]
        texts = []
        for cell in cells:
            texts.append(_text(cell, mark))
        for column, (last, text) in over.items():
            if at <= last:
                texts += [""] * (column - len(texts))
                texts[column - 1] = texts[column - 1] or text
        for column, cell in enumerate(cells, start=1) if merged else ():
            if (at, column) in merged and isinstance(cell.value, str):
                over[column] = merged[at, column], cell.value
        if any(texts):
            yield at, texts


def _text(cell: Any, mark: str) -> str:
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in _LITERAL.sub("", cell.number_format or ""):
        percent = Decimal(values.number(float(value))) * 100
        return written(f"{percent.normalize():f}%", mark)
    return values.text(value, mark)
