"""The canonical tables' checks: every column, every mistake at once, each with its place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefpress.errors import Mistake
from briefpress.model.specs import SPECS, Column
from briefpress.model.tables import Tables
from briefpress.sources import canonical, cells
from briefpress.sources.grid import Formats, Raw

MistakesIn = Callable[..., list[Mistake]]
TablesFrom = Callable[..., Tables]

ROWS: dict[str, dict[str, str]] = {
    "activities": {
        "id": "A", "title": "One", "summary": "What", "scope": "national",
        "status": "closed", "hierarchy": "1", "language": "en",
        "start_date": "2021-01-01", "end_date": "2021-12-31", "origin": "page:3",
    },
    "narratives": {
        "activity": "A", "element": "title", "language": "fr", "text": "Un", "origin": "page:3",
    },
    "related": {"activity": "A", "related": "B", "type": "parent", "origin": "page:3"},
    "vocabularies": {
        "vocabulary": "approach", "code": "prevention", "name": "Prevention",
        "description": "Before it happens", "origin": "page:1",
    },
    "places": {
        "activity": "A", "transaction": "", "country": "KEN", "region": "",
        "percentage": "100", "origin": "page:3",
    },
    "themes": {
        "activity": "A", "transaction": "", "vocabulary": "approach", "code": "prevention",
        "percentage": "100", "origin": "page:3",
    },
    "markers": {
        "activity": "A", "vocabulary": "policy", "code": "1", "name": "Gender equality",
        "significance": "2", "origin": "page:3",
    },
    "organisations": {
        "activity": "A", "organisation": "EU", "name": "European Union", "role": "funding",
        "type": "multilateral", "origin": "page:3",
    },
    "transactions": {
        "id": "T", "activity": "A", "type": "disbursement", "date": "2021-05-05",
        "value_date": "2021-05-06", "value": "10.50", "currency": "USD", "provider": "EU",
        "provider_name": "European Union", "receiver": "UN", "receiver_name": "United Nations",
        "earmarking": "earmarked", "description": "Part one", "origin": "page:3",
    },
    "budgets": {
        "id": "B", "activity": "A", "type": "original", "status": "committed",
        "start_date": "2021-01-01", "end_date": "2021-12-31", "value_date": "2021-01-01",
        "value": "100", "currency": "USD", "origin": "page:3",
    },
    "planned_disbursements": {
        "id": "P", "activity": "A", "type": "original", "start_date": "2021-01-01",
        "end_date": "2021-12-31", "value_date": "2021-01-01", "value": "100", "currency": "USD",
        "provider": "EU", "provider_name": "European Union", "receiver": "UN",
        "receiver_name": "United Nations", "origin": "page:3",
    },
    "results": {
        "id": "R", "activity": "A", "result": "Fair trials", "type": "output",
        "indicator": "Judges trained", "measure": "unit",
        "unit": "people", "ascending": "yes", "accumulative": "no",
        "start_date": "2021-01-01", "end_date": "2021-12-31",
        "baseline": "0", "target": "10", "actual": "7",
        "sex": "female", "age": "18-24", "dimension": "", "origin": "page:3",
    },
}  # fmt: skip
"""One right row of every table, with every column that can be filled together."""

WRONG = {
    "text": "On\x07e",
    "date": "01/07/2014",
    "decimal": "1,000.00",
    "percentage": "101",
    "quantity": "ten",
    "country": "Palestin",
    "region": "999",
    "currency": "dollars",
    "language": "French",
    "whole": "one",
}


def csv_of(rows: Sequence[dict[str, str]], heading: Sequence[str] = ()) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, heading or list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def files(table: str, rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """Files of a project in which ``table`` has ``rows`` and what it refers to is right."""
    needed = {name: csv_of([ROWS[name]]) for name in ("activities", "vocabularies")}
    return needed | {table: csv_of(rows)}


def places(*rows: str) -> dict[str, str]:
    """Files of a project with activities A and B and these rows of places.csv."""
    heading = "activity,country,region,percentage"
    return {
        "activities": "id,title\nA,One\nB,Two\n",
        "places": "\n".join([heading, *rows]) + "\n",
    }


def where(mistakes: Sequence[Mistake]) -> set[tuple[int, str]]:
    return {(mistake.row, mistake.column) for mistake in mistakes}


# Right rows


def test_a_right_row_in_every_table_is_accepted_with_every_column(mistakes_in: MistakesIn) -> None:
    assert set(ROWS) == set(SPECS)
    assert all(tuple(row) == SPECS[name].names for name, row in ROWS.items())
    assert mistakes_in(**{name: csv_of([row]) for name, row in ROWS.items()}) == []


def test_columns_that_are_not_required_may_be_left_out_of_the_file(
    mistakes_in: MistakesIn,
) -> None:
    heads = {
        name: [column.name for column in spec.columns if column.required]
        for name, spec in SPECS.items()
        if name != "places"  # country or region: neither alone is required, one of them is
    }
    assert mistakes_in(**{name: csv_of([ROWS[name]], head) for name, head in heads.items()}) == []


def test_columns_may_stand_in_any_order(mistakes_in: MistakesIn) -> None:
    turned = {name: csv_of([row], list(row)[::-1]) for name, row in ROWS.items()}
    assert mistakes_in(**turned) == []


def test_values_are_dates_decimals_and_texts_and_what_is_missing_is_no_zero(
    tables_from: TablesFrom,
) -> None:
    tables = tables_from(
        activities=[{"id": "A", "start_date": "2021-07-13"}],
        places=[{"activity": "A", "country": "KEN", "percentage": "12.50 %"}],
        transactions=[{"activity": "A", "value": "-1234567.89"}],
        results=[{"activity": "A", "actual": "0"}],
    )
    activity = tables.activities.iloc[0]
    assert activity["start_date"] == dt.date(2021, 7, 13)
    assert (activity["end_date"], activity["scope"]) == (None, "")
    assert tables.places.iloc[0]["percentage"] == Decimal("12.50")
    assert tables.transactions.iloc[0]["value"] == Decimal("-1234567.89")
    result = tables.results.iloc[0]
    assert result["actual"] == Decimal(0)
    assert (result["target"], result["baseline"]) == (None, None)


def test_every_row_has_an_id_and_says_where_it_stands(tables_from: TablesFrom) -> None:
    tables = tables_from(
        places=[
            {"activity": "A", "country": "Kenya", "origin": "page:3"},
            {"activity": "A", "region": "Southern Africa"},
        ]
    )
    assert list(tables.places["row"]) == ["places/A/KEN", "places/A/018"]
    assert list(tables.places["origin"]) == [
        "data/places.csv, row 2 (page:3)",
        "data/places.csv, row 3",
    ]


def test_row_ids_are_unique_even_when_ids_have_slashes_in_them(tables_from: TablesFrom) -> None:
    tables = tables_from(
        organisations=[
            {"activity": "A", "organisation": "B/C", "role": "funding", "name": "One"},
            {"activity": "A/B", "organisation": "C", "role": "funding", "name": "Two"},
        ]
    )
    assert tables.organisations["row"].is_unique
    assert len(tables.origins()) == sum(len(table) for table in tables.each().values())


def test_spaces_and_line_ends_inside_a_text_become_one_space(tables_from: TablesFrom) -> None:
    tables = tables_from(activities=[{"id": " A ", "title": "  One\r\n two\tthree  "}])
    assert tables.activities.loc[0, ["id", "title"]].tolist() == ["A", "One two three"]


def test_letters_written_in_two_ways_are_one_text(tables_from: TablesFrom) -> None:
    places = [{"activity": "É", "country": "CIV"}]
    tables = tables_from(activities=[{"id": "E\u0301"}], places=places)
    assert tables.activities["id"].tolist() == tables.places["activity"].tolist() == ["É"]


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "=1+1"])
def test_what_looks_like_a_formula_stays_a_text(tables_from: TablesFrom, formula: str) -> None:
    tables = tables_from(activities=[{"id": "A", "title": formula}])
    assert tables.activities["title"].tolist() == [formula]


# Wrong cells: one test a table, one wrong row a column


@pytest.mark.parametrize("table", SPECS)
def test_a_wrong_cell_is_named_by_row_and_column_in_every_column(
    mistakes_in: MistakesIn, table: str
) -> None:
    columns = SPECS[table].columns
    rows = [ROWS[table] | {column.name: WRONG[column.type]} for column in columns]
    expected = {(row, column.name) for row, column in enumerate(columns, start=2)}
    found = mistakes_in(**files(table, rows))
    assert expected <= where(found)
    shown = [str(mistake) for mistake in found]
    for row, column in expected:
        assert any(f"data/{table}.csv, row {row}, column {column}: " in line for line in shown)


@pytest.mark.parametrize("table", SPECS)
def test_an_empty_cell_is_named_in_every_column_that_needs_one(
    mistakes_in: MistakesIn, table: str
) -> None:
    columns = [column for column in SPECS[table].columns if column.required]
    rows = [ROWS[table] | {column.name: "  "} for column in columns]
    empty = [m for m in mistakes_in(**files(table, rows)) if "is empty" in m.found]
    expected = {(row, column.name) for row, column in enumerate(columns, start=2)}
    assert where(empty) == expected


@pytest.mark.parametrize("table", SPECS)
def test_a_missing_column_is_named_if_the_table_needs_it(
    mistakes_in: MistakesIn, table: str
) -> None:
    needed = {column.name for column in SPECS[table].columns if column.required}
    found = mistakes_in(**files(table, [{"origin": "page:1"}]))
    missing = [m for m in found if "is missing" in m.found and m.file == f"data/{table}.csv"]
    assert where(missing) == {(1, name) for name in needed}


@pytest.mark.parametrize("table", SPECS)
def test_an_unknown_column_is_named_with_its_neighbour(mistakes_in: MistakesIn, table: str) -> None:
    row = {("orgin" if key == "origin" else key): cell for key, cell in ROWS[table].items()}
    (mistake,) = mistakes_in(**files(table, [row]))
    assert (mistake.file, mistake.row, mistake.column) == (f"data/{table}.csv", 1, "orgin")
    assert mistake.found == "is unknown. Did you mean 'origin'?"


@pytest.mark.parametrize("table", SPECS)
def test_a_second_row_with_the_same_key_is_refused_with_the_first(
    mistakes_in: MistakesIn, table: str
) -> None:
    found = mistakes_in(**files(table, [ROWS[table], ROWS[table]]))
    twice = [mistake for mistake in found if "stands in row 2 already" in mistake.found]
    assert len(twice) == 1
    assert twice[0].row == 3
    assert twice[0].column in SPECS[table].key


CODES = [
    (table, column) for table, spec in SPECS.items() for column in spec.columns if column.allowed
]


@pytest.mark.parametrize(
    ("table", "column"), CODES, ids=[f"{table}.{column.name}" for table, column in CODES]
)
def test_a_value_outside_its_list_gets_the_nearest_and_the_list(
    mistakes_in: MistakesIn, table: str, column: Column
) -> None:
    right = column.allowed[0]
    wrong = right[:-1] + "z"
    (mistake,) = mistakes_in(**files(table, [ROWS[table] | {column.name: wrong}]))
    assert (mistake.row, mistake.column) == (2, column.name)
    assert mistake.found.startswith(f"'{wrong}' is none of its values. Did you mean '{right}'?")
    assert mistake.found.endswith(f"They are: {', '.join(column.allowed)}")


REFERENCES = [
    (table, column) for table, spec in SPECS.items() for column in spec.columns if column.refers
]


@pytest.mark.parametrize(
    ("table", "column"), REFERENCES, ids=[f"{table}.{column.name}" for table, column in REFERENCES]
)
def test_a_reference_to_nothing_is_refused_with_the_nearest(
    mistakes_in: MistakesIn, table: str, column: Column
) -> None:
    rows = {name: dict(row) for name, row in ROWS.items()}
    key = SPECS[column.refers].key[-1]
    rows[column.refers][key] = "UNODC-EVAW-01"
    rows[table] |= {"activity": "UNODC-EVAW-01" if column.refers == "activities" else "A"}
    rows[table] |= {column.name: "UNODC-EVAW-O1"}
    kept = {"activities", "vocabularies", column.refers, table}
    (mistake,) = mistakes_in(**{name: csv_of([row]) for name, row in rows.items() if name in kept})
    assert (mistake.file, mistake.row, mistake.column) == (f"data/{table}.csv", 2, column.name)
    assert mistake.found == (
        f"'UNODC-EVAW-O1' is not in {column.refers}. Did you mean 'UNODC-EVAW-01'?"
    )


def test_hints_among_thousands_of_ids_that_look_alike_come_soon(mistakes_in: MistakesIn) -> None:
    ids = [f"{at:05d}-{'ab' * 10}-{at * 7919}" for at in range(9_000)]
    wrong = [id_.replace("-", "x", 1) for id_ in ids[:60]]
    began = time.monotonic()
    found = mistakes_in(
        activities="id,title\n" + "".join(f"{id_},One\n" for id_ in ids),
        places="activity,country\n" + "".join(f"{id_},KEN\n" for id_ in wrong),
    )
    assert time.monotonic() - began < 5  # half a second for each hint without a choice before
    assert len(found) == 60
    assert found[7].found == f"'{wrong[7]}' is not in activities. Did you mean '{ids[7]}'?"
    assert sum("Did you mean" in one.found for one in found) == 20


def test_all_mistakes_of_all_files_are_reported_at_once(mistakes_in: MistakesIn) -> None:
    wrong = {}
    for name, row in ROWS.items():
        wrong[name] = csv_of([row | {"origin": "wrong\x07"}])
    found = [(mistake.file, mistake.row, mistake.column) for mistake in mistakes_in(**wrong)]
    assert sorted(found) == sorted((f"data/{name}.csv", 2, "origin") for name in ROWS)


def test_every_mistake_of_a_row_is_reported_and_not_only_the_first(
    mistakes_in: MistakesIn,
) -> None:
    assert where(mistakes_in(**places("B,KEN,,", "Z,Palestin,,101"))) == {
        (3, "activity"),
        (3, "country"),
        (3, "percentage"),
    }


def test_a_row_with_a_mistake_still_counts_for_the_rows_beside_it(mistakes_in: MistakesIn) -> None:
    rows = "A,One,01/07/2014\nA,Two,2021-01-01\n"
    found = mistakes_in(activities="id,title,start_date\n" + rows)
    assert where(found) == {(2, "start_date"), (3, "id")}
    found = mistakes_in(**places("A,Palestin,,50", "A,UGA,,"))
    assert where(found) == {(2, "country"), (3, "percentage")}


# Dates and numbers


@pytest.mark.parametrize(
    ("date", "complaint"),
    [
        ("01/07/2014", "is no date"),
        ("2021-02-30", "is no day of any calendar"),
        ("2021-13-01", "is no day of any calendar"),
        ("0000-01-01", "is no day of any calendar"),
        ("2021-1-1", "is no date"),
        ("20210101", "is no date"),
        ("2021", "is no date"),
        ("2021-01-01T", "is no date"),
        ("44197", "is no date"),
        ("1 January 2021", "is no date"),
    ],
)
def test_a_bad_date_is_refused_and_never_guessed(date: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        cells._PARSERS["date"](date)
    assert f"'{date}'" in str(caught.value)


def test_a_date_in_other_digits_is_asked_for_in_these() -> None:
    with pytest.raises(ValueError, match="is no date"):
        cells._PARSERS["date"]("٢٠٢١-٠١-٠١")


@pytest.mark.parametrize(
    "text",
    [
        "1,000.00", "1.000,00", "12,5", "NaN", "nan", "inf", "-Infinity", "1e5", "1E5", "١٢",
        "１２", "²", "+5", "--5", "- 5", "1 000", "1\u00a0000", "US$5", "5 USD", "1.", ".5", "0x10",
        "1_000", "=1+1", "(5)", "−5", "n/a", "1" * 25,
    ],
)  # fmt: skip
def test_a_bad_number_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no number\. Write it as 1234567\.89"):
        cells._PARSERS["decimal"](text)


@given(st.decimals(places=2, min_value=-(10**15), max_value=10**15))
def test_a_plain_decimal_keeps_its_value_and_its_digits(value: Decimal) -> None:
    assert str(cells._PARSERS["decimal"](f"{value:f}")) == f"{value:f}"


@pytest.mark.parametrize(
    ("text", "value"), [("0", "0"), ("100", "100"), ("33.33", "33.33"), ("50%", "50"), ("5 %", "5")]
)
def test_a_percentage_may_have_its_sign(text: str, value: str) -> None:
    assert cells._PARSERS["percentage"](text) == Decimal(value)


def test_a_percentage_above_100_is_refused_with_its_row(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,KEN,,100.01", "B,KEN,,-1"))
    assert [str(mistake) for mistake in found] == [
        "data/places.csv, row 2, column percentage: '100.01' is not between 0 and 100",
        "data/places.csv, row 3, column percentage: '-1' is not between 0 and 100",
    ]


def test_percentages_for_some_of_an_activitys_rows_are_refused(mistakes_in: MistakesIn) -> None:
    (mistake,) = mistakes_in(**places("A,KEN,,50", "A,UGA,,", "B,KEN,,"))
    assert (mistake.row, mistake.column) == (3, "percentage")
    assert "is empty, but other rows of the activity have one" in mistake.found


def test_percentages_in_one_vocabulary_say_nothing_of_another(mistakes_in: MistakesIn) -> None:
    shared = {
        "activities": "id,title\nA,One\n",
        "vocabularies": csv_of(
            [ROWS["vocabularies"], ROWS["vocabularies"] | {"vocabulary": "form", "code": "traffic"}]
        ),
    }
    themes = "activity,vocabulary,code,percentage\nA,approach,prevention,100\nA,form,traffic,\n"
    assert mistakes_in(**shared, themes=themes) == []


def test_a_wrong_percentage_is_one_mistake_and_is_not_called_empty(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,KEN,,50", "A,UGA,,half"))
    assert [(mistake.row, "is no number" in mistake.found) for mistake in found] == [(3, True)]


@pytest.mark.parametrize("table", ["activities", "budgets", "planned_disbursements", "results"])
def test_an_end_before_its_start_is_refused(mistakes_in: MistakesIn, table: str) -> None:
    row = ROWS[table] | {"start_date": "2022-01-02", "end_date": "2022-01-01"}
    (mistake,) = mistakes_in(**files(table, [row]))
    assert (mistake.row, mistake.column) == (2, "end_date")
    assert mistake.found == "2022-01-01 is before the start, 2022-01-02"


@pytest.mark.parametrize("wrong", ["usd", "US$", "dollars", "USDD", "840"])
def test_a_currency_is_a_code_of_iso_4217(mistakes_in: MistakesIn, wrong: str) -> None:
    (mistake,) = mistakes_in(**files("transactions", [ROWS["transactions"] | {"currency": wrong}]))
    assert (mistake.row, mistake.column) == (2, "currency")
    assert f"'{wrong}' is no currency of ISO 4217" in mistake.found


def test_small_letters_of_a_currency_get_the_code_as_a_hint() -> None:
    with pytest.raises(ValueError, match=r"Did you mean 'USD'\?"):
        cells._PARSERS["currency"]("usd")


# Places


def test_palestin_is_asked_about_and_never_guessed(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,KEN,,", "B,Palestin,,"))
    assert str(found[0]) == (
        "data/places.csv, row 3, column country: 'Palestin' is no country or area."
        " Did you mean 'State of Palestine' (PSE)?"
    )


def test_a_country_that_is_none_is_one_mistake_and_not_two(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,Palestin,,"))
    assert len(found) == 1


def test_two_countries_that_are_none_are_not_called_the_same(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,Palestin,,", "A,Kenyaa,,"))
    assert not [mistake for mistake in found if "already" in mistake.found]


@pytest.mark.parametrize(
    ("country", "complaint"),
    [
        ("Congo", "'Congo' can be more than one country. Write 'Democratic Republic of the Congo'"),
        ("998", "'998' is no country or area."),
        ("Africa", "'Africa' is a region; it belongs in the column 'region'"),
        ("Southern Africa", "is a region; it belongs in the column 'region'"),
        ("Afghan", "'Afghan' is no country or area. Did you mean 'Afghanistan' (AFG)?"),
        ("Sindh", "'Sindh' is no country or area."),
        ("Kenya, Uganda", "'Kenya, Uganda' is no country or area."),
    ],
)
def test_what_is_not_one_country_is_refused(country: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r"^'") as caught:
        cells._PARSERS["country"](country)
    assert complaint in str(caught.value)


def test_both_congos_are_offered_with_their_codes(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(**places("A,Congo,,"))
    assert "'Democratic Republic of the Congo' (COD) or 'Congo' (COG)" in found[0].found


@pytest.mark.parametrize(
    ("region", "complaint"),
    [
        ("999", "'999' is no region of the M49 standard."),
        ("Kenya", "'Kenya' is a country; it belongs in the column 'country'"),
        ("Southen Africa", "Did you mean 'Southern Africa' (018)?"),
    ],
)
def test_what_is_no_region_is_refused(region: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r"^'") as caught:
        cells._PARSERS["region"](region)
    assert complaint in str(caught.value)


def test_na_is_namibia_and_not_a_missing_value(tables_from: TablesFrom) -> None:
    tables = tables_from(places=[{"activity": "A", "country": "NA"}])
    assert tables.places["country"].tolist() == ["NAM"]


def test_names_aliases_and_codes_become_one_code(tables_from: TablesFrom) -> None:
    written = ["Turkey", "CIV", "West Bank and Gaza Strip", "vn"]
    tables = tables_from(places=[{"activity": "A", "country": name} for name in written])
    assert tables.places["country"].tolist() == ["TUR", "CIV", "PSE", "VNM"]


@pytest.mark.parametrize("row", ["A,KEN,018,", "A,,,"])
def test_a_row_of_places_names_one_country_or_one_region(mistakes_in: MistakesIn, row: str) -> None:
    (mistake,) = mistakes_in(**places("B,KEN,,", row))
    assert mistake.row == 3
    assert mistake.found == "a row names one country or one region, not both, not none"


def test_the_same_country_by_two_names_is_refused_in_the_column_country(
    mistakes_in: MistakesIn,
) -> None:
    (mistake,) = mistakes_in(**places("A,Turkey,,", "B,TUR,,", "A,TUR,,"))
    assert (mistake.row, mistake.column) == (4, "country")
    assert mistake.found == "'A / TUR' stands in row 2 already"


# Themes and organisations


def test_a_code_stands_in_one_vocabulary_only(mistakes_in: MistakesIn) -> None:
    right = ROWS["vocabularies"]
    (mistake,) = mistakes_in(**files("vocabularies", [right, right | {"vocabulary": "form"}]))
    assert (mistake.row, mistake.column) == (3, "code")
    assert mistake.found == "'prevention' stands in the vocabulary 'approach' already"


def test_a_code_twice_in_one_vocabulary_is_not_said_to_stand_in_another(
    mistakes_in: MistakesIn,
) -> None:
    right = ROWS["vocabularies"]
    (mistake,) = mistakes_in(**files("vocabularies", [right, right | {"name": "Again"}]))
    assert "another vocabulary" not in mistake.found


def test_an_empty_code_is_not_said_to_stand_twice(mistakes_in: MistakesIn) -> None:
    empty = ROWS["vocabularies"] | {"code": ""}
    found = mistakes_in(**files("vocabularies", [empty, empty | {"name": "Other"}]))
    assert [mistake.found for mistake in found] == ["is empty; every row needs one"] * 2


def test_a_theme_of_a_vocabulary_that_does_not_exist_is_refused(mistakes_in: MistakesIn) -> None:
    (mistake,) = mistakes_in(**files("themes", [ROWS["themes"] | {"vocabulary": "aproach"}]))
    assert mistake.row == 2
    assert "'aproach'" in mistake.found
    assert "Did you mean 'approach'" in mistake.found


def test_a_theme_under_the_wrong_vocabulary_is_refused(mistakes_in: MistakesIn) -> None:
    right = ROWS["vocabularies"]
    found = mistakes_in(
        activities=csv_of([ROWS["activities"]]),
        vocabularies=csv_of([right, right | {"vocabulary": "form", "code": "traffic"}]),
        themes="activity,vocabulary,code\nA,approach,traffic\n",
    )
    assert [mistake.row for mistake in found] == [2]


def test_themes_without_any_vocabulary_are_refused_and_not_lost(mistakes_in: MistakesIn) -> None:
    found = mistakes_in(activities="id,title\nA,One\n", themes=csv_of([ROWS["themes"]]))
    assert found


def test_rows_of_activities_that_are_not_there_are_refused_even_if_none_is(
    mistakes_in: MistakesIn,
) -> None:
    assert mistakes_in(activities="id,title\n", places="activity,country\nX,KEN\n")


def test_an_organisation_has_one_name(mistakes_in: MistakesIn) -> None:
    right = ROWS["organisations"]
    rows = [right, right | {"role": "implementing", "name": "The Union"}]
    (mistake,) = mistakes_in(**files("organisations", rows))
    assert (mistake.row, mistake.column) == (3, "name")
    assert mistake.found == "'EU' is 'European Union' in another row"


def test_an_empty_organisation_is_not_said_to_have_two_names(mistakes_in: MistakesIn) -> None:
    row = ROWS["organisations"] | {"organisation": ""}
    found = mistakes_in(
        **files("organisations", [row, row | {"name": "Other", "role": "implementing"}])
    )
    assert [mistake.column for mistake in found] == ["organisation", "organisation"]


# Whatever the cell


junk = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "NA", "A", "KEN", "Congo", "018", "2021-02-30", "9" * 30, "=1", "١"]),
)


@settings(max_examples=25)
@given(st.data())
def test_no_cell_of_any_table_is_more_than_a_mistake(data: st.DataObject) -> None:
    raw = [Raw("activities", "data/activities.csv", {"id": ["A"], "title": ["One"]}, [2])]
    name = data.draw(st.sampled_from(sorted(set(SPECS) - {"activities"})))
    heading = SPECS[name].names
    row = st.lists(junk, min_size=len(heading), max_size=len(heading))
    rows = data.draw(st.lists(row, min_size=1, max_size=3))
    columns = {column: [cells[at] for cells in rows] for at, column in enumerate(heading)}
    raw.append(Raw(name, f"data/{name}.csv", columns, range(2, 2 + len(rows))))
    mistakes: list[Mistake] = []
    tables = canonical.tables(raw, mistakes)
    assert mistakes or len(tables.each()[name]) == len(rows)
    assert all(mistake.file == f"data/{name}.csv" for mistake in mistakes)


def test_many_wrong_references_are_all_reported() -> None:
    ids = {"id": [f"ACT-{at:05}" for at in range(500)], "title": ["T"] * 500}
    wrong = {"activity": [f"ACX-{at:05}" for at in range(500)], "country": ["KEN"] * 500}
    raw = [
        Raw("activities", "data/activities.csv", ids, range(2, 502)),
        Raw("places", "data/places.csv", wrong, range(2, 502)),
    ]
    mistakes: list[Mistake] = []
    canonical.tables(raw, mistakes)
    assert len(mistakes) == 500


# Rows that are set aside


def set_aside(**columns: dict[str, list[str]]) -> tuple[Tables, list[Mistake]]:
    """Tables of a source that sets aside what it cannot use, and what is said of it."""
    mistakes: list[Mistake] = []
    raws = [
        Raw(table, f"{table}.csv", given, range(2, 2 + len(next(iter(given.values())))),
            set_aside=True)
        for table, given in columns.items()
    ]  # fmt: skip
    return canonical.tables(raws, mistakes), mistakes


def test_a_wrong_row_is_set_aside_with_its_reason_and_all_its_cells() -> None:
    tables, mistakes = set_aside(
        activities={"id": ["A", "B"], "title": ["One", "Two"]},
        places={"activity": ["A", "B"], "country": ["KEN", "Palestin"], "percentage": ["", "100"]},
    )
    assert tables.places["row"].tolist() == ["places/A/KEN"]
    (row,) = tables.rejected.to_dict("records")
    assert row | {"reason": "", "content": ""} == {
        "file": "places.csv", "place": "row 3", "table": "places", "id": "B",
        "reason": "", "content": "",
    }  # fmt: skip
    assert "'Palestin' is no country or area" in row["reason"]
    assert json.loads(row["content"]) == {
        "activity": "B", "country": "Palestin", "percentage": "100",
    }  # fmt: skip
    assert [(one.level, one.row) for one in mistakes] == [("set aside", 3)]


def test_what_refers_to_a_row_that_is_set_aside_goes_with_it() -> None:
    tables, _ = set_aside(
        activities={"id": ["A", "B"], "title": ["One", ""]},
        transactions={
            "id": ["T"], "activity": ["B"], "type": ["disbursement"], "date": ["2024-01-01"],
            "value": ["5"], "currency": ["USD"],
        },
        places={"activity": ["A", "B"], "transaction": ["T", ""], "country": ["KEN", "UGA"]},
    )  # fmt: skip
    assert [len(table) for table in (tables.activities, tables.transactions, tables.places)] == [
        1, 0, 0,
    ]  # fmt: skip
    reasons = dict(zip(tables.rejected["place"] + tables.rejected["table"],
                       tables.rejected["reason"], strict=True))  # fmt: skip
    assert reasons == {
        "row 3activities": "title: is empty; every row needs one",
        "row 2transactions": "'B' of activities was set aside",
        "row 2places": "transaction: 'T' is a transaction of 'B', not of 'A'",
        "row 3places": "'B' of activities was set aside",
    }


@settings(max_examples=40)
@given(st.data())
def test_no_row_is_lost_when_wrong_ones_are_set_aside(data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=1, max_size=5))
    table = data.draw(st.sampled_from(["places", "themes", "transactions", "results"]))
    columns = {
        name: data.draw(st.lists(junk, min_size=4, max_size=4)) for name in SPECS[table].names
    }
    tables, mistakes = set_aside(
        **{"activities": {"id": ids, "title": ids}, table: columns}  # type: ignore[arg-type]
    )
    for name, given_rows in (("activities", len(ids)), (table, 4)):
        rejected = (tables.rejected["table"] == name).sum()
        kept = tables.each()[name]
        if name == "places":  # what is set aside leaves its share behind, as given to no place
            kept = kept[kept["region"] != "998"]
        assert len(kept) + rejected == given_rows
    assert all(mistake.level == "set aside" for mistake in mistakes)
    for column in SPECS[table].columns:
        if column.refers:
            kept = set(tables.each()[column.refers][SPECS[column.refers].key[-1]])
            assert set(tables.each()[table][column.name]) - {""} <= kept


# Declared formats


@pytest.mark.parametrize(
    ("declared", "cell", "value"),
    [
        ("DD/MM/YYYY", "01/07/2014", dt.date(2014, 7, 1)),
        ("MM/DD/YYYY", "01/07/2014", dt.date(2014, 1, 7)),
        ("D.M.YY", "1.7.14", dt.date(2014, 7, 1)),
        ("D.M.YY", "1.7.85", dt.date(1985, 7, 1)),
        ("D MMMM YYYY", "19 August 2009", dt.date(2009, 8, 19)),
        ("DD-MMM-YYYY", "19-aug-2009", dt.date(2009, 8, 19)),
        ("YYYYMMDD", "20240229", dt.date(2024, 2, 29)),
        ("DD/MM/YYYY", "2014-07-01", dt.date(2014, 7, 1)),
    ],
)
def test_a_date_is_read_as_its_format_is_declared(declared: str, cell: str, value: dt.date) -> None:
    assert cells.parse(cell, Column("d", "date"), Formats(declared)) == value


@pytest.mark.parametrize("cell", ["13/13/2014", "31/02/2014", "1/7/2014", "01.07.2014", "01/07/14"])
def test_a_date_that_is_not_as_declared_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is no d"):
        cells.parse(cell, Column("d", "date"), Formats("DD/MM/YYYY"))


@pytest.mark.parametrize(
    ("mark", "cell", "value"),
    [
        (",", "1.234.567,89", "1234567.89"),
        (",", "1 234,5", "1234.5"),
        (",", "1\u202f234,5", "1234.5"),
        (",", "-12,50", "-12.50"),
        (",", "−5", "-5"),
        (",", "1.234", "1234"),
        (".", "1,234", "1234"),
        (".", "1,234,567.8", "1234567.8"),
        (".", "0.5", "0.5"),
    ],
)
def test_a_number_is_read_as_its_decimal_mark_is_declared(mark: str, cell: str, value: str) -> None:
    found = cells.parse(cell, Column("n", "decimal"), Formats(decimal_mark=mark))
    assert str(found) == value


@pytest.mark.parametrize(
    "cell", ["1,234,5", "12.34.567", "1.23,4", "1.2345", "1 234.567,8", "1,,2"]
)
def test_a_number_that_is_not_as_declared_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="with the declared decimal mark ','"):
        cells.parse(cell, Column("n", "decimal"), Formats(decimal_mark=","))


def test_the_percentage_sign_stays_with_a_declared_mark() -> None:
    column = Column("p", "percentage")
    assert cells.parse("33,3 %", column, Formats(decimal_mark=",")) == Decimal("33.3")


@pytest.mark.parametrize(
    ("cell", "language"), [("EN", "en"), ("fr", "fr"), ("pt-BR", "pt-BR"), ("zh_Hant", "zh-Hant")]
)
def test_a_language_tag_is_written_in_one_way(cell: str, language: str) -> None:
    assert cells.parse(cell, Column("l", "language")) == language


def test_mistakes_name_the_heading_as_the_person_wrote_it() -> None:
    mistakes: list[Mistake] = []
    raw = Raw(
        "activities", "3w.xlsx", {"id": ["A"], "title": ["One"], "start_date": ["soon"]}, [7],
        headings={"start_date": "Début"},
    )  # fmt: skip
    canonical.tables([raw], mistakes)
    assert str(mistakes[0]).startswith("3w.xlsx, row 7, column Début: 'soon' is no date")


def test_a_line_of_a_file_is_called_a_line() -> None:
    mistakes: list[Mistake] = []
    columns = {"id": ["A", "A"], "title": ["One", "Two"]}
    tables = canonical.tables([Raw("activities", "a.xml", columns, [3, 90], "line")], mistakes)
    assert str(mistakes[0]) == "a.xml, line 90, column id: 'A' stands in line 3 already"
    assert mistakes[0].id == "A"
    assert tables.activities["origin"].tolist() == ["a.xml, line 3", "a.xml, line 90"]


def test_a_mistake_in_the_first_of_several_files_is_named_there() -> None:
    wrong = {"id": ["A"], "title": ["One"], "start_date": ["soon"]}
    right = {"id": ["B", "C"], "title": ["Two", "Three"], "start_date": ["", ""]}
    found: list[Mistake] = []
    raws = [
        Raw("activities", "first.csv", wrong, [2]),
        Raw("activities", "none.csv", {"id": [], "title": []}, []),
        Raw("activities", "last.csv", right, [2, 3]),
    ]
    canonical.tables(raws, found)
    assert [(one.file, one.row, one.column) for one in found] == [("first.csv", 2, "start_date")]


def test_more_decimals_than_any_amount_has_are_rounded() -> None:
    assert cells.parse("66.6666666666667", Column("value", "decimal")) == Decimal("66.666666666667")


def test_a_percentage_is_a_result_only_of_what_is_measured_in_per_cent(
    mistakes_in: MistakesIn,
) -> None:
    row = {**ROWS["results"], "baseline": "", "target": "50%", "actual": "35 %"}
    assert not mistakes_in(**files("results", [{**row, "measure": "percentage"}]))
    found = mistakes_in(**files("results", [row]))
    assert [(one.row, one.column) for one in found] == [(2, "target"), (2, "actual")]


def test_a_place_is_about_a_transaction_of_its_own_activity(mistakes_in: MistakesIn) -> None:
    (mistake,) = mistakes_in(
        activities="id,title\nA,One\nB,Two\n",
        transactions=csv_of([ROWS["transactions"]]),
        places="activity,transaction,country\nA,T,KEN\nB,T,UGA\n",
    )
    assert (mistake.row, mistake.column) == (3, "transaction")
    assert mistake.found == "'T' is a transaction of 'A', not of 'B'"


@pytest.mark.parametrize("cell", ["2024-01-01T00:00:00Z", "2024-01-01 00:00:00"])
def test_a_day_may_have_its_hour(cell: str) -> None:
    assert cells.parse(cell, Column("d", "date")) == dt.date(2024, 1, 1)


def test_a_share_of_a_place_that_is_set_aside_falls_to_no_other(mistakes_in: MistakesIn) -> None:
    tables, _ = set_aside(
        activities={"id": ["A"], "title": ["One"]},
        places={"activity": ["A", "A", "A"], "country": ["KEN", "Atlantis", "Narnia"],
                "percentage": ["50", "30", "20"]},
    )  # fmt: skip
    found = tables.places[["country", "region", "percentage"]].to_numpy().tolist()
    assert found == [["KEN", "", Decimal(50)], ["", "998", Decimal(50)]]
    assert len(tables.rejected) == 2
