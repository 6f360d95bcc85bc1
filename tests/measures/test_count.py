"""Counts agree with sets of activities counted by hand, and lead back to their rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.measures import count
from briefpress.model.specs import ROLES, SCOPES
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]

TOP = {
    "KEN": "002", "UGA": "002", "PAK": "142", "MEX": "019",
    "018": "002", "005": "019", "150": "150", "001": "001",
}  # fmt: skip
"""Places and the regions that they are counted in."""
THEMES = {"prevention": "approach", "services": "approach", "trafficking": "form"}


@dataclass(frozen=True)
class Made:
    """An activity as plain sets: what the tables must say again."""

    places: frozenset[str]
    themes: frozenset[str]
    parts: frozenset[tuple[str, str]]
    scope: str
    years: tuple[int, int] | None
    half_dated: bool


made = st.builds(
    Made,
    places=st.frozensets(st.sampled_from(sorted(TOP)), max_size=4),
    themes=st.frozensets(st.sampled_from(sorted(THEMES)), max_size=3),
    parts=st.frozensets(
        st.tuples(st.sampled_from(["EU", "UN"]), st.sampled_from(ROLES)), max_size=3
    ),
    scope=st.sampled_from(["", *SCOPES]),
    years=st.none() | st.tuples(st.integers(2018, 2022), st.integers(0, 3)),
    half_dated=st.booleans(),
)
editions = st.dictionaries(st.sampled_from("ABCDEF"), made, min_size=1)


@pytest.fixture(scope="module")
def build(tables_from: TablesFrom) -> Callable[[Mapping[str, Made]], Tables]:
    """Canonical tables without the checks of ``sources``, which take most of a test's time."""
    empty = tables_from()

    def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
        columns = empty.each()[name].columns
        full = [{"origin": "", "row": f"{name}/{at}"} | row for at, row in enumerate(rows)]
        return pd.DataFrame(full, columns=columns).astype({"row": str})

    def built(edition: Mapping[str, Made]) -> Tables:
        activities, places, themes, organisations = [], [], [], []
        for name, one in edition.items():
            start = dt.date(one.years[0], 6, 1) if one.years else None
            end = dt.date(sum(one.years), 6, 1) if one.years and not one.half_dated else None
            dates = {"start_date": start, "end_date": end}
            activities.append({"id": name, "scope": one.scope} | dates)
            for code in sorted(one.places):
                country = "" if code.isdigit() else code
                region = code if code.isdigit() else ""
                places.append({"activity": name, "country": country, "region": region})
            for code in sorted(one.themes):
                themes.append({"activity": name, "vocabulary": THEMES[code], "code": code})
            for organisation, role in sorted(one.parts):
                part = {"organisation": organisation, "role": role, "name": f"The {organisation}"}
                organisations.append({"activity": name, "type": "other"} | part)
        return dataclasses.replace(
            empty,
            activities=frame("activities", activities),
            vocabularies=frame(
                "vocabularies", [{"vocabulary": v, "code": c} for c, v in THEMES.items()]
            ),
            places=frame("places", places),
            themes=frame("themes", themes),
            organisations=frame("organisations", organisations),
        )

    return built


Build = Callable[[Mapping[str, Made]], Tables]


def check(table: pd.DataFrame, expected: Mapping[Any, set[str]], tables: Tables) -> None:
    """Compare counts with sets of activities, and the rows with what was counted."""
    key = table.columns[0]
    behind = {
        row: activity
        for source in (tables.activities.assign(activity=tables.activities["id"]),
                       tables.places, tables.themes, tables.organisations)
        for row, activity in zip(source["row"], source["activity"], strict=True)
    }  # fmt: skip
    assert dict(zip(table[key], table["activities"], strict=True)) == {
        k: len(v) for k, v in expected.items()
    }
    for group, rows in zip(table[key], table["rows"], strict=True):
        assert {behind[row] for row in rows} == expected[group]
        assert len(set(rows)) == len(rows)
    assert (table["activities"] <= len(tables.activities)).all()


def groups(edition: Mapping[str, Made], of: Callable[[Made], Any]) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for name, one in edition.items():
        for key in of(one):
            found.setdefault(key, set()).add(name)
    return found


@given(editions)
def test_themes_are_counted_in_the_order_of_their_vocabulary_with_zeros(
    build: Build, edition: dict[str, Made]
) -> None:
    tables = build(edition)
    touched = groups(edition, lambda one: one.themes)
    for vocabulary in ("approach", "form"):
        codes = [code for code, its in THEMES.items() if its == vocabulary]
        table = count.by_theme(tables, vocabulary)
        assert table["theme"].tolist() == codes
        check(table, {code: touched.get(code, set()) for code in codes}, tables)


@given(editions)
def test_an_activity_counts_once_in_each_region_however_many_of_its_countries_lie_there(
    build: Build, edition: dict[str, Made]
) -> None:
    tables = build(edition)
    table = count.by_region(tables)
    expected = groups(edition, lambda one: {TOP[code] for code in one.places})
    check(table, expected, tables)
    order = list(zip(-table["activities"], table["region"], strict=True))
    assert order == sorted(order)
    assert set().union(*expected.values()) == {name for name, one in edition.items() if one.places}


@given(editions)
def test_countries_are_counted_and_regions_are_not_among_them(
    build: Build, edition: dict[str, Made]
) -> None:
    tables = build(edition)
    table = count.by_country(tables)
    expected = groups(edition, lambda one: {code for code in one.places if not code.isdigit()})
    check(table, expected, tables)
    order = list(zip(-table["activities"], table["country"], strict=True))
    assert order == sorted(order)


