"""Money over places and themes, to the cent: the parts and what is unallocated are the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zlib import crc32

from briefpress.measures.shares import WIDE, split
from briefpress.model.places import UNSPECIFIED
from briefpress.model.tables import Tables

if TYPE_CHECKING:
    from briefpress.measures.money import Amount

UNALLOCATED = ""
"""The place or theme of money that the data gives to none."""


class Placed(NamedTuple):
    """A row of ``places`` and the part of its activity that it stands for, as in ``shares``."""

    activity: str
    country: str
    region: str
    row: str
    share: Fraction
    status: str


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


def activity_places(tables: Tables) -> list[Placed]:
    """Return the places of activities with their shares.

    An activity that names places on its transactions only has these, in equal
    parts: what its other money is for is an estimate.
    """
    columns = ("activity", "country", "region", "row", "percentage", "transaction")
    rows = list(tables.rows("places", *columns))
    own = [row for row in rows if not row[5]]
    told = {row[0] for row in own}
    others: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        if row[0] not in told and row[2] != UNSPECIFIED:
            others.setdefault(row[:3], row)
    guessed = list(others.values())
    parts = split([row[0] for row in own], [row[4] for row in own], [row[1] for row in own])
    equal = split([row[0] for row in guessed], [None] * len(guessed))
    return [
        *(Placed(*(row[:4] + part)) for row, part in zip(own, parts, strict=True)),
        *(
            Placed(*(*row[:4], share, "estimated"))
            for row, (share, _) in zip(guessed, equal, strict=True)
        ),
    ]


def over_places(tables: Tables) -> Splits:
    """Return how money falls on countries (ISO alpha-3) and regions (M49)."""
    columns = ("activity", "transaction", "country", "region", "percentage")
    own = [row for row in tables.rows("places", *columns) if row[1]]
    parts = split([row[:2] for row in own], [row[4] for row in own], [row[2] for row in own])
    return Splits(
        _splits(
            (one.activity, one.country + one.region, one.share, one.status)
            for one in activity_places(tables)
        ),
        _splits((row[1], row[2] + row[3], *part) for row, part in zip(own, parts, strict=True)),
    )


def over_themes(tables: Tables, vocabulary: str) -> Splits:
    """Return how money falls on the themes of one vocabulary, each of which is a whole.

    The other money of an activity that names themes on its transactions only
    falls on these in equal parts, as an estimate.
    """
    columns = ("vocabulary", "activity", "transaction", "code", "percentage")
    rows = [row[1:] for row in tables.rows("themes", *columns) if row[0] == vocabulary]
    own = [row for row in rows if not row[1]]
    others = [row for row in rows if row[1]]
    told = {row[0] for row in own}
    guessed = list(dict.fromkeys((row[0], row[2]) for row in others if row[0] not in told))
    equal = split([activity for activity, _ in guessed], [None] * len(guessed))
    of_own = split([row[0] for row in own], [row[3] for row in own])
    of_others = split([row[:2] for row in others], [row[3] for row in others])
    return Splits(
        _splits(
            [
                *((row[0], row[2], *part) for row, part in zip(own, of_own, strict=True)),
                *(
                    (*one, share, "estimated")  # as ``activity_places``
                    for one, (share, _) in zip(guessed, equal, strict=True)
                ),
            ]
        ),
        _splits((row[1], row[2], *part) for row, part in zip(others, of_others, strict=True)),
    )


def _splits(parts: Iterable[tuple[str, str, Fraction, str]]) -> dict[str, Split]:
    """Return the split of each owner, of owner, place or theme, share and status."""
    found: dict[str, dict[str, Fraction]] = {}
    statuses: dict[str, str] = {}
    for who, what, share, status in parts:
        of_owner = found.setdefault(who, {})
        what = UNALLOCATED if what == UNSPECIFIED else what
        of_owner[what] = of_owner[what] + share if what in of_owner else share
        statuses[who] = status
    return {
        who: Split(
            tuple((what, share) for what, share in sorted(of_owner.items()) if share),
            statuses[who],
        )
        for who, of_owner in found.items()
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
        into = splits.of(one.activity, one.id if one.of_transaction else "")
        status = into.status if one.status == "exact" else one.status
        amounts: Sequence[Decimal | None] = [one.amount] * len(into.parts)
        if len(into.parts) > 1 and one.amount is not None:
            parts = [share for _, share in into.parts]
            amounts = parted(one.amount, parts, turn=crc32(one.row.encode()))
        for (what, part), amount in zip(into.parts, amounts, strict=True):
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
