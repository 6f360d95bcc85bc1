"""The example projects: real files, and the numbers that must come out of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefpress import config
from briefpress.measures import funding, money
from briefpress.model.slices import Slice
from briefpress.press.data import ready
from briefpress.sources import Reading

EXAMPLES = Path(__file__).parents[1] / "examples"


def edition(name: str) -> tuple[Slice, Reading]:
    project = config.load(EXAMPLES / name)
    reading = ready(project)
    assert reading.errors == []
    return Slice(project.edition, reading.tables, "edition", project.edition.period), reading


@pytest.fixture(scope="module")
def unhcr() -> tuple[Slice, Reading]:
    return edition("unhcr-2023")


@pytest.fixture(scope="module")
def covid() -> tuple[Slice, Reading]:
    return edition("covid-response")


def numbers(part: Slice) -> dict[str, object]:
    return {number.name: number.value for number in funding.numbers(part, funding.of(part))}


def test_unhcrs_budget_of_2023_is_revised_where_there_is_a_revision(
    unhcr: tuple[Slice, Reading],
) -> None:
    whole, _ = unhcr
    assert numbers(whole)["funding.budget"] == Decimal("10460525662.00")
    of_2023 = whole.tables.budgets["start_date"].map(lambda day: day.year) == 2023
    rows = whole.tables.budgets[of_2023]
    assert round(money.total(rows["value"]) / 10**6, 1) == Decimal("15078.5")
    revised = rows[rows["type"] == "revised"]
    assert round(money.total(revised["value"]) / 10**6, 1) == Decimal("5352.9")


def test_unhcrs_commitments_are_of_one_level_and_each_converted_or_listed(
    unhcr: tuple[Slice, Reading],
) -> None:
    whole, reading = unhcr
    funds = funding.of(whole)
    income = funds["committed"]
    table = whole.tables.transactions
    assert len(table) == 2339
    in_2023 = table["date"].map(lambda day: day.year) == 2023
    told = set(income.own["row"]) | {one.row for one in income.unconverted}
    assert told == set(table.loc[in_2023, "row"])
    listed = funding.tables(whole, funds)["unconverted"]
    assert [(row["currency"], row["value"]) for row in listed] == [("JOD", 7688), ("KWD", 5000)]
    assert any("level 1 are not counted" in one.found for one in reading.mistakes)


@pytest.mark.parametrize("name", money.NAMES)
def test_countries_and_what_is_in_none_are_the_whole_to_the_cent(
    unhcr: tuple[Slice, Reading], covid: tuple[Slice, Reading], name: str
) -> None:
    for whole, _ in (unhcr, covid):
        everything = funding.of(whole)[name]
        own = everything.own
        left = money.total(own.loc[~own["place"].str.isalpha(), "amount"])
        some = whole.keys("country")[::7]
        for key in some:
            brief = funding.of(whole.narrow("country", key))[name]
            assert brief.total == money.total(own.loc[own["place"] == key, "amount"])
        in_countries = money.total(own.loc[own["place"].str.isalpha(), "amount"])
        assert in_countries + left == everything.total


def test_no_row_of_the_18_publishers_is_lost(covid: tuple[Slice, Reading]) -> None:
    whole, _ = covid
    rejected = whole.tables.rejected
    transactions = rejected[rejected["table"] == "transactions"]
    reasons = transactions["reason"].str.replace(r"'.*?'", "…", regex=True).value_counts()
    assert reasons.to_dict() == {
        "transaction-type: is empty; every row needs one": 21,
        "… of activities was set aside": 3,
    }
    assert set(rejected["place"].str.split(" ").str[0]) == {"line"}
    assert (rejected["reason"] != "").all()


def test_money_falls_on_the_country_that_stands_on_its_transaction(
    covid: tuple[Slice, Reading],
) -> None:
    whole, _ = covid
    places = whole.tables.places
    given = places[(places["transaction"] != "") & (places["country"] != "")]
    assert len(given) > 150
    own = funding.of(whole)
    country = dict(zip(given["transaction"], given["country"], strict=True))
    checked = 0
    for fund in (own["received"], own["spent"], own["committed"]):
        rows = fund.own[fund.own["id"].isin(given["transaction"])]
        assert (rows["place"] == rows["id"].map(country)).all()
        checked += len(rows)
    assert checked > 100
