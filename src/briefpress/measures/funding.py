"""The money of one slice: what is its own, by kind, year, donor, place, theme and earmarking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from briefpress.measures import money
from briefpress.measures.allocation import UNALLOCATED, Splits, allocate, over_places, over_themes
from briefpress.measures.money import Amount
from briefpress.measures.shares import WIDE
from briefpress.model import places
from briefpress.model.number import Number
from briefpress.model.slices import Slice
from briefpress.model.specs import EARMARKINGS

RULES = {
    "budget": "budgets of the activities here, revised in place of original, by days of the period",
    "committed": "incoming commitments of the activities here, dated in the period",
    "received": "incoming funds of the activities here, dated in the period",
    "spent": "disbursements and expenditure of the activities here, dated in the period",
}


_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Funding:
    """One kind of money in one slice, in parts of the year, place and theme that each is for.

    ``parts``: those that are the slice's own. ``unconverted``: the same of amounts
    without a rate, whose ``amount`` is in their own currency. ``outside`` (of the
    period): rows of which nothing is in either.
    """

    name: str
    parts: Sequence[Amount]
    unconverted: Sequence[Amount]
    outside: Sequence[Amount]
    told: bool = True
    """Whether this kind of money can be told apart for such a slice at all."""
    whole: bool = False
    """Whether all parts of each amount are here: then their sum is no estimate."""

    @property
    def own(self) -> pd.DataFrame:
        """Return the slice's own parts as a table: the fields of Amount are its columns."""
        return pd.DataFrame(self.parts, columns=Amount._fields)

    @property
    def total(self) -> Decimal:
        """Return the sum in the edition's currency."""
        return money.total(_known(self.parts))


def _known(parts: Iterable[Amount]) -> Iterator[Decimal]:
    return (one.amount for one in parts if one.amount is not None)


def of(part: Slice) -> dict[str, Funding]:
    """Return each kind of money, so far as it is the slice's own.

    A country's, region's or theme's part of each amount; in a donor's brief
    what that donor gave or promised; in the whole edition everything.
    """
    splits = over_places(part.tables)
    themes = over_themes(part.tables, _vocabulary(part)) if part.over == "theme" else None
    found = {}
    for name in money.NAMES:
        told = part.over != "donor" or name in money.INCOMING
        amounts = money.of(part.tables, name) if told else []
        if part.over == "donor":
            amounts = [one for one in amounts if one.donor == part.key]
        known = [one for one in amounts if one.amount is not None]
        foreign = [one._replace(amount=one.value) for one in amounts if one.amount is None]
        inside, out = money.in_period(known, part.edition)
        left, left_out = money.in_period(foreign, part.edition)
        outside = [*_others(out, inside), *_others(left_out, left)]
        own, others = (_own(one, splits, themes, part) for one in (inside, left))
        whole = part.over in ("edition", "donor")
        found[name] = Funding(name, own, others, outside, told, whole)
    return found


def _others(amounts: list[Amount], than: list[Amount]) -> Iterator[Amount]:
    rows = {one.row for one in than}
    return (one for one in amounts if one.row not in rows)


def _own(amounts: list[Amount], splits: Splits, themes: Splits | None, part: Slice) -> list[Amount]:
    own = allocate(amounts, splits, "place")
    if themes:
        own = allocate(own, themes, "theme")
    return [one for one in own if _mine(one, part)]


def _vocabulary(part: Slice) -> str:
    vocabularies = part.tables.vocabularies
    return str(vocabularies.loc[vocabularies["code"] == part.key, "vocabulary"].iloc[0])


def _mine(one: Amount, part: Slice) -> bool:
    if part.over == "country":
        return one.place == part.key
    if part.over == "region":
        return places.top_region(one.place) == part.key
    return part.over != "theme" or one.theme == part.key


def numbers(part: Slice, funds: dict[str, Funding]) -> Iterator[Number]:
    """Give the sums of each kind, and how much the data has that is in no sum."""
    currency = part.edition.currency
    for name, fund in funds.items():
        rule = RULES[name] if fund.told else "not told apart by donor"
        yield _sum(f"funding.{name}", fund.parts, rule, currency, fund.whole)
        for left, what, why in (
            (fund.unconverted, "unconverted", f"without a rate to {currency}"),
            (fund.outside, "outside", "outside the period"),
        ):
            rule = f"rows {why}, which are not in the sum"
            yield Number(f"funding.{name}_{what}", len(_rows(left)), "rows", rule, _rows(left))
        none = [one for one in fund.parts if one.place == UNALLOCATED]
        rule = f"the part of funding.{name} that the data gives to no place"
        yield _sum(f"funding.{name}_unallocated", none, rule, currency, False)
    yield _gap(funds, currency)
    passed = money.passed_on(part.tables)
    rule = "disbursements to an organisation whose own spending is in the data too"
    yield Number("funding.passed_on", len(passed), "rows", rule, passed)


def _rows(parts: Iterable[Amount]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.row for one in parts))


def _sum(name: str, parts: Sequence[Amount], rule: str, currency: str, whole: bool) -> Number:
    if not parts:
        return Number(name, None, currency, rule, status="no data", precision=2)
    brings = _brings(parts)
    return Number(
        name,
        money.total(_known(parts)).quantize(_CENT, context=WIDE),
        currency,
        f"{rule}, of each the part that is this brief's own",
        tuple(brings),
        "exact" if whole or all(one.status == "exact" for one in parts) else "estimated",
        precision=2,
        amounts=tuple(amount for amount, _ in brings.values()),
        shares=tuple(share for _, share in brings.values()),
    )


