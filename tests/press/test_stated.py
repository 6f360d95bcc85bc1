"""What sources had and are said to sum to: nothing vanishes, and a difference has its rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefpress import config
from briefpress.cli import main
from briefpress.errors import ProjectError
from briefpress.press import stated
from briefpress.press.data import Ready, ready
from briefpress.sources import statement

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

import small

TRANSACTIONS = """\
id,activity,type,date,value,currency
T1,A0,incoming funds,2021-02-01,100.10,USD
T2,A1,incoming funds,2022-02-01,200.20,USD
T3,A1,incoming funds,2019-12-31,7.07,USD
T4,A1,incoming funds,2022-12-31,9,EUR
T5,A0,disbursement,2022-12-31,50,USD
"""
BUDGETS = """\
id,activity,type,start_date,end_date,value,currency
B1,A0,original,2021-01-01,2021-12-31,1000,USD
B2,A0,revised,2021-01-01,2021-12-31,1100,USD
"""
RIGHT = 'totals = { activities = 2, received = "300.30", spent = 50, budget = 1100.0 }'

ORGANISATION = """\
<iati-organisations version="2.03"><iati-organisation default-currency="USD">
<total-budget><period-start iso-date="2021-01-01"/><period-end iso-date="2021-12-31"/>
<value>1100</value></total-budget>
<total-expenditure><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/>
<value value-date="2022-12-31">SPENT</value></total-expenditure>
<total-budget><period-start iso-date="2030-01-01"/><period-end iso-date="2030-12-31"/>
<value>9</value></total-budget>
</iati-organisation></iati-organisations>
"""


def project(root: Path, source: str = "", **more: str) -> Path:
    files = {"data/transactions.csv": TRANSACTIONS, "data/budgets.csv": BUDGETS}
    toml = small.TOML.replace('path = "data/"', f'path = "data/"\n{source}')
    return small.write(root, countries=("KEN", "UGA"), more={"briefs.toml": toml, **files, **more})


def said(root: Path) -> list[str]:
    loaded = config.load(root)
    return list(stated.differences(loaded, ready(loaded).tables))


def test_totals_that_are_right_say_nothing(tmp_path: Path) -> None:
    assert said(project(tmp_path, RIGHT)) == []
    assert said(project(tmp_path)) == []


@pytest.mark.parametrize(
    ("totals", "line"),
    [
        (
            '{ received = "307.37" }',
            "received is 300.30 from 2020-01-01 to 2024-12-31, briefs.toml, [[source]] 1 totals"
            " says 307.37: 7.07 less. That is exactly what is left out:"
            " data/transactions.csv, row 4 is outside the period",
        ),
        (
            "{ received = 316.37 }",
            "16.07 less. That is exactly what is left out: data/transactions.csv, row 4 is"
            " outside the period; data/transactions.csv, row 5 is in EUR and has no rate",
        ),
        (
            "{ received = 300 }",
            "says 300: 0.30 more. Not in the sum: data/transactions.csv, row 4 is outside the"
            " period (7.07); data/transactions.csv, row 5 is in EUR and has no rate (9)",
        ),
        (
            "{ budget = 2100 }",
            "exactly what is left out: data/budgets.csv, row 2 is revised by another",
        ),
        ("{ activities = 3 }", "activities are 2, briefs.toml, [[source]] 1 totals says 3."),
        ("{ committed = 5 }", "committed is 0 from"),
    ],
)
def test_a_total_that_differs_is_said_with_what_is_not_in_the_sum(
    tmp_path: Path, totals: str, line: str
) -> None:
    found = said(project(tmp_path, f"totals = {totals}"))
    assert len(found) == 1
    assert line in found[0]


def test_rows_that_were_set_aside_are_named_as_the_difference(tmp_path: Path) -> None:
    rows = f"{TRANSACTIONS}T6,A9,incoming funds,2021-01-01,11.11,USD\n"
    source = 'on_error = "set aside"\ntotals = { activities = 3, received = "311.41" }'
    root = project(tmp_path, source, **{"data/transactions.csv": rows})
    with (root / "data/activities.csv").open("a", encoding="utf-8") as file:
        file.write("A9,,2021-01-01\n")
    found = said(root)
    assert found[0].endswith("says 3. Set aside: data/activities.csv, row 4")
    assert found[1].endswith("left out: data/transactions.csv, row 7 is set aside")


def test_each_source_has_totals_of_its_own(tmp_path: Path) -> None:
    more = """
