"""What a job may see: the rows that touch its key, and no others."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable

import pandas as pd
import pytest

from briefpress.config import DIMENSIONS, Edition
from briefpress.errors import BriefpressError
from briefpress.model import slices
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
ASlice = Callable[..., Slice]


@pytest.fixture(scope="module")
def tables(tables_from: TablesFrom) -> Tables:
    return tables_from(
        activities=[{"id": name} for name in "ABCD"],
        places=[
            {"activity": "A", "country": "UGA"},
            {"activity": "A", "country": "KEN"},
            {"activity": "B", "country": "KEN"},
            {"activity": "B", "country": "PAK"},
            {"activity": "C", "region": "018"},
            {"activity": "D", "region": "001"},
        ],
        themes=[
            {"activity": "A", "code": "services"},
            {"activity": "B", "code": "prevention"},
            {"activity": "B", "code": "trafficking", "vocabulary": "form"},
        ],
        organisations=[
            {"activity": "A", "organisation": "UN", "name": "Nations", "role": "funding"},
            {"activity": "B", "organisation": "EU", "name": "Union", "role": "funding"},
            {"activity": "C", "organisation": "EU", "name": "Union", "role": "implementing"},
        ],
    )


@pytest.mark.parametrize(
    ("over", "keys"),
    [
        ("country", ["KEN", "PAK", "UGA"]),
        ("region", ["001", "002", "142"]),
        ("theme", ["prevention", "services", "trafficking"]),
        ("donor", ["EU", "UN"]),
        ("edition", ["2020-2024"]),
    ],
)
def test_a_dimension_has_the_keys_that_occur(
    tables: Tables, edition: Edition, over: str, keys: list[str]
) -> None:
    both = dataclasses.replace(edition, more_vocabularies=("form",))
    assert slices.keys(tables, both, over) == keys


def test_only_the_themes_of_the_editions_vocabularies_are_keys(
    tables: Tables, edition: Edition
) -> None:
    assert slices.keys(tables, edition, "theme") == ["prevention", "services"]
    every = dataclasses.replace(edition, vocabulary="")
    assert slices.keys(tables, every, "theme") == ["prevention", "services", "trafficking"]


@pytest.mark.parametrize(
    ("over", "key", "activities"),
    [
        ("country", "KEN", ["A", "B"]),
        ("country", "PAK", ["B"]),
        ("country", "NGA", []),
        ("region", "002", ["A", "B", "C"]),
        ("region", "001", ["D"]),
        ("theme", "prevention", ["B"]),
        ("donor", "EU", ["B"]),
        ("edition", "2020-2024", ["A", "B", "C", "D"]),
    ],
)
def test_a_slice_has_the_activities_that_touch_its_key_at_all(
    tables: Tables, a_slice: ASlice, over: str, key: str, activities: list[str]
) -> None:
    part = a_slice(tables, over, key)
    assert (part.over, part.key) == (over, key)
    assert part.tables.activities["id"].tolist() == activities


@pytest.mark.parametrize("over", DIMENSIONS)
def test_no_row_of_a_slice_belongs_to_an_activity_outside_it(
    tables: Tables, a_slice: ASlice, over: str
) -> None:
    whole = a_slice(tables)
    for key in whole.keys(over):
        part = whole.narrow(over, key).tables
        inside = set(part.activities["id"])
        assert inside
        for name, table in part.each().items():
            if "activity" in table:
                assert set(table["activity"]) <= inside, (key, name)


@pytest.mark.parametrize("over", DIMENSIONS)
def test_every_key_of_a_dimension_is_touched_by_something(
    tables: Tables, edition: Edition, over: str
) -> None:
    for key in slices.keys(tables, edition, over):
        assert len(slices.touching(tables, over, key))


@pytest.mark.parametrize("over", DIMENSIONS)
def test_who_asks_for_many_keys_is_told_the_same(
    tables: Tables, edition: Edition, over: str
) -> None:
    touched = slices.Touched(tables)
    for key in [*slices.keys(tables, edition, over), "XXX"]:
        assert touched.of(over, key) == slices.touching(tables, over, key).tolist()


def test_a_chapter_of_a_slice_is_cut_from_the_slice_and_not_from_everything(
    tables: Tables, a_slice: ASlice
) -> None:
    chapter = a_slice(tables, "country", "UGA").narrow("region", "002")
    assert chapter.tables.activities["id"].tolist() == ["A"]
    assert chapter.keys("country") == ["KEN", "UGA"]


@pytest.mark.parametrize("over", ["countries", "theem"])
def test_a_dimension_that_does_not_exist_is_no_list_of_donors(
    tables: Tables, edition: Edition, over: str
) -> None:
    refusals = (ValueError, KeyError, BriefpressError)
    with pytest.raises(refusals):
        slices.keys(tables, edition, over)
    with pytest.raises(refusals):
        slices.touching(tables, over, "EU")
    with pytest.raises(refusals):
        slices.Touched(tables).of(over, "EU")


def test_places_lie_in_their_continent_or_in_the_world(tables: Tables) -> None:
    regions = slices.region_of_places(tables.places).tolist()
    assert regions == ["002", "002", "002", "142", "002", "001"]


def test_columns_unpacked_for_one_brief_are_not_those_of_another(tables: Tables) -> None:
    def countries(one: Tables) -> list[str]:
        return [country for (country,) in one.rows("places", "country")]

    whole = Slice(None, tables, "edition", "")  # type: ignore[arg-type]  # nothing asks for it
    assert countries(tables) == tables.places["country"].tolist()
    for key in ("KEN", "PAK", "KEN"):
        narrowed = whole.narrow("country", key).tables
        assert countries(narrowed) == narrowed.places["country"].tolist()
    changed = dataclasses.replace(tables, places=tables.places.assign(country="FJI"))
    assert set(countries(changed)) == {"FJI"}
    many = dataclasses.replace(tables, places=pd.concat([tables.places] * 2000))
    assert len(countries(many)) == 12000
    assert not many._unpacked
    assert "_unpacked" not in pickle.loads(pickle.dumps(tables)).__dict__
