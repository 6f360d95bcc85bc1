"""What a brief was made of, inside of its PDF: associated files (ISO 19005-3, 6.8).

The facts, the tables and charts that its page shows, and the rows behind them, with the
page's own control of content: nothing goes in that the facts do not say, but for the rows of
``ROWS``, of which only the columns named here go in. Results are not among them:
of people, a brief says what its facts say.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pydyf  # type: ignore[import-untyped]

from briefpress.flate import compressed

if TYPE_CHECKING:
    from briefpress.documents.facts import Facts
    from briefpress.language import Text
    from briefpress.model.slices import Slice

ROWS: Mapping[str, tuple[str, ...]] = {
    "activities": ("row", "id", "title", "scope", "status", "start_date", "end_date", "origin"),
    "places": ("row", "activity", "transaction", "country", "region", "percentage", "origin"),
    "themes": ("row", "activity", "transaction", "vocabulary", "code", "percentage", "origin"),
    "organisations": ("row", "activity", "organisation", "name", "role", "type", "origin"),
    "transactions": (
        "row", "activity", "type", "date", "value_date", "value", "currency", "origin",
    ),
    "budgets": (
        "row", "activity", "type", "status", "start_date", "end_date", "value_date", "value",
        "currency", "origin",
    ),
}  # fmt: skip
"""The canonical tables whose rows go in, and their columns: no free text but titles and names."""


@dataclass(frozen=True)
class Attachment:
    """A file inside of a PDF. ``relationship`` is of ISO 19005-3, annex E, ``kind`` a MIME type."""

    name: str
    kind: str
    description: str
    relationship: str
    content: bytes


def of(facts: Facts, json_facts: bytes, part: Slice, text: Text) -> list[Attachment]:
    """Return the files of a brief: its facts, what its page shows as tables, the rows behind it.

    Tables are those that the template names (``facts.shown``) and those of the charts.
    Charts of chapters are one table a chart, whose first column says which chapter.
    A table that has no rows, or the same as one before it, is left out.
    """
    _ = text.gettext
    found = [
        Attachment(
            "facts.json",
            "application/json",
            _("Everything this brief prints, as data"),
            "Supplement",
            json_facts,
        )
    ]
    seen: set[bytes] = set()
    for name, rows in _tables(facts):
        content = table(rows)
        if rows and content not in seen:
            seen.add(content)
            said = _("Table of this brief: {name}").format(name=name.partition("-")[2])
            found.append(Attachment(f"{name}.csv", "text/csv", said, "Data", content))
    for name, columns in ROWS.items():
        if listed := list(part.tables.rows(name, *columns)):
            said = _("Rows of the data that this brief is made of: {name}").format(name=name)
            content = as_csv(columns, listed)
            found.append(Attachment(f"rows-{name}.csv", "text/csv", said, "Source", content))
    return found


def _tables(facts: Facts) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    for name in facts.shown:
        if name in facts.whole.tables:
            yield f"table-{name}", facts.whole.tables[name]
    for name, chart in facts.whole.charts.items():
        if chart:
            yield f"chart-{name}", chart.plain()["table"]
    for over, parts in facts.parts.items():
        for name in dict.fromkeys(name for part in parts for name in part.charts):
            yield (
                f"chart-{over}.{name}",
                [
                    {f"{over}_chapter": part.key, **row}
                    for part in parts
                    if (chart := part.charts.get(name))
                    for row in chart.plain()["table"]
                ],
            )


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a table of the facts as CSV; what is a list in it is one cell, with spaces between."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return as_csv(columns, ([row.get(column) for column in columns] for row in rows))


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return CSV after RFC 4180, in UTF-8 with its mark, that no program takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: Any) -> Any:
    """Return a cell with an apostrophe before a text that a program would take for a formula.

    A number stays one, a negative one too.
    """
    if type(cell) is not str:  # as most are; the rest of this is for the few
        if cell is None or isinstance(cell, int | float | Decimal):
            return cell
        cell = _one_text(cell) if isinstance(cell, list | tuple) else str(cell)
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell


def _one_text(cells: Sequence[Any]) -> str:
    if any(isinstance(one, dict) for one in cells):
        return json.dumps(cells, ensure_ascii=False, default=str)
    return " ".join(map(str, cells))


def embed(pdf: pydyf.PDF, files: Sequence[Attachment], day: dt.date) -> None:
    """Put files into a PDF, of which all are said to be of one day: that of the data."""
    if not files:
        return
    date = pydyf.String(f"D:{day:%Y%m%d}000000Z")
    named = sorted((one.name, _specification(pdf, one, date)) for one in files)
    names = pydyf.Dictionary({"Names": pydyf.Array(_pairs(named))})
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names.reference
    pdf.catalog["AF"] = pydyf.Array(reference for _, reference in named)


def _pairs(named: Iterable[tuple[str, bytes]]) -> Iterator[Any]:
    for name, reference in named:
        yield pydyf.String(name)
        yield reference


def _specification(pdf: pydyf.PDF, one: Attachment, date: pydyf.String) -> bytes:
    """Add a file and what says which it is (ISO 32000-1, 7.11.3 and 7.11.4)."""
    digest = hashlib.md5(one.content, usedforsecurity=False).hexdigest()  # as the format has it
    parameters = {
        "Size": len(one.content), "CheckSum": f"<{digest}>", "CreationDate": date, "ModDate": date,
    }  # fmt: skip
    stream = pydyf.Stream(
        [compressed(one.content)],
        {
            "Type": "/EmbeddedFile",
            "Subtype": "/" + one.kind.replace("/", "#2f"),
            "Params": pydyf.Dictionary(parameters),
            "Filter": "/FlateDecode",
        },
    )
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(one.name),
            "UF": pydyf.String(one.name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(one.description),
            "AFRelationship": f"/{one.relationship}",
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference
