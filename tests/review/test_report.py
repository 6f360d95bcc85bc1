"""The report on the data: grouped, in a person's words, the same in three forms."""

from __future__ import annotations

import json

from lxml import html

from briefpress.errors import Mistake
from briefpress.review import report

MISTAKES = [
    Mistake("a.csv", 3, "country", "'Palestin' is no country or area."),
    Mistake("a.csv", 9, "country", "'Kenia' is no country or area."),
    Mistake("a.csv", 4, "title", "is empty; every row needs one"),
    Mistake("b.xml", line=7, column="sector", found="'<b>' is odd", id="X-1", level="warning",
            mend="Write another"),
    Mistake("b.xml", line=9, column="type", found="is empty", id="X-2", level="set aside"),
]  # fmt: skip


def test_the_same_mistake_in_one_column_is_one_group_with_its_places() -> None:
    groups = report.grouped(MISTAKES)
    assert [(one.level, one.column, one.count) for one in groups] == [
        ("error", "country", 2), ("error", "title", 1), ("set aside", "type", 1),
        ("warning", "sector", 1),
    ]  # fmt: skip
    assert groups[0].places == ("row 3", "row 9")
    assert groups[0].found.startswith("'Palestin'")
    assert groups[3].places == ("line 7 (X-1)",)


def test_the_terminal_says_where_what_how_to_mend_and_how_many() -> None:
    lines = list(report.lines(report.grouped(MISTAKES)))
    assert lines[:4] == [
        "ERROR  a.csv, row 3, column country",
        "    'Palestin' is no country or area.",
        "    2 times: also row 9",
        "    'Palestin', 'Kenia'",
    ]
    assert "    Write another." in lines
    assert lines[-1] == "The data: 3 errors, 1 row set aside, 1 warning."


def test_nothing_wrong_is_said_too() -> None:
    assert list(report.lines([])) == ["The data: nothing to mend."]
    assert "nothing in it has to be mended" in report.to_html("T", [])


def test_json_has_every_group_and_the_counts() -> None:
    plain = json.loads(report.to_json(report.grouped(MISTAKES)))
    assert plain["counts"] == {"error": 3, "set aside": 1, "warning": 1}
    assert plain["findings"][0]["places"] == ["row 3", "row 9"]


def test_the_page_is_whole_and_escapes_what_the_data_says() -> None:
    text = report.to_html("A & B", report.grouped(MISTAKES))
    page = html.fromstring(text)
    assert page.get("lang") == "en"
    assert page.findtext(".//h1") == "Data report: A & B"
    assert [one.text for one in page.iter("h2")] == ["Errors", "Rows set aside", "Warnings"]
    assert "<b>" not in text
    assert not page.xpath("//script | //link | //img")


def _no_country(row: int, name: str) -> Mistake:
    found = f"'{name}' is no country or area. Did you mean 'Mali'?"
    return Mistake("a.csv", row, "country", found)


def test_different_values_are_counted_each_in_all_three_forms() -> None:
    names = ["Mali Situation"] * 3 + ["Côte d'Ivoir"] * 2 + [f"X{at}" for at in range(12)]
    groups = report.grouped(_no_country(row, name) for row, name in enumerate(names, start=2))
    (group,) = groups
    assert [(one.value, one.count) for one in group.values[:3]] == [
        ("'Mali Situation'", 3), ("'Côte d'Ivoir'", 2), ("'X0'", 1),
    ]  # fmt: skip
    said = "'Mali Situation' 3 times, 'Côte d'Ivoir' 2 times, 'X0', 'X1',"
    told = next(line for line in report.lines(groups) if "Situation' 3" in line)
    assert told.strip().startswith(said)
    assert told.endswith("'X7' and 4 more")
    plain = json.loads(report.to_json(groups))["findings"][0]["values"]
    assert plain[0] == {"value": "'Mali Situation'", "count": 3}
    assert len(plain) == 14
    assert said in html.fromstring(report.to_html("T", groups)).text_content()


def test_what_differs_in_more_than_the_first_word_is_told_apart() -> None:
    found = ["says '5' of 'A'", "says '5' of 'B'", "says '5' of 'B'"]
    (group,) = report.grouped(Mistake("a.csv", row, found=one) for row, one in enumerate(found, 2))
    assert [(one.value, one.count) for one in group.values] == [("'B'", 2), ("'A'", 1)]


def test_numbers_tell_mistakes_without_a_place_apart() -> None:
    found = [f"{count} activities of level {count} are not counted" for count in (1, 2)]
    mistakes = [Mistake("briefs.toml", found=one, level="warning") for one in found]
    assert [one.found for one in report.grouped(mistakes)] == found
    rows = [Mistake("a.csv", 5 + row, found=f"stands in row {row} already") for row in (2, 3)]
    assert [one.count for one in report.grouped(rows)] == [2]
