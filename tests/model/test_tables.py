"""The canonical tables: what their columns promise, and taking a part of them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import fields, replace

import pandas as pd
import pytest

from briefpress.model.specs import ORGANISATION_TYPES, ROLES, SCOPES, SPECS, TRANSACTION_TYPES
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]


@pytest.mark.parametrize("name", SPECS)
def test_every_table_has_a_key_of_its_own_columns_and_an_origin(name: str) -> None:
    spec = SPECS[name]
    assert set(spec.key) <= set(spec.names)
    assert len(set(spec.names)) == len(spec.names)
    assert spec.names[-1] == "origin"


@pytest.mark.parametrize("name", SPECS)
def test_a_column_refers_only_to_a_table_that_is_read_before(name: str) -> None:
    order = list(SPECS)
    for column in SPECS[name].columns:
        if column.refers:
            assert order.index(column.refers) < order.index(name)


def test_every_table_but_the_vocabularies_belongs_to_activities() -> None:
    others = {name for name, spec in SPECS.items() if "activity" not in spec.names}
    assert others == {"activities", "vocabularies"}
    assert [name for name, spec in SPECS.items() if spec.required] == ["activities"]


def test_code_lists_are_as_long_as_those_of_the_standard() -> None:
    assert len(TRANSACTION_TYPES) == 13
    assert len(ROLES) == 4
    assert len(SCOPES) == 5
    for codes in (TRANSACTION_TYPES, ROLES, SCOPES, ORGANISATION_TYPES):
        assert len(set(codes)) == len(codes)
        assert all(code == code.lower().strip() for code in codes)


@pytest.fixture(scope="module")
def tables(tables_from: TablesFrom) -> Tables:
    return tables_from(
        places=[
            {"activity": "A", "country": "KEN"},
            {"activity": "B", "country": "KEN"},
            {"activity": "B", "country": "UGA"},
        ],
        themes=[{"activity": "A", "code": "prevention"}, {"activity": "C", "code": "services"}],
        organisations=[{"activity": "B", "organisation": "EU"}],
        transactions=[{"activity": "C", "value": "1"}, {"activity": "B", "value": "2"}],
        budgets=[{"activity": "A", "value": "3"}],
        results=[{"activity": "C"}],
    )


def test_a_part_has_all_rows_of_its_activities_and_none_of_others(tables: Tables) -> None:
    part = tables.of(pd.Series(["B", "C", "B"]))
    assert part.activities["id"].tolist() == ["B", "C"]
    for name, table in part.each().items():
        if name not in ("activities", "vocabularies"):
            whole = tables.each()[name]
            expected = whole.loc[whole["activity"].isin(["B", "C"]), "row"]
            assert table["row"].tolist() == expected.tolist(), name
            assert table.index.tolist() == list(range(len(table)))


def test_the_vocabularies_stay_whole_in_a_part(tables: Tables) -> None:
    assert tables.of(pd.Series(["A"])).vocabularies.equals(tables.vocabularies)


def test_taking_a_part_leaves_the_whole_as_it_was(tables: Tables) -> None:
    before = {name: table.copy() for name, table in tables.each().items()}
    tables.of(pd.Series(["A"]))
    assert all(table.equals(before[name]) for name, table in tables.each().items())


def test_no_activities_leave_no_rows(tables: Tables) -> None:
    part = tables.of(pd.Series([], dtype=str)).each()
    assert {name for name, table in part.items() if len(table)} == {"vocabularies"}


def test_each_row_has_one_origin(tables: Tables) -> None:
    origins = tables.origins()
    assert len(origins) == sum(len(table) for table in tables.each().values())
    assert origins["places/B/UGA"] == "data/places.csv, row 4"
    assert origins["activities/C"] == "data/activities.csv, row 4"


def test_tables_are_named_in_the_order_in_which_they_are_checked(tables: Tables) -> None:
    assert list(tables.each()) == list(SPECS)


PLACES = {
    "activity": ("str", ["A", "B"]),
    "percentage": ("object", [None, None]),
    "row": ("str", ["places/A", "places/B"]),
}


@pytest.mark.parametrize("travel", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy])
def test_packed_tables_travel_as_they_are(
    tables: Tables, travel: Callable[[Tables], Tables]
) -> None:
    arrived = travel(tables.packed({"places": PLACES}))
    assert "places" not in vars(arrived)
    assert arrived.length("places") == 2
    assert arrived.names("places") == [*PLACES]
    assert [*arrived.rows("places", "row", "activity")] == [("places/A", "A"), ("places/B", "B")]
    assert {one: str(dtype) for one, dtype in arrived.places.dtypes.items()} == {
        "activity": "str",
        "percentage": "object",
        "row": "str",
    }
    assert arrived.places.to_dict("list") == {one: values for one, (_, values) in PLACES.items()}
    for one in fields(Tables):
        if one.name != "places":
            assert str(getattr(arrived, one.name)) == str(getattr(tables, one.name))


def test_packed_tables_can_be_cut_and_replaced(tables: Tables) -> None:
    packed = tables.packed({"places": PLACES})
    cut = packed.of(pd.Series(["B"], dtype="str"))
    assert cut.places["row"].tolist() == ["places/B"]
    assert [*cut.rows("places", "row")] == [("places/B",)]
    other = replace(packed, places=tables.places)
    assert other.length("places") == 3
    assert [*packed.rows("places", "row")] == [("places/A",), ("places/B",)]


def test_packing_takes_nothing_from_who_is_packed(tables: Tables) -> None:
    tables.packed({"places": PLACES})
    assert tables.length("places") == 3
    assert len([*tables.rows("places", "row")]) == 3


def test_there_is_no_table_of_another_name(tables: Tables) -> None:
    with pytest.raises(AttributeError, match="colours"):
        tables.packed({"places": PLACES}).colours  # noqa: B018
