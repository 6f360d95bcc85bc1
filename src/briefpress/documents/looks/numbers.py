"""Numbers typed into a template or a text that the facts do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from briefpress.documents.looks.dates import DATE
from briefpress.documents.looks.sheets import Sheet, shown
from briefpress.documents.looks.written import blocks
from briefpress.model.finding import Finding

NUMBER = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:[\s\u00a0\u202f,.]\d{3})+(?![\d])|\d+)([.,]\d+)?(?![\w/-])"
    r"(?:\s(thousand|million|billion|milliers?|millions?|milliards?|millones|millón))?"
)
_TIMES = {
    "thousand": 3, "millier": 3, "milliers": 3, "million": 6, "millions": 6, "millones": 6,
    "millón": 6, "billion": 9, "milliard": 9, "milliards": 9,
}  # fmt: skip
_NAMING = re.compile(
    r"(?:\b(?:resolutions?|résolution|resolución|articles?|sections?|goals?|targets?|annex|chapter"
    r"|phase|page|figure|table|part|no\.|nr|SDG|ODD|ODS)\s*|[(+§#№])$",
    re.IGNORECASE,
)
"""Before a number that names a thing and counts nothing."""


def numbers(sheets: Sequence[Sheet], typed: str, known: Iterable[Decimal]) -> Iterator[Finding]:
    """Give each number of ``typed`` that is printed and that no number of the facts is.

    ``known`` are the facts' values; one counts as typed right when it is that
    value, rounded as it is typed, or as per cent. Years and days are ``dates``.
    """
    suspects = {match.group() for match in _found(typed)}
    if not suspects:
        return
    values = list(known)
    strange = {word for word in suspects if not is_known(word, values)}
    for text, leaves in blocks(sheets) if strange else ():
        for match in _found(text):
            if match.group() in strange:
                yield Finding(
                    "number",
                    f"'{match.group()}' is typed in {shown(text)} and is no number of the facts",
                    "Write the number by its name, {{ activities.total }}, or correct the text",
                    leaves[0].page,
                    leaves[0].place,
                )


def _found(text: str) -> Iterator[re.Match[str]]:
    dates = [match.span() for match in DATE.finditer(text)]
    for match in NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in dates):
            continue
        if not _NAMING.search(text[: match.start()]):
            yield match


def is_known(word: str, values: Sequence[Decimal]) -> bool:
    """Say whether a number as it is written is one of some values, rounded so or in per cent."""
    match = NUMBER.fullmatch(word)
    assert match
    whole, part, times = match.groups()
    digits = (part or "")[1:]
    value = Decimal(re.sub(r"\D", "", whole) + (f".{digits}" if digits else ""))
    unit = Decimal(10) ** _TIMES.get(times or "", 0)
    step = Decimal(1).scaleb(-len(digits))
    return any(value in ((one / unit).quantize(step), (one * 100).quantize(step)) for one in values)
