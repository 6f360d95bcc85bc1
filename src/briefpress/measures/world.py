"""The whole edition's money and activities by what briefs are made over: to hold briefs against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefpress.measures import funding, money
from briefpress.measures.allocation import allocate, over_themes
from briefpress.measures.money import Amount
from briefpress.measures.shares import WIDE
from briefpress.model import places
from briefpress.model.slices import Slice, Touched

Rows = Mapping[str, Decimal]
"""What each row brings to a sum, by the row's id."""


@dataclass(frozen=True)
class World:
    """What each brief must print, found from all rows at once.

    ``money``: by name ("received"), dimension and key, what each row brings; the
    dimension "edition" has the key "". ``activities``: by dimension and key, the rows.
    """

    money: Mapping[tuple[str, str, str], Rows]
    activities: Mapping[tuple[str, str], frozenset[str]]


def world(whole: Slice, wanted: Iterable[tuple[str, str]]) -> World:
    """Return what the briefs over ``wanted`` (dimension and key) must print of an edition.

    Amounts are split over places first and then over themes, as in a brief.
    """
    wanted = list(wanted)
    found: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    vocabularies = _vocabularies(whole, {key for over, key in wanted if over == "theme"})
    for name, fund in funding.of(whole).items():
        for over, key, one in _falls(name, fund.parts):
            _add(found.setdefault((name, over, key), {}), one)
        for vocabulary in vocabularies:
            for one in allocate(fund.parts, over_themes(whole.tables, vocabulary), "theme"):
                if vocabularies[vocabulary].get(one.theme):
                    _add(found.setdefault((name, "theme", one.theme), {}), one)
    row_of = dict(zip(whole.tables.activities["id"], whole.tables.activities["row"], strict=True))
    touched = Touched(whole.tables)
    activities = {
        (over, key): frozenset(row_of[one] for one in touched.of(over, key)) for over, key in wanted
    }
    return World(found, activities)


def _falls(name: str, parts: Iterable[Amount]) -> Iterator[tuple[str, str, Amount]]:
    """Give each part once for each dimension that it falls on, with the key."""
    for one in parts:
        yield "edition", "", one
        if one.place.isalpha():
            yield "country", one.place, one
        if one.place:
            yield "region", places.top_region(one.place), one
        if name in money.INCOMING and one.donor:
            yield "donor", one.donor, one


def _vocabularies(whole: Slice, keys: set[str]) -> dict[str, dict[str, bool]]:
    """Return the themes that briefs are made of, by the vocabulary that a brief takes them from."""
    table = whole.tables.vocabularies
    first: dict[str, str] = {}
    for vocabulary, code in zip(table["vocabulary"], table["code"], strict=True):
        first.setdefault(code, vocabulary)
    found: dict[str, dict[str, bool]] = {}
    for key in keys:
        found.setdefault(first[key], {})[key] = True
    return found


def _add(rows: dict[str, Decimal], one: Amount) -> None:
    amount = one.amount or Decimal()
    rows[one.row] = WIDE.add(rows[one.row], amount) if one.row in rows else amount
