"""Where an activity is, or the money of one of its transactions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from briefpress.model import places
from briefpress.sources.iati import codes
from briefpress.sources.iati.activity import Activity, Parts, percentage

if TYPE_CHECKING:
    from lxml.etree import _Element


def locate(activity: Activity, element: _Element, own: Parts, transaction: str = "") -> None:
    """Add the countries and regions of an activity, or of one of its transactions."""
    found: dict[str, tuple[str, str, Decimal | str | None, int]] = {}
    twice = ""
    for one in (*own.get("recipient-country", ()), *own.get("recipient-region", ())):
        given = (one.get("code") or "").strip()
        if one.tag == "recipient-country":
            place = _country(activity, one, given)
        else:
            place = _region(activity, one, given)
        if not place:
            continue
        share = percentage(one.get("percentage"))
        if place in found:
            kind, first, before, line = found[place]
            if (first, before) == (given, share):
                twice = twice or given  # said again: 998 at 100 % twice is not 200 %
                continue
            if isinstance(before, Decimal) and isinstance(share, Decimal):
                found[place] = (kind, first, before + share, line)
        else:
            found[place] = (one.tag, given, share, one.sourceline or 0)
    if twice:
        activity.warn(element, f"'{twice}' is a place of it more than once and counts once")
    countries = any(kind == "recipient-country" for kind, *_ in found.values())
    for place, (kind, _, share, line) in found.items():
        if transaction and countries and kind != "recipient-country":
            continue  # the region around the country that the money is for
        activity.rows.add(
            "places",
            line,
            activity=activity.id,
            transaction=transaction,
            percentage="" if share is None else str(share),
            **{kind.removeprefix("recipient-"): place},
        )


def _country(activity: Activity, one: _Element, given: str) -> str:
    match places.find_country(given) if 2 <= len(given) <= 3 else None:
        case places.Found(code):
            return code
    if given in codes.DAC_REGION:
        return _region(activity, one, given)
    activity.wrong(
        one, f"'{given}' is no country of ISO 3166-1", (given, one.get("percentage") or "")
    )
    return ""


def _region(activity: Activity, one: _Element, given: str) -> str:
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
    return ""
