"""Money over places and themes, to the cent: the parts and what is unallocated are the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from zlib import crc32

import pandas as pd

from briefpress.measures.shares import WIDE, shares
from briefpress.model.places import UNSPECIFIED
from briefpress.model.tables import Tables

UNALLOCATED = ""
"""The place or theme of money that the data gives to none."""


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
        _splits(activity_places(tables), "activity", _place),
        _splits(shares(of_transactions, ["activity", "transaction"]), "transaction", _place),
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
        _splits(pd.concat(of_activities), "activity", _theme),
        _splits(shares(others, ["activity", "transaction"]), "transaction", _theme),
    )


def _place(table: pd.DataFrame) -> pd.Series[str]:
    places = table["country"] + table["region"]
    return places.where(places != UNSPECIFIED, UNALLOCATED)


def _theme(table: pd.DataFrame) -> pd.Series[str]:
    return table["code"]


def _splits(table: pd.DataFrame, owner: str, key: object) -> dict[str, Split]:
    found: dict[str, dict[str, Fraction]] = {}
    statuses: dict[str, str] = {}
    keys = key(table)  # type: ignore[operator]
    for who, what, share, status in zip(
        table[owner], keys, table["share"], table["status"], strict=True
    ):
        parts = found.setdefault(who, {})
        parts[what] = parts.get(what, Fraction()) + share
        statuses[who] = status
    return {
        who: Split(
            tuple((what, share) for what, share in sorted(parts.items()) if share), statuses[who]
        )
        for who, parts in found.items()
    }


def allocate(money: pd.DataFrame, splits: Splits, name: str) -> pd.DataFrame:
    """Split each amount over its parts; one row a part, and the parts sum to the amount.

    ``money`` has ``id``, ``activity``, ``row``, ``amount`` (Decimal), and
    ``of_transaction`` (whether the id is a transaction's). What is returned has
    its columns, with the part's ``amount``, ``name`` (the key of the part, ""
    for the unallocated) and ``status``: the weaker of both if there is one.
    """
    at: list[int] = []
    keys: list[str] = []
    amounts: list[Decimal] = []
    statuses: list[str] = []
    before = money["status"].tolist() if "status" in money else ["exact"] * len(money)
    rows = zip(  # lists, because to walk over a column of text takes ten times as long
        money["activity"].tolist(),
        money["id"].where(money["of_transaction"], "").tolist(),
        money["row"].tolist(),
        money["amount"].tolist(),
        before,
        strict=True,
    )
    for position, (activity, transaction, row, amount, status) in enumerate(rows):
        split = splits.of(activity, transaction)
        known = split.status if status == "exact" else status
        if len(split.parts) == 1:
            at.append(position)
            keys.append(split.parts[0][0])
            amounts.append(amount)
            statuses.append(known)
            continue
        parts = parted(amount, [share for _, share in split.parts], turn=crc32(row.encode()))
        at += [position] * len(parts)
        keys += [key for key, _ in split.parts]
        amounts += parts
        statuses += [known] * len(parts)
    allocated = money.iloc[at].reset_index(drop=True)
    return allocated.assign(
        **{
            name: pd.Series(keys, dtype=str),
            "amount": pd.Series(amounts, dtype=object),
            "status": pd.Series(statuses, dtype=str),
        }
    )


def parted(amount: Decimal, parts: Sequence[Fraction], turn: int = 0) -> list[Decimal]:
    """Split an amount in proportion, to the cent, so that the parts sum to it exactly.

    Largest remainder; of equal remainders the first one after ``turn`` gets the
    cent, so that over many amounts no part gets them all. An amount with more
    than two decimals is split to its own last one.
    """
    exponent = min(-2, int(amount.as_tuple().exponent))
    whole = int(amount.scaleb(-exponent, WIDE))
    sign, size = (-1, -whole) if whole < 0 else (1, whole)
    total = sum(parts, Fraction())
    exact = [size * part / total for part in parts]
    units = [int(one) for one in exact]
    order = sorted(
        range(len(parts)),
        key=lambda at: (units[at] - exact[at], (at - turn) % len(parts)),
    )
    for at in order[: size - sum(units)]:
        units[at] += 1
    return [Decimal(sign * unit).scaleb(exponent, WIDE) for unit in units]
