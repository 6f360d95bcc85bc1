"""Results against targets: never summed, never guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefpress.model.number import SUPPRESSED
from briefpress.model.slices import Slice

HEADING = "id,activity,indicator,measure,unit,baseline,target,actual\n"


def test_every_result_with_a_value_or_a_target_has_its_own_row(draw, whole: Slice) -> None:
    chart = draw("results_progress", whole)
    assert chart.rows("indicator", "measure", "baseline", "target", "actual") == [
        ("Women who called", "unit", 0, 400, 320),
        ("Calls that were answered", "percentage", 40, 60, Decimal("75.5")),
        ("Beds", "unit", None, None, 25),
        ("Viewers", "unit", None, 1000, None),
        ("Repeated calls", "unit", 30, 10, 12),
        ("Rank among guides", "ordinal", None, 3, 5),
    ]
    assert chart.rows("start", "end", "rows")[0] == ("2021-01-01", "2021-12-31", ("results/R1",))


def test_values_are_printed_with_their_units_and_what_is_missing_is_said(
    draw, whole: Slice
) -> None:
    words = draw("results_progress", whole).words
    assert words[1:3] == ["320 women", "target 400 · baseline 0 · 2021"]
    assert words[4:6] == ["75.5%", "target 60% · baseline 40%"]
    assert words[7:9] == ["25 beds", "no target"]
    assert words[10:12] == ["no data", "target 1,000"]


def test_a_result_is_drawn_only_where_it_can_be_measured_against_something(draw, whole) -> None:
    chart = draw("results_progress", whole)
    tracks = [patch for patch in chart.axes.patches if patch.get_height() == pytest.approx(4.4)]
    bars = [patch for patch in chart.axes.patches if patch.get_height() == pytest.approx(2.4)]
    assert len(tracks) == 4  # not the beds without a target, nor the rank
    assert len(bars) == 3  # nor the viewers without a value
    assert [bar.get_width() / tracks[0].get_width() for bar in bars] == pytest.approx(
        [320 / 400, 0.755, 12 / 30]
    )


def test_a_suppressed_value_is_compared_with_no_target(draw, whole: Slice) -> None:
    hidden = whole.tables.results["id"] == "R1"
    actual = whole.tables.results["actual"].where(~hidden, SUPPRESSED)
    tables = replace(whole.tables, results=whole.tables.results.assign(actual=actual))
    seen, chart = (
        draw("results_progress", whole),
        draw("results_progress", replace(whole, tables=tables)),
    )
    assert seen.heading == "One of three targets is reached"
    assert chart.heading == "One of two targets is reached"
    assert "Targets reached: 1 of 3." in seen.alt
    assert "Targets reached: 1 of 2." in chart.alt
    assert "Women who called: suppressed, target 400" in chart.alt


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ("R1,A1,Calls,unit,calls,0,10,10\nR2,A1,Beds,unit,beds,0,10,9",
         "One of two targets is reached"),
        ("R1,A1,Calls,unit,calls,0,10,10\nR2,A1,Beds,unit,beds,0,10,12",
         "All targets are reached"),
        ("R1,A1,Delay,unit,days,30,10,12", "No target is reached yet"),
        ("R1,A1,Delay,unit,days,30,10,8", "The target is reached"),
        ("R1,A1,Calls,unit,calls,0,10,\nR2,A1,Beds,unit,beds,,,9", "Results and targets so far"),
        ("R1,A1,Rank,ordinal,,,3,5", "Results and targets so far"),
    ],
)  # fmt: skip
def test_the_heading_counts_the_targets_that_are_reached(draw, made, rows, heading: str) -> None:
    assert draw("results_progress", made(results=HEADING + rows)).heading == heading


def test_results_beyond_the_most_are_counted_in_words(draw, made) -> None:
    rows = "\n".join(f"R{at},A1,Indicator {at},unit,calls,,10,{at}" for at in range(14))
    chart = draw("results_progress", made(results=HEADING + rows))
    assert chart.words[-1] == "And two more results."
    assert len(chart.table) == 14


def test_a_baseline_alone_is_no_result(draw, made) -> None:
    assert draw("results_progress", made(results=f"{HEADING}R1,A1,Calls,unit,,5,,")).table.empty
    assert draw("results_progress", made(results="")).table.empty


def test_in_right_to_left_words_percentages_and_years_keep_their_order(
    draw, whole: Slice, house_of
) -> None:
    chart = draw("results_progress", whole, house_of(whole, "he"))
    assert "\u206675.5%\u2069" in chart.words
    assert any(word.endswith(" · 2021") for word in chart.words)  # alone, it has only one order
