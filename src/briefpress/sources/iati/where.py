"""Where an activity is, or the money of one of its transactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from briefpress.model import places
from briefpress.sources.iati import codes
from briefpress.sources.iati.activity import Activity, Parts, percentage

if TYPE_CHECKING:
    from lxml.etree import _Element


def locate(activity: Activity, element: _Element, own: Parts, transaction: str = "") -> None:
    """Add the countries and regions of an activity, or of one of its transactions.

    What is no place keeps its share, which counts as unspecified.
    """
    said = [_Said(one, _country(activity, one)) for one in own.get("recipient-country", ())]
    if not (transaction and said):  # else it is the region around the country
        said += [_Said(one, _region(activity, one)) for one in _regions(own)]
    for line, kind, place, share in _once(activity, element, said):
        activity.rows.add(
            "places",
            line,
            activity=activity.id,
            transaction=transaction,
            percentage="" if share is None else str(share),
            **{kind: place},
        )


@dataclass(frozen=True)
class _Said:
    """One place as the file has it; ``place`` is a code of ISO 3166-1 or of M49."""

    element: _Element
    place: str

    @property
    def of(self) -> tuple[str, str]:
        """Return which column it fills, and with what."""
        return ("region" if self.place.isdigit() else "country", self.place)

    @property
    def share(self) -> Decimal | str | None:
        """Return its percentage, None for none, or the text that is no number."""
        return percentage(self.element.get("percentage"))


_VOCABULARIES = ("1", "2")
"""Of regions, the best first: the DAC's, M49's, then whatever others there are."""


def _regions(own: Parts) -> list[_Element]:
    """Return the regions that count.

    In several vocabularies they say the same in other words, each up to 100 per
    cent with the countries (IATI 2.03, recipient-region/@vocabulary): then those
    of one are taken. Where all together are no more than 100, all are.
    """
    by: dict[str, list[_Element]] = {}
    for one in own.get("recipient-region", ()):
        by.setdefault((one.get("vocabulary") or "1").strip(), []).append(one)
    together = [*own.get("recipient-country", ()), *own.get("recipient-region", ())]
    shares = [percentage(one.get("percentage")) for one in together]
    known = [share for share in shares if isinstance(share, Decimal)]
    if len(by) < 2 or (len(known) == len(together) and sum(known) <= _WHOLE):
        return own.get("recipient-region", [])
    return by[next((best for best in _VOCABULARIES if best in by), next(iter(by)))]


_WHOLE = 101
"""Percentages that go beyond 100 by no more than one are meant to be whole."""


def _once(
    activity: Activity, element: _Element, said: Sequence[_Said]
) -> Iterator[tuple[int, str, str, Decimal | str | None]]:
    """Give each place once, with its line and share.

    A place that is named more than once has the sum of its shares: it may be
    split over its provinces. Where that is more than a whole, the same was said
    again: 998 at 100 % twice is not 200 %.
    """
    shares = [one.share for one in said if isinstance(one.share, Decimal)]
    too_much = sum(shares, Decimal()) > _WHOLE
    found: dict[tuple[str, str], tuple[int, Decimal | str | None]] = {}
    again: set[str] = set()
    for one in said:
        line, before = found.get(one.of, (one.element.sourceline or 0, None))
        share = one.share
        told = isinstance(share, Decimal)
        if one.of in found and (not told or (share == before and too_much)):
            again.add(one.element.get("code") or one.place)
            continue
        if isinstance(before, Decimal) and isinstance(share, Decimal):
            share += before
        found[one.of] = (line, share)
    if again:
        activity.warn(element, f"'{min(again)}' is a place of it more than once and counts once")
    for (kind, place), (line, share) in found.items():
        yield line, kind, place, share


def _country(activity: Activity, one: _Element) -> str:
    given = (one.get("code") or "").strip()
    match places.find_country(given) if 2 <= len(given) <= 3 else None:
        case places.Found(code):
            return code
    if given in codes.DAC_REGION:
        return codes.DAC_REGION[given]
    activity.wrong(
        one, f"'{given}' is no country of ISO 3166-1", (given, one.get("percentage") or "")
    )
    return codes.UNSPECIFIED


def _region(activity: Activity, one: _Element) -> str:
    given = (one.get("code") or "").strip()
    vocabulary = (one.get("vocabulary") or "1").strip()
    if vocabulary == "1" and given in codes.DAC_REGION:
        return codes.DAC_REGION[given]
    if vocabulary == "2" and isinstance(place := places.find_region(given), places.Found):
        return place.code
    if vocabulary == "99":
        activity.warn(
            one, f"'{given}' is a region of the publisher's own and counts as unspecified"
        )
        return codes.UNSPECIFIED
    activity.wrong(one, f"'{given}' is no region", (given, one.get("percentage") or ""))
    return codes.UNSPECIFIED
