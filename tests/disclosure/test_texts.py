"""Names, telephones, addresses and places too near are found in texts; what is none is not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from briefpress.disclosure.texts import fingerprint, things, waiting
from briefpress.disclosureconfig import Disclosure, Reviewed
from briefpress.model.tables import Tables

NAME, PHONE = "a personal name", "a telephone number"
MAIL, PLACE = "an e-mail address", "a place below the permitted level"
COUNT = {"activity": "A1", "indicator": "Survivors served", "unit": "survivors", "actual": 40}
SENSITIVE = Disclosure(sensitive=("survivors *",))
TOLD = "A survivor named Amina told us"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ms. Amina Yusuf spoke.", f"{NAME}, characters 5 to 15"),
        (TOLD, f"{NAME}, characters 18 to 22"),
        ("Amina, aged 14, was referred", f"{NAME}, characters 1 to 5"),
        ("A 14-year-old Amina fled", f"{NAME}, characters 15 to 19"),
        ("Fatima, 16 years old", f"{NAME}, characters 1 to 6"),
        ("Une survivante nommée Aïcha", f"{NAME}, characters 23 to 27"),
        ("Sra. María López", f"{NAME}, characters 6 to 16"),
        ("девочка по имени Аня", f"{NAME}, characters 18 to 20"),
        ("امرأة تدعى فاطمة", f"{NAME}, characters 12 to 16"),
        ("一名女孩名叫小红。", f"{NAME}, characters 7 to 8"),
        ("Call +254 712 345 678 now", f"{PHONE}, characters 6 to 21"),
        ("tel: 0712 345 678", f"{PHONE}, characters 6 to 17"),
        ("WhatsApp 00254712345678", f"{PHONE}, characters 10 to 23"),
        ("write to jane.doe@example.org", f"{MAIL}, characters 10 to 29"),
        ("treated in Goma", f"{PLACE}, characters 12 to 15"),
        ("She lives in Kakuma camp", f"{PLACE}, characters 14 to 19"),
        ("the village of Bunia", f"{PLACE}, characters 16 to 20"),
    ],
)
def test_what_may_identify_somebody_is_found_by_its_place(text: str, found: str) -> None:
    assert list(things(text, "province")) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Women aged 15-49 were reached in 2020-2024",
        "Girls aged 10 to 14, children aged 5 and over",
        "Boys, 15 years old and younger",
        "In 2024, 1 234 567 people in Kenya and Uganda",
        "A budget of USD 1,234,567.89 until 2024-12-31",
        "Resolution 1325 (2000), Law No. 27-2019, ISBN 978-92-1-148278-2",
        "Survivors of violence, and their families",
        "Training in Sindh, Pakistan, and Balochistan",
        "100 000 000 people; 0.25 per cent; 2020/2021",
    ],
)
def test_what_identifies_nobody_is_not(text: str) -> None:
    assert list(things(text, "province")) == []


def test_the_permitted_level_says_how_near_a_place_may_be() -> None:
    text = "Work in Sindh, Pakistan, and in Kabul"
    assert len(list(things(text, "country"))) == 2
    assert len(list(things(text, "province"))) == 1
    assert not list(things(text, "any"))


def test_the_words_of_the_starter_hold_no_brief() -> None:
    path = Path(__file__).parents[2] / "data/activities.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for column in ("title", "summary"):
                assert list(things(row[column], "any")) == [], row["id"]


def test_only_texts_beside_sensitive_counts_are_read_unless_all_are_asked_for(
    tables_from: Callable[..., Tables],
) -> None:
    both = tables_from(
        activities=[{"id": one, "title": f"{one}: {TOLD}"} for one in ("A1", "A2")],
        results=[COUNT],
    )
    assert [one.activity for one in waiting(both, SENSITIVE, {"A1"})] == ["A1"]
    all_ = Disclosure(sensitive=SENSITIVE.sensitive, narrative=True)
    assert [one.activity for one in waiting(both, all_, {"A1"})] == ["A1", "A2"]
    none = Disclosure(sensitive=SENSITIVE.sensitive, narrative=False, decided_by="us")
    assert waiting(both, none, {"A1"}) == ()


def test_the_message_has_file_row_and_what_to_paste_and_never_the_name(
    tables_from: Callable[..., Tables],
) -> None:
    part = tables_from(
        activities=[{"id": "A1", "summary": TOLD}],
        narratives=[
            {"activity": "A1", "element": "summary", "language": "fr", "text": "nommée, victime"}
        ],
        results=[COUNT | {"result": "For Ms. Jane Doe", "id": "R1"}],
    )
    first, second = waiting(part, SENSITIVE, {"A1"})
    assert "row 2, column summary: a personal name, characters 18 to 22." in str(first)
    assert f'[[disclosure.reviewed]]\ntext = "{fingerprint(TOLD)}"' in str(first)
    assert second.column == "result"
    assert "Amina" not in str(first)
    assert "Jane" not in str(second)


def test_a_text_that_was_reviewed_waits_no_more_and_its_change_does(
    tables_from: Callable[..., Tables],
) -> None:
    reviewed = Disclosure(
        sensitive=SENSITIVE.sensitive, reviewed=(Reviewed(fingerprint(TOLD), "us", "a pen name"),)
    )

    def read(text: str) -> int:
        part = tables_from(activities=[{"id": "A1", "summary": text}], results=[COUNT])
        return len(waiting(part, reviewed, {"A1"}))

    assert read(TOLD) == 0
    assert read(f"{TOLD} and Fatima, aged 14,") == 1
