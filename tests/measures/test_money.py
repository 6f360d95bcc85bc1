"""Amounts are summed exactly, budgets once, and what is split comes together again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefpress.measures import money
from briefpress.measures.shares import shares
from briefpress.model.tables import TRANSACTION_TYPES, Tables

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


def split(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Places with their shares: rows of activity, country ("" for a region) and percentage."""
    table = pd.DataFrame(
        {
            "activity": [row[0] for row in rows],
            "country": [row[1] for row in rows],
            "percentage": pd.Series(
                [None if row[2] is None else Decimal(row[2]) for row in rows], dtype=object
            ),
        }
    ).astype({"activity": str, "country": str})
    return shares(table, ["activity"])


# Sums


@given(st.lists(amounts))
def test_a_sum_is_exact_to_the_cent(values: list[Decimal]) -> None:
    total = money.total(pd.DataFrame({"value": pd.Series(values, dtype=object)}))
    assert Fraction(total) == sum((Fraction(value) for value in values), Fraction())


readable = st.from_regex(r"\A-?[0-9]{1,24}(\.[0-9]{1,12})?\Z").map(Decimal)


@example([Decimal("9" * 24), Decimal("0.00001")])
@given(st.lists(readable, max_size=4))
def test_a_sum_is_exact_for_every_amount_that_can_be_read(values: list[Decimal]) -> None:
    total = money.total(pd.DataFrame({"value": pd.Series(values, dtype=object)}))
    assert Fraction(total) == sum((Fraction(value) for value in values), Fraction())


def test_ten_times_ten_cents_is_a_dollar() -> None:
    values = pd.Series([Decimal("0.10")] * 10, dtype=object)
    assert str(money.total(pd.DataFrame({"value": values}))) == "1.00"


def test_a_correction_counts_with_its_minus() -> None:
    table = transactions(("A", "EU", "100", "expenditure"), ("A", "EU", "-30", "expenditure"))
    assert money.total(money.of_types(table, money.SPENT)) == 70


@pytest.mark.parametrize("type_", TRANSACTION_TYPES)
def test_only_payments_are_spent_and_only_money_that_came_is_received(type_: str) -> None:
    table = transactions(("A", "EU", "100", type_))
    assert len(money.of_types(table, money.SPENT)) == (type_ in {"disbursement", "expenditure"})
    assert len(money.of_types(table, money.RECEIVED)) == (type_ == "incoming funds")


def test_amounts_in_another_currency_are_not_in_the_sum(tables_from: TablesFrom) -> None:
    tables = tables_from(
        transactions=[
            {"activity": "A", "value": "100", "currency": "USD"},
            {"activity": "A", "value": "999", "currency": "EUR"},
        ]
    )
    assert money.total(money.in_currency(tables.transactions, "USD")) == 100
    assert money.in_currency(tables.transactions, "CHF").empty


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
    assert money.total(table) == Decimal("15078.5")
    assert money.total(money.standing_budgets(table)) == Decimal("10460.5")


def test_a_revision_of_one_year_leaves_the_next_years_original(tables_from: TablesFrom) -> None:
    later = {"start_date": "2025-01-01", "end_date": "2025-12-31"}
    table = budgets(
        tables_from,
        {"type": "original", "value": "10"},
        {"type": "revised", "value": "12"},
        {"type": "original", "value": "20"} | later,
    )
    assert money.standing_budgets(table)["value"].tolist() == [12, 20]


def test_a_budget_may_be_less_after_its_revision_even_nothing(tables_from: TablesFrom) -> None:
    table = budgets(
        tables_from, {"type": "revised", "value": "0"}, {"type": "original", "value": "10"}
    )
    assert money.total(money.standing_budgets(table)) == 0


def test_a_budget_revised_in_another_currency_does_not_stand_in_the_old_one(
    tables_from: TablesFrom,
) -> None:
    table = budgets(
        tables_from,
        {"type": "original", "value": "10", "currency": "USD"},
        {"type": "revised", "value": "9", "currency": "EUR"},
    )
    assert money.in_currency(money.standing_budgets(table), "USD").empty


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
    assert money.total(money.standing_budgets(empty)) == 0


# Flows


def test_income_flows_to_the_countries_by_their_shares() -> None:
    table = money.flows(
        transactions(
            ("A", "EU", "80", "incoming funds"),
            ("A", "UN", "40", "incoming funds"),
            ("B", "EU", "15", "incoming funds"),
            ("A", "EU", "500", "incoming commitment"),
        ),
        split(("A", "KEN", "75"), ("A", "UGA", "25"), ("B", "KEN", None)),
    )
    assert table[["provider", "country", "received"]].values.tolist() == [
        ["EU", "KEN", Decimal("75.00")],
        ["UN", "KEN", Decimal("30.00")],
        ["EU", "UGA", Decimal("20.00")],
        ["UN", "UGA", Decimal("10.00")],
    ]
    assert table["rows"].tolist()[0] == ("transactions/0", "transactions/2")


def test_income_for_regions_or_for_no_place_is_kept_under_no_country() -> None:
    table = money.flows(
        transactions(("A", "EU", "80", "incoming funds"), ("B", "EU", "15", "incoming funds")),
        split(("A", "", None), ("A", "", None)),
    )
    assert table[["country", "received"]].values.tolist() == [["", Decimal("95.00")]]
    assert table["rows"].tolist() == [("transactions/0", "transactions/1")]


def test_no_income_flows_nowhere() -> None:
    table = money.flows(transactions(), split())
    assert table.columns.tolist() == ["provider", "country", "received", "rows"]
    assert table.empty


places = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["KEN", "UGA", "PAK", ""]), st.none()),
    max_size=6,
)
income = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from(["EU", "UN", ""]),
        st.decimals(min_value=-(10**6), max_value=10**6, places=2).map(str),
        st.just("incoming funds"),
    ),
    max_size=5,
)


@given(income, places)
def test_flows_of_a_provider_sum_to_what_it_gave_to_the_cent(
    rows: list[tuple[str, str, str, str]], where: list[tuple[str, str, None]]
) -> None:
    received = transactions(*rows)
    flows = money.flows(received, split(*where))
    for provider in set(received["provider"]):
        gave = money.total(received[received["provider"] == provider])
        assert sum(flows.loc[flows["provider"] == provider, "received"], Decimal()) == gave


@given(income, places)
def test_each_flow_is_less_than_a_cent_from_its_exact_share(
    rows: list[tuple[str, str, str, str]], where: list[tuple[str, str, None]]
) -> None:
    exact: dict[tuple[str, str], Fraction] = {}
    for activity, provider, value, _ in rows:
        countries = [country for other, country, _ in where if other == activity] or [""]
        for country in countries:
            part = Fraction(value) / len(countries)
            exact[provider, country] = exact.get((provider, country), Fraction()) + part
    flows = money.flows(transactions(*rows), split(*where))
    found = dict(
        zip(zip(flows["provider"], flows["country"], strict=True), flows["received"], strict=True)
    )
    assert set(found) == set(exact)
    for pair, value in found.items():
        assert abs(Fraction(value) - exact[pair]) < CENT
        assert value.as_tuple().exponent == -2
    assert flows["received"].tolist() == sorted(flows["received"], reverse=True)
