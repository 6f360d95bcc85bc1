"""Dates typed into a template or a text that are not this edition's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from briefpress.config import Edition
from briefpress.documents.looks.sheets import Sheet
from briefpress.documents.looks.written import blocks
from briefpress.model.finding import Finding

DATE = re.compile(
    r"(?<![\w/.-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)?(?: de)? [^\W\d]{3,}(?: de)? (?:19|20)\d{2}"
    r"|(?:19|20)\d{2})(?![\w/-]|\.\d)"
)
"""A day in digits (ISO 8601) or in words, or a year alone."""

_NAMING = re.compile(r"(?:resolution|résolution|resolución) [\w/]+ \($|/$|\($", re.IGNORECASE)
"""Before a year that is part of a name: Security Council resolution 1325 (2000)."""


def dates(
    sheets: Sequence[Sheet], typed: str, edition: Edition, printed: Callable[[dt.date], str]
) -> Iterator[Finding]:
    """Give each date of ``typed`` that is printed and is not of the edition's period.

    A year must lie in the period or be that of the data; a day must be its
    first or last, or the date of the data. ``printed`` writes a day in the
    brief's language.
    """
    days = (edition.start, edition.end, edition.data_date)
    ours = {one for day in days for one in (printed(day), day.isoformat())}
    years = {*range(edition.start.year, edition.end.year + 1), edition.data_date.year}
    strange = {
        match.group()
        for match in DATE.finditer(typed)
        if match.group() not in ours
        and not _NAMING.search(typed[: match.start()])
        and not (match.group().isdigit() and int(match.group()) in years)
    }
    for text, leaves in blocks(sheets) if strange else ():
        for match in DATE.finditer(text):
            if match.group() in strange and not _NAMING.search(text[: match.start()]):
                yield Finding(
                    "date",
                    f"'{match.group()}' is typed and is no date of this edition, {edition.period}",
                    "Write {{ edition.data_date }} or {{ edition.period }}, or correct the text",
                    leaves[0].page,
                    leaves[0].place,
                )
