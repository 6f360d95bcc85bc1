"""What has changed since the edition before: worked out on tables that a person can check."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from briefpress.measures.changes import MAIN
from briefpress.measures.describe import Measured, describe
from briefpress.measures.difference import number_change
from briefpress.model.previous import Previous
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables

ACTIVITIES = [
    {"id": "A", "title": "Wells", "end_date": "2024-06-30"},
    {"id": "B", "title": "Schools", "end_date": "2023-06-30"},
    {"id": "C", "title": "Courts", "end_date": "2026-01-01"},
    {"id": "D", "title": "Roads"},
]
PLACES = [
    {"activity": "A", "country": "KEN"},
    {"activity": "B", "country": "MLI"},
    {"activity": "C", "country": "KEN"},
    {"activity": "D", "country": "PER"},
]
MONEY = [
    {"id": "1", "activity": "A", "value": "100.50"},
    {"id": "2", "activity": "B", "value": "70"},
    {"id": "3", "activity": "D", "value": "30"},
]


@pytest.fixture
def part(tables_from: Callable[..., Tables], a_slice: Callable[..., Slice]) -> Slice:
    return a_slice(tables_from(activities=ACTIVITIES, places=PLACES, transactions=MONEY))


def before(part: Slice, **numbers: dict[str, Any]) -> Previous:
    """Return the edition before: A, B, C and one that is gone; less money, and in Fiji."""
    measured = {number.name: number.plain() for number in describe(part).numbers}
    was = {of: measured[of] for of in MAIN.values()} | {
        "activities.total": measured["activities.total"] | {"value": 4},
        "funding.received": measured["funding.received"]
        | {
            "value": "250.00",
            "rows": ["transactions/1", "transactions/2", "transactions/9"],
            "amounts": ["90.00", "70.00", "90.00"],
        },
    }
    ends = {"A": "", "B": "2023-06-30", "C": "2026-01-01", "E": "2023-12-31"}
    titles = {"title_language": "", "places": ["FJI"], "start": ""}
    return Previous(
        where="archive/2023, annual/2020-2023",
        start=dt.date(2020, 1, 1),
        end=dt.date(2023, 12, 31),
        data_date=dt.date(2023, 12, 31),
        numbers={name: was[name] | numbers.get(name, {}) for name in was},
        activities=tuple({"id": one, "title": one, "end": end, **titles}
                         for one, end in ends.items()),
        countries={"KEN": 2, "MLI": 1, "FJI": 1},
    )  # fmt: skip


def measured(part: Slice, **numbers: dict[str, Any]) -> Measured:
    return describe(dataclasses.replace(part, previous=before(part, **numbers)))


def values(found: Measured) -> dict[str, Any]:
    return {
        number.name.removeprefix("changes."): number.value
        for number in found.numbers
        if number.name.startswith("changes.")
    }


def test_without_an_edition_before_nothing_is_said_of_it(part: Slice) -> None:
    found = describe(part)
    assert values(found) == {}
    assert not [name for name in found.tables if name.startswith("changes")]


def test_new_ended_and_gone_activities(part: Slice) -> None:
    found = measured(part)
    ids = {
        name: [row["id"] for row in found.tables[f"changes_{name}"]]
        for name in ("new", "ended", "gone")
    }
    assert ids == {"new": ["D"], "ended": ["A"], "gone": ["E"]}
    counts = values(found)
    assert [counts[f"activities_{name}"] for name in ids] == [1, 1, 1]
    (new,) = (one for one in found.numbers if one.name == "changes.activities_new")
    assert new.rows == ("activities/D",)


def test_countries_that_were_entered_and_left(part: Slice) -> None:
    found = measured(part)
    changed = [(row["country"], row["change"]) for row in found.tables["changes_countries"]]
    assert changed == [("PER", "entered"), ("FJI", "left")]
    counts = values(found)
    assert (counts["countries_entered"], counts["countries_left"]) == (1, 1)


def test_main_numbers_before_now_and_the_difference(part: Slice) -> None:
    found = measured(part)
    counts = values(found)
    assert (counts["activities_before"], counts["activities_difference"]) == (4, 0)
    assert counts["received_before"] == Decimal("250.00")
    assert counts["received_difference"] == Decimal("-49.50")
    known = {one.name: one for one in found.numbers}
    for name in MAIN:
        difference = known[f"changes.{name}_difference"]
        parts = [(known[one].value, sign) for one, sign in difference.made_of.items()]
        if all(value is not None for value, _ in parts):
            assert difference.value == sum(value * sign for value, sign in parts)
        else:
            assert (difference.value, difference.status) == (None, "no data")


def test_what_was_corrected_is_told_from_what_is_new_or_gone(part: Slice) -> None:
    found = measured(part)
    (row,) = found.tables["changes_corrected"]
    assert row == {
        "name": "received",
        "count": 1,
        "before": Decimal("90.00"),
        "now": Decimal("100.50"),
        "difference": Decimal("10.50"),
        "rows": ("transactions/1",),
    }
    (number,) = (one for one in found.numbers if one.name == "changes.received_corrected")
    assert number.value == sum(number.amounts) == Decimal("10.50")


def test_a_sum_in_another_currency_has_no_difference_and_corrects_nothing(part: Slice) -> None:
    found = measured(part, **{"funding.received": {"unit": "EUR"}})
    counts = values(found)
    assert (counts["received_before"], counts["received_difference"]) == (None, None)
    assert "received_corrected" not in counts
    (was,) = (one for one in found.numbers if one.name == "changes.received_before")
    assert was.rule.endswith("which has it in EUR")


@pytest.mark.parametrize("status", ["suppressed", "no data"])
def test_what_had_no_value_before_has_no_difference_and_says_why(part: Slice, status: str) -> None:
    found = measured(part, **{"donors.total": {"value": None, "status": status}})
    those = [one for one in found.numbers if one.name.startswith("changes.donors")]
    assert [(one.value, one.status) for one in those] == [(None, status)] * 2


def test_a_chapter_says_nothing_of_the_edition_before(part: Slice) -> None:
    whole = dataclasses.replace(part, previous=before(part))
    assert values(describe(whole.narrow("country", "KEN"))) == {}


def test_the_same_amount_in_other_digits_is_no_correction() -> None:
    old = {"value": "1.50", "unit": "USD", "rows": ["t/1"], "amounts": ["1.50"]}
    assert number_change("n", old, old | {"amounts": ["1.5"]}) is None
