"""A brief's finished pages, looked at before they are written: one check a module.

Each check is a function from what is on the pages (``sheets``) to findings; how
bad each is, the project says (``checkconfig``). docs/checks.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path

from briefpress.config import Brand, Kind
from briefpress.documents.facts import Facts
from briefpress.documents.fit import Fit
from briefpress.documents.looks import (
    blocks,
    budgets,
    cards,
    charts,
    countries,
    dates,
    edges,
    fill,
    headings,
    links,
    numbers,
    overlaps,
    pictures,
    sheets,
    tables,
)
from briefpress.language import Text
from briefpress.model.finding import Finding
from briefpress.model.tables import Tables

MOST = 20
"""Findings of one check that are kept of a brief: after that, more say nothing new."""


@dataclass(frozen=True)
class Brief:
    """A brief as it is laid out, with all that its pages are compared with.

    ``typed`` are the words of its templates.
    """

    kind: Kind
    brand: Brand
    facts: Facts
    text: Text
    folders: tuple[Path, ...]
    typed: str
    tables: Tables | None = None
    """The rows that it is made of, which its narratives are compared with."""


def look(brief: Brief, fitted: Fit) -> tuple[Finding, ...]:
    """Return what every check sees on the pages, at most ``MOST`` of each."""
    pages, facts, kind = sheets.sheets(fitted.document), brief.facts, brief.kind
    edition = facts.edition
    typed = " ".join((brief.typed, *(words for _, words in brief.brand.texts)))
    dated = f"{typed} {edition.title}"
    organisations = tuple(facts.names.get("organisations", {}).values())
    found = (
        fill.budget(len(pages), kind.least, kind.most),
        fill.half_empty(pages, fitted.fills),
        headings.headings(pages),
        tables.tables(pages),
        edges.outside(pages),
        overlaps.overlaps(pages),
        blocks.empty(pages),
        cards.widows(pages),
        links.links(pages),
        pictures.resolution(pages),
        charts.charts(pages, facts.charts()),
        dates.dates(pages, dated, edition, brief.text.date),
        numbers.numbers(pages, typed, values(facts)),
        budgets.budgets(pages, facts.whole.tables["activities"], brief.tables)
        if brief.tables
        else (),
        countries.countries(pages, brief.text.language, organisations),
    )
    return tuple(chain.from_iterable(_most(one) for one in found))


def _most(found: Iterable[Finding]) -> Iterator[Finding]:
    """Give the first findings of a check; the last of them says when there are more."""
    listed = list(islice(dict.fromkeys(found), MOST + 1))
    if len(listed) > MOST:
        listed = listed[:MOST]
        listed[-1] = replace(listed[-1], words=f"{listed[-1].words}; and more like it")
    yield from listed


def values(facts: Facts) -> Iterator[Decimal]:
    """Give every value of the facts: its numbers, and the figures and lengths of its tables."""
    for _, part in facts.named_parts():
        for number in part.numbers:
            if number.value is not None:
                yield Decimal(number.value)
        for rows in part.tables.values():
            yield Decimal(len(rows))
            for row in rows:
                for value in row.values():
                    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                        try:
                            yield Decimal(str(value)).normalize()
                        except InvalidOperation:
                            continue
