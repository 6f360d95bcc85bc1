"""Money over places and themes, to the cent: the parts and what is unallocated are the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import pandas as pd

from briefpress.measures.shares import WIDE, shares
from briefpress.model.places import UNSPECIFIED
from briefpress.model.tables import Tables, records

if TYPE_CHECKING:
    from briefpress.measures.money import Amount

UNALLOCATED = ""
"""The place or theme of money that the data gives to none."""

PLACE, THEME = ("country", "region"), ("code",)
"""The columns that say what a part is for; a place is a country or a region."""


@dataclass(frozen=True)
class Split:
    """The parts that an amount falls into; they sum to 1. ``status`` as in ``shares``."""

    parts: tuple[tuple[str, Fraction], ...] = ((UNALLOCATED, Fraction(1)),)
    status: str = "exact"


@dataclass(frozen=True)
class Splits:
    """How the money of each activity falls apart, and that of transactions with parts of their own.

    A transaction's own places and sectors go before those of its activity (IATI
    2.03, transaction/recipient-country).
    """

    activities: Mapping[str, Split]
    transactions: Mapping[str, Split]

    def of(self, activity: str, transaction: str) -> Split:
        """Return the parts of a transaction, or of an activity's other money (no transaction)."""
        own = self.transactions.get(transaction) if transaction else None
        return own or self.activities.get(activity, _WHOLE)


_WHOLE = Split()


def activity_places(tables: Tables) -> pd.DataFrame:
    """Return the places of activities with their shares: the columns of ``shares``.

    An activity that names places on its transactions only has these, in equal
    parts: what its other money is for is an estimate.
    """
    own = tables.places[tables.places["transaction"] == ""]
    others = tables.places[~tables.places["activity"].isin(own["activity"])]
    others = others[others["region"] != UNSPECIFIED]
    others = others.drop_duplicates(["activity", "country", "region"]).assign(percentage=None)
    told = shares(own, ["activity"])
    guessed = shares(others, ["activity"]).assign(status="estimated")
    return pd.concat([told, guessed]) if len(others) else told


def over_places(tables: Tables) -> Splits:
    """Return how money falls on countries (ISO alpha-3) and regions (M49)."""
    of_transactions = tables.places[tables.places["transaction"] != ""]
    return Splits(
        _splits(activity_places(tables), "activity", PLACE),
        _splits(shares(of_transactions, ["activity", "transaction"]), "transaction", PLACE),
    )


def over_themes(tables: Tables, vocabulary: str) -> Splits:
    """Return how money falls on the themes of one vocabulary, each of which is a whole.

    The other money of an activity that names themes on its transactions only
    falls on these in equal parts, as an estimate.
    """
    themes = tables.themes[tables.themes["vocabulary"] == vocabulary]
    own = themes[themes["transaction"] == ""]
    others = themes[themes["transaction"] != ""]
    elsewhere = others[~others["activity"].isin(own["activity"])]
    guessed = elsewhere.drop_duplicates(["activity", "code"]).assign(percentage=None)
    of_activities = [shares(own, ["activity"])]
    if len(guessed):  # as ``activity_places``
        of_activities.append(shares(guessed, ["activity"]).assign(status="estimated"))
    return Splits(
        _splits(pd.concat(of_activities), "activity", THEME),
        _splits(shares(others, ["activity", "transaction"]), "transaction", THEME),
    )


def _splits(table: pd.DataFrame, owner: str, columns: Sequence[str]) -> dict[str, Split]:
    """Return the split of each owner; what a part is for is in one of ``columns``."""
    found: dict[str, dict[str, Fraction]] = {}
    statuses: dict[str, str] = {}
    for who, share, status, *codes in records(table, owner, "share", "status", *columns):
        parts = found.setdefault(who, {})
        what = "".join(codes)
        what = UNALLOCATED if what == UNSPECIFIED else what
        parts[what] = parts.get(what, Fraction()) + share
        statuses[who] = status
    return {
        who: Split(
            tuple((what, share) for what, share in sorted(parts.items()) if share), statuses[who]
        )
        for who, parts in found.items()
    }


def allocate(
    money: Iterable[Amount], splits: Splits, name: Literal["place", "theme"]
) -> list[Amount]:
    """Split each amount over its parts; the parts sum to the amount.

    Each says under ``name`` what it is for ("" for the unallocated), with what
    ``status``: the weaker of its own and the split's, and which ``share`` it is.
    """
    allocated: list[Amount] = []
    for one in money:
        split = splits.of(one.activity, one.id if one.of_transaction else "")
        status = split.status if one.status == "exact" else one.status
        amounts: Sequence[Decimal | None] = [one.amount] * len(split.parts)
        if len(split.parts) > 1 and one.amount is not None:
            parts = [share for _, share in split.parts]
            amounts = parted(one.amount, parts, turn=crc32(one.row.encode()))
        for (what, part), amount in zip(split.parts, amounts, strict=True):
            share = one.share if part == 1 else part if one.share == 1 else one.share * part
            if name == "place":
                parted_ = one._replace(amount=amount, status=status, share=share, place=what)
            else:
                parted_ = one._replace(amount=amount, status=status, share=share, theme=what)
            allocated.append(parted_)
    return allocated


def parted(amount: Decimal, parts: Sequence[Fraction | int], turn: int = 0) -> list[Decimal]:
    """Split an amount in proportion, to the cent, so that the parts sum to it exactly.

    Largest remainder; of equal remainders the first one after ``turn`` gets the
    cent, so that over many amounts no part gets them all. An amount with more
    than two decimals is split to its own last one.
    """
    exponent = min(-2, int(amount.as_tuple().exponent))
    whole = int(amount.scaleb(-exponent, WIDE))
    sign, size = (-1, -whole) if whole < 0 else (1, whole)
    scale = lcm(*(part.denominator for part in parts))
    weights = [part.numerator * (scale // part.denominator) for part in parts]
    total = sum(weights)
    units, left = zip(*(divmod(size * weight, total) for weight in weights), strict=True)
    missing = size - sum(units)
    if missing:
        order = sorted(range(len(parts)), key=lambda at: (-left[at], (at - turn) % len(parts)))
        more = set(order[:missing])
        units = tuple(unit + (at in more) for at, unit in enumerate(units))
    return [Decimal(sign * unit).scaleb(exponent, WIDE) for unit in units]
