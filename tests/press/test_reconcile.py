"""Briefs against the whole edition: what a broken fact is found by, with the row named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefpress.cli import main
from briefpress.measures.describe import describe
from briefpress.measures.world import World, world
from briefpress.model.slices import Slice
from briefpress.press import manifest, reconcile
from briefpress.press.plan import slugified

TABLES: dict[str, list[dict[str, Any]]] = {
    "activities": [{"id": "A"}, {"id": "B"}, {"id": "C"}],
    "places": [
        {"activity": "A", "country": "KEN", "percentage": "33.3"},
        {"activity": "A", "country": "MLI", "percentage": "33.3"},
        {"activity": "A", "region": "142", "percentage": "33.4"},
        {"activity": "B", "country": "KEN"},
    ],
    "themes": [
        {"activity": "A", "code": "prevention"},
        {"activity": "A", "code": "services"},
        {"activity": "B", "code": "prevention"},
    ],
    "transactions": [
        {"id": "1", "activity": "A", "value": "100.01", "provider": "EU"},
        {"id": "2", "activity": "B", "value": "-3.10", "provider": "EU"},
        {"id": "3", "activity": "C", "value": "7"},
        {"id": "4", "activity": "A", "value": "55.55", "type": "expenditure"},
    ],
    "budgets": [
        {"activity": "A", "value": "1000", "start_date": "2019-07-01", "end_date": "2021-06-30"}
    ],
}
KEYS = {
    "country/KEN/en": ("country", "KEN"),
    "country/KEN/fr": ("country", "KEN"),
    "country/MLI/en": ("country", "MLI"),
    "region/142/en": ("region", "142"),
    "theme/prevention/en": ("theme", "prevention"),
    "theme/services/en": ("theme", "services"),
    "donor/EU/en": ("donor", "EU"),
    "annual/2020-2024/en": ("edition", "2020-2024"),
}

Briefs = tuple[Path, dict[str, Any], World]


def facts(cut: Slice) -> dict[str, Any]:
    measured = describe(cut)
    plain = {
        "numbers": {number.name: number.plain() for number in measured.numbers},
        "tables": measured.tables,
        "rows": cut.tables.origins(),
    }
    return json.loads(json.dumps(plain, default=str))


@pytest.fixture
def briefs(tmp_path: Path, tables_from: Callable, a_slice: Callable) -> Briefs:
    whole = a_slice(tables_from(**TABLES))
    entries = {}
    for brief, (over, key) in KEYS.items():
        cut = whole if over == "edition" else whole.narrow(over, key)
        name = f"{slugified(brief)}.json"
        (tmp_path / name).write_text(json.dumps(facts(cut)), encoding="utf-8")
        entries[brief] = {"state": "fresh", "facts": name}
    return tmp_path, entries, world(whole, set(KEYS.values()))


def found(briefs: Briefs) -> list[str]:
    out, entries, whole = briefs
    return list(reconcile.differences(out, entries, KEYS, whole))


def broken(briefs: Briefs, brief: str, change: Callable[[dict[str, Any]], None]) -> list[str]:
    out, entries, _ = briefs
    path = out / entries[brief]["facts"]
    plain = json.loads(path.read_text(encoding="utf-8"))
    change(plain)
    path.write_text(json.dumps(plain), encoding="utf-8")
    return found(briefs)


def test_briefs_over_every_dimension_agree_with_the_edition_to_the_cent(briefs: Briefs) -> None:
    assert found(briefs) == []


def test_the_world_is_the_countries_the_regions_and_the_unallocated(briefs: Briefs) -> None:
    money = briefs[2].money
    parts = [rows for (name, over, _), rows in money.items()
             if name == "received" and over == "region"]  # fmt: skip
    row = "transactions/1"
    assert sum(rows.get(row, 0) for rows in parts) == money["received", "edition", ""][row]


def test_a_row_that_brings_another_amount_is_named(briefs: Briefs) -> None:
    def change(plain: dict[str, Any]) -> None:
        number = plain["numbers"]["funding.received"]
        number["amounts"][0], number["value"] = "33.31", "30.21"

    lines = broken(briefs, "country/KEN/en", change)
    assert any(
        line.startswith("country/KEN/en: funding.received: transactions/1 brings 33.31,"
                        " by the whole edition 33.3") for line in lines
    )  # fmt: skip
    assert any(line.startswith("country/KEN/fr: funding.received is") for line in lines)


def test_a_value_that_is_not_its_rows_is_shown_with_them(briefs: Briefs) -> None:
    def change(plain: dict[str, Any]) -> None:
        plain["numbers"]["funding.spent"]["value"] = "55.56"

    lines = broken(briefs, "annual/2020-2024/en", change)
    assert "annual/2020-2024/en: funding.spent is 55.56, its rows sum to 55.55: " in lines[0]
    assert "transactions/4 55.55" in lines[0]


@pytest.mark.parametrize(
    "brief", ["country/MLI/en", "region/142/en", "theme/services/en", "donor/EU/en"]
)
def test_a_row_that_is_missing_or_of_another_brief_is_named(briefs: Briefs, brief: str) -> None:
    def change(plain: dict[str, Any]) -> None:
        number = plain["numbers"]["activities.total"]
        plain["rows"]["activities/C"] = "data/activities.csv, row 4"
        number["rows"][number["rows"].index("activities/A")] = "activities/C"

    lines = broken(briefs, brief, change)
    assert f"{brief}: activities.total lacks activities/A" in lines
    assert any("has activities/C, which touch another" in line for line in lines)


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("funding_years", "received", "funding.received"),
        ("funding_places", "spent", "funding.spent"),
        ("funding_donors", "amount", "what came in"),
    ],
)
def test_a_table_that_does_not_add_up_to_its_sum_is_found(
    briefs: Briefs, table: str, column: str, name: str
) -> None:
    def change(plain: dict[str, Any]) -> None:
        row = next(row for row in plain["tables"][table] if row[column] is not None)
        row[column] = "9999.99"

    lines = broken(briefs, "annual/2020-2024/en", change)
    assert [name in line and table in line for line in lines] == [True]


def test_a_gap_and_a_coverage_that_do_not_add_up_are_found(briefs: Briefs) -> None:
    def change(plain: dict[str, Any]) -> None:
        plain["numbers"]["funding.gap"]["value"] = "0.01"
        plain["numbers"]["coverage.place"]["value"] += 1

    lines = broken(briefs, "annual/2020-2024/en", change)
    assert any("funding.gap is 0.01, budget less what came in is" in line for line in lines)
    assert any("coverage.place and coverage.place_missing" in line for line in lines)


def test_facts_that_cannot_be_read_are_named(briefs: Briefs) -> None:
    out, entries, _ = briefs
    (out / entries["donor/EU/en"]["facts"]).write_text("{")
    assert found(briefs) == ["donor/EU/en: its facts cannot be read; build it again"]


def test_a_difference_fails_the_build_and_is_said_again_until_it_is_gone(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, list(words))

    folder = tmp_path / "new"
    run("new", str(folder), "--no-build")
    chart = folder / "templates/country.html"
    assert run("build", str(folder), "country/PAN", "country/PAK").exit_code == 0
    out = folder / "build"
    built = manifest.read(out)
    entry = built["briefs"]["country/PAN/en"]
    plain = json.loads((out / entry["facts"]).read_bytes())
    plain["numbers"]["activities.total"]["value"] = 99
    (out / entry["facts"]).write_text(json.dumps(plain), encoding="utf-8")
    entry["sha256"][entry["facts"]] = manifest.of_file(out / entry["facts"])
    manifest.write(out, built)
    chart.write_bytes(chart.read_bytes())
    first = run("build", str(folder), "country/PAK", "country/AFG")
    assert first.exit_code == 3
    assert "DIFFERS country/PAN/en: activities.total is 99, its rows are" in first.output
    assert run("build", str(folder), "country/PAN").exit_code == 3
