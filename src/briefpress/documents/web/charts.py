"""Charts of a page: the picture as SVG, and its values as a table with words for their codes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from briefpress.documents import cells
from briefpress.drawing.chart import Chart
from briefpress.drawing.svg import Letters, svg
from briefpress.language import Text
from briefpress.model.number import Suppressed

_NOT_SHOWN = ("rows", "missing", "total", "undated", "latitude", "longitude", "currency", "kind",
              "unconverted", "start", "end", "measure", "unit")  # fmt: skip
"""Columns of charts' tables that are no values of theirs, but what words and marks need."""


def picture(chart: Chart, letters: Letters) -> Markup:
    """Return the picture as an element; one that is no SVG of operators becomes an image."""
    if not isinstance(chart.picture, bytes):
        return Markup(svg(chart.picture, chart.alt, letters))
    content = base64.b64encode(chart.picture).decode()
    return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(content, chart.alt)


def table(name: str, chart: Chart, text: Text) -> dict[str, Any]:
    """Return the values of a chart: ``columns`` (each: title, whether numbers), ``rows`` of cells.

    A number has its name, ``charts.partners[2].activities``, where the chart says its rows.
    """
    rows = cells.named(f"charts.{name}", chart.table)
    columns = [key for key in _columns(chart.table) if key not in _NOT_SHOWN]
    titles = _titles(text)
    return {
        "columns": [
            {
                "title": titles.get(key) or key.replace("_", " ").capitalize(),
                "figure": any(isinstance(row.get(key), int | Decimal | float) for row in rows),
            }
            for key in columns
        ],
        "rows": [[_printed(key, row, text) for key in columns] for row in rows],
    }


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _printed(key: str, row: Mapping[str, Any], text: Text) -> Any:
    value = row.get(key)
    if isinstance(value, Suppressed):
        return text.status("suppressed")
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return text.commas([str(one) for one in value]) or "–"
    if isinstance(value, Decimal):
        if "currency" in row:
            return cells.tagging(text.money)(value, row["currency"])
        return cells.tagging(text.number)(value, _precision(value))
    if isinstance(value, float):
        return text.number(Decimal(str(value)), 2)
    if isinstance(value, int) and key != "year":
        return cells.tagging(text.number)(value)
    return _named(key, str(value), text)


def _precision(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def _named(key: str, value: str, text: Text) -> str:
    """Return what a code of a known column is called; any other text as it is."""
    _ = text.gettext
    if key in ("country", "region", "place"):
        return text.place(value) if value else _("Not allocated to a place")
    if key == "theme":
        return text.theme(value)
    if key in ("organisation", "donor", "provider"):
        return text.organisation(value) if value else _("Donor not named")
    if key == "scope":
        return text.scope(value)
    if key == "field":
        return text.field(value)
    return value


def _titles(text: Text) -> dict[str, str]:
    """Return the headings of known columns."""
    _ = text.gettext
    return {
        "country": _("Country or area"),
        "region": _("Region"),
        "place": _("Place"),
        "theme": _("Theme"),
        "organisation": _("Organization"),
        "donor": _("Donor"),
        "provider": _("Donor"),
        "scope": _("Scope"),
        "year": _("Year"),
        "activities": _("Activities"),
        "numbers": _("Activities"),
        "given": _("Activities"),
        "field": _("Information"),
        "amount": _("Amount"),
        "received": _("Amount"),
        "budget": _("Budget"),
        "committed": _("Committed"),
        "spent": _("Spent"),
        "indicator": _("Indicator"),
        "baseline": _("Baseline"),
        "target": _("Target"),
        "actual": _("Actual value"),
    }
