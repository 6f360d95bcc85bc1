"""The data of an edition as one workbook (XLSX): a sheet for each table, and one to read first."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from briefpress.documents.attachments import harmless
from briefpress.documents.zipped import unzipped, zipped
from briefpress.editions.data.collected import SUPPRESSED, Collected
from briefpress.editions.data.columns import Field, Table
from briefpress.errors import DiskError

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_575
"""Of a sheet, below its headings."""

_LONGEST_CELL = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LEFT_OUT = ("number_rows",)
"""Tables that are for programs: the package has them."""

_NARROWEST, _WIDEST, _LOOKED_AT = 8, 60, 200


def workbook(data: Collected) -> bytes:
    """Return the workbook, the same bytes each time.

    A text that would be taken for a formula has an apostrophe before it; a table
    that is longer than a sheet can be is left out, and the first sheet says so.
    """
    book = Workbook(write_only=True)
    edition = data.project.edition
    shown = [table for table in data.tables if table.name not in _LEFT_OUT]
    fitting = [table for table in shown if len(table.rows) <= MOST_ROWS]
    _read_me(book, data, shown)
    for table in fitting:
        _sheet(book, table, data.project.brand.colour)
    book.properties.title = data.edition
    book.properties.creator = edition.organisation
    day = dt.datetime(edition.data_date.year, edition.data_date.month, edition.data_date.day)
    book.properties.created = day
    out = io.BytesIO()
    try:
        book.save(out)
    except (OSError, SerialisationError) as error:  # it writes sheets to temporary files first
        folder = tempfile.gettempdir()
        raise DiskError(f"{folder}: does not take the sheets of a workbook: {error}") from error
    return zipped(_dated(unzipped(out.getvalue()), day))


def _dated(files: dict[str, bytes], day: dt.datetime) -> dict[str, bytes]:
    """Return the files of a workbook that says it was changed on a day, and not now."""
    core = files["docProps/core.xml"].decode()
    stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}"
    core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp}", core)
    return {**files, "docProps/core.xml": core.encode()}


def _read_me(book: Workbook, data: Collected, tables: Sequence[Table]) -> None:
    sheet = book.create_sheet("Read me")
    edition, handing = data.project.edition, data.project.data
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 26
    sheet.column_dimensions["C"].width = 90
    bold = Font(bold=True)

    def line(*cells: Any, strong: bool = False) -> None:
        sheet.append([_cell(sheet, one, font=bold if strong else None) for one in cells])

    line(data.edition, strong=True)
    line()
    line("Data as of", "", edition.data_date)
    line("Licence", "", handing.licence or "None is stated: ask the organisation")
    for source in data.project.sources:
        line("Source", "", source.name or "The project's own data")
    line("Made from the edition", "", f"SHA-256 of its manifest: {data.manifest}")
    line()
    line("Empty", "", "Missing data, never zero")
    line(SUPPRESSED, "", "Hidden, to protect people: neither missing nor zero")
    line("Apostrophe", "", "Before a text that a spreadsheet would take for a formula")
    line()
    line("Sheet", "Column", "What it is", strong=True)
    for table in tables:
        count = len(table.rows)
        said = table.description if count <= MOST_ROWS else (
            f"{table.description}. {count} rows, more than a sheet holds: data/{table.name}.csv"
        )  # fmt: skip
        line(table.name, "", said, strong=True)
        for field in table.fields:
            line("", field.name, field.description)


def _sheet(book: Workbook, table: Table, colour: str) -> None:
    sheet = book.create_sheet(table.name)
    last = get_column_letter(len(table.fields))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    for at, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    font, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=colour.lstrip("#"))
    align = Alignment(vertical="top", wrap_text=True)
    sheet.append(
        [_cell(sheet, one.name, font=font, fill=fill, alignment=align) for one in table.fields]
    )
    for row in table.rows:
        sheet.append(
            [_typed(sheet, cell, field) for cell, field in zip(row, table.fields, strict=True)]
        )


def _typed(sheet: WriteOnlyWorksheet, cell: Any, field: Field) -> Any:
    if isinstance(cell, dt.date):
        return _cell(sheet, cell, number_format="yyyy-mm-dd")
    if isinstance(cell, Decimal):
        whole = cell == cell.to_integral_value()
        return _cell(sheet, cell, number_format="#,##0" if whole else "#,##0.00##")
    return _cell(sheet, cell)


def _cell(sheet: WriteOnlyWorksheet, value: Any, **looks: Any) -> Any:
    if type(value) is str:
        value = _UNPRINTABLE.sub("", harmless(value))
        if len(value) > _LONGEST_CELL:
            value = f"{value[: _LONGEST_CELL - 4]} […]"[:_LONGEST_CELL]
    looks = {name: one for name, one in looks.items() if one is not None}
    if not looks:
        return value
    cell = WriteOnlyCell(sheet, value)
    for name, one in looks.items():
        setattr(cell, name, one)
    return cell


def _widths(table: Table) -> Iterable[float]:
    """Give a width for each column: that of its longest cell among the first rows."""
    for at, field in enumerate(table.fields):
        cells = [str(row[at]) for row in table.rows[:_LOOKED_AT] if row[at] is not None]
        longest = max([len(field.name) + 3, *(len(cell) + 1 for cell in cells)])
        yield float(min(max(longest, _NARROWEST), _WIDEST))
