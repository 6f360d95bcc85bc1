"""Words, numbers and dates as the United Nations prints them in English."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress import catalogues, language
from briefpress.language import Names, Text
from briefpress.model.specs import SCOPES

NAMES = Names({"prevention": "Prevention"}, {"EU": "European Union"})
EN = language.text("en", NAMES)


@pytest.mark.parametrize(
    ("value", "precision", "printed"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1,000"),
        (1234567, 0, "1,234,567"),
        (Decimal("1234.5"), 2, "1,234.50"),
        (Decimal("0.333"), 2, "0.33"),
        (Decimal("12345678901234567890.12"), 2, "12,345,678,901,234,567,890.12"),
        (-5, 0, "-5"),
    ],
)
def test_numbers_are_grouped_by_thousands(
    value: int | Decimal, precision: int, printed: str
) -> None:
    assert EN.number(value, precision) == printed


@given(st.integers(min_value=-(10**27), max_value=10**27))
def test_a_printed_whole_number_is_the_number(value: int) -> None:
    assert int(EN.number(value).replace(",", "")) == value


def test_one_to_nine_are_words_in_running_text_and_ten_is_not() -> None:
    words = [EN.words(value) for value in range(1, 11)]
    assert words == ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "10"]
    assert EN.words(1200) == "1,200"
    assert EN.words(0) not in ("", "0")


def test_a_percentage_in_a_table_has_its_sign() -> None:
    assert EN.percent(Decimal("12.5"), 1) == "12.5%"
    assert EN.percent(Decimal(100)) == "100%"


@pytest.mark.parametrize(
    ("value", "currency", "printed"),
    [
        ("1234567.00", "USD", "US$\u00a01,234,567"),
        ("1234567", "EUR", "€\u00a01,234,567"),
        ("10", "CHF", "CHF\u00a010"),
        ("-250", "USD", "−US$\u00a0250"),
        ("0", "USD", "US$\u00a00"),
    ],
)
def test_an_amount_has_its_currency_before_it_on_the_same_line(
    value: str, currency: str, printed: str
) -> None:
    assert EN.money(Decimal(value), currency) == printed


def test_a_date_is_day_month_year() -> None:
    assert EN.date(dt.date(2009, 8, 19)) == "19 August 2009"


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        ("", "", ""),
        ("2021-07-13", "2021-07-13", "13 July 2021"),
        ("", "2021-07-13", "until 13 July 2021"),
        ("2020-02-01", "2020-02-29", "February 2020"),
        ("2021-02-01", "2021-02-28", "February 2021"),
        ("2020-02-01", "2020-02-28", "1 February 2020 – 28 February 2020"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-01-01", "2023-12-31", "2021–2023"),
        ("2021-01-01", "2021-03-31", "1 January 2021 – 31 March 2021"),
        ("2021-01-02", "2021-12-31", "2 January 2021 – 31 December 2021"),
    ],
)
def test_a_period_is_as_short_as_its_dates_allow(start: str, end: str, printed: str) -> None:
    assert EN.period(start, end) == printed


@given(st.dates(), st.dates())
def test_every_period_can_be_printed(one: dt.date, other: dt.date) -> None:
    start, end = min(one, other), max(one, other)
    assert str(end.year) in EN.period(start.isoformat(), end.isoformat())


def test_an_end_in_the_year_9999_can_be_printed() -> None:
    assert "9999" in EN.period("2020-01-01", "9999-12-31")


@pytest.mark.parametrize(
    ("items", "printed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_has_no_comma_before_and(items: list[str], printed: str) -> None:
    assert EN.listing(items) == printed


def test_codes_are_printed_by_their_names() -> None:
    assert EN.place("CIV") == "Côte d’Ivoire"
    assert EN.place("018") == "Southern Africa"
    assert EN.place("001") == "Worldwide"
    assert EN.theme("prevention") == "Prevention"
    assert EN.organisation("EU") == "European Union"


def test_a_code_that_the_data_gives_no_name_is_printed_itself() -> None:
    assert (EN.theme("other"), EN.organisation("X-1")) == ("other", "X-1")


def test_every_scope_has_a_name_and_so_has_none() -> None:
    names = [EN.scope(scope) for scope in (*SCOPES, "")]
    assert all(names)
    assert len(set(names)) == len(names)


def test_missing_and_suppressed_are_two_different_words_and_no_number() -> None:
    words = {EN.status("no data"), EN.status("suppressed")}
    assert words == {"no data", "suppressed"}
    with pytest.raises(KeyError):
        EN.status("exact")


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fr", "ltr")])
def test_arabic_runs_from_right_to_left(code: str, direction: str) -> None:
    assert Text(code, NAMES, EN.translations).direction == direction


def test_english_is_there_without_a_catalogue_and_klingon_is_not() -> None:
    assert catalogues.languages()[0] == "en"
    with pytest.raises(FileNotFoundError):
        language.text("tlh", NAMES)
