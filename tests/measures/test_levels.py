"""A programme and its parts report the same money: one level counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefpress.measures.levels import one_level
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]


@pytest.fixture
def tables(tables_from: TablesFrom) -> Tables:
    return tables_from(
        activities=[{"id": "P", "hierarchy": "1"}, {"id": "A", "hierarchy": "2"}, {"id": "Q"}],
        budgets=[{"activity": "P", "value": "10"}, {"activity": "A", "value": "10"}],
        transactions=[{"activity": "P", "value": "1"}],
    )


def test_the_deepest_level_is_reported_and_money_at_others_is_named(tables: Tables) -> None:
    level, (mistake,) = one_level(tables, 0)
    assert level.activities["id"].tolist() == ["A", "Q"]
    assert level.budgets["activity"].tolist() == ["A"]
    assert str(mistake) == (
        "briefs.toml: [edition] hierarchy: 1 activities of level 1 are not counted, because level 2"
        " is reported. With them 1 budgets, 1 transactions are left out. To report that level,"
        " write hierarchy = 1"
    )
    assert mistake.level == "warning"
    assert level.other_levels["row"].tolist() == [
        "budgets/budgets-1",
        "transactions/transactions-1",
    ]


def test_the_level_that_the_project_names_is_reported(tables: Tables) -> None:
    level, (mistake,) = one_level(tables, 1)
    assert level.activities["id"].tolist() == ["P", "Q"]
    assert "level 2 are not counted" in mistake.found


def test_a_level_that_does_not_occur_is_an_error(tables: Tables) -> None:
    _, (mistake,) = one_level(tables, 3)
    assert (mistake.level, "There is: 1, 2" in mistake.found) == ("error", True)


def test_one_level_needs_no_word(tables_from: TablesFrom) -> None:
    tables = tables_from(activities=[{"id": "A"}, {"id": "B", "hierarchy": "1"}])
    for hierarchy in (0, 1):
        assert one_level(tables, hierarchy) == (tables, [])
