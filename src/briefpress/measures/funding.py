"""The money of one slice: what is its own, by kind, year, donor, place, theme and earmarking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from briefpress.measures import money
from briefpress.measures.allocation import UNALLOCATED, Splits, allocate, over_places, over_themes
from briefpress.measures.shares import WIDE
from briefpress.model import places
from briefpress.model.number import Number
from briefpress.model.slices import Slice
from briefpress.model.tables import EARMARKINGS

RULES = {
    "budget": "budgets of the activities here, revised in place of original, by days of the period",
    "committed": "incoming commitments of the activities here, dated in the period",
    "received": "incoming funds of the activities here, dated in the period",
    "spent": "disbursements and expenditure of the activities here, dated in the period",
}


_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Funding:
    """One kind of money in one slice.

    ``own``: the columns of ``money.in_period`` with ``place`` and ``status``,
    one row for each part that is the slice's own. ``unconverted``: the same of
    amounts without a rate, in their own currencies. ``outside`` (of the period):
    rows of which nothing is in either.
    """

    name: str
    own: pd.DataFrame
    unconverted: pd.DataFrame
    outside: pd.DataFrame
    told: bool = True
    """Whether this kind of money can be told apart for such a slice at all."""
    whole: bool = False
    """Whether all parts of each amount are here: then their sum is no estimate."""

    @property
    def total(self) -> Decimal:
        """Return the sum in the edition's currency."""
        return money.total(self.own["amount"])


def of(part: Slice) -> dict[str, Funding]:
    """Return each kind of money, so far as it is the slice's own.

    A country's, region's or theme's part of each amount; in a donor's brief
    what that donor gave or promised; in the whole edition everything.
    """
    splits = over_places(part.tables)
    themes = over_themes(part.tables, _vocabulary(part)) if part.over == "theme" else None
    found = {}
    for name in money.NAMES:
        table = money.of(part.tables, name)
        told = part.over != "donor" or name in money.INCOMING
        if part.over == "donor":
            table = table[table["donor"] == part.key] if told else table.iloc[:0]
        known = table["amount"].notna()
        inside, out = money.in_period(table[known], part.edition)
        foreign = table[~known]
        foreign = foreign.assign(amount=foreign["value"])
        left, left_out = money.in_period(foreign, part.edition)
        outside = pd.concat([out[~out["row"].isin(inside["row"])],
                             left_out[~left_out["row"].isin(left["row"])]])  # fmt: skip
        own, others = (_own(one, splits, themes, part) for one in (inside, left))
        whole = part.over in ("edition", "donor")
        found[name] = Funding(name, own, others, outside, told, whole)
    return found


def _own(table: pd.DataFrame, splits: Splits, themes: Splits | None, part: Slice) -> pd.DataFrame:
    own = allocate(table, splits, "place")
    if themes:
        own = allocate(own, themes, "theme")
    return own[_mine(own, part)].reset_index(drop=True)


def _vocabulary(part: Slice) -> str:
    vocabularies = part.tables.vocabularies
    return str(vocabularies.loc[vocabularies["code"] == part.key, "vocabulary"].iloc[0])


def _mine(own: pd.DataFrame, part: Slice) -> pd.Series[bool]:
    if part.over == "country":
        return own["place"] == part.key
    if part.over == "region":
        return own["place"].map(places.top_region) == part.key
    if part.over == "theme":
        return own["theme"] == part.key
    return pd.Series(True, own.index, dtype=bool)


def numbers(part: Slice, funds: dict[str, Funding]) -> Iterator[Number]:
    """Give the sums of each kind, and how much the data has that is in no sum."""
    currency = part.edition.currency
    for name, fund in funds.items():
        rule = RULES[name] if fund.told else "not told apart by donor"
        yield _sum(f"funding.{name}", fund.own, rule, currency, fund.whole)
        for left, why in (
            (fund.unconverted, f"without a rate to {currency}"),
            (fund.outside, "outside the period"),
        ):
            what = "unconverted" if left is fund.unconverted else "outside"
            rows = tuple(dict.fromkeys(left["row"]))
            rule = f"rows {why}, which are not in the sum"
            yield Number(f"funding.{name}_{what}", len(rows), "rows", rule, rows)
        none = fund.own[fund.own["place"] == UNALLOCATED]
        rule = f"the part of funding.{name} that the data gives to no place"
        yield _sum(f"funding.{name}_unallocated", none, rule, currency, False)
    yield _gap(funds, currency)
    passed = tuple(money.passed_on(part.tables)["row"])
    rule = "disbursements to an organisation whose own spending is in the data too"
    yield Number("funding.passed_on", len(passed), "rows", rule, passed)


def _sum(name: str, own: pd.DataFrame, rule: str, currency: str, whole: bool) -> Number:
    if own.empty:
        return Number(name, None, currency, rule, status="no data", precision=2)
    return Number(
        name,
        money.total(own["amount"]).quantize(_CENT, context=WIDE),
        currency,
        f"{rule}, of each the part that is this brief's own",
        tuple(dict.fromkeys(own["row"])),
        "exact" if whole or (own["status"] == "exact").all() else "estimated",
        precision=2,
    )


