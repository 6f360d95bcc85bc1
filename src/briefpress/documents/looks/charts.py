"""What was seen when the charts of a brief were drawn, with the page that each is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefpress.documents.looks.sheets import Sheet
from briefpress.drawing.chart import Chart
from briefpress.model.finding import Finding


def charts(sheets: Sequence[Sheet], drawn: Mapping[str, Chart]) -> Iterator[Finding]:
    """Give the faults of each chart that is shown; see ``drawing.labels``."""
    for sheet in sheets:
        for leaf in sheet.leaves:
            name = (leaf.node.get("src") or "").removeprefix("chart:")
            for fault in drawn[name].faults if not leaf.text and name in drawn else ():
                words = f"in the chart {name.rpartition('.')[2]}, {fault}"
                hint = "Give the chart more room, or shorten its labels"
                yield Finding("chart-label", words, hint, sheet.page, leaf.place)
