"""Amounts are summed exactly, budgets once, and what is split comes together again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefpress.config import Edition
from briefpress.measures import money
from briefpress.model.specs import TRANSACTION_TYPES
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
CENT = Fraction(1, 100)

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def transactions(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Rows of activity, provider, value and type."""
    return pd.DataFrame(
        {
            "activity": [row[0] for row in rows],
            "provider": [row[1] for row in rows],
            "value": pd.Series([Decimal(row[2]) for row in rows], dtype=object),
            "type": [row[3] for row in rows],
            "currency": ["USD"] * len(rows),
            "row": [f"transactions/{at}" for at in range(len(rows))],
        }
    ).astype({"activity": str, "provider": str, "type": str, "row": str})


# Sums


@given(st.lists(amounts))
def test_a_sum_is_exact_to_the_cent(values: list[Decimal]) -> None:
    assert Fraction(money.total(values)) == sum((Fraction(value) for value in values), Fraction())


readable = st.from_regex(r"\A-?[0-9]{1,24}(\.[0-9]{1,12})?\Z").map(Decimal)


@example([Decimal("9" * 24), Decimal("0.00001")])
@given(st.lists(readable, max_size=4))
def test_a_sum_is_exact_for_every_amount_that_can_be_read(values: list[Decimal]) -> None:
    assert Fraction(money.total(values)) == sum((Fraction(value) for value in values), Fraction())


def test_ten_times_ten_cents_is_a_dollar() -> None:
    assert str(money.total([Decimal("0.10")] * 10)) == "1.00"


def test_a_correction_counts_with_its_minus() -> None:
    table = transactions(("A", "EU", "100", "expenditure"), ("A", "EU", "-30", "expenditure"))
    assert money.total(money.of_types(table, money.SPENT)["value"]) == 70


@pytest.mark.parametrize("type_", TRANSACTION_TYPES)
def test_only_payments_are_spent_and_only_money_that_came_is_received(type_: str) -> None:
    table = transactions(("A", "EU", "100", type_))
    assert len(money.of_types(table, money.SPENT)) == (type_ in {"disbursement", "expenditure"})
    assert len(money.of_types(table, money.RECEIVED)) == (type_ == "incoming funds")
    assert len(money.of_types(table, money.COMMITTED)) == (type_ == "incoming commitment")


# Budgets


def budgets(tables_from: TablesFrom, *rows: dict[str, Any]) -> pd.DataFrame:
    return tables_from(budgets=[{"activity": "A"} | row for row in rows]).budgets


def test_revised_replaces_original_and_the_original_stands_where_there_is_no_revision(
    tables_from: TablesFrom,
) -> None:
    # UNHCR, 2023, in millions: 10,460.5; not 15,078.5 (all added), not 5,352.9 (revisions alone).
    table = budgets(
        tables_from,
        {"type": "original", "value": "4618.0"},
        {"type": "revised", "value": "5352.9"},
        {"type": "original", "value": "5107.6", "activity": "B"},
    )
    assert money.total(table["value"]) == Decimal("15078.5")
    assert money.total(money.standing_budgets(table)["value"]) == Decimal("10460.5")


def test_a_revision_of_one_year_leaves_the_next_years_original(tables_from: TablesFrom) -> None:
    later = {"start_date": "2025-01-01", "end_date": "2025-12-31"}
    table = budgets(
        tables_from,
        {"type": "original", "value": "10"},
        {"type": "revised", "value": "12"},
        {"type": "original", "value": "20"} | later,
    )
    assert money.standing_budgets(table)["value"].tolist() == [12, 20]


def test_budgets_that_overlap_are_added_as_the_documents_say(tables_from: TablesFrom) -> None:
    first = {"start_date": "2024-01-01", "end_date": "2024-06-30"}
    second = {"start_date": "2024-07-01", "end_date": "2024-12-31"}
    twice = [{"type": "original", "value": "1000"}, {"type": "revised", "value": "1200"},
             {"type": "revised", "value": "1500"}]  # fmt: skip
    parts = [{"type": "original", "value": "1000"}, {"type": "revised", "value": "600"} | first,
             {"type": "revised", "value": "700"} | second]  # fmt: skip
    for rows, sum_ in ((twice, 2700), (parts, 2300)):
        table = budgets(tables_from, *rows)
        assert money.total(money.standing_budgets(table)["value"]) == sum_