def _gap(funds: dict[str, Funding], currency: str) -> Number:
    """Budget less what came in: funds received, or commitments where no receipt is reported."""
    budget = funds["budget"]
    income = funds["received"] if len(funds["received"].own) else funds["committed"]
    said = "incoming funds" if income.name == "received" else "incoming commitments"
    rule = f"budget less {said}; negative where more came in than was budgeted"
    if budget.own.empty or income.own.empty:
        return Number("funding.gap", None, currency, rule, status="no data", precision=2)
    both = pd.concat([budget.own, income.own])
    return Number(
        "funding.gap",
        WIDE.subtract(budget.total, income.total).quantize(_CENT, context=WIDE),
        currency,
        rule,
        tuple(dict.fromkeys(both["row"])),
        "exact" if budget.whole or (both["status"] == "exact").all() else "estimated",
        precision=2,
    )


def tables(part: Slice, funds: dict[str, Funding]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of money: by year, place, donor and earmarking; rates, and what is left."""
    income = incoming(funds)
    return {
        "funding_years": _kinds(funds, "year"),
        "funding_places": _kinds(funds, "place"),
        "funding_donors": _summed(income.own, ["donor"]),
        "earmarking": _earmarked(income.own),
        "unconverted": list(_unconverted(funds)),
        "rates": _rates(part, funds),
    }


def incoming(funds: dict[str, Funding]) -> Funding:
    """Return the funds received, or the commitments where the slice has no receipt."""
    return funds["received"] if len(funds["received"].own) else funds["committed"]


def flows(part: Slice) -> pd.DataFrame:
    """Sum incoming money by donor, place and theme of the edition's vocabulary, largest first.

    Columns: ``kind`` (received or committed), ``donor`` (id, "" where none is
    named), ``place`` (country or region code, "" for the unallocated),
    ``theme`` (code, "" for none), ``amount`` (Decimal, in the edition's
    currency), ``rows``. The amounts sum to ``funding.received`` or
    ``funding.committed``.
    """
    income = incoming(of(part))
    own = income.own
    if "theme" not in own:
        own = allocate(own, over_themes(part.tables, part.edition.vocabulary), "theme")
    grouped = pd.DataFrame(
        _summed(own, ["donor", "place", "theme"]),
        columns=["donor", "place", "theme", "amount", "rows"],
    )
    grouped.insert(0, "kind", income.name)
    return grouped.sort_values("amount", ascending=False, kind="stable").reset_index(drop=True)


def _summed(own: pd.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    found: dict[tuple[Any, ...], tuple[list[Decimal], dict[str, None]]] = {}
    keys = zip(*(own[name] for name in by), strict=True)
    for key, amount, row in zip(keys, own["amount"], own["row"], strict=True):
        amounts, rows = found.setdefault(key, ([], {}))
        amounts.append(amount)
        rows[row] = None
    groups = [
        dict(zip(by, key, strict=True)) | {"amount": money.total(amounts), "rows": tuple(rows)}
        for key, (amounts, rows) in sorted(found.items(), key=lambda item: item[0])
    ]
    return sorted(groups, key=lambda group: -group["amount"])


def _kinds(funds: dict[str, Funding], by: str) -> list[dict[str, Any]]:
    """Return one row a year or place, with every kind of money; None where there is none of it."""
    sums = {name: {row[by]: row for row in _summed(fund.own, [by])} for name, fund in funds.items()}
    keys = sorted({key for found in sums.values() for key in found})
    return [
        {by: int(key) if by == "year" else key}
        | {name: found[key]["amount"] if key in found else None for name, found in sums.items()}
        | {"rows": tuple(row for found in sums.values() if key in found
                         for row in found[key]["rows"])}
        for key in keys
    ]  # fmt: skip


def _earmarked(own: pd.DataFrame) -> list[dict[str, Any]]:
    found = {row["earmarking"]: row for row in _summed(own, ["earmarking"])}
    if set(found) <= {""}:
        return []
    return [found[name] for name in (*EARMARKINGS, "") if name in found]


def _unconverted(funds: dict[str, Funding]) -> Iterable[dict[str, Any]]:
    for name, fund in funds.items():
        for currency, rows in fund.unconverted.groupby("currency", sort=True):
            yield {
                "kind": name,
                "currency": currency,
                "value": money.total(rows["amount"]),
                "rows": tuple(dict.fromkeys(rows["row"])),
            }


def _rates(part: Slice, funds: dict[str, Funding]) -> list[dict[str, Any]]:
    """Return the rates used: for each currency and source, how many, from which day to which."""
    used = {row for fund in funds.values() for row in fund.own["row"]}
    both = [part.tables.transactions, part.tables.budgets]
    table = pd.concat(
        [one[["row", "currency", "rate", "rate_date", "rate_source"]] for one in both]
    )
    table = table[table["row"].isin(used) & table["rate"].notna()]
    return [
        {
            "currency": currency,
            "source": source,
            "start": min(rows["rate_date"]).isoformat(),
            "end": max(rows["rate_date"]).isoformat(),
            "amounts": len(rows),
            "rows": tuple(rows["row"]),
        }
        for (currency, source), rows in table.groupby(["currency", "rate_source"], sort=True)
    ]
