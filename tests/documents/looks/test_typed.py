"""Dates, numbers and countries in words that a person has typed."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from laid_out import Look

from briefpress.config import Edition
from briefpress.documents.looks import budgets, countries, dates, numbers, written
from briefpress.language import Names, text
from briefpress.model import places
from briefpress.model.tables import Tables


@pytest.mark.parametrize(
    ("typed", "trips"),
    [
        ("Data as of 31 December 2023", True),
        ("Data as of 31 December 2024", False),
        ("as of 2024-12-31", False),
        ("as of 2024-11-30", True),
        ("the year 2019", True),
        ("the year 2022", False),
        ("Security Council resolution 1325 (2000)", False),
        ("General Assembly resolution 79/152", False),
    ],
)
def test_a_date_that_is_not_of_the_edition(
    pages: Look, edition: Edition, typed: str, trips: bool
) -> None:
    print_day = text("en", Names({}, {})).date
    found = list(dates.dates(pages(f"<p>{typed}.</p>"), typed, edition, print_day))
    assert [one.check for one in found] == (["date"] if trips else [])


def test_a_date_of_the_data_is_not_looked_at(pages: Look, edition: Edition) -> None:
    assert not list(dates.dates(pages("<p>Since 1998.</p>"), "", edition, dt.date.isoformat))


@pytest.mark.parametrize(
    ("typed", "trips"),
    [
        ("151 activities", False),
        ("152 activities", True),
        ("4,200,000 people", False),
        ("4.2 million people", False),
        ("4.3 million people", True),
        ("37.5 per cent", False),
        ("38.5 per cent", True),
        ("article 12 of SDG 5", False),
        ("COVID-19 and A4", False),
    ],
)
def test_a_typed_number_that_the_facts_do_not_have(pages: Look, typed: str, trips: bool) -> None:
    known = [Decimal(151), Decimal(4_200_000), Decimal("0.375")]
    found = list(numbers.numbers(pages(f"<p>There were {typed}.</p>"), typed, known))
    assert [one.check for one in found] == (["number"] if trips else [])


def test_a_number_of_the_facts_is_not_taken_for_a_typed_one(pages: Look) -> None:
    body = '<p>There were <data class="number" value="152">152</data> activities.</p>'
    assert list(numbers.numbers(pages(body), "152 activities", [Decimal(151)])) == []


def test_the_words_of_a_template_are_found_without_its_code() -> None:
    source = """{# 1 note #}<style>p { width: 2mm }</style><p class="n3">Four {{ row[5] }} words
    {% set most = 6 %}{{ _("of 7") }}{{ ngettext("8 thing", "8 things", 9) }}</p>"""
    found = written.words(source)
    assert all(word in found for word in ("Four", "words", "of 7", "8 things"))
    assert not any(digit in found for digit in ["1235", "6", "9"])


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Work in Ivory Coast", "Côte d’Ivoire"),
        ("Burma and beyond", "Myanmar"),
        ("to Turkey", "Türkiye"),
        ("in Russia", "Russian Federation"),
        ("in the Russian Federation", ""),
        ("in Iran (Islamic Republic of)", ""),
        ("in the Islamic Republic of Iran", ""),
        ("in North Macedonia", ""),
        ("in Macedonia", "North Macedonia"),
        ("a turkey", ""),
        ("by the Turkey Foundation", ""),
    ],
)
def test_a_country_named_against_the_usage_of_the_un(pages: Look, said: str, right: str) -> None:
    found = list(countries.countries(pages(f"<p>{said}.</p>"), "en", ["Turkey Foundation"]))
    assert [one.hint for one in found] == ([f"Write '{right}'"] if right else [])


def test_no_name_that_the_un_prints_is_unofficial() -> None:
    assert {"Burma", "Turkey", "Ivory Coast", "Swaziland"} <= places.unofficial().keys()
    assert not places.unofficial().keys() & set(places.printed())


@pytest.mark.parametrize(
    ("said", "trips"),
    [
        ("It has a budget of US$ 4.3 million.", True),
        ("It has a total budget of about US$ 4 million.", False),
        ("The budget is USD 4,200,000.", False),
        ("The US$ 4.3 million budget runs to 2026.", True),
        ("Un budget de 4,3 millions USD.", True),
        ("Son budget : 4 200 000 USD.", False),
        ("A budget of US$ 1.2 million was spent in the first year.", False),
        ("Each family got US$ 300, within the budget.", False),
        ("It reached 4.3 million people.", False),
    ],
)
def test_a_budget_in_a_text_that_its_activity_does_not_have(
    pages: Look, tables_from: Callable[..., Tables], said: str, trips: bool
) -> None:
    tables = tables_from(
        activities=[{"id": "A"}],
        budgets=[
            {"activity": "A", "value": "1200000"},
            {"activity": "A", "value": "3000000"},
        ],
    )
    rows = [{"id": "A", "summary": said}]
    found = list(budgets.budgets(pages(f"<p>{said}</p>"), rows, tables))
    assert [one.check for one in found] == (["narrative"] if trips else [])


def test_a_text_of_an_activity_without_budgets_is_not_compared(
    pages: Look, tables_from: Callable[..., Tables]
) -> None:
    said = "It has a budget of US$ 4.3 million."
    rows = [{"id": "A", "summary": said}]
    tables = tables_from(activities=[{"id": "A"}])
    assert list(budgets.budgets(pages(f"<p>{said}</p>"), rows, tables)) == []
