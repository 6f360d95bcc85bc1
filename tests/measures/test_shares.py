"""Shares of an activity sum to one exactly, and printed percentages to 100."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.measures.shares import percentages, shares, total_share

PLACES = ("KEN", "UGA", "PAK", "018", "001")


def table(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Rows of activity, country or region, and percentage, as canonical tables have them."""
    columns: dict[str, list[Any]] = {
        "activity": [activity for activity, _, _ in rows],
        "country": ["" if place.isdigit() else place for _, place, _ in rows],
        "region": [place if place.isdigit() else "" for _, place, _ in rows],
    }
    given_ = [None if part is None else Decimal(part) for _, _, part in rows]
    return pd.DataFrame(columns).assign(percentage=pd.Series(given_, dtype=object))


percentage = st.decimals(min_value=0, max_value=100, places=2).map(str)


@st.composite
def splits(draw: st.DrawFn) -> list[tuple[str, str, str | None]]:
    """Activities with some places each; all of an activity's rows have a percentage or none."""
    rows: list[tuple[str, str, str | None]] = []
    for activity in draw(st.lists(st.sampled_from("ABCDE"), unique=True)):
        places = draw(st.lists(st.sampled_from(PLACES), min_size=1, unique=True))
        stated = draw(st.booleans())
        rows += [(activity, place, draw(percentage) if stated else None) for place in places]
    return rows


@given(splits())
def test_the_shares_of_an_activity_sum_to_one_exactly(
    rows: list[tuple[str, str, str | None]],
) -> None:
    split = shares(table(*rows), ["activity"])
    assert len(split) == len(rows)
    for _, part in split.groupby("activity"):
        assert sum(part["share"], Fraction()) == 1
        assert all(share >= 0 for share in part["share"])
        assert part["status"].nunique() == 1


@given(splits(), st.integers(min_value=0, max_value=5))
def test_countries_regions_and_what_has_no_place_sum_to_the_number_of_activities(
    rows: list[tuple[str, str, str | None]], unallocated: int
) -> None:
    split = shares(table(*rows), ["activity"])
    countries = sum(split.loc[split["country"] != "", "share"], Fraction())
    regions = sum(split.loc[split["region"] != "", "share"], Fraction())
    activities = len({activity for activity, _, _ in rows}) + unallocated
    assert countries + regions + unallocated == activities