def _brings(parts: Iterable[Amount]) -> dict[str, tuple[Decimal, Fraction]]:
    """Return what each row brings to a sum, and which share of the row that is."""
    found: dict[str, tuple[Decimal, Fraction]] = {}
    for one in parts:
        amount = one.amount or Decimal()
        if one.row in found:
            before, share = found[one.row]
            found[one.row] = WIDE.add(before, amount), share + one.share
        else:
            found[one.row] = amount, one.share
    return found


def _gap(funds: dict[str, Funding], currency: str) -> Number:
    """Budget less what came in: funds received, or commitments where no receipt is reported."""
    budget, income = funds["budget"], incoming(funds)
    said = "incoming funds" if income.name == "received" else "incoming commitments"
    rule = f"budget less {said}; negative where more came in than was budgeted"
    if not budget.parts or not income.parts:
        return Number("funding.gap", None, currency, rule, status="no data", precision=2)
    both = [*budget.parts, *income.parts]
    return Number(
        "funding.gap",
        WIDE.subtract(budget.total, income.total).quantize(_CENT, context=WIDE),
        currency,
        rule,
        _rows(both),
        "exact" if budget.whole or all(one.status == "exact" for one in both) else "estimated",
        precision=2,
        made_of={"funding.budget": 1, f"funding.{income.name}": -1},
    )


def tables(part: Slice, funds: dict[str, Funding]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of money: by year, place, donor and earmarking; rates, and what is left."""
    income = incoming(funds)
    return {
        "funding_years": _kinds(funds, "year"),
        "funding_places": _kinds(funds, "place"),
        "funding_donors": _summed(income.parts, ["donor"]),
        "earmarking": _earmarked(income.parts),
        "unconverted": list(_unconverted(funds)),
        "rates": _rates(part, funds),
    }


def incoming(funds: dict[str, Funding]) -> Funding:
    """Return the funds received, or the commitments where the slice has no receipt."""
    return funds["received"] if funds["received"].parts else funds["committed"]


def flows(part: Slice) -> pd.DataFrame:
    """Sum incoming money by donor, place and theme of the edition's vocabulary, largest first.

    Columns: ``kind`` (received or committed), ``donor`` (id, "" where none is
    named), ``place`` (country or region code, "" for the unallocated),
    ``theme`` (code, "" for none), ``amount`` (Decimal, in the edition's
    currency), ``rows``. The amounts sum to ``funding.received`` or
    ``funding.committed``.
    """
    income = incoming(of(part))
    own = income.parts
    if part.over != "theme":
        own = allocate(own, over_themes(part.tables, part.edition.vocabulary), "theme")
    grouped = pd.DataFrame(
        _summed(own, ["donor", "place", "theme"]),
        columns=["donor", "place", "theme", "amount", "rows"],
    )
    grouped.insert(0, "kind", income.name)
    return grouped.sort_values("amount", ascending=False, kind="stable").reset_index(drop=True)


def _summed(parts: Iterable[Amount], by: Sequence[str]) -> list[dict[str, Any]]:
    found: dict[tuple[Any, ...], list[Amount]] = {}
    for one in parts:
        found.setdefault(tuple(getattr(one, name) for name in by), []).append(one)
    groups = [
        dict(zip(by, key, strict=True))
        | {"amount": money.total(_known(of_key)), "rows": _rows(of_key)}
        for key, of_key in sorted(found.items())
    ]
    return sorted(groups, key=lambda group: -group["amount"])


def _kinds(funds: dict[str, Funding], by: str) -> list[dict[str, Any]]:
    """Return one row a year or place, with every kind of money; None where there is none of it."""
    sums = {
        name: {row[by]: row for row in _summed(fund.parts, [by])} for name, fund in funds.items()
    }
    keys = sorted({key for found in sums.values() for key in found})
    return [
        {by: key}
        | {name: found[key]["amount"] if key in found else None for name, found in sums.items()}
        | {"rows": tuple(row for found in sums.values() if key in found
                         for row in found[key]["rows"])}
        for key in keys
    ]  # fmt: skip


def _earmarked(parts: Iterable[Amount]) -> list[dict[str, Any]]:
    found = {row["earmarking"]: row for row in _summed(parts, ["earmarking"])}
    if set(found) <= {""}:
        return []
    return [found[name] for name in (*EARMARKINGS, "") if name in found]


def _unconverted(funds: dict[str, Funding]) -> Iterable[dict[str, Any]]:
    for name, fund in funds.items():
        for group in sorted(_summed(fund.unconverted, ["currency"]), key=_currency):
            yield {
                "kind": name,
                "currency": group["currency"],
                "value": group["amount"],
                "rows": group["rows"],
            }


def _currency(group: dict[str, Any]) -> str:
    return str(group["currency"])


def _rates(part: Slice, funds: dict[str, Funding]) -> list[dict[str, Any]]:
    """Return the rates used: for each currency and source, how many, from which day to which."""
    used = {one.row for fund in funds.values() for one in fund.parts}
    columns = ("currency", "rate_source", "rate_date", "row")
    found: dict[tuple[str, str], list[tuple[dt.date, str]]] = {}
    for table in ("transactions", "budgets"):
        for currency, source, day, row in part.tables.rows(table, *columns):
            if day is not None and row in used:
                found.setdefault((currency, source), []).append((day, row))
    return [
        {
            "currency": currency,
            "source": source,
            "start": min(rows)[0].isoformat(),
            "end": max(rows)[0].isoformat(),
            "amounts": len(rows),
            "rows": tuple(row for _, row in rows),
        }
        for (currency, source), rows in sorted(found.items())
    ]
