"""Numbers of tables that know their names, and templates that do not notice."""

from __future__ import annotations

from decimal import Decimal

from jinja2 import Environment
from markupsafe import Markup

from briefpress.documents import cells

ROWS = [
    {"donor": "A", "amount": Decimal("5.50"), "activities": 2, "year": 2024, "rows": ("r1",)},
    {"donor": "B", "amount": Decimal("3.00"), "activities": 1, "year": 2023, "rows": ("r2",)},
    {"donor": "C", "amount": Decimal("1.25"), "activities": 1, "year": 2022, "rows": ("r3",)},
]


def named() -> cells.Rows:
    return cells.named("tables.donors", ROWS)


def test_a_number_of_a_table_has_the_name_that_trace_knows_it_by() -> None:
    assert named()[1]["amount"].name == "tables.donors[2].amount"
    assert named()[2]["activities"].name == "tables.donors[3].activities"


def test_it_is_the_number_that_it_was() -> None:
    assert named() == ROWS
    assert isinstance(named()[0]["amount"], Decimal)
    assert f"{named()[0]['activities']}" == "2"


def test_a_year_is_no_count_and_what_has_no_rows_has_no_name() -> None:
    assert type(named()[0]["year"]) is int
    alone = [{"amount": Decimal(1)}, {"amount": Decimal(1), "rows": ()}]
    assert all(type(row["amount"]) is Decimal for row in cells.named("tables.rates", alone))


def test_what_prints_it_says_its_name() -> None:
    printing = cells.tagging(lambda value, unit: f"{value} <{unit}>")
    assert printing(named()[0]["amount"], "USD") == Markup(
        '<data class="number" value="5.50" data-name="tables.donors[1].amount">'
        "5.50 &lt;USD&gt;</data>"
    )
    assert printing(Decimal("5.50"), "USD") == "5.50 <USD>"


def test_a_sum_of_lines_that_follow_each_other_has_a_name_too() -> None:
    env = Environment(autoescape=True)
    env.filters["tell"] = lambda one: f"{one} {getattr(one, 'name', 'unnamed')}"
    template = env.from_string("{{ rows[1:]|sum(attribute='amount')|tell }}")
    assert template.render(rows=named()) == "4.25 tables.donors[2:3].amount"


def test_any_other_sum_is_a_number_without_a_name() -> None:
    first, second, third = (row["amount"] for row in named())
    for total in (first + third, second + first, first + Decimal(1), 1 + first, first - second):
        assert type(total) is Decimal


def test_the_lines_of_a_name_are_read_back() -> None:
    assert cells.lines("tables.theme.water.donors[4].amount") == (
        "tables.theme.water.donors", 4, 4, "amount",
    )  # fmt: skip
    assert cells.lines("charts.flows[2:9].received") == ("charts.flows", 2, 9, "received")
    assert cells.lines("activities.total") is None
