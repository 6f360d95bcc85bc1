"""What people add to a table: a row of totals, a currency beside an amount, a second language."""

from __future__ import annotations

import pytest

from briefpress.config import Source
from briefpress.sources import affixes, csvfile, tongues, totalrow
from briefpress.sources.propose import propose


def totals(text: str) -> list[tuple[int, str]]:
    (grid,) = csvfile.read(text.encode(), Source("data/"), "3w.csv", [])
    return list(totalrow.alone(grid))


@pytest.mark.parametrize(
    "word", ["TOTAL", "Grand total:", "Sous-total", "Total général", "Итого", "المجموع", "合计"]
)
def test_a_row_of_totals_is_told_by_its_word_and_numbers_alone(word: str) -> None:
    assert totals(f"Id,Title,Budget\nA,One,5\n{word},,USD 1 000\n") == [(3, word)]


@pytest.mark.parametrize("row", ["Total,Kenya,5", "Total energies,,5", "Total,,", "A,Total,5"])
def test_a_row_that_has_words_too_is_none(row: str) -> None:
    assert totals(f"Id,Title,Budget\nA,One,5\n{row}\n") == []


@pytest.mark.parametrize(
    ("cell", "number", "currencies"),
    [
        ("USD 1,200.50", "1,200.50", ("USD",)),
        ("1 200 €", "1 200", ("EUR",)),
        ("US$5", "5", ("USD",)),
        ("12 000 FCFA", "12 000", ("XOF", "XAF")),
        ("1200", "1200", ()),
        ("about 5", "about 5", ()),
        ("5 %", "5 %", ()),
        ("USD 5 EUR", "USD 5 EUR", ()),
    ],
)
def test_an_amount_is_taken_from_its_currency(
    cell: str, number: str, currencies: tuple[str, ...]
) -> None:
    assert affixes.taken(cell) == (number, currencies)


def test_a_currency_that_is_not_the_declared_one_stays_and_is_a_mistake_when_read() -> None:
    assert affixes.without("EUR 5", "USD") == "EUR 5"
    assert affixes.without("$ 5", "USD") == "5"


@pytest.mark.parametrize(
    ("heading", "language"),
    [("Titre du projet", "fr"), ("Title (FR)", "fr"), ("title_es", "es"), ("Project title", "en"),
     ("Название", "ru"), ("Proyecto", "")],
)  # fmt: skip
def test_a_heading_tells_its_language(heading: str, language: str) -> None:
    assert tongues.of(heading) == language


def test_a_second_title_is_one_in_another_language_and_money_may_be_text() -> None:
    text = "Title,Titre,Budget\nWells,Puits,USD 1200\nTotal,,USD 1200\n"
    (grid,) = csvfile.read(text.encode(), Source("data/"), "3w.csv", [])
    uses = [guess.use for guess in propose(grid).guesses]
    assert [use.to if use else "" for use in uses] == [
        "activities.title",
        "activities.title_fr",
        "budgets.value",
    ]
    assert uses[2]
    assert dict(uses[2].constants)["currency"] == "USD"
