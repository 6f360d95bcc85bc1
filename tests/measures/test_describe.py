"""What is measured of a slice: named numbers with their rows, and tables of plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefpress import config, sources
from briefpress.measures.currencies import no_rates
from briefpress.measures.describe import Measured, describe
from briefpress.measures.prepare import prepare
from briefpress.model.number import Number
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
ASlice = Callable[..., Slice]


@pytest.fixture(scope="module")
def tables(tables_from: TablesFrom) -> Tables:
    """Four activities: A in three countries, B in one and a region, C worldwide, D nowhere."""
    return tables_from(
        activities=[
            {"id": "A", "scope": "multinational", "start_date": "2021-01-01"},
            {"id": "B", "scope": "regional", "start_date": "2020-01-01", "end_date": "2022-12-31"},
            {"id": "C", "scope": "global"},
            {"id": "D", "summary": "Nowhere"},
        ],
        places=[
            {"activity": "A", "country": "KEN"},
            {"activity": "A", "country": "UGA"},
            {"activity": "A", "country": "PAK"},
            {"activity": "B", "country": "KEN"},
            {"activity": "B", "region": "018"},
            {"activity": "C", "region": "001"},
        ],
        themes=[
            {"activity": "A", "code": "prevention"},
            {"activity": "A", "code": "trafficking", "vocabulary": "form"},
            {"activity": "B", "code": "prevention"},
        ],
        organisations=[
            {"activity": "A", "organisation": "EU", "name": "European Union", "role": "funding"},
            {"activity": "A", "organisation": "UNFPA", "name": "Population Fund"},
            {"activity": "C", "organisation": "UNFPA", "name": "Population Fund"},
        ],
        transactions=[
            {"activity": "A", "value": "100.10", "provider": "EU"},
            {"activity": "A", "value": "-0.10", "provider": "EU"},
            {"activity": "A", "value": "70", "currency": "EUR", "provider": "EU"},
            {"activity": "A", "value": "0", "type": "expenditure"},
        ],
        budgets=[
            {"activity": "A", "value": "500"},
            {"activity": "A", "value": "450", "type": "revised"},
        ],
        results=[{"activity": "A", "actual": "3"}],
    )


@pytest.fixture(scope="module")
def whole(tables: Tables, a_slice: ASlice) -> Measured:
    return describe(a_slice(tables))


def numbers(measured: Measured) -> dict[str, Number]:
    return {number.name: number for number in measured.numbers}


def values(measured: Measured) -> dict[str, Any]:
    return {number.name: number.value for number in measured.numbers}


def test_the_whole_is_counted_once_however_many_countries_it_touches(whole: Measured) -> None:
    found = values(whole)
    assert found["activities.total"] == 4
    assert (found["countries.total"], found["regions.total"]) == (3, 2)
    assert (found["activities.global"], found["activities.regional"]) == (1, 1)
    assert (found["partners.total"], found["donors.total"]) == (1, 1)
    assert (found["themes.total"], found["themes.possible"]) == (1, 2)
    assert sum(row["activities"] for row in whole.tables["countries"]) == 4


def test_an_activity_is_shared_when_it_names_two_countries_and_not_when_it_names_one(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    places = [("A", "KEN"), ("A", "UGA"), ("B", "KEN"), ("C", "PAK"), ("C", "KEN"), ("C", "NAM")]
    tables = tables_from(places=[{"activity": a, "country": c} for a, c in places])
    shared = numbers(describe(a_slice(tables)))["activities.shared"]
    assert (shared.value, shared.rows) == (2, ("activities/A", "activities/C"))


def test_a_country_and_a_region_do_not_make_an_activity_shared_by_countries(
    tables: Tables, a_slice: ASlice
) -> None:
    kenya = numbers(describe(a_slice(tables, "country", "KEN")))["activities.shared"]
    assert (kenya.value, kenya.rows) == (1, ("activities/A",))


@pytest.mark.parametrize(
    ("over", "key", "total"),
    [
        ("country", "KEN", 2),
        ("country", "PAK", 1),
        ("region", "002", 2),
        ("theme", "prevention", 2),
        ("donor", "EU", 1),
    ],
)
def test_every_slice_has_the_same_names_and_its_own_numbers(
    tables: Tables, a_slice: ASlice, whole: Measured, over: str, key: str, total: int
) -> None:
    measured = describe(a_slice(tables, over, key))
    own = {"activities.share"} if over == "country" else set()
    assert set(numbers(measured)) == set(numbers(whole)) | own
    assert set(measured.tables) == set(whole.tables)
    assert values(measured)["activities.total"] == total


def test_every_name_is_there_once_and_has_a_group(whole: Measured) -> None:
    names = [number.name for number in whole.numbers]
    assert len(names) == len(set(names))
    assert all("." in name for name in names)


@pytest.mark.parametrize(("over", "key"), [("edition", ""), ("country", "KEN"), ("donor", "EU")])
def test_every_row_behind_a_number_is_a_row_of_the_slice(
    tables: Tables, a_slice: ASlice, over: str, key: str
) -> None:
    part = a_slice(tables, over, key)
    known = set(part.tables.origins())
    measured = describe(part)
    for number in measured.numbers:
        assert set(number.rows) <= known, number.name
    for table in measured.tables.values():
        for row in table:
            assert set(row.get("rows", ())) <= known


def test_counted_activities_are_the_rows_behind_the_count(whole: Measured) -> None:
    found = numbers(whole)
    for name in ("activities.total", "activities.shared", "activities.global", "coverage.date"):
        assert found[name].value == len(found[name].rows), name
        assert all(row.startswith("activities/") for row in found[name].rows)
    rows = found["funding.received"].rows
    assert rows == ("transactions/transactions-1", "transactions/transactions-2")


def test_tables_hold_nothing_but_plain_values(whole: Measured) -> None:
    def leaves(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [leaf for inner in value.values() for leaf in leaves(inner)]
        if isinstance(value, list | tuple):
            return [leaf for inner in value for leaf in leaves(inner)]
        return [value]

    assert {type(leaf) for leaf in leaves(whole.tables)} <= {str, int, Decimal, type(None)}
    assert json.loads(json.dumps(whole.tables, default=str))["themes"][0]["activities"] == 2
    kinds = {type(number.value) for number in whole.numbers}
    assert kinds <= {int, Decimal, type(None)}


# The share of a country


def test_the_share_of_a_country_is_an_estimate_when_no_percentages_are_given(
    tables: Tables, a_slice: ASlice
) -> None:
    share = numbers(describe(a_slice(tables, "country", "KEN")))["activities.share"]
    assert (share.value, share.status, share.precision) == (Decimal("0.83"), "estimated", 2)
    assert share.rows == ("places/A/KEN", "places/B/KEN")


def test_an_activity_of_one_country_is_its_own_wholly(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    part = a_slice(tables_from(places=[{"activity": "A", "country": "KEN"}]), "country", "KEN")
    share = numbers(describe(part))["activities.share"]
    assert (share.value, share.status, share.precision) == (1, "exact", 0)


def test_percentages_that_had_to_be_rebased_make_an_estimate(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "KEN", "percentage": "30"},
            {"activity": "A", "country": "UGA", "percentage": "30"},
        ]
    )
    share = numbers(describe(a_slice(tables, "country", "KEN")))["activities.share"]
    assert (share.value, share.status) == (Decimal("0.50"), "estimated")


def test_shares_of_halves_and_quarters_sum_over_countries_to_the_activities_there(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "KEN"},
            {"activity": "A", "country": "UGA"},
            {"activity": "B", "country": "KEN", "percentage": "25"},
            {"activity": "B", "country": "PAK", "percentage": "75"},
            {"activity": "C", "country": "PAK"},
        ]
    )
    part = a_slice(tables)
    found = [
        numbers(describe(part.narrow("country", key)))["activities.share"].value
        for key in part.keys("country")
    ]
    assert sum(value for value in found if value is not None) == 3


# Money: missing, zero and unconverted are three different things


def test_money_is_summed_in_the_editions_currency_and_the_rest_is_counted(
    whole: Measured,
) -> None:
    found = numbers(whole)
    received, budget = found["funding.received"], found["funding.budget"]
    assert (received.value, received.unit, received.status) == (Decimal("100.00"), "USD", "exact")
    assert (budget.value, budget.rows) == (Decimal(450), ("budgets/budgets-2",))
    left = found["funding.received_unconverted"]
    assert (left.value, left.rows) == (1, ("transactions/transactions-3",))


def test_nothing_spent_is_zero_when_it_was_reported_and_no_data_when_it_was_not(
    tables: Tables, a_slice: ASlice, whole: Measured
) -> None:
    reported = numbers(whole)["funding.spent"]
    assert (reported.value, reported.status) == (Decimal(0), "exact")
    silent = numbers(describe(a_slice(tables, "region", "001")))["funding.spent"]
    assert (silent.value, silent.status, silent.rows) == (None, "no data", ())


def test_money_in_another_currency_alone_is_no_data_and_not_zero(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(budgets=[{"activity": "A", "value": "5", "currency": "EUR"}])
    found = numbers(describe(a_slice(tables)))
    assert (found["funding.budget"].value, found["funding.budget"].status) == (None, "no data")
    assert found["funding.budget_unconverted"].value == 1


@pytest.mark.parametrize(("value", "status"), [(None, "exact"), (0, "no data"), (3, "suppressed")])
def test_a_number_without_a_value_must_say_why_and_one_with_must_not(
    value: int | None, status: Any
) -> None:
    with pytest.raises(ValueError, match="x"):
        Number("x.y", value, "people", "rule", status=status)


def test_an_amount_keeps_its_digits_in_the_facts() -> None:
    number = Number("x.y", Decimal("1234567890123456.10"), "USD", "rule", ("a",), precision=2)
    assert number.plain() == {
        "value": "1234567890123456.10",
        "unit": "USD",
        "precision": 2,
        "status": "exact",
        "rule": "rule",
        "rows": ["a"],
    }


# What is given and what is not


def test_coverage_says_how_many_activities_give_each_thing(whole: Measured) -> None:
    found = {row["field"]: (row["given"], row["total"]) for row in whole.tables["coverage"]}
    assert found == {
        "place": (3, 4),
        "theme": (2, 4),
        "date": (2, 4),
        "partner": (2, 4),
        "donor": (1, 4),
        "budget": (1, 4),
        "result": (1, 4),
    }
    for field, (given, total) in found.items():
        assert values(whole)[f"coverage.{field}"] == given
        assert values(whole)[f"coverage.{field}_missing"] == total - given


def test_a_funder_alone_is_no_partner(tables_from: TablesFrom, a_slice: ASlice) -> None:
    tables = tables_from(organisations=[{"activity": "A", "organisation": "EU", "role": "funding"}])
    found = values(describe(a_slice(tables)))
    assert (found["coverage.partner"], found["coverage.donor"]) == (0, 1)
    assert (found["partners.total"], found["donors.total"]) == (0, 1)


# Tables


def test_forms_are_the_themes_of_the_other_vocabularies_that_are_worked_on(
    whole: Measured,
) -> None:
    assert whole.tables["forms"] == [
        {
            "theme": "trafficking",
            "activities": 1,
            "rows": ("themes/A/form/trafficking",),
            "vocabulary": "form",
        }
    ]


def test_a_card_has_everything_of_its_activity_and_of_no_other(whole: Measured) -> None:
    card = whole.tables["activities"][0]
    assert card["id"] == "A"
    assert card["places"] == ["KEN", "UGA", "PAK"]
    assert card["themes"] == ["prevention"]  # of the edition's vocabulary
    assert (card["donors"], card["partners"]) == (["EU"], ["UNFPA"])
    assert (card["start"], card["end"]) == ("2021-01-01", "")
    last = whole.tables["activities"][3]
    assert (last["summary"], last["places"], last["themes"]) == ("Nowhere", [], [])


def test_a_countrys_slice_shows_only_its_activities_with_all_their_countries(
    tables: Tables, a_slice: ASlice
) -> None:
    measured = describe(a_slice(tables, "country", "PAK"))
    assert [card["id"] for card in measured.tables["activities"]] == ["A"]
    assert [row["country"] for row in measured.tables["countries"]] == ["KEN", "PAK", "UGA"]


def test_the_index_has_each_country_with_its_activities(whole: Measured) -> None:
    assert whole.tables["index"] == [
        {"country": "KEN", "activities": ["A", "B"]},
        {"country": "PAK", "activities": ["A"]},
        {"country": "UGA", "activities": ["A"]},
    ]


def test_a_theme_is_described_in_the_words_of_its_vocabulary(
    tables_from: TablesFrom, a_slice: ASlice
) -> None:
    tables = tables_from(
        vocabularies=[
            {"vocabulary": "approach", "code": "data", "name": "Data", "description": "Counting."}
        ],
        themes=[{"activity": "A", "code": "data"}],
    )
    assert describe(a_slice(tables, "theme", "data")).description == "Counting."
    assert describe(a_slice(tables)).description == ""


def test_the_starters_numbers_are_those_of_the_customers_page(starter_project: Path) -> None:
    project = config.load(starter_project)
    tables, _ = prepare(sources.load(project), project.edition, no_rates)
    found = values(describe(Slice(project.edition, tables, "edition", project.edition.period)))
    assert (found["activities.total"], found["countries.total"]) == (37, 21)
    assert found["coverage.date_missing"] == 33
    assert (found["coverage.partner"] + found["coverage.donor"], found["donors.total"]) == (18, 2)
    assert found["funding.budget"] is None
