"""Alternative texts: whatever the table, they name its true highest and lowest."""

from __future__ import annotations

import gettext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress import language
from briefpress.drawing import alttext
from briefpress.drawing.alttext import Value
from briefpress.language import Names, Text

ENGLISH = Text("en", Names({}, {}), gettext.NullTranslations())

tables = st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=60).map(
    lambda counts: [
        Value(f"L{at}x", count, "" if count is None else str(count))
        for at, count in enumerate(counts)
    ]
)


def labels(said: str, word: str) -> str:
    """Return what stands in brackets after a word."""
    return said.partition(f"{word}: ")[2].partition("(")[2].partition(")")[0]


@given(tables)
def test_the_true_highest_and_lowest_are_named(values: list[Value]) -> None:
    said = alttext.composed(ENGLISH, "Chart. Things.", values)
    known = [one.value for one in values if one.value is not None]
    assert said.startswith("Chart. Things. ")
    if len(known) < 2:
        assert "Highest" not in said and "Lowest" not in said  # noqa: PT018
        return
    if min(known) == max(known):
        assert f"All have the same value: {max(known)}." in said
        return
    for word, end in (("Highest", max(known)), ("Lowest", min(known))):
        assert f"{word}: {end} (" in said
        theirs = [one.label for one in values if one.value == end]
        named = [one.label for one in values if one.label in labels(said, word)]
        assert named == theirs[: len(named)]
        more = len(theirs) - len(named)
        assert not more or f"and {more} more" in labels(said, word)


@given(tables)
def test_what_is_not_reported_is_said_and_is_no_zero(values: list[Value]) -> None:
    said = alttext.composed(ENGLISH, "Chart.", values)
    silent = [one.label for one in values if one.value is None]
    assert ("Not reported: " in said) == bool(silent)
    if silent:
        assert f"Not reported: {silent[0]}" in said
    assert not any(f"{label}: " in said for label in silent)


@given(tables)
def test_every_value_is_said_or_counted(values: list[Value]) -> None:
    said = alttext.composed(ENGLISH, "Chart.", values)
    known = [one for one in values if one.value is not None]
    listed = [one for one in known if f"{one.label}: {one.printed}" in said]
    assert listed == known[: len(listed)]
    rest = len(known) - len(listed)
    assert bool(rest) == (f"And {rest} more" in said)
    assert bool(rest) == (len(known) > alttext.LISTED)


@given(tables)
def test_no_sentence_is_empty_or_unfinished(values: list[Value]) -> None:
    said = alttext.composed(ENGLISH, "Chart.", values, over_time=True)
    assert "{" not in said
    assert "  " not in said
    assert "()" not in said
    assert said.endswith(".")


def test_a_series_in_time_says_its_ends_and_its_gaps() -> None:
    counts = {"2020": 3, "2021": None, "2022": 7, "2023": 5}
    values = [Value(year, count, str(count)) for year, count in counts.items()]
    assert alttext.composed(ENGLISH, "Column chart. Activities.", values, over_time=True) == (
        "Column chart. Activities. 4 years, from 2020 to 2023. First: 3 (2020). Last: 5 (2023)."
        " Highest: 7 (2022). Lowest: 3 (2020). Not reported: 2021. 2020: 3; 2022: 7; 2023: 5."
    )


def test_one_value_is_neither_highest_nor_lowest() -> None:
    (value,) = alttext.counted([("Africa", 3)], ENGLISH)
    assert alttext.composed(ENGLISH, "Bar chart.", [value]) == "Bar chart. 1 value. Africa: 3."


def test_nothing_says_that_there_is_nothing() -> None:
    assert alttext.composed(ENGLISH, "Bar chart.", []) == "Bar chart. 0 values."


@pytest.mark.parametrize("code", ["fr", "es", "ar", "ru", "zh"])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 31, 33, 45])
def test_each_language_has_its_own_forms(code: str, count: int) -> None:
    text = language.text(code, Names({}, {}))
    values = alttext.counted([(f"٪{at}", at % 7) for at in range(count)], text)
    said = alttext.composed(text, "", values)
    assert "{" not in said
    for english in ("value", "Highest", "Lowest", "more"):
        assert f"{english} " not in said.replace("{", "")


def test_russian_counts_in_three_forms() -> None:
    text = language.text("ru", Names({}, {}))
    one, two, five = (
        alttext.composed(text, "", alttext.counted([("a", 1)] * count, text)) for count in (1, 2, 5)
    )
    assert "1 значение." in one
    assert "2 значения." in two
    assert "5 значений." in five
