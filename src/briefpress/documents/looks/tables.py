"""A table that goes on over a page without its heads: columns of nobody knows what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefpress.documents.looks.sheets import Sheet
from briefpress.model.finding import Finding


def tables(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Give each part of a table that has no header row, where its first part has one.

    A table without <thead> whose first row is of <th> only has lost it on every
    page but its first. One without any has none to lose.
    """
    begun: set[Any] = set()
    for sheet in sheets:
        headed = {one.parent.element for one in sheet.nodes if one.tag == "thead" and one.parent}
        here = {node.element: node for node in sheet.nodes if node.tag == "table"}
        for table, node in here.items():
            if table in begun and table not in headed and _has_heads(table):
                yield Finding(
                    "table-header",
                    "a table goes on without its header row",
                    "Put the header row into <thead>, and leave it at display: table-header-group",
                    sheet.page,
                    node.place,
                )
        begun |= here.keys()


def _has_heads(table: Any) -> bool:
    row = next(table.iter("tr"), ())
    return bool(len(row)) and all(cell.tag == "th" for cell in row)