@given(splits().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_changes_no_share(
    orders: tuple[list[tuple[str, str, str | None]], list[tuple[str, str, str | None]]],
) -> None:
    found = []
    for rows in orders:
        split = shares(table(*rows), ["activity"])
        keys = zip(split["activity"], split["country"] + split["region"], strict=True)
        found.append(
            dict(zip(keys, zip(split["share"], split["status"], strict=True), strict=True))
        )
    assert found[0] == found[1]


def test_percentages_that_total_100_are_taken_exactly() -> None:
    split = shares(table(("A", "KEN", "12.5"), ("A", "UGA", "87.5")), ["activity"])
    assert split["share"].tolist() == [Fraction(1, 8), Fraction(7, 8)]
    assert split["status"].tolist() == ["exact", "exact"]


@pytest.mark.parametrize("parts", [("30", "30"), ("33.33", "33.33"), ("100", "100")])
def test_percentages_that_do_not_total_100_are_rebased_and_flagged(
    parts: tuple[str, str],
) -> None:
    split = shares(table(("A", "KEN", parts[0]), ("A", "UGA", parts[1])), ["activity"])
    assert split["share"].tolist() == [Fraction(1, 2)] * 2
    assert split["status"].tolist() == ["rebased"] * 2


def test_without_percentages_the_parts_are_equal_and_estimated() -> None:
    split = shares(table(("A", "KEN", None), ("A", "UGA", None), ("A", "018", None)), ["activity"])
    assert split["share"].tolist() == [Fraction(1, 3)] * 3
    assert split["status"].tolist() == ["estimated"] * 3


def test_an_activity_in_one_country_belongs_to_it_wholly_and_that_is_no_estimate() -> None:
    split = shares(table(("A", "KEN", None)), ["activity"])
    assert (split["share"].tolist(), split["status"].tolist()) == ([Fraction(1)], ["exact"])


def test_a_country_with_no_per_cent_gets_nothing_when_others_have_some() -> None:
    split = shares(table(("A", "KEN", "0"), ("A", "UGA", "100")), ["activity"])
    assert split["share"].tolist() == [Fraction(0), Fraction(1)]


def test_regions_are_ignored_when_the_countries_alone_make_100_per_cent() -> None:
    split = shares(table(("A", "KEN", "60"), ("A", "UGA", "40"), ("A", "002", "100")), ["activity"])
    assert split["share"].tolist() == [Fraction(3, 5), Fraction(2, 5), Fraction(0)]


def test_regions_count_beside_countries_that_make_less_than_100_per_cent() -> None:
    split = shares(table(("A", "KEN", "60"), ("A", "018", "40")), ["activity"])
    assert split["share"].tolist() == [Fraction(3, 5), Fraction(2, 5)]
    assert split["status"].tolist() == ["exact", "exact"]


def test_each_vocabulary_is_split_by_itself() -> None:
    themes = pd.DataFrame(
        {
            "activity": ["A", "A", "A"],
            "vocabulary": ["approach", "approach", "form"],
            "percentage": [Decimal(25), Decimal(75), None],
        }
    )
    split = shares(themes, ["activity", "vocabulary"])
    assert split["share"].tolist() == [Fraction(1, 4), Fraction(3, 4), Fraction(1)]


def test_the_rows_of_a_part_of_a_table_keep_their_places() -> None:
    part = table(("A", "KEN", None), ("B", "KEN", "20"), ("B", "UGA", "80")).iloc[[2, 1]]
    split = shares(part, ["activity"])
    assert split.index.tolist() == [2, 1]
    assert split["share"].tolist() == [Fraction(4, 5), Fraction(1, 5)]


def test_the_table_that_is_given_is_left_as_it_is() -> None:
    given_ = table(("A", "KEN", None))
    shares(given_, ["activity"])
    assert "share" not in given_


@pytest.mark.parametrize(
    ("statuses", "weakest"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "estimated"], "estimated"),
        (["rebased", "exact"], "estimated"),
        ([], "exact"),
    ],
)
def test_a_sum_of_shares_is_as_good_as_its_weakest(statuses: list[str], weakest: str) -> None:
    value, status = total_share([Fraction(1, 4)] * len(statuses), statuses)
    assert (value, status) == (Decimal("0.25") * len(statuses), weakest)


def test_a_sum_of_thirds_is_added_before_it_is_rounded() -> None:
    assert total_share([Fraction(1, 3)] * 3, ["estimated"] * 3)[0] == Decimal(1)


values = st.lists(
    st.integers(min_value=0, max_value=10**9) | st.decimals(min_value=0, max_value=10**9, places=2),
    min_size=1,
    max_size=12,
)


@given(values, st.integers(min_value=0, max_value=3))
def test_printed_percentages_sum_to_100_and_each_is_less_than_one_unit_from_the_truth(
    given_: list[int | Decimal], decimals: int
) -> None:
    printed = percentages(given_, decimals)
    total = sum(Fraction(value) for value in given_)
    if not total:
        assert printed == [0] * len(given_)
        return
    assert sum(printed) == 100
    for value, shown in zip(given_, printed, strict=True):
        exact = Fraction(value) * 100 / total
        assert abs(Fraction(shown) - exact) < Fraction(1, 10**decimals)
        assert shown >= 0
        assert shown.as_tuple().exponent == -decimals
        if exact * 10**decimals == int(exact * 10**decimals):
            assert Fraction(shown) == exact


@given(values)
def test_a_larger_value_never_has_the_smaller_percentage(given_: list[int | Decimal]) -> None:
    pairs = sorted(zip(given_, percentages(given_), strict=True))
    shown = [share for _, share in pairs]
    assert shown == sorted(shown)


def test_what_is_missing_to_100_goes_to_the_largest_remainders_and_the_earlier_value() -> None:
    assert percentages([1, 1, 1]) == [34, 33, 33]
    assert percentages([1, 1, 1], 1) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert percentages([10, 56, 134]) == [5, 28, 67]
    assert percentages([1, 2, 3, 1]) == [14, 29, 43, 14]


def test_no_values_have_no_percentages() -> None:
    assert percentages([]) == []


def test_a_negative_value_has_no_percentage() -> None:
    with pytest.raises(ValueError, match="negative"):
        percentages([5, -1])