@given(editions)
def test_an_activity_counts_in_each_year_that_it_ran_and_empty_years_are_zero(
    build: Build, edition: dict[str, Made]
) -> None:
    def years(one: Made) -> range:
        first, more = one.years or (0, -1)
        return range(first, first + 1 + (0 if one.half_dated and one.years else more))

    tables = build(edition)
    expected = groups(edition, years)
    table = count.by_year(tables)
    every = range(min(expected), max(expected) + 1) if expected else []
    assert table["year"].tolist() == list(every)
    check(table, {year: expected.get(year, set()) for year in every}, tables)


def test_a_date_that_says_that_there_is_none_makes_no_years(tables_from: TablesFrom) -> None:
    def years(*dates: tuple[str, str]) -> list[tuple[int, int]]:
        tables = tables_from(
            activities=[
                {"id": f"A{at}", "start_date": start, "end_date": end}
                for at, (start, end) in enumerate(dates)
            ]
        )
        table = count.by_year(tables)
        return list(zip(table["year"], table["activities"], strict=True))

    real = ("2021-01-01", "2023-12-31")
    assert years(real, ("2022-01-01", "9999-12-31")) == [(2021, 1), (2022, 2), (2023, 2)]
    assert years(real, ("0001-01-01", "2022-12-31")) == [(2021, 1), (2022, 2), (2023, 1)]
    assert years(real, ("0001-01-01", "9999-12-31")) == [(2021, 1), (2022, 1), (2023, 1)]
    assert years(("2022-01-01", "9999-12-31")) == [(2022, 1)]
    assert years(("0001-01-01", "9999-12-31")) == []


@given(editions)
def test_every_activity_has_one_scope_or_none_so_scopes_alone_add_up(
    build: Build, edition: dict[str, Made]
) -> None:
    tables = build(edition)
    table = count.by_scope(tables)
    check(table, groups(edition, lambda one: [one.scope]), tables)
    assert table["activities"].sum() == len(edition)
    assert table["scope"].tolist() == [s for s in (*SCOPES, "") if s in set(table["scope"])]


@given(editions)
def test_a_pair_of_theme_and_region_is_counted_where_both_meet_in_an_activity(
    build: Build, edition: dict[str, Made]
) -> None:
    table = count.by_theme_and_region(build(edition), "approach")
    expected = groups(
        edition,
        lambda one: {
            (code, TOP[place])
            for code in one.themes
            if THEMES[code] == "approach"
            for place in one.places
        },
    )
    found = {
        (theme, region): number
        for theme, region, number in zip(
            table["theme"], table["region"], table["activities"], strict=True
        )
    }
    assert found == {pair: len(names) for pair, names in expected.items()}
    assert [len(rows) for rows in table["rows"]] == table["activities"].tolist()


def test_a_theme_that_transactions_name_again_is_one_activity_in_its_region(
    tables_from: Callable[..., Tables],
) -> None:
    themes = [{"activity": "A", "code": "services", "transaction": of} for of in ("", "1", "2")]
    tables = tables_from(
        places=[{"activity": "A", "country": "KEN"}],
        transactions=[{"id": one, "activity": "A", "value": "1"} for one in "12"],
        themes=themes,
    )
    pairs = count.by_theme_and_region(tables, "approach")
    assert pairs["activities"].tolist() == [1]
    assert len(pairs["rows"][0]) == 3


@given(editions, st.sets(st.sampled_from(ROLES), min_size=1))
def test_an_organisation_counts_once_in_an_activity_whatever_its_roles(
    build: Build, edition: dict[str, Made], roles: set[str]
) -> None:
    tables = build(edition)
    table = count.by_organisation(tables, roles)
    check(
        table,
        groups(edition, lambda one: {name for name, role in one.parts if role in roles}),
        tables,
    )
    assert table["name"].tolist() == [f"The {name}" for name in table["organisation"]]
    order = list(zip(-table["activities"], table["name"], strict=True))
    assert order == sorted(order)


def test_an_activity_in_three_countries_stands_in_three_rows_and_is_one(
    tables_from: TablesFrom,
) -> None:
    tables = tables_from(
        places=[{"activity": "A", "country": code} for code in ("KEN", "UGA", "PAK")]
    )
    assert count.by_country(tables)["activities"].tolist() == [1, 1, 1]
    assert count.by_region(tables).to_dict("list") == {
        "region": ["002", "142"],
        "activities": [1, 1],
        "rows": [("places/A/KEN", "places/A/UGA"), ("places/A/PAK",)],
    }
    assert len(tables.activities) == 1


def test_an_activity_for_the_whole_world_is_in_no_continent(tables_from: TablesFrom) -> None:
    tables = tables_from(places=[{"activity": "A", "region": "001"}])
    assert count.by_region(tables)["region"].tolist() == ["001"]
    assert count.by_country(tables).empty


def test_nothing_to_count_gives_tables_with_their_columns(tables_from: TablesFrom) -> None:
    tables = tables_from(activities=[{"id": "A"}])
    tables = tables.of(pd.Series([], dtype=str))
    shapes = {
        "year": count.by_year(tables),
        "region": count.by_region(tables),
        "country": count.by_country(tables),
        "scope": count.by_scope(tables),
    }
    for key, table in shapes.items():
        assert table.columns.tolist() == [key, "activities", "rows"]
        assert table.empty
    pairs = count.by_theme_and_region(tables, "approach")
    assert pairs.columns.tolist() == ["theme", "region", "activities", "rows"]
    assert count.by_organisation(tables, ROLES).empty
    assert count.by_theme(tables, "approach")["activities"].tolist() == [0, 0]
