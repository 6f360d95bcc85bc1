"""Tables in parts have the totals of the whole, exactly, however they are parted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from briefpress.config import Edition
from briefpress.measures.describe import describe
from briefpress.measures.totals import merged, totals
from briefpress.model.slices import Slice, touching
from briefpress.model.tables import Tables

IDS = [f"A{at}" for at in range(8)]
ids = st.sampled_from(IDS)
amounts = st.decimals("-1000", "100000", places=2, allow_nan=False).map(str)
days = st.dates(min_value=dt.date(2018, 1, 1), max_value=dt.date(2026, 1, 1)).map(str)
places = st.tuples(ids, st.sampled_from(["KEN", "UGA", "PAK", "014", "998"]))
currencies = st.sampled_from(["USD", "USD", "EUR"])
kinds = st.sampled_from(
    ["incoming funds", "incoming commitment", "disbursement", "expenditure", "loan repayment"]
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, list[Mapping[str, Any]]]:
    transactions = st.fixed_dictionaries({
        "activity": ids, "type": kinds, "date": days, "value": amounts, "currency": currencies,
        "provider": st.sampled_from(["", "EU", "Norway"]),
        "earmarking": st.sampled_from(["", "earmarked", "unearmarked"]),
    })  # fmt: skip
    budgets = st.fixed_dictionaries({
        "activity": ids, "type": st.sampled_from(["original", "revised"]), "value": amounts,
        "currency": currencies, "start_date": st.just("2019-07-01"), "end_date": days.filter(
            lambda day: day >= "2019-07-01"),
    })  # fmt: skip
    named = st.tuples(ids, st.sampled_from(["EU", "NO", "UN"]), st.sampled_from(
        ["funding", "implementing"]))  # fmt: skip
    return {
        "activities": [{"id": one, "scope": draw(st.sampled_from(["", "global"]))} for one in IDS],
        "transactions": draw(st.lists(transactions, max_size=25)),
        "budgets": draw(st.lists(budgets, max_size=10)),
        "places": [
            {"activity": activity, "region" if code.isdigit() else "country": code}
            for activity, code in draw(st.sets(places, max_size=16))
        ],
        "themes": [
            {"activity": activity, "code": code}
            for activity, code in draw(
                st.sets(st.tuples(ids, st.sampled_from(["prevention", "services"])), max_size=10)
            )
        ],
        "organisations": [
            {"activity": activity, "organisation": one, "name": f"The {one}", "role": role}
            for activity, one, role in draw(st.sets(named, max_size=10))
        ],
    }


def cut(tables: Tables, edition: Edition, over: str, key: str) -> Slice:
    return Slice(edition, tables.of(touching(tables, over, key)), over, key)


SLICES = (
    ("edition", ""), ("country", "KEN"), ("region", "002"), ("theme", "services"), ("donor", "EU"),
)  # fmt: skip


@settings(max_examples=12)  # each takes half a second
@given(
    given=rows(),
    parting=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    over_key=st.sampled_from(SLICES),
)
def test_the_totals_of_any_parts_are_those_of_the_whole(
    over_key: tuple[str, str],
    given: dict[str, list[Mapping[str, Any]]],
    parting: list[int],
    tables_from: Callable[..., Tables],
    a_slice: Callable[..., Slice],
) -> None:
    over, key = over_key
    whole = a_slice(tables_from(**given))
    ids = whole.tables.activities["id"]
    parts = [whole.tables.of(ids[[at == part for at in parting]]) for part in range(3)]
    found = merged(totals(cut(part, whole.edition, over, key)) for part in parts)
    assert_frame_equal(found, totals(cut(whole.tables, whole.edition, over, key)))


@settings(max_examples=6)
@given(given=rows())
def test_totals_are_the_numbers_that_briefs_print(
    given: dict[str, list[Mapping[str, Any]]],
    tables_from: Callable[..., Tables],
    a_slice: Callable[..., Slice],
) -> None:
    for over, key in (("edition", ""), ("country", "KEN"), ("donor", "EU")):
        part = a_slice(tables_from(**given), over, key)
        found = totals(part).set_index(["measure", "by", "key"])
        measured = describe(part)
        numbers = {number.name: number for number in measured.numbers}
        for kind in ("budget", "committed", "received", "spent"):
            number = numbers[f"funding.{kind}"]
            group = found.loc[(kind, "", "")] if (kind, "", "") in found.index else None
            assert (group is None) == (number.value is None)
            if group is not None:
                assert (group["amount"], group["rows"], group["status"]) == (
                    number.value, len(number.rows), number.status)  # fmt: skip
            left = [row for row in measured.tables["unconverted"] if row["kind"] == kind]
            unconverted = found[found.index.get_level_values(0) == f"{kind} unconverted"]
            assert dict(zip(unconverted["currency"], unconverted["amount"], strict=True)) == {
                row["currency"]: row["value"] for row in left
            }
            outside = numbers[f"funding.{kind}_outside"].value
            assert found["rows"].get((f"{kind} outside", "", ""), 0) == outside
        for by, name in (("year", "funding_years"), ("place", "funding_places")):
            for row in measured.tables[name]:
                for kind in ("budget", "committed", "received", "spent"):
                    amount = found["amount"].get((kind, by, str(row[by])))
                    assert amount == row[kind]
        for name, by in (("countries", "country"), ("regions", "region"), ("donors", "donor"),
                         ("partners", "partner"), ("themes", "theme"),
                         ("coverage", "coverage")):  # fmt: skip
            told = {str(next(iter(row.values()))): row.get("activities", row.get("given"))
                    for row in measured.tables[name]}  # fmt: skip
            groups = found["rows"][found.index.isin([by], level=1)
                                   & found.index.isin(["activities"], level=0)]  # fmt: skip
            assert {key: rows for (_, _, key), rows in groups.items()} == told


def test_a_sum_keeps_every_digit(
    tables_from: Callable[..., Tables], a_slice: Callable[..., Slice]
) -> None:
    large = {"type": "disbursement", "date": "2024-01-01", "currency": "USD"}
    tables = tables_from(
        transactions=[
            large | {"activity": "A", "value": "999999999999999999999999.99"},
            large | {"activity": "B", "value": "0.01"},
            large | {"activity": "C", "value": "999999999999999999999999.99"},
        ]
    )
    whole = a_slice(tables)
    parts = [totals(cut(tables_of, whole.edition, "edition", "")) for tables_of in (
        whole.tables.of(whole.tables.activities["id"][:1]),
        whole.tables.of(whole.tables.activities["id"][1:]),
    )]  # fmt: skip
    found = merged(parts).set_index(["measure", "by"])
    assert found.loc[("spent", ""), "amount"] == Decimal("1999999999999999999999999.99")
