"""Charts of counts: by theme, region, scope, country and year, and what the data gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.patches import Rectangle

from briefpress.model.slices import Slice

Draw = Callable[..., object]

FIVE = "id,title,scope\n" + "\n".join(f"A{at},Title {at},national" for at in range(1, 6))


def themes(*pairs: str) -> str:
    rows = (pair.split() for pair in pairs)
    return "activity,vocabulary,code\n" + "\n".join(f"{who},approach,{code}" for who, code in rows)


def places(*pairs: str) -> str:
    rows = (pair.split() for pair in pairs)
    return "activity,country,region\n" + "\n".join(
        f"{who},,{code}" if code.isdigit() else f"{who},{code}," for who, code in rows
    )


# Themes


def test_themes_stand_largest_first_with_those_that_have_none(draw, whole: Slice) -> None:
    chart = draw("activities_by_theme", whole)
    assert chart.rows("theme", "activities", "total") == [
        ("services", 3, 5),
        ("prevention", 2, 5),
        ("data", 0, 5),
    ]
    assert chart.table["rows"][1] == (
        "themes/A1/approach/prevention",
        "themes/A3/approach/prevention",
    )


def test_bars_of_themes_are_in_proportion_to_their_counts(draw, whole: Slice) -> None:
    chart = draw("activities_by_theme", whole)
    bars = [patch for patch in chart.axes.patches if isinstance(patch, Rectangle)]
    assert [bar.get_width() / bars[0].get_width() for bar in bars] == pytest.approx([1, 2 / 3, 0])
    assert len({bar.get_x() for bar in bars}) == 1


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        (themes("A1 data", "A2 data", "A3 services"),
         "The largest theme is Data and research, with two of five activities"),
        (themes("A1 data", "A2 data", "A3 services", "A4 services"),
         "Two themes lead, each with two of five activities"),
        (themes("A1 data", "A2 services"), "No theme has more than one activity"),
        (themes("A1 data", "A2 data", "A3 data", "A4 data", "A5 data"),
         "All activities stand under one theme"),
        (themes("A1 data", "A2 data", "A3 data", "A4 data", "A5 data", "A5 services"),
         "All activities stand under Data and research, some under others too"),
    ],
)  # fmt: skip
def test_the_heading_says_which_theme_leads(draw, made, rows: str, heading: str) -> None:
    assert draw("activities_by_theme", made(themes=rows)).heading == heading


def test_one_activity_makes_no_chart_of_themes(draw, whole: Slice) -> None:
    assert draw("activities_by_theme", whole.narrow("country", "PAK")).table.empty


# Regions


def test_regions_are_counted_with_the_world_among_them(draw, whole: Slice) -> None:
    chart = draw("activities_by_region", whole)
    assert chart.rows("region", "activities", "total") == [
        ("002", 3, 5),
        ("001", 1, 5),
        ("142", 1, 5),
    ]
    assert chart.words == ["Africa", "3", "Worldwide", "1", "Asia", "1"]


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        (places("A1 KEN", "A2 UGA", "A3 PAK"), "Africa has the most activities: two of five"),
        (places("A1 001", "A2 001", "A3 PAK"),
         "Worldwide work leads, with two of five activities"),
        (places("A1 KEN", "A2 PAK"), "Activities in two regions"),
        (places("A1 KEN", "A2 001"), "Activities in one region, and worldwide"),
        (places("A1 KEN", "A2 PAK", "A3 001"), "Activities in two regions, and worldwide"),
        (places("A1 KEN", "A2 KEN", "A3 KEN", "A4 KEN", "A5 KEN", "A5 PAK"),
         "All activities touch Africa, and some reach further"),
    ],
)  # fmt: skip
def test_the_heading_says_which_region_leads(draw, made, rows: str, heading: str) -> None:
    assert draw("activities_by_region", made(places=rows)).heading == heading


def test_numbers_of_one_sentence_are_all_in_words_or_all_in_digits(draw, made) -> None:
    twelve = "id,title\n" + "\n".join(f"A{at},Title {at}" for at in range(1, 13))
    part = made(activities=twelve, places=places("A1 KEN", "A2 UGA", "A3 PAK"))
    assert draw("activities_by_region", part).heading == "Africa has the most activities: 2 of 12"


def test_one_region_makes_no_chart_of_regions(draw, made) -> None:
    assert draw("activities_by_region", made(places=places("A1 KEN"))).table.empty


# Scopes


def test_scopes_stand_from_the_widest_to_the_narrowest(draw, whole: Slice) -> None:
    chart = draw("activities_by_scope", whole)
    assert chart.rows("scope", "activities") == [
        ("global", 1),
        ("multinational", 1),
        ("national", 3),
    ]
    assert chart.heading == "National work leads, with three of five activities"


def test_a_scope_that_most_activities_lack_is_said_to_lack(draw, made) -> None:
    activities = "id,title,scope\nA1,One,\nA2,Two,\nA3,Three,global"
    part = made(activities=activities, places="", themes="", organisations="", results="",
                transactions="")  # fmt: skip
    assert (
        draw("activities_by_scope", part).heading == "No scope is given for two of three activities"
    )


def test_scopes_of_equal_count_have_a_heading_that_favours_none(draw, made) -> None:
    activities = FIVE.replace("5,national", "5,").replace("4,national", "4,")
    chart = draw("activities_by_scope", made(activities=activities))
    assert chart.heading == "National work leads, with three of five activities"
    tied = draw(
        "activities_by_scope", made(activities=activities.replace("3,national", "3,global"))
    )
    assert tied.heading == "How far the activities reach"


# Countries


def test_countries_are_ranked_and_then_in_the_order_of_their_names(draw, whole: Slice) -> None:
    chart = draw("countries_by_count", whole)
    assert chart.rows("country", "activities", "total") == [
        ("KEN", 3, 5),
        ("PAK", 1, 5),
        ("UGA", 1, 5),
    ]
    assert chart.words == ["Kenya", "3", "Pakistan", "1", "Uganda", "1"]
    assert chart.heading == "Kenya has the most activities: three of five"


def test_countries_of_equal_count_are_only_counted(draw, made) -> None:
    chart = draw("countries_by_count", made(places=places("A1 ZAF", "A2 DZA")))
    assert chart.heading == "Activities in two countries and areas"
    assert chart.words == ["Algeria", "1", "South Africa", "1"]


def test_a_country_is_said_to_share_its_activities_with_others(draw, whole: Slice) -> None:
    chart = draw("countries_by_count", whole.narrow("country", "KEN"))
    assert chart.heading == "Kenya shares its activities with one other country"


def test_countries_beyond_the_most_are_counted_in_words(draw, made) -> None:
    from briefpress.model import places as known

    codes = sorted(known.countries())[:47]
    chart = draw("countries_by_count", made(places=places(*(f"A1 {code}" for code in codes))))
    assert chart.size[0] == 174
    assert chart.words[-1] == "And two more countries and areas."
    assert chart.alt.endswith("And 35 more, each 1.")  # after the twelve that are named
    assert len(chart.table) == 47


# Years


def test_years_run_from_first_to_last_and_the_undated_are_counted(draw, whole: Slice) -> None:
    chart = draw("activities_over_time", whole)
    assert chart.rows("year", "activities", "undated", "total") == [
        (2020, 1, 2, 5),
        (2021, 2, 2, 5),
        (2022, 0, 2, 5),
        (2023, 1, 2, 5),
    ]
    assert chart.words[-1] == "Two of five activities give no year and are not shown."
    assert chart.heading == "2021 had the most activities"


def dated(*starts: str) -> str:
    return "id,title,scope,start_date\n" + "\n".join(
        f"A{at},Title {at},national,{start}" for at, start in enumerate(starts, start=1)
    )


@pytest.mark.parametrize(
    ("starts", "heading", "gap"),
    [
        (("2020-01-01", "2021-01-01", "", "", ""), "Only two of five activities give a year",
         "Three of five activities give no year and are not shown."),
        (("2020-01-01", "2021-01-01", "2021-01-01", "2022-01-01", ""),
         "2021 had the most activities", "One of five activities gives no year and is not shown."),
        (("2020-01-01", "2021-01-01", "2020-01-01", "2021-01-01", "2022-01-01"),
         "Activities from 2020 to 2022", ""),
    ],
)  # fmt: skip
def test_the_heading_of_years_says_how_much_of_the_truth_they_are(
    draw, made, starts: tuple[str, ...], heading: str, gap: str
) -> None:
    chart = draw("activities_over_time", made(activities=dated(*starts)))
    assert chart.heading == heading
    assert chart.alt.endswith(gap)
    assert (gap in chart.words) == bool(gap)


def test_one_year_alone_is_no_course_of_time(draw, made) -> None:
    part = made(activities=dated("2020-01-01", "2020-01-01", "", "", ""))
    assert draw("activities_over_time", part).table.empty


# Coverage


def test_coverage_counts_what_is_given_and_shows_zero(draw, whole: Slice) -> None:
    chart = draw("coverage", whole)
    assert chart.rows("field", "given", "total") == [
        ("place", 5, 5),
        ("theme", 4, 5),
        ("date", 3, 5),
        ("partner", 3, 5),
        ("donor", 2, 5),
        ("budget", 0, 5),
        ("result", 4, 5),
    ]
    assert chart.words[-4:] == ["Budget", "0", "Result", "4 of 5"]
    assert chart.heading == "What is known of five activities"


def test_coverage_of_one_activity_is_in_the_singular(draw, whole: Slice) -> None:
    chart = draw("coverage", whole.narrow("country", "PAK"))
    assert chart.heading == "What is known of one activity"


def test_there_is_no_coverage_of_no_activities(draw, whole: Slice) -> None:
    assert draw("coverage", whole.narrow("country", "FRA")).table.empty