[[source]]
path = "more/"
totals = { activities = 1, spent = 3 }
"""
    heading = TRANSACTIONS.splitlines()[0]
    files = {
        "more/activities.csv": "id,title\nM,More\n",
        "more/transactions.csv": f"{heading}\nM1,M,disbursement,2021-01-01,3,USD\n",
    }
    root = project(tmp_path, f"{RIGHT}{more}", **files)
    assert said(root) == []
    (root / "more/transactions.csv").write_text(
        files["more/transactions.csv"].replace(",3,", ",4,"), encoding="utf-8"
    )
    assert [line.split(":")[0] for line in said(root)] == [
        "spent is 4 from 2020-01-01 to 2024-12-31, briefs.toml, [[source]] 2 totals says 3"
    ]


def test_an_organisation_files_totals_are_held_against_their_own_periods(tmp_path: Path) -> None:
    source = 'totals = "organisation.xml"'
    right = ORGANISATION.replace("SPENT", "50")
    assert said(project(tmp_path, source, **{"organisation.xml": right})) == []
    wrong = ORGANISATION.replace("SPENT", "49.99")
    found = said(project(tmp_path, source, **{"organisation.xml": wrong}))
    assert found == [
        "spent is 50 from 2022-01-01 to 2022-12-31, organisation.xml, line 4 says 49.99: 0.01 more"
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (ORGANISATION.replace('"USD"', '"EUR"').replace("SPENT", "1"), "is in EUR, which cannot"),
        (ORGANISATION.replace("SPENT", "1").replace("202", "201"), "states no total for 2020-2024"),
    ],
)
def test_a_total_that_cannot_be_compared_is_a_difference(
    tmp_path: Path, content: str, line: str
) -> None:
    root = project(tmp_path, 'totals = "organisation.xml"', **{"organisation.xml": content})
    assert line in said(root)[0]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<iati-activities/>", "organisation.xml: is no IATI organisation file"),
        ("<a", "organisation.xml: cannot be read"),
        ("<iati-organisations/>", "has neither a total-budget nor a total-expenditure"),
        (ORGANISATION, "line 4, column total-expenditure: its value 'SPENT' is no number"),
        (ORGANISATION.replace(' iso-date="2021-01-01"', ""), "its period has no date"),
        (ORGANISATION.replace("2021-12-31", "2020-12-31"), "its period ends before it starts"),
        (ORGANISATION.replace(' default-currency="USD"', ""), "has no currency"),
    ],
)
def test_an_organisation_file_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, content: str, line: str
) -> None:
    root = project(tmp_path, 'totals = "organisation.xml"', **{"organisation.xml": content})
    with pytest.raises(ProjectError) as caught:
        said(root)
    assert line in str(caught.value)


@pytest.mark.parametrize(
    ("totals", "line"),
    [
        ("{ recieved = 1 }", "unknown total 'recieved'. Did you mean 'received'?"),
        ('{ received = "1,000" }', "'received' must be a number"),
        ("{ received = true }", "'received' must be a number"),
        ("{ activities = 1.5 }", "'activities' must be a whole number"),
        ("7", "must be { received"),
        ('"nowhere.xml"', "there is no file 'nowhere.xml'"),
    ],
)
def test_totals_that_are_not_understood_are_named_with_their_line(
    tmp_path: Path, totals: str, line: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        config.load(project(tmp_path, f"totals = {totals}"))
    assert line in str(caught.value)
    assert "briefs.toml, line 8" in str(caught.value)


def test_a_build_with_a_wrong_total_ends_with_status_3_and_check_says_it_again(
    tmp_path: Path,
) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, [words[0], str(tmp_path), *words[1:]])

    project(tmp_path, 'totals = { received = "1" }')
    first = run("build")
    assert first.exit_code == 3
    assert "DIFFERS received is 300.30 from" in first.output
    assert run("build").exit_code == 3
    checked = run("check")
    assert checked.exit_code == 3
    assert "received is 300.30" in checked.output
    assert "data/transactions.csv: 5 rows read: 5 used" in checked.output
    project(tmp_path, RIGHT)
    assert run("build").exit_code == 0
    kept = json.loads((tmp_path / "build/manifest.json").read_bytes())["sources"]
    assert [(one["file"], one["read"], one["used"]) for one in kept] == [
        ("data/activities.csv", 2, 2),
        ("data/budgets.csv", 2, 2),
        ("data/places.csv", 2, 2),
        ("data/transactions.csv", 5, 5),
    ]


def accounts(root: Path) -> list[str]:
    return [str(one) for one in ready(config.load(root)).accounts]


def test_what_each_file_had_and_where_it_went_is_told(tmp_path: Path) -> None:
    rows = "id,title,start_date,hierarchy\nA0,One,2021-01-01,1\nA1,Two,,2\nA2,,,2\n"
    source = 'on_error = "set aside"'
    root = project(tmp_path, source, **{"data/activities.csv": rows, "data/budgets.csv": ""})
    (root / "data/budgets.csv").unlink()
    assert accounts(root) == [
        "data/activities.csv: 3 rows read: 1 used, 1 set aside, 1 at levels that are not reported",
        "data/places.csv: 2 rows read: 1 used, 1 at levels that are not reported",
        "data/transactions.csv: 5 rows read: 3 used, 2 at levels that are not reported",
    ]


def test_rows_of_a_persons_own_table_that_say_nothing_are_named(tmp_path: Path) -> None:
    toml = small.TOML.replace('path = "data/"', 'path = "own.csv"')
    columns = """
