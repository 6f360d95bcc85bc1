"""Money over places and themes: every cent in one part, and no part in another's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefpress.measures import funding, money
from briefpress.measures.allocation import activity_places, over_places, parted
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
ASlice = Callable[..., Slice]
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
fractions = st.fractions(min_value=0, max_value=1).filter(bool)


@given(amounts, st.lists(fractions, min_size=1, max_size=9), st.integers(0, 2**32))
def test_parts_sum_to_the_amount_and_none_is_a_cent_from_its_share(
    amount: Decimal, parts: list[Fraction], turn: int
) -> None:
    found = parted(amount, parts, turn)
    assert sum(found, Decimal()) == amount
    for value, share in zip(found, parts, strict=True):
        exact = Fraction(amount) * share / sum(parts, Fraction())
        assert abs(Fraction(value) - exact) < Fraction(1, 100)


def test_a_correction_is_split_as_its_payment_was() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert [-part for part in parted(Decimal("-100.00"), thirds, 7)] == parted(
        Decimal("100.00"), thirds, 7
    )


def test_the_odd_cent_goes_round() -> None:
    thirds = [Fraction(1, 3)] * 3
    first = {parted(Decimal("1.00"), thirds, turn).index(Decimal("0.34")) for turn in range(3)}
    assert first == {0, 1, 2}


def test_digits_below_the_cent_are_split_too() -> None:
    assert parted(Decimal("0.005"), [Fraction(1, 2)] * 2) == [Decimal("0.003"), Decimal("0.002")]


# Where money belongs


def received(tables: Tables, cut: Slice) -> Decimal | None:
    numbers = {number.name: number for number in funding.numbers(cut, funding.of(cut))}
    return numbers["funding.received"].value  # type: ignore[return-value]


def income(activity: str, value: str, **more: str) -> dict[str, str]:
    return {"activity": activity, "value": value, "type": "incoming funds"} | more


def placed(tables: Tables) -> dict[str, Any]:
    splits = over_places(tables)
    return {name: dict(split.parts) for name, split in splits.activities.items()}


def test_a_country_on_the_transaction_goes_before_the_activitys(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "KEN"},
            {"activity": "A", "transaction": "T2", "country": "UGA"},
        ],
        transactions=[income("A", "100", id="T1"), income("A", "30", id="T2")],
    )
    for key, value in (("KEN", 100), ("UGA", 30)):
        assert received(tables, a_slice(tables, "country", key)) == value


def test_places_on_transactions_only_are_an_estimate_for_the_activitys_other_money(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "transaction": "T1", "country": "KEN"},
            {"activity": "A", "transaction": "T2", "country": "UGA"},
            {"activity": "A", "transaction": "T3", "country": "UGA"},
        ],
        transactions=[income("A", str(value), id=f"T{value}") for value in (1, 2, 3)],
        budgets=[{"activity": "A", "value": "10.00"}],
    )
    assert placed(tables) == {"A": {"KEN": Fraction(1, 2), "UGA": Fraction(1, 2)}}
    cut = a_slice(tables, "country", "UGA")
    numbers = {number.name: number for number in funding.numbers(cut, funding.of(cut))}
    assert (numbers["funding.budget"].value, numbers["funding.budget"].status) == (5, "estimated")
    assert (numbers["funding.received"].value, numbers["funding.received"].status) == (5, "exact")


def test_no_place_and_an_unspecified_one_are_unallocated_and_never_dropped(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        activities=[{"id": name} for name in "AB"],
        places=[
            {"activity": "B", "country": "KEN", "percentage": "40"},
            {"activity": "B", "region": "998", "percentage": "60"},
        ],
        transactions=[income("A", "7"), income("B", "10")],
    )
    whole = a_slice(tables)
    numbers = {number.name: number for number in funding.numbers(whole, funding.of(whole))}
    assert numbers["funding.received"].value == 17
    assert numbers["funding.received_unallocated"].value == 13
    assert "998" not in whole.keys("country") + whole.keys("region")


def test_regions_beside_countries_that_total_100_say_the_same_again(
    tables_from: TablesFrom,
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "KEN", "percentage": "100"},
            {"activity": "A", "region": "998", "percentage": "100"},
            {"activity": "B", "country": "KEN", "percentage": "50"},
            {"activity": "B", "region": "002", "percentage": "50"},
        ]
    )
    assert placed(tables) == {
        "A": {"KEN": Fraction(1)},
        "B": {"KEN": Fraction(1, 2), "002": Fraction(1, 2)},
    }


def test_counting_shares_of_activities_leaves_out_what_is_about_one_transaction(
    tables_from: TablesFrom,
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "KEN", "percentage": "100"},
            {"activity": "A", "transaction": "T", "country": "UGA"},
        ],
        transactions=[income("A", "1", id="T")],
    )
    (one,) = activity_places(tables)
    assert (one.country, one.share, one.status) == ("KEN", 1, "exact")


# All parts together

countries = st.sampled_from(["KEN", "UGA", "PAK"])
percent = st.sampled_from(["", "100", "33.33", "0", "60"])


@st.composite
def data(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    ids = [f"T{at}" for at in range(draw(st.integers(1, 6)))]
    transactions = [
        {
            "id": name,
            "activity": draw(st.sampled_from("ABC")),
            "value": str(draw(st.decimals(-(10**9), 10**9, places=2))),
            "type": draw(st.sampled_from(["incoming funds", "expenditure", "incoming commitment"])),
            "provider": draw(st.sampled_from(["EU", "NO", ""])),
            "date": draw(st.sampled_from(["2019-05-05", "2021-05-05", "2024-12-31"])),
            "currency": draw(st.sampled_from(["USD", "USD", "CHF"])),
        }
        for name in ids
    ]
    places, themes = [], []
    for activity in "ABC":
        given_percent = draw(st.booleans())
        chosen = draw(st.lists(st.sampled_from(["KEN", "UGA", "002", "998"]), unique=True))
        for place in chosen:
            share = draw(st.sampled_from(["100", "33.33", "0", "60"])) if given_percent else ""
            column = "country" if place.isalpha() else "region"
            places.append({"activity": activity, column: place, "percentage": share})
        for code in draw(st.lists(st.sampled_from(["prevention", "services"]), unique=True)):
            themes.append({"activity": activity, "code": code})
    for one in transactions:
        if draw(st.booleans()):
            row = {
                "activity": one["activity"],
                "transaction": one["id"],
                "country": draw(countries),
            }
            places.append(row)
    budgets = [
        {
            "activity": draw(st.sampled_from("ABC")),
            "value": str(draw(st.decimals(0, 10**9, places=2))),
            "start_date": "2019-07-01",
            "end_date": draw(st.sampled_from(["2020-06-30", "2022-12-31"])),
        }
    ]
    organisations = [
        {"activity": activity, "organisation": "EU", "role": "funding"} for activity in "ABC"
    ]
    return {
        "activities": [{"id": name} for name in "ABC"],
        "places": places,
        "themes": themes,
        "transactions": transactions,
        "budgets": budgets,
        "organisations": organisations,
    }


@settings(max_examples=10)
@given(data())
@pytest.mark.parametrize("over", ["country", "theme", "donor"])
def test_the_briefs_of_a_dimension_and_what_is_in_none_are_the_edition(
    tables_from: TablesFrom, a_slice: ASlice, over: str, data: dict[str, Any]
) -> None:
    whole = a_slice(tables_from(**data))
    everything = funding.of(whole)
    briefs = [funding.of(whole.narrow(over, key)) for key in whole.keys(over)]
    for name in money.INCOMING if over == "donor" else money.NAMES:
        total = everything[name].total
        in_briefs = sum((brief[name].total for brief in briefs), Decimal())
        table = everything[name].own
        if over == "country":
            left = money.total(table.loc[~table["place"].str.isalpha(), "amount"])
        elif over == "donor":
            left = money.total(table.loc[table["donor"] == "", "amount"])
        else:
            themes = funding.over_themes(whole.tables, "approach")
            cut = funding.allocate(everything[name].parts, themes, "theme")
            left = money.total(one.amount for one in cut if not one.theme and one.amount)
        assert in_briefs + left == total


@settings(max_examples=10)
@given(data())
def test_years_places_and_flows_each_sum_to_the_whole(
    tables_from: TablesFrom, a_slice: ASlice, data: dict[str, Any]
) -> None:
    whole = a_slice(tables_from(**data))
    funds = funding.of(whole)
    tables = funding.tables(whole, funds)
    for name in money.NAMES:
        for table in ("funding_years", "funding_places"):
            parts = [row[name] for row in tables[table] if row[name] is not None]
            assert money.total(parts) == funds[name].total
    income = funding.incoming(funds).total
    assert money.total(funding.flows(whole)["amount"]) == income
    assert money.total(row["amount"] for row in tables["funding_donors"]) == income


@settings(max_examples=10)
@given(data(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_sum(
    tables_from: TablesFrom, a_slice: ASlice, data: dict[str, Any], random: Any
) -> None:
    turned = {name: random.sample(rows, len(rows)) for name, rows in data.items()}
    for at, row in enumerate(data["budgets"]):
        row["id"] = f"B{at}"
    for over, key in (("edition", ""), ("country", "KEN")):
        sums = []
        for rows in (data, turned):
            whole = a_slice(tables_from(**{name: list(part) for name, part in rows.items()}))
            cut = whole.narrow(over, key) if key else whole
            sums.append({name: fund.total for name, fund in funding.of(cut).items()})
        assert sums[0] == sums[1]


def test_money_without_a_rate_is_listed_in_parts_too(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    whole = a_slice(
        tables_from(
            activities=[{"id": "A"}],
            places=[
                {"activity": "A", "country": "KEN", "percentage": "10"},
                {"activity": "A", "country": "UGA", "percentage": "90"},
            ],
            budgets=[
                {"activity": "A", "value": "4000", "currency": "KES",
                 "start_date": "2019-01-01", "end_date": "2024-12-31"},
            ],
        )
    )  # fmt: skip
    left = {}
    for key in ("KEN", "UGA", ""):
        part = whole.narrow("country", key) if key else whole
        (left[key],) = funding.tables(part, funding.of(part))["unconverted"]
    assert left["KEN"]["value"] + left["UGA"]["value"] == left[""]["value"] < 4000
    assert left["KEN"]["value"] * 8 < left["UGA"]["value"]


def test_amounts_of_more_decimals_than_cents_add_up_in_every_brief(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    countries = ("KEN", "UGA", "RWA")
    whole = a_slice(
        tables_from(
            activities=[{"id": code} for code in countries],
            places=[{"activity": code, "country": code} for code in countries],
            transactions=[
                {"activity": code, "type": "disbursement", "value": "0.335"} for code in countries
            ],
        )
    )
    spent = {n.name: n.value for n in funding.numbers(whole, funding.of(whole))}["funding.spent"]
    parts = [funding.of(whole.narrow("country", code))["spent"].total for code in countries]
    assert sum(parts) == spent


def test_money_of_an_activity_with_sectors_on_transactions_only_has_themes(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    whole = a_slice(
        tables_from(
            activities=[{"id": "A"}],
            transactions=[{"activity": "A", "id": "T", "type": "disbursement", "value": "10"}],
            themes=[{"activity": "A", "transaction": "T", "code": "prevention"}],
            budgets=[{"activity": "A", "value": "100"}],
        )
    )
    (own,) = funding.of(whole.narrow("theme", "prevention"))["budget"].parts
    assert (own.amount, own.status) == (Decimal(100), "estimated")


def test_money_passed_on_is_found_by_the_receivers_name_too(tables_from: TablesFrom) -> None:
    tables = tables_from(
        activities=[{"id": "A"}],
        organisations=[{"activity": "A", "organisation": "PB", "name": "Partner B"}],
        transactions=[
            {"activity": "A", "id": "T", "type": "disbursement", "value": "100", "provider": "X",
             "receiver": "partner b"},
            {"activity": "A", "id": "U", "type": "expenditure", "value": "80", "provider": "PB"},
        ],
    )  # fmt: skip
    assert money.passed_on(tables) == ("transactions/T",)
