"""Codes of the DAC in a person's own table are printed by their names; other numbers are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefpress import config, importing, sources
from briefpress.documents.untranslated import Marked, marked
from briefpress.language import Names, text
from briefpress.sources.grid import Grid
from briefpress.sources.propose import propose
from briefpress.sources.sectors import sectors, vocabulary_of

EDITION = """
[edition]
title = "x"
organisation = "y"
data_date = 2024-12-31
period = { start = 2024-01-01, end = 2024-12-31 }
vocabulary = "%(vocabulary)s"
[[brief]]
kind = "country"
[[source]]
path = "a.csv"
[source.columns]
"Title" = "activities.title"
"Sector" = { to = "themes.code", vocabulary = "%(vocabulary)s", separator = ";" }
"""


def read(folder: Path, vocabulary: str, *cells: str) -> sources.Reading:
    (folder / "briefs.toml").write_text(EDITION % {"vocabulary": vocabulary}, encoding="utf-8")
    lines = ["Title,Sector", *(f'T{n},"{cell}"' for n, cell in enumerate(cells))]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sources.read(config.load(folder))


def names(reading: sources.Reading) -> dict[str, str]:
    table = reading.tables.vocabularies
    return dict(zip(table["code"], table["name"], strict=True))


@pytest.mark.parametrize("vocabulary", ["sector", "dac"])
def test_a_purpose_code_is_printed_by_its_name(tmp_path: Path, vocabulary: str) -> None:
    cells = ("15180;14030", "15180 - Ending violence", "12220.0")
    found = names(read(tmp_path, vocabulary, *cells))
    assert found == {
        "15180": "Ending violence against women and girls",
        "14030": "Basic drinking water supply and basic sanitation",
        "12220": "Basic health care",
    }


def test_so_is_a_category_of_three_digits(tmp_path: Path) -> None:
    assert names(read(tmp_path, "sector", "151", "140"))["140"] == "Water Supply & Sanitation"


def test_a_code_that_is_on_no_list_is_named_by_row_and_stays(tmp_path: Path) -> None:
    reading = read(tmp_path, "dac", "15180", "15999")
    assert names(reading)["15999"] == "15999"
    assert [str(one) for one in reading.mistakes] == [
        "a.csv, row 3, column Sector: '15999' is no sector of the DAC"
    ]


def test_a_projects_own_numbers_and_names_stay_as_they_are(tmp_path: Path) -> None:
    reading = read(tmp_path, "sector", "101", "102", "151", "Water", "2024 plan")
    assert names(reading) == {
        "101": "101", "102": "102", "151": "151", "water": "Water", "2024-plan": "2024 plan",
    }  # fmt: skip
    assert not reading.mistakes
    assert not sectors("theme", ["15180"]).named


def test_a_column_of_codes_is_proposed_in_the_vocabulary_of_iati_files() -> None:
    assert vocabulary_of(["15180", "14030"]) == "dac"
    assert vocabulary_of(["151", "140"]) == "dac-3"
    assert vocabulary_of(["151", "15180", "Water"]) == "sector"
    assert vocabulary_of([]) == "sector"
    columns: tuple[list[str], ...] = (["A", "B"], ["15180; 14030", "15180"])
    grid = Grid("a.csv", "a", ("Title", "Purpose code"), columns, [2, 3])
    use = propose(grid).guesses[1].use
    assert use is not None
    assert (use.to, use.separator, dict(use.constants)) == (
        "themes.code", ";", {"vocabulary": "dac"},
    )  # fmt: skip


@pytest.mark.parametrize(("told_by", "written"), [("sector", "sector"), ("dac", "dac")])
def test_import_calls_codes_as_the_edition_tells_its_themes(
    tmp_path: Path, told_by: str, written: str
) -> None:
    settings = (EDITION % {"vocabulary": told_by}).partition("[[source]]")[0]
    (tmp_path / "briefs.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.csv").write_text("Title,Sector\nA,15180\nB,14030\n", encoding="utf-8")
    importing.add_source(tmp_path, tmp_path / "a.csv")
    reading = sources.read(config.load(tmp_path))
    assert not reading.errors
    assert set(reading.tables.themes["vocabulary"]) == {written}
    assert names(reading)["14030"] == "Basic drinking water supply and basic sanitation"


def test_a_name_is_the_languages_own_or_english_and_marked_as_english() -> None:
    own = Names({"15180": "Ending violence against women and girls", "water": "Water"}, {})
    assert Marked(text("en", own)).theme("15180") == "Ending violence against women and girls"
    french = Marked(text("fr", own)).theme("15180")
    assert "violence" in french
    assert marked(french) == french != "Ending violence against women and girls"
    for code in ("es", "ar", "ru", "zh"):
        words = Marked(text(code, own))
        assert marked(words.theme("15180")) == (
            '<span lang="en" dir="ltr">Ending violence against women and girls</span>'
        )
        assert words.theme("water") == "Water"  # whose language nobody knows
        assert words.title("Kenya", "KEN") == "Kenya"
        assert words.title("Ending violence against women and girls", "15180") == (
            words.theme("15180")
        )
