"""Results are added where they are counts, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from briefpress.measures.results import SEVERAL_PLACES, people, results
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
YEAR = {"start_date": "2024-01-01", "end_date": "2024-12-31"}


def one(activity: str, actual: str, **more: str) -> dict[str, str]:
    return {"activity": activity, "actual": actual, "unit": "workshops"} | YEAR | more


def found(tables_from: TablesFrom, *rows: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    return results(tables_from(results=list(rows), **more))


def test_counts_of_one_thing_in_one_period_are_added(tables_from: TablesFrom) -> None:
    (row,) = found(tables_from, one("A", "2", target="4"), one("B", "3", target="6"))
    assert (row["actual"], row["target"], row["achieved"]) == (5, 10, Decimal("50.0"))
    assert (row["activities"], row["refused"]) == (2, "")
    assert row["rows"] == ("results/results-1", "results/results-2")


@pytest.mark.parametrize(
    "other",
    [
        one("B", "3", unit="households"),
        one("B", "3", start_date="2023-01-01", end_date="2023-12-31"),
        one("B", "3", indicator="Judges heard"),
        one("B", "3", target="5"),
        one("B", "3", ascending="no"),
    ],
    ids=["unit", "period", "indicator", "no target in the other", "direction"],
)
def test_what_is_not_the_same_stands_alone(tables_from: TablesFrom, other: dict[str, str]) -> None:
    rows = found(tables_from, one("A", "2"), other)
    assert [row["actual"] for row in rows] == [2, 3]
    assert {row["refused"] for row in rows} == {""}


def test_percentages_are_never_added(tables_from: TablesFrom) -> None:
    rows = found(
        tables_from, one("A", "40", measure="percentage"), one("B", "60", measure="percentage")
    )
    assert [row["actual"] for row in rows] == [40, 60]
    assert "never added up" in rows[0]["refused"]


def test_people_of_two_activities_in_one_place_may_be_the_same(tables_from: TablesFrom) -> None:
    places = [{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "KEN"}]
    rows = found(
        tables_from, one("A", "5", unit="people"), one("B", "7", unit="people"), places=places
    )
    assert [row["actual"] for row in rows] == [5, 7]
    assert {row["refused"] for row in rows} == {SEVERAL_PLACES}


@pytest.mark.parametrize(
    "unit",
    ["", "number", "#", "People", "People reached", "number of people", "Women's groups",
     "students", "patients", "pupils", "households", "HHs", "families", "beneficiaries",
     "personnes", "nombre d'élèves", "ménages", "bénéficiaires", "Réfugiés",
     "personas alcanzadas", "niños y niñas", "hogares", "estudiantes", "jóvenes",
     "человек", "домохозяйств", "Количество учащихся", "дети",
     "أشخاص", "الأشخاص", "عدد الأسر", "اللاجئين", "طلاب"],
)  # fmt: skip
def test_people_are_told_by_any_word_of_the_unit(tables_from: TablesFrom, unit: str) -> None:
    places = [{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "KEN"}]
    rows = found(tables_from, one("A", "5", unit=unit), one("B", "7", unit=unit), places=places)
    assert {row["refused"] for row in rows} == {SEVERAL_PLACES}


@pytest.mark.parametrize("unit", ["workshops", "kits", "Laws passed", "écoles", "manuales", "школ"])
def test_what_is_no_person_is_added_in_one_place(tables_from: TablesFrom, unit: str) -> None:
    places = [{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "KEN"}]
    (row,) = found(tables_from, one("A", "5", unit=unit), one("B", "7", unit=unit), places=places)
    assert row["actual"] == 12


def test_households_are_never_added_to_people(tables_from: TablesFrom) -> None:
    places = [{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "UGA"}]
    rows = found(
        tables_from, one("A", "5", unit="people"), one("B", "7", unit="households"), places=places
    )
    assert [(row["unit"], row["actual"]) for row in rows] == [("people", 5), ("households", 7)]


def test_people_in_two_countries_are_added(tables_from: TablesFrom) -> None:
    places = [{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "UGA"}]
    (row,) = found(
        tables_from, one("A", "5", unit="people"), one("B", "7", unit="people"), places=places
    )
    assert row["actual"] == 12


@pytest.mark.parametrize(
    ("region", "refused"),
    [("014", True), ("202", True), ("002", True), ("001", True), ("998", True), ("150", False)],
    ids=["Eastern Africa", "Sub-Saharan Africa", "Africa", "world", "unspecified", "Europe"],
)
@pytest.mark.parametrize("place", [{"country": "KEN"}, {"region": "014"}], ids=lambda one: str(one))
def test_a_place_in_a_region_is_one_place_with_it(
    tables_from: TablesFrom, place: dict[str, str], region: str, refused: bool
) -> None:
    places = [{"activity": "A"} | place, {"activity": "B", "region": region}]
    rows = found(
        tables_from, one("A", "5", unit="people"), one("B", "7", unit="people"), places=places
    )
    assert [row["refused"] for row in rows] == ([SEVERAL_PLACES] * 2 if refused else [""])


def test_people_of_no_known_place_are_not_added(tables_from: TablesFrom) -> None:
    assert len(found(tables_from, one("A", "5", unit="people"), one("B", "7", unit="people"))) == 2


def test_the_row_about_everyone_is_the_total_and_groups_are_not_added_to_it(
    tables_from: TablesFrom,
) -> None:
    (row,) = found(
        tables_from, one("A", "10"), one("A", "6", sex="female"), one("A", "4", sex="male")
    )
    assert row["actual"] == 10


def test_without_such_a_row_the_sexes_are_added_the_unknown_too(tables_from: TablesFrom) -> None:
    (row,) = found(
        tables_from,
        one("A", "6", sex="female"),
        one("A", "4", sex="male"),
        one("A", "1", sex="unknown"),
        one("A", "3", sex="female", age="0-17"),
    )
    assert row["actual"] == 11
    assert len(row["rows"]) == 3


@pytest.mark.parametrize(
    "sexes",
    [("female", "male", "female", "male"), ("F", "male", "Female"), ("women", "female", "male")],
    ids=["two sectors", "two spellings", "a group in another"],
)
def test_groups_that_may_be_the_same_people_are_listed_and_not_added(
    tables_from: TablesFrom, sexes: tuple[str, ...]
) -> None:
    tables = tables_from(results=[one("A", "50", sex=sex, unit="people") for sex in sexes])
    assert results(tables) == []
    assert [row["value"] for row in people(tables)] == [50] * len(sexes)


def test_women_girls_men_and_boys_share_nobody(tables_from: TablesFrom) -> None:
    sexes = ("women", "girls", "men", "boys")
    (row,) = found(tables_from, *(one("A", "5", sex=sex) for sex in sexes))
    assert row["actual"] == 20


def test_two_results_of_an_activity_with_one_indicator_stand_alone(tables_from: TablesFrom) -> None:
    rows = found(
        tables_from,
        *(
            one("A", number, sex=sex, result=result, unit="people")
            for result in ("Training", "Shelter")
            for sex, number in (("female", "40"), ("male", "30"))
        ),
    )
    assert [(row["actual"], row["refused"]) for row in rows] == [
        (70, "one activity reports it more than once")
    ] * 2


@pytest.mark.parametrize("word", ["total", "Both", "ALL", "both  sexes", "Tous"])
def test_a_sex_that_is_called_total_is_everyone_and_no_group(
    tables_from: TablesFrom, word: str
) -> None:
    tables = tables_from(
        results=[
            one("A", "60", sex="female"), one("A", "40", sex="male"), one("A", "100", sex=word),
        ]
    )  # fmt: skip
    (row,) = results(tables)
    assert (row["actual"], row["rows"]) == (100, ("results/results-3",))
    assert [row["sex"] for row in people(tables)] == ["female", "male"]


def test_groups_in_other_units_are_not_added(tables_from: TablesFrom) -> None:
    rows = found(
        tables_from,
        one("A", "60", sex="female", unit="people"),
        one("A", "40", sex="male", unit="people"),
        one("A", "30", sex="female", unit="households"),
    )
    assert [(row["unit"], row["actual"]) for row in rows] == [("people", 100), ("households", 30)]


def test_a_target_in_total_meets_the_actual_values_by_sex(tables_from: TablesFrom) -> None:
    (row,) = found(
        tables_from,
        one("A", "", target="100"),
        one("A", "40", sex="female"),
        one("A", "30", sex="male"),
    )
    assert (row["target"], row["actual"], row["achieved"]) == (100, 70, Decimal("70.0"))
    assert row["rows"] == ("results/results-1", "results/results-2", "results/results-3")


def test_what_everyone_lacks_is_that_of_the_row_called_total(tables_from: TablesFrom) -> None:
    (row,) = found(
        tables_from,
        one("A", "", target="100"),
        one("A", "75", sex="total"),
        one("A", "40", sex="female"),
    )
    assert (row["target"], row["actual"]) == (100, 75)
    assert row["rows"] == ("results/results-1", "results/results-2")


def test_groups_do_not_fill_one_of_several_rows_about_everyone(tables_from: TablesFrom) -> None:
    rows = found(
        tables_from,
        one("A", "", target="100"),
        one("A", "", target="90"),
        one("A", "40", sex="female"),
    )
    assert [row["actual"] for row in rows] == [None, None]


def test_missing_is_no_zero_and_no_sum(tables_from: TablesFrom) -> None:
    (row,) = found(tables_from, one("A", "", target="5"))
    assert (row["actual"], row["target"], row["achieved"]) == (None, 5, None)
    (row,) = found(tables_from, one("A", "0", target="5"))
    assert (row["actual"], row["achieved"]) == (0, 0)


@pytest.mark.parametrize(
    "row",
    [one("A", "5", target="0"), one("A", "5", target="10", ascending="no"),
     one("A", "5", target="10", measure="ordinal")],
    ids=["target zero", "less is better", "a rank"],
)  # fmt: skip
def test_what_has_no_share_of_a_target_gets_none(
    tables_from: TablesFrom, row: dict[str, str]
) -> None:
    assert found(tables_from, row)[0]["achieved"] is None


def test_the_share_of_a_target_is_exact_for_every_number_that_can_be_read(
    tables_from: TablesFrom,
) -> None:
    (row,) = found(tables_from, one("A", "9" * 24, target="0.000000000001"))
    assert row["achieved"] == Decimal("9" * 24 + "0" * 14)


def test_people_are_listed_by_sex_and_age(tables_from: TablesFrom) -> None:
    tables = tables_from(
        results=[one("A", "6", sex="Women", age="18+"), one("A", "1", sex="unknown"), one("A", "9")]
    )
    assert [(row["sex"], row["age"], row["value"]) for row in people(tables)] == [
        ("female", "18+", 6), ("unknown", "", 1),
    ]  # fmt: skip


def test_no_results_are_none(tables_from: TablesFrom) -> None:
    tables = tables_from(activities=[{"id": "A"}])
    assert (results(tables), people(tables)) == ([], [])
