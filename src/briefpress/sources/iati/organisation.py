"""What an IATI organisation file says in total: total-budget and total-expenditure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.errors import Mistake, ProjectError

_ELEMENTS = {"total-budget": "budget", "total-expenditure": "spent"}
_MOST_BYTES = 100 * 1024**2


@dataclass(frozen=True)
class OrganisationTotal:
    """One total with its period, both days in it; ``place`` is its file and line."""

    name: str
    start: dt.date
    end: dt.date
    value: Decimal
    currency: str
    place: str


def read(path: Path, shown: str) -> list[OrganisationTotal]:
    """Return the totals of an organisation file (IATI 2.03, iati-organisation/total-budget).

    Raises ProjectError for a file that is none, and for each total that has no
    period, no number or no currency.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ProjectError([Mistake(shown, found="is larger than 100 MB")])
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise ProjectError([Mistake(shown, found=f"cannot be read: {error}")]) from None
    if root.tag != "iati-organisations":
        found = f"is no IATI organisation file: its root is <{root.tag}>"
        raise ProjectError([Mistake(shown, found=found)])
    mistakes: list[Mistake] = []
    totals: list[OrganisationTotal] = []
    for organisation in root.iterfind("iati-organisation"):
        default = organisation.get("default-currency") or ""
        for element in organisation:
            if element.tag in _ELEMENTS:
                try:
                    totals.append(_total(element, default, shown))
                except ValueError as error:
                    line = element.sourceline or 0
                    mistakes.append(Mistake(shown, line=line, column=element.tag, found=str(error)))
    if not totals and not mistakes:
        mistakes.append(Mistake(shown, found="has neither a total-budget nor a total-expenditure"))
    if mistakes:
        raise ProjectError(mistakes)
    return totals


def _total(element: Any, default: str, shown: str) -> OrganisationTotal:
    value = element.find("value")
    text = (value.text or "").strip() if value is not None else ""
    if not re.fullmatch(r"-?\d{1,24}(\.\d{1,12})?", text, re.ASCII):
        raise ValueError(f"its value '{text}' is no number")
    currency = (value.get("currency") or default).strip().upper()
    if not currency:
        raise ValueError("has no currency")
    start, end = (_day(element.find(f"period-{name}")) for name in ("start", "end"))
    if start > end:
        raise ValueError(f"its period ends before it starts: {start} to {end}")
    place = f"{shown}, line {element.sourceline}"
    return OrganisationTotal(_ELEMENTS[element.tag], start, end, Decimal(text), currency, place)


def _day(element: Any) -> dt.date:
    text = (element.get("iso-date") or "") if element is not None else ""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"its period has no date, or one that is none: '{text}'") from None
