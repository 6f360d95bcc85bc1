"""Amounts in other currencies: the rate of the right day, its source, and nothing guessed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from briefpress.config import Edition, Project
from briefpress.errors import ProjectError
from briefpress.measures import currencies
from briefpress.measures.currencies import convert, read_rates, read_table
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
DataProject = Callable[..., Project]
RATES = """\
date,currency,rate,base,source
2024-01-01,EUR,0.90,USD,UN operational rates
2024-02-01,EUR,0.80,USD,UN operational rates
2024-01-01,KES,160,USD,UN operational rates
"""


@pytest.fixture
def rates(data_project: DataProject) -> Callable[[str], currencies.Rates]:
    def make(text: str) -> currencies.Rates:
        project = data_project(activities="id,title\nA,One\n", **{"rates.csv": text})
        edition = dataclasses.replace(project.edition, rates="data/rates.csv")
        return read_rates(dataclasses.replace(project, edition=edition))

    return make


def paid(currency: str, date: str, value_date: str = "") -> dict[str, str]:
    return {
        "activity": "A", "value": "72.00", "currency": currency,
        "date": date, "value_date": value_date,
    }  # fmt: skip


def test_an_amount_is_converted_at_the_rate_of_its_value_date(
    tables_from: TablesFrom, edition: Edition, rates: Callable[[str], currencies.Rates]
) -> None:
    tables = tables_from(
        transactions=[paid("EUR", "2024-01-20", "2024-02-03"), paid("EUR", "2024-01-20")]
    )
    converted, mistakes = convert(tables, edition, rates(RATES))
    table = converted.transactions
    assert table["amount"].tolist() == [Decimal("90.00"), Decimal("80.00")]
    assert table["rate_date"].tolist() == [dt.date(2024, 2, 1), dt.date(2024, 1, 1)]
    assert set(table["rate_source"]) == {"UN operational rates"}
    assert table["value"].tolist() == [Decimal("72.00")] * 2
    assert mistakes == []


def test_an_amount_without_a_rate_is_listed_and_is_no_zero(
    tables_from: TablesFrom, edition: Edition, rates: Callable[[str], currencies.Rates]
) -> None:
    tables = tables_from(transactions=[paid("CHF", "2024-01-20"), paid("EUR", "2024-06-01")])
    converted, mistakes = convert(tables, edition, rates(RATES))
    assert converted.transactions["amount"].tolist() == [None, None]
    assert [f"{one.file}: {one.found}" for one in mistakes] == [
        "briefs.toml: [edition] rates: 1 amounts in CHF have no rate to USD and are listed as"
        " unconverted",
        "briefs.toml: [edition] rates: 1 amounts in EUR have no rate to USD and are listed as"
        " unconverted",
    ]
    assert {one.level for one in mistakes} == {"warning"}


def test_the_editions_own_currency_needs_no_rate_and_keeps_its_digits(
    tables_from: TablesFrom, edition: Edition
) -> None:
    tables = tables_from(transactions=[{"activity": "A", "value": "5.10"}])
    converted, mistakes = convert(tables, edition, currencies.no_rates)
    row = converted.transactions.iloc[0]
    assert (str(row["amount"]), row["rate"], row["rate_source"]) == ("5.10", None, "")
    assert mistakes == []


def test_two_rates_over_one_base_make_a_third(rates: Callable[[str], currencies.Rates]) -> None:
    rate = rates(RATES)("KES", "EUR", dt.date(2024, 1, 5))
    assert rate is not None
    assert rate.value == Decimal("0.90") / 160


def test_a_rate_holds_for_a_month_and_not_before_its_day(
    rates: Callable[[str], currencies.Rates],
) -> None:
    find = rates(RATES)
    assert find("EUR", "USD", dt.date(2023, 12, 31)) is None
    assert find("EUR", "USD", dt.date(2024, 3, 3)) is not None
    assert find("EUR", "USD", dt.date(2024, 3, 4)) is None


def test_the_bank_that_is_built_in_gives_the_rate_of_the_last_trading_day() -> None:
    easter = currencies._of_ecb("EUR", "USD", dt.date(2020, 4, 12))
    assert easter is not None
    assert (easter.value, easter.day) == (Decimal("1.0867"), dt.date(2020, 4, 9))
    assert "European Central Bank" in easter.source
    assert currencies._of_ecb("KWD", "USD", dt.date(2020, 4, 9)) is None
    assert currencies._of_ecb("EUR", "USD", dt.date(1998, 1, 1)) is None
    assert currencies._of_ecb("EUR", "USD", dt.date(1999, 1, 4)) is not None


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1, 1, 5), dt.date.max])
def test_a_date_beyond_all_time_has_no_rate(day: dt.date) -> None:
    assert currencies._of_ecb("EUR", "USD", day) is None


def test_every_wrong_row_of_a_table_of_rates_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(
        "date,currency,rate,base,source\n"
        "01/02/2024,EUR,0.9,USD,UN\n2024-01-01,Euro,0.9,USD,UN\n2024-01-01,EUR,0,USD,UN\n"
        "2024-01-01,EUR,0.9,USD,\n"
    )
    with pytest.raises(ProjectError) as caught:
        read_table(path, "rates.csv")
    assert [(one.row, one.column) for one in caught.value.mistakes] == [
        (2, "date"), (3, "currency"), (4, "rate"), (5, "source"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"date,rate\n", b"\xff\xfe\x00", b'"'])
def test_what_is_no_table_of_rates_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"rates\.csv"):
        read_table(path, "rates.csv")
