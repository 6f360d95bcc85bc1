"""Money in a brief is the brief's own: never an activity's total in each of its countries."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from briefpress.measures.describe import describe
from briefpress.model.number import Number
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables


@pytest.fixture
def tables(tables_from: Callable[..., Tables]) -> Tables:
    paid = {"activity": "A", "type": "incoming funds", "date": "2024-01-01", "currency": "USD"}
    return tables_from(
        activities=[{"id": "A", "title": "One"}],
        places=[{"activity": "A", "country": "KEN"}, {"activity": "A", "country": "MWI"},
                {"activity": "A", "country": "UGA"}],
        organisations=[
            {"activity": "A", "organisation": "EU", "name": "European Union", "role": "funding"},
            {"activity": "A", "organisation": "NO", "name": "Norway", "role": "funding"},
        ],
        transactions=[
            paid | {"id": "1", "value": "100.00", "provider": "EU"},
            paid | {"id": "2", "value": "50.00", "provider": "Norway"},
            paid | {"id": "3", "value": "30.00", "type": "expenditure"},
        ],
    )  # fmt: skip


def funding(
    tables: Tables, a_slice: Callable[..., Slice], over: str, key: str, name: str
) -> Number:
    numbers = {number.name: number for number in describe(a_slice(tables, over, key)).numbers}
    return numbers[f"funding.{name}"]


def test_countries_have_their_shares_and_these_are_estimates(
    tables: Tables, a_slice: Callable[..., Slice]
) -> None:
    found = [funding(tables, a_slice, "country", key, "received") for key in ("KEN", "MWI", "UGA")]
    assert sorted(number.value for number in found) == [
        Decimal("49.99"), Decimal("50.00"), Decimal("50.01"),
    ]  # fmt: skip
    assert {number.status for number in found} == {"estimated"}


def test_the_edition_has_all_of_it_exactly(tables: Tables, a_slice: Callable[..., Slice]) -> None:
    whole = funding(tables, a_slice, "edition", "2020-2024", "received")
    assert (whole.value, whole.status) == (Decimal("150.00"), "exact")


@pytest.mark.parametrize(("donor", "gave"), [("EU", "100.00"), ("NO", "50.00")])
def test_a_donors_brief_has_what_it_gave_and_no_other_money(
    tables: Tables, a_slice: Callable[..., Slice], donor: str, gave: str
) -> None:
    assert funding(tables, a_slice, "donor", donor, "received").value == Decimal(gave)
    for name in ("budget", "spent"):
        assert funding(tables, a_slice, "donor", donor, name).status == "no data"