def test_a_budget_may_be_less_after_its_revision_even_nothing(tables_from: TablesFrom) -> None:
    table = budgets(
        tables_from, {"type": "revised", "value": "0"}, {"type": "original", "value": "10"}
    )
    assert money.total(money.standing_budgets(table)["value"]) == 0


def test_a_budget_revised_in_another_currency_does_not_stand_in_the_old_one(
    tables_from: TablesFrom,
) -> None:
    table = budgets(
        tables_from,
        {"type": "original", "value": "10", "currency": "USD"},
        {"type": "revised", "value": "9", "currency": "EUR"},
    )
    assert money.standing_budgets(table)["currency"].tolist() == ["EUR"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from(["2023", "2024"]),
            st.sampled_from(["2024", "2025"]),
            st.sampled_from(["original", "revised"]),
        )
    )
)
def test_original_and_revised_of_one_period_never_stand_together_and_nothing_else_falls(
    rows: list[tuple[str, str, str, str]],
) -> None:
    columns = ["activity", "start_date", "end_date", "type"]
    table = pd.DataFrame(rows, columns=columns, dtype=object).assign(row=range(len(rows)))
    standing = money.standing_budgets(table)
    revised = {row[:3] for row in rows if row[3] == "revised"}
    expected = [at for at, row in enumerate(rows) if row[3] == "revised" or row[:3] not in revised]
    assert standing["row"].tolist() == expected
    for _, part in standing.groupby(columns[:3]):
        assert part["type"].nunique() == 1


def test_no_budgets_stand_when_there_are_none(tables_from: TablesFrom) -> None:
    empty = tables_from(activities=[{"id": "A"}]).budgets
    assert money.standing_budgets(empty).empty
    assert money.total(money.standing_budgets(empty)["value"]) == 0


# The period


def of_budget(tables_from: TablesFrom, start: str, end: str, value: str) -> list[money.Amount]:
    table = budgets(tables_from, {"start_date": start, "end_date": end, "value": value})
    tables = tables_from(activities=[{"id": "A"}], budgets=[])
    return money.of(
        dataclasses.replace(tables, budgets=table.assign(amount=table["value"])), "budget"
    )


def by_year(parts: list[money.Amount]) -> list[tuple[int, Decimal | None]]:
    return [(one.year, one.amount) for one in parts]


def summed(parts: list[money.Amount]) -> Decimal:
    return money.total(one.amount for one in parts if one.amount is not None)


def test_a_budget_over_two_years_is_split_by_their_days(
    tables_from: TablesFrom, edition: Edition
) -> None:
    budget = of_budget(tables_from, "2023-07-01", "2024-06-30", "366.00")  # 184 + 182 days
    inside, outside = money.in_period(budget, edition)
    assert by_year(inside) == [(2023, Decimal("184.00")), (2024, Decimal("182.00"))]
    assert not outside


def test_only_the_days_inside_the_period_count_and_the_others_are_told(
    tables_from: TablesFrom, edition: Edition
) -> None:
    budget = of_budget(tables_from, "2019-12-22", "2020-01-10", "20.00")
    inside, outside = money.in_period(budget, edition)
    assert by_year(inside) == [(2020, Decimal("10.00"))]
    assert by_year(outside) == [(2019, Decimal("10.00"))]


def test_a_budget_without_an_end_counts_by_its_days_and_soon(
    tables_from: TablesFrom, edition: Edition
) -> None:
    budget = of_budget(tables_from, "0001-01-01", "9999-12-31", "3652059.00")  # one a day
    inside, outside = money.in_period(budget, edition)
    assert summed(inside) == (edition.end - edition.start).days + 1
    assert summed(outside) == 3652059 - summed(inside)
    assert len(outside) < 250


@given(
    st.dates(dt.date(2015, 1, 1), dt.date(2028, 12, 31)),
    st.integers(0, 4000),
    amounts,
)
def test_what_is_inside_and_outside_of_the_period_sums_to_the_budget(
    tables_from: TablesFrom, edition: Edition, start: dt.date, days: int, amount: Decimal
) -> None:
    end = start + dt.timedelta(days=days)
    budget = of_budget(tables_from, str(start), str(end), str(amount))
    inside, outside = money.in_period(budget, edition)
    assert summed([*inside, *outside]) == amount
    assert all(edition.start.year <= one.year <= edition.end.year for one in inside)
    within = max(0, (min(end, edition.end) - max(start, edition.start)).days + 1)
    expected = Fraction(amount) * within / (days + 1)
    assert abs(Fraction(summed(inside)) - expected) <= CENT * len(inside)
