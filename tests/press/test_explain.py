"""Why a brief is made again, said in words; and what is kept to be able to say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from briefpress.model.tables import records
from briefpress.press import kept, rowprints, telling
from briefpress.press.build import Foreseen
from briefpress.press.explain import why
from briefpress.press.kept import Known, known
from briefpress.press.prints import Print
from briefpress.press.rowprints import Book, Cut, Row, Rows

GROUPS = {
    "brief": {"file": "country/KEN-kenya.en", "title": "Kenya"},
    "names": {"organisations": "1", "KEN": "1"},
    "messages": {"en": "1"},
    "configuration": {"[edition] title": "1", "[[brief]] most": "1"},
    "templates": {"base.html": "1", "country.html": "1"},
    "charts": {"map": "1", "charts/_shared.py": "1"},
    "set aside": {"rejected": "0"},
    "style": {"css/brief.css": "1"},
    "brand": {"colour": "#0072B2"},
    "measures": {"funding": "1"},
    "engine": {"briefpress": "0.1.0+1"},
    "libraries": {"weasyprint": "70.0", "pikepdf": "10.0"},
}
ROWS = {
    "places/A/KEN": Row("data/places.csv", b"contents" + b"plac"),
    "places/B/KEN": Row("data/places.csv", b"contents" + b"plac"),
    "transactions/T": Row("data/funding.xml", b"contents" + b"plac"),
}


def print_of(rows: dict[str, Row] | None = None, **groups: dict[str, str]) -> Print:
    """What a brief is made of; ``groups`` are other than they were."""
    rows = ROWS if rows is None else rows
    states = list(rows.values())
    digests = b"".join(row.digest for row in states)
    book = Book(list(rows), [row.file for row in states], digests)
    cut = Cut(book, np.arange(len(rows), dtype=np.uint32))
    return Print({**GROUPS, **groups, "rows": {"all": digests.hex()}}, cut)


def entry(print_: Print, **other: Any) -> dict[str, Any]:
    files = {"pdf": "k.pdf", "facts": "k.json", "thumbnail": "k.png"}
    return {"state": "fresh", "fingerprint": print_.fingerprint, **files, **other}


def said(now: Print, *, lost: tuple[str, ...] = (), **other: Any) -> list[str]:
    was = print_of()
    return why(entry(was, **other), known(was, 1), now, lost)


def rows(**other: Row | None) -> Print:
    changed = {name.replace("_", "/"): row for name, row in other.items()}
    return print_of({name: row for name, row in {**ROWS, **changed}.items() if row})


CHANGED = Row("data/places.csv", b"CONTENTS" + b"plac")
MOVED = Row("data/places.csv", b"contents" + b"PLAC")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (rows(places_A_KEN=CHANGED), "1 row changed in data/places.csv"),
        (rows(places_A_KEN=CHANGED, places_B_KEN=CHANGED), "2 rows changed in data/places.csv"),
        (rows(places_C_KEN=CHANGED), "1 row added in data/places.csv"),
        (rows(transactions_T=None), "1 row removed in data/funding.xml"),
        (
            rows(places_A_KEN=CHANGED, places_B_KEN=MOVED, places_C_KEN=MOVED),
            "1 row changed, 1 added, 1 moved in data/places.csv",
        ),
    ],
)
def test_rows_are_counted_by_their_file(now: Print, expected: str) -> None:
    assert said(now) == [expected]


@pytest.mark.parametrize(
    ("group", "parts", "expected"),
    [
        ("templates", {"base.html": "2", "country.html": "1"}, "templates/base.html edited"),
        ("templates", {"base.html": "1"}, "templates/country.html removed"),
        ("charts", {**GROUPS["charts"], "map": "2"}, "chart map edited"),
        ("charts", {**GROUPS["charts"], "bars": "1"}, "chart bars added"),
        ("charts", {"map": "1", "charts/_shared.py": "2"}, "charts/_shared.py edited"),
        ("style", {"css/brief.css": "2"}, "templates/css/brief.css edited"),
        ("messages", {"en": "2"}, "the translations into 'en' edited"),
        ("brand", {"colour": "#D55E00"}, "[brand] colour changed"),
        (
            "configuration",
            {"[edition] title": "1", "[[brief]] most": "2"},
            "[[brief]] most changed",
        ),
        ("measures", {"funding": "2"}, "briefpress measures funding in another way"),
        ("engine", {"briefpress": "0.2.0+2"}, "briefpress 0.1.0 -> 0.2.0"),
        ("engine", {"briefpress": "0.1.0+2"}, "briefpress itself was changed"),
        ("libraries", {"weasyprint": "70.1", "pikepdf": "10.0"}, "WeasyPrint 70.0 -> 70.1"),
        ("brief", {"file": "country/KEN-kenya.en", "title": "KENYA"}, "its title is another"),
        (
            "names",
            {"organisations": "2", "KEN": "1"},
            "the name of an organisation is another",
        ),
        (
            "names",
            {"organisations": "1", "KEN": "2"},
            "what is known of KEN, or its name, is another",
        ),
        ("set aside", {"rejected": "2"}, "the rows set aside, or not counted, are others"),
    ],
)
def test_each_part_has_its_words(group: str, parts: dict[str, str], expected: str) -> None:
    assert said(print_of(**{group: parts})) == [expected]


def test_all_reasons_are_said_rows_first() -> None:
    now = rows(places_A_KEN=CHANGED)
    now = Print({**now.groups, "charts": {**GROUPS["charts"], "map": "2"}}, now.cut)
    assert said(now, lost=("k.pdf",)) == [
        "1 row changed in data/places.csv",
        "chart map edited",
        "its PDF is missing or changed",
    ]


def test_a_brief_that_is_not_in_the_manifest_is_new() -> None:
    assert why(None, None, print_of(), []) == ["new"]


@pytest.mark.parametrize("state", ["failed", "stale"])
def test_a_brief_that_failed_is_tried_again(state: str) -> None:
    assert said(print_of(), state=state, reason="it rained") == ["failed last time"]


def test_files_that_are_not_as_they_were_written_are_named() -> None:
    assert said(print_of(), lost=("k.json", "k.png")) == [
        "its facts are missing or changed",
        "its picture is missing or changed",
    ]


def test_a_brief_that_an_earlier_build_was_not_asked_for_has_a_reason_too() -> None:
    assert said(print_of(), state="stale") == ["an earlier build left it as it was"]


@pytest.mark.parametrize("was", [None, known(print_of(engine={"briefpress": "0"}), 1)])
def test_nothing_is_made_up_where_it_is_not_known_what_a_brief_was_made_of(
    was: Known | None,
) -> None:
    found = why(entry(print_of()), was, print_of(engine={"briefpress": "2"}), [])
    assert found == ["it changed, and what it was made of is not known"]


# What is kept


def test_what_is_kept_is_read_as_it_was_written(tmp_path: Path) -> None:
    briefs = {
        "country/KEN/en": known(print_of(), 1.5),
        "country/KEN/fr": known(rows(places_A_KEN=CHANGED), 0),
        "country/PAK/en": known(print_of({}, messages={}), 2),
    }
    kept.write(tmp_path, briefs)
    again = kept.read(tmp_path)
    assert list(again) == list(briefs)
    for name, brief in briefs.items():
        found = again[name]
        assert (found.fingerprint, found.groups) == (brief.fingerprint, brief.groups)
        assert (found.cut.rows(), found.seconds) == (brief.cut.rows(), brief.seconds)


def test_what_was_kept_before_is_kept_beside_what_is_new(tmp_path: Path) -> None:
    kept.write(tmp_path, {"country/KEN/en": known(print_of(), 1)})
    old, new = kept.read(tmp_path), known(rows(places_A_KEN=CHANGED), 2)
    kept.write(tmp_path, {**old, "country/KEN/fr": new})
    again = kept.read(tmp_path)
    assert again["country/KEN/en"].cut.rows() == ROWS
    assert again["country/KEN/fr"].cut.rows() == {**ROWS, "places/A/KEN": CHANGED}
    assert len(again["country/KEN/fr"].cut.book.ids) == len(ROWS) + 1


@pytest.mark.parametrize("damage", [lambda it: it[:-1], lambda it: b"\0" + it, lambda _: b""])
def test_what_is_damaged_is_not_known(tmp_path: Path, damage) -> None:
    kept.write(tmp_path, {"country/KEN/en": known(print_of(), 1)})
    path = tmp_path / kept.NAME
    path.write_bytes(damage(path.read_bytes()))
    assert kept.read(tmp_path) == {}


def test_the_file_that_an_origin_names_is_found(tables_from) -> None:
    made = Rows(tables_from(places=[{"activity": "A", "country": "KEN"}]))
    files = made.files_of(list(range(len(made.ids))))
    assert {*files} == {"data/activities.csv", "data/places.csv", "data/vocabularies.csv"}


@pytest.mark.parametrize("origin", ["data/a.csv, row 3", "data/a.csv, row 3 (a page, line 4)"])
def test_the_place_in_a_file_is_no_part_of_its_name(tables_from, origin: str) -> None:
    made = Rows(tables_from())
    made.files = [origin]
    assert made.files_of([0]) == ["data/a.csv"]


@pytest.mark.parametrize("unpacked", [False, True])
def test_the_rows_of_a_part_are_those_of_the_tables_cut_by_its_activities(
    tables_from, unpacked: bool
) -> None:
    given = {"places": [{"activity": one, "country": "KEN"} for one in "CABCA"[::2]]}
    tables = tables_from(**given, transactions=[{"id": "T", "activity": "B", "value": "5"}])
    for activities in (["A"], ["A", "C"], ["B", "B"], []):
        expected = tables.of(pd.Series(activities, dtype=str)).each()
        whole = Rows(tables)
        if unpacked:
            whole.unpack()
        found = whole.of(activities).tables()
        assert ("places" in vars(found)) is not unpacked  # it is made when it is looked at
        for name, table in expected.items():
            assert found.length(name) == len(table)
            assert found.names(name) == [*table]
            assert [*found.rows(name, "row", "origin")] == [*records(table, "row", "origin")]
            pd.testing.assert_frame_equal(found.each()[name], table)


def test_a_part_with_many_rows_goes_as_tables(tables_from, monkeypatch) -> None:
    tables = tables_from(places=[{"activity": "A", "country": one} for one in ("KEN", "PAK")])
    monkeypatch.setattr(rowprints, "KEPT", 1)
    whole = Rows(tables)
    whole.unpack()
    found = whole.of(["A"]).tables()
    assert {"activities", "places"} & vars(found).keys() == {"places"}
    pd.testing.assert_frame_equal(found.places, tables.places)


def test_rows_that_two_builds_share_are_kept_once(tmp_path: Path, tables_from) -> None:
    places = [{"activity": one, "country": "KEN"} for one in "ABC"]
    cuts = {}
    for build in ("old", "new"):
        places[2]["country"] = "PAK" if build == "new" else "KEN"
        whole = Rows(tables_from(places=places))
        for activity in "ABC":
            cuts[f"{build}/{activity}"] = whole.of([activity]).cut
    kept.write(tmp_path, {name: Known("", {}, cut, 1) for name, cut in cuts.items()})
    read = kept.read(tmp_path)
    for name, cut in cuts.items():
        assert read[name].cut.rows() == cut.rows()
    assert read["old/A"].cut.book.ids.count("places/A/KEN") == 1
    assert [one for one in read["old/A"].cut.book.ids if one.startswith("places/C")] == [
        "places/C/KEN",
        "places/C/PAK",
    ]


# How long


@pytest.mark.parametrize(
    ("briefs", "seconds"),
    [
        (["country/KEN/en"], 1),
        (["country/KEN/en", "country/PAK/en", "country/NEW/en"], 1 + 3 + 2),
        (["theme/new/en"], (1 + 3 + 8) / 3),
        ([], 0),
    ],
)
def test_a_brief_takes_as_long_as_last_time_and_a_new_one_as_others_of_its_kind(
    briefs: list[str], seconds: float
) -> None:
    times = {"country/KEN/en": 1, "country/PAK/en": 3, "annual/2024/en": 8, "country/OLD/en": 0}
    past = {brief: known(print_of(), time) for brief, time in times.items()}
    assert kept.expected(briefs, past) == pytest.approx(seconds)


def test_without_a_past_nobody_knows_how_long_it_takes() -> None:
    assert kept.expected(["country/KEN/en"], {}) is None


@pytest.mark.parametrize(
    ("ahead", "last"),
    [
        (Foreseen({}, 34, 0), "Nothing would be made: 34 would stay as they are."),
        (
            Foreseen({"a": ["new"]}, 1, 0.2),
            "1 brief would be made, 1 would stay as it is. That takes about 1 second.",
        ),
        (
            Foreseen({"a": ["new"], "b": ["new"]}, 0, 600),
            "2 briefs would be made, 0 would stay as they are. That takes about 10 minutes.",
        ),
        (
            Foreseen({"a": ["new"]}, 0, None),
            "1 brief would be made, 0 would stay as they are. How long that takes is not known.",
        ),
    ],
)
def test_a_dry_run_ends_with_how_much_and_how_long(ahead: Foreseen, last: str) -> None:
    assert [*telling.lines(ahead, explain=False, dry=True)] == [*ahead.reasons, last]
