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
    assert lines[:3] == [
        "ERROR  a.csv, row 3, column country",
        "    'Palestin' is no country or area.",
        "    2 times: also row 9",
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