[source.columns]
Code = "activities.id"
Name = "activities.title"
Land = "places.country"
Note = "ignore"
"""
    toml = toml.replace("[[brief]]", f"{columns}\n[[brief]]", 1)
    own = "Code,Name,Land,Note\nA,One,KEN,\nA,One,UGA,\nA,One,KEN,x\nB,Two,KEN,\n"
    root = small.write(tmp_path, more={"briefs.toml": toml, "own.csv": own})
    assert accounts(root) == ["own.csv: 4 rows read: 3 used, 1 with nothing of their own (row 4)"]


def test_activities_of_an_iati_file_are_counted_whatever_becomes_of_them(tmp_path: Path) -> None:
    one = (
        '<iati-activity hierarchy="{level}"><iati-identifier>{id}</iati-identifier>'
        "<title><narrative>T</narrative></title>{more}</iati-activity>"
    )
    activities = [
        one.format(level=1, id="A", more='<recipient-country code="XX"/>'),
        one.format(level=2, id="B", more=""),
        one.format(level=1, id="A", more=""),
        one.format(level=1, id="", more=""),
    ]
    xml = f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'
    toml = small.TOML.replace('path = "data/"', 'path = "a.xml"\non_error = "set aside"')
    toml = toml.replace("data_date", "hierarchy = 1\ndata_date")
    root = small.write(tmp_path, more={"briefs.toml": toml, "a.xml": xml})
    assert accounts(root) == [
        "a.xml: 4 activities read: 1 used, 2 set aside, 1 at levels that are not reported;"
        " 1 elements set aside"
    ]


def test_a_row_that_is_nowhere_is_a_difference(tmp_path: Path) -> None:
    loaded = config.load(project(tmp_path))
    reading: Ready = ready(loaded)
    tables = reading.tables
    had = [statement.Had("data/transactions.csv", "rows", 5, range(2, 7))]
    kept = {"transactions": tables.transactions[tables.transactions["id"] != "T2"]}
    short = type(tables)(**{**vars_of(tables), **kept})
    found = list(statement.of(had, short, short))
    assert list(statement.losses(found)) == [
        "data/transactions.csv: of 5 rows, 1 are neither used nor set aside nor at another level:"
        " row 3"
    ]
    assert list(statement.losses(reading.accounts)) == []
    gone = [statement.Had("data/a.xml", "activities", 7)]
    assert "of 7 activities, 7 are neither" in next(
        statement.losses(list(statement.of(gone, tables, tables)))
    )


def vars_of(tables: Any) -> dict[str, Any]:
    return tables.__getstate__()


OWN = """
[[source]]
path = "own.csv"
{more}
[source.columns]
Code = "activities.id"
Name = "activities.title"
Land = "places.country"
Received = {{ to = "transactions.value", type = "incoming funds", date = "2021-01-01", currency = "USD" }}
"""  # noqa: E501
ROWS = "Code,Name,Land,Received\nA,One,KEN,10.10\nB,Two,UGA,20.20\nTOTAL:,,,TOTALED\n"


def own(root: Path, total: str, more: str = 'total_row = "Total"') -> Path:
    toml = small.TOML.replace('[[source]]\npath = "data/"\n', OWN.format(more=more))
    rows = ROWS.replace("TOTALED", total)
    return small.write(root, more={"briefs.toml": toml, "own.csv": rows})


def test_a_row_of_totals_is_no_data_and_is_compared(tmp_path: Path) -> None:
    reading = ready(config.load(own(tmp_path, "30.30")))
    assert list(reading.tables.activities["id"]) == ["A", "B"]
    assert [str(one) for one in reading.accounts] == ["own.csv: 3 rows read: 2 used, 1 with totals"]
    assert list(statement.losses(reading.accounts)) == []


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("30.31", "the total is 30.31, the 2 amounts above it sum to 30.30"),
        ("some", "the total 'some' is no number"),
    ],
)
def test_a_row_of_totals_that_differs_fails_the_build(
    tmp_path: Path, total: str, said: str
) -> None:
    own(tmp_path, total)
    built = CliRunner().invoke(main, ["build", str(tmp_path)])
    assert built.exit_code == 3
    assert f"DIFFERS own.csv, row 4, column Received: {said}" in built.output
    again = CliRunner().invoke(main, ["build", str(tmp_path), "--explain"])
    assert again.exit_code == 3


def test_cells_above_a_total_that_are_no_numbers_are_named(tmp_path: Path) -> None:
    root = own(tmp_path, "30.30", 'total_row = "Total"\non_error = "set aside"')
    rows = ROWS.replace("TOTALED", "30.30").replace("20.20", "about 20")
    (root / "own.csv").write_text(rows, encoding="utf-8")
    found = list(statement.losses(ready(config.load(root)).accounts))
    assert found == [
        "own.csv, row 4, column Received: the total is 30.30, the 1 amounts above it sum to"
        " 10.10; no numbers are in row 3"
    ]


def test_totals_of_sections_are_each_of_the_rows_since_the_one_before(tmp_path: Path) -> None:
    root = own(tmp_path, "30.30")
    with (root / "own.csv").open("a", encoding="utf-8") as file:
        file.write("C,Three,KEN,5\nTotal,,,6\n")
    accounts = ready(config.load(root)).accounts
    assert list(statement.losses(accounts)) == [
        "own.csv, row 6, column Received: the total is 6, the 1 amounts above it sum to 5"
    ]
    assert str(accounts[0]) == "own.csv: 5 rows read: 3 used, 2 with totals"


def test_a_declared_row_of_totals_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    reading = ready(config.load(own(tmp_path, "30.30", 'total_row = "Sum of all"')))
    assert "no row begins with 'Sum of all'" in str(reading.errors[0])


def test_a_row_that_looks_like_totals_is_pointed_out(tmp_path: Path) -> None:
    reading = ready(config.load(own(tmp_path, "30.30", 'on_error = "set aside"')))
    said = [str(one) for one in reading.mistakes if one.level == "warning"]
    (one,) = (one for one in said if "own.csv, row 4" in one)
    assert "a row of totals, which is not counted" in one
    assert 'total_row = "TOTAL:"' in one
