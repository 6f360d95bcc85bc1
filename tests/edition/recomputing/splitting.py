"""Each amount in the edition's currency, cut by years, places and themes (docs/measures.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from zlib import crc32

from recomputing.published import ecb
from recomputing.records import Activity, Money, Place, Theme

NONE = ""
Weights = list[tuple[str, Fraction]]


@dataclass(frozen=True)
class Part:
    """A part of one budget or transaction: of a year, a place, a theme.

    ``amount`` is in the edition's currency, or in its own where there is no rate
    (``converted`` says which); ``share`` is the exact part of the row that it is.
    """

    money: Money
    activity: Activity
    amount: Fraction
    converted: bool
    year: int
    inside: bool
    place: str = NONE
    theme: str = NONE
    share: Fraction = Fraction(1)
    exact: bool = True


def converted(money: Money, base: str, rates: str) -> Fraction | None:
    """Return an amount in the edition's currency, to the cent; None where there is no rate."""
    value = Fraction(money.value)
    if money.currency != base:
        rate = ecb(money.currency, base, money.rate_day) if rates else None
        if rate is None:
            return None
        value *= rate[0]
    return value if value * 100 == floor(value * 100) else Fraction(round(value * 100), 100)


def apportioned(part: Part, weights: Sequence[Fraction]) -> list[Fraction]:
    """Split an amount in proportion to the cent, so that the parts sum to it.

    Each gets its floor; the cents that are left go to the largest remainders, of equal
    ones to the first after the CRC-32 of the row's name, counted round.
    """
    decimals = 0 if part.converted else -int(part.money.value.as_tuple().exponent)
    grain = Fraction(1, 10 ** max(2, decimals))
    size = abs(part.amount) / grain
    exact = [size * weight / sum(weights) for weight in weights]
    cents = [floor(one) for one in exact]
    turn, many = crc32(part.money.row.encode()), len(weights)
    order = sorted(range(many), key=lambda at: (cents[at] - exact[at], (at - turn) % many))
    for at in order[: int(size) - sum(cents)]:
        cents[at] += 1
    sign = -1 if part.amount < 0 else 1
    return [sign * one * grain for one in cents]


def by_years(whole: Part, start: dt.date, end: dt.date) -> list[Part]:
    """Cut a budget by days: at each new year, and where the edition's period begins and ends."""
    money = whole.money
    if money.start == money.end:
        inside = start <= money.start <= end
        return [replace(whole, year=money.start.year, inside=inside)]
    if money.start.year < start.year - 99 or money.end.year > end.year + 99:
        raise ValueError(f"{money.row}: the recomputation cuts no such long time")
    spans: dict[tuple[int, str], int] = {}
    for ordinal in range(money.start.toordinal(), money.end.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        side = "before" if day < start else "after" if day > end else "inside"
        spans[day.year, side] = spans.get((day.year, side), 0) + 1
    days = [Fraction(count) for count in spans.values()]
    shares = [count / sum(days) for count in days]
    return [
        replace(whole, amount=amount, year=year, inside=side == "inside", share=whole.share * part)
        for (year, side), amount, part in zip(spans, apportioned(whole, days), shares, strict=True)
    ]


def over(part: Part, weights: Weights, exact: bool) -> Iterator[tuple[str, Part]]:
    """Give the parts of a part by what each is for; ``exact``: whether the weights were given."""
    weights = sorted((what, weight) for what, weight in weights if weight)
    amounts = [part.amount]
    if len(weights) > 1:
        amounts = apportioned(part, [weight for _, weight in weights])
    for (what, weight), amount in zip(weights, amounts, strict=True):
        found = replace(part, amount=amount, share=part.share * weight, exact=part.exact and exact)
        yield what, found


def shares(percentages: Sequence[Fraction | None], codes: Sequence[str]) -> tuple[list, str]:
    """Return which part of a whole each row is, and whether exact, rebased or estimated.

    Where countries alone are 100, the regions beside them say the same again.
    """
    given = [one or Fraction() for one in percentages]
    if not any(given):
        return [Fraction(1, len(given))] * len(given), "exact" if len(given) == 1 else "estimated"
    pairs = zip(given, codes, strict=True)
    countries = [one if code.isalpha() else Fraction() for one, code in pairs]
    if abs(sum(countries) - 100) <= 1:
        given = countries
    whole = sum(given)
    return [one / whole for one in given], "exact" if whole == 100 else "rebased"


def place_shares(places: Sequence[Place]) -> tuple[list, str]:
    return shares([one.percentage for one in places], [one.code for one in places])


def places_of(activity: Activity) -> tuple[list[Place], list[Fraction], str]:
    """Return an activity's places, their shares and how these are known.

    One that names places on its transactions only has these in equal parts.
    """
    if activity.places:
        return (activity.places, *place_shares(activity.places))
    named: dict[str, Place] = {}
    for one in activity.transactions:
        for place in one.places:
            if place.code != "998":
                named.setdefault(place.code, place)
    places = list(named.values())
    return places, [Fraction(1, len(places)) for _ in places], "estimated"


def _weights(codes: Sequence[str], parts: Sequence[Fraction], status: str) -> tuple[Weights, bool]:
    summed: dict[str, Fraction] = {}
    for code, part in zip(codes, parts, strict=True):
        what = NONE if code == "998" else code
        summed[what] = summed.get(what, Fraction()) + part
    return (list(summed.items()), status == "exact") if summed else ([(NONE, Fraction(1))], True)


def by_places(part: Part) -> Iterator[Part]:
    """Give the parts of a part by place: its transaction's own places go before the activity's."""
    if part.money.places:
        parts, status = place_shares(part.money.places)
        places = part.money.places
    else:
        places, parts, status = places_of(part.activity)
    weights, exact = _weights([one.code for one in places], parts, status)
    for what, one in over(part, weights, exact):
        yield replace(one, place=what)


def by_themes(part: Part, vocabulary: str) -> Iterator[Part]:
    """Give the parts of a part by theme of one vocabulary, as by places."""

    def of(themes: Sequence[Theme]) -> list[Theme]:
        return [one for one in themes if one.vocabulary == vocabulary]

    own, activity = of(part.money.themes), part.activity
    themes = own or of(activity.themes)
    if themes:
        codes = [one.code for one in themes]
        parts, status = shares([one.percentage for one in themes], ["x"] * len(themes))
    else:
        of_transactions = [theme for one in activity.transactions for theme in of(one.themes)]
        codes = list(dict.fromkeys(one.code for one in of_transactions))
        parts, status = [Fraction(1, len(codes)) for _ in codes], "estimated"
    weights, exact = _weights(codes, parts, status)
    for what, one in over(part, weights, exact):
        yield replace(one, theme=what)
