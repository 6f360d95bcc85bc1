"""Errors name the place, what was found and what to do, and carry the right exit status."""

from __future__ import annotations

import pickle

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.errors import (
    BriefError,
    BriefpressError,
    GateError,
    Mistake,
    ProjectError,
    did_you_mean,
    nearest,
)


@pytest.mark.parametrize(
    ("mistake", "shown"),
    [
        (
            Mistake("data/a.csv", 14, "country", "'X' is no country"),
            "data/a.csv, row 14, column country: 'X' is no country",
        ),
        (Mistake("data/a.csv", 3, found="is ragged"), "data/a.csv, row 3: is ragged"),
        (Mistake("briefs.toml", line=7, found="is wrong"), "briefs.toml, line 7: is wrong"),
        (Mistake("data/a.csv", found="is empty"), "data/a.csv: is empty"),
    ],
)
def test_a_mistake_names_file_row_and_column_as_far_as_it_has_them(
    mistake: Mistake, shown: str
) -> None:
    assert str(mistake) == shown


def test_a_project_error_shows_every_mistake_by_file_and_row() -> None:
    error = ProjectError(
        [
            Mistake("data/b.csv", 2, "x", "third"),
            Mistake("data/a.csv", 10, "x", "second"),
            Mistake("data/a.csv", 9, "x", "first"),
        ]
    )
    assert [mistake.found for mistake in error.mistakes] == ["first", "second", "third"]
    assert error.message.splitlines() == [str(mistake) for mistake in error.mistakes]


def test_mistakes_of_a_file_without_rows_stand_in_the_order_of_its_lines() -> None:
    error = ProjectError([Mistake("f", line=9, found="a"), Mistake("f", line=2, found="b")])
    assert [mistake.line for mistake in error.mistakes] == [2, 9]


def test_a_project_error_can_be_one_sentence() -> None:
    error = ProjectError("there is nothing here")
    assert (error.message, error.mistakes) == ("there is nothing here", ())


@pytest.mark.parametrize(
    ("error", "status"),
    [(BriefError("x"), 1), (ProjectError("x"), 2), (GateError("x"), 3)],
)
def test_each_kind_of_error_has_its_exit_status(error: BriefpressError, status: int) -> None:
    assert isinstance(error, click.ClickException)
    assert error.exit_code == status


def test_a_brief_error_names_the_brief_the_place_and_what_was_found() -> None:
    error = BriefError("'x' is no fact", where="templates/country.html, line 42")
    assert error.message == "templates/country.html, line 42: 'x' is no fact"
    named = error.of("country/PAK/en")
    assert named.message == "country/PAK/en: templates/country.html, line 42: 'x' is no fact"


def test_a_brief_error_comes_back_whole_from_a_worker_process() -> None:
    error = BriefError("'x' is no fact", brief="country/PAK/en", where="templates/a.html, line 1")
    back = pickle.loads(pickle.dumps(error))
    assert (back.brief, back.where, back.found) == (error.brief, error.where, error.found)
    assert back.message == error.message


@pytest.mark.parametrize(
    ("word", "guess"),
    [("recieved", "received"), ("received", "received"), ("curency", "currency"), ("zzz", None)],
)
def test_the_nearest_word_is_guessed_and_a_far_one_is_not(word: str, guess: str | None) -> None:
    assert nearest(word, ["spent", "received", "currency"]) == guess


@pytest.mark.parametrize("word", ["ID", "Title", "TITLE", "START_DATE", "Start Date"])
def test_capital_letters_do_not_hide_the_nearest_word(word: str) -> None:
    guess = nearest(word, ["id", "title", "start_date"])
    assert guess == word.lower().replace(" ", "_")


@given(st.text(), st.lists(st.text()))
def test_a_hint_is_nothing_or_a_question_about_a_known_word(word: str, known: list[str]) -> None:
    hint = did_you_mean(word, known)
    assert hint == "" or hint in [f" Did you mean '{other}'?" for other in known]
