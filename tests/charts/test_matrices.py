"""Charts that cross two things: themes with regions, partners and activities."""

from __future__ import annotations

import pytest
from matplotlib.patches import Circle, Rectangle

from briefpress.model.slices import Slice


def test_themes_and_regions_that_never_meet_have_a_zero(draw, whole: Slice) -> None:
    chart = draw("theme_by_region", whole)
    assert chart.rows("theme", "region", "activities") == [
        ("prevention", "002", 1),
        ("prevention", "142", 1),
        ("prevention", "001", 0),
        ("services", "002", 2),
        ("services", "142", 0),
        ("services", "001", 1),
    ]
    assert chart.table["rows"][2] == ()


def test_a_cell_with_activities_carries_their_number(draw, whole: Slice) -> None:
    chart = draw("theme_by_region", whole)
    assert sum(isinstance(patch, Rectangle) for patch in chart.axes.patches) == 4
    assert [word for word in chart.words if word.isdigit()] == ["1", "1", "2", "1"]


def test_the_heading_counts_themes_of_every_region_the_world_aside(draw, made) -> None:
    assert draw("theme_by_region", made()).heading == (
        "Of the two themes shown, one is worked on in each of the two regions"
    )
    none = made(themes="activity,vocabulary,code\nA1,approach,data\nA3,approach,services")
    assert draw("theme_by_region", none).heading == "No theme is worked on in every region shown"
    places = "activity,country,region\nA1,KEN,\nA2,KEN,\nA3,KEN,\nA4,,001"
    assert draw("theme_by_region", made(places=places)).heading == "Where each theme is worked on"


def test_one_region_or_one_theme_makes_no_matrix(draw, whole: Slice) -> None:
    assert draw("theme_by_region", whole.narrow("region", "142")).table.empty
    assert draw("theme_by_region", whole.narrow("theme", "trafficking")).table.empty


def test_partners_stand_with_most_activities_first(draw, whole: Slice) -> None:
    chart = draw("partners", whole)
    met = chart.table[chart.table["activities"] > 0]
    assert list(met[["organisation", "theme", "activities", "total"]].itertuples(index=False)) == [
        ("P1", "prevention", 1, 2),
        ("P1", "services", 2, 2),
        ("P2", "services", 1, 2),
    ]
    assert list(chart.table["organisation"].unique()) == ["P1", "P2", "P3"]
    assert sum(isinstance(patch, Circle) for patch in chart.axes.patches) == 3


def test_a_partner_without_a_theme_has_a_row_without_dots(draw, whole: Slice) -> None:
    chart = draw("partners", whole)
    assert "Academy" in chart.words
    assert "Academy: 1 activity (none of the themes shown)" in chart.alt


def test_donors_are_no_partners(draw, whole: Slice) -> None:
    assert "First donor" not in draw("partners", whole).alt


@pytest.mark.parametrize(
    ("partners", "heading", "more"),
    [
        (1, "The data names one partner", ""),
        (15, "The data names 15 partners", "And one more partner."),
        (23, "The data names 23 partners", "And nine more partners."),
    ],
)
def test_partners_beyond_the_most_are_counted_in_words(
    draw, made, partners: int, heading: str, more: str
) -> None:
    rows = "\n".join(f"A1,P{at},Partner {at:02},implementing" for at in range(partners))
    chart = draw("partners", made(organisations=f"activity,organisation,name,role\n{rows}"))
    assert chart.heading == heading
    assert chart.alt.endswith(more)
    assert (more in chart.words) == bool(more)
    assert sum(word.startswith("Partner") for word in chart.words) == min(partners, 14)


def test_no_partner_makes_no_chart(draw, made, whole: Slice) -> None:
    assert draw("partners", made(organisations="")).table.empty
    assert draw("partners", whole.narrow("country", "PAK")).table.empty


def test_activities_are_numbered_as_they_stand_in_the_data(draw, whole: Slice) -> None:
    chart = draw("activity_themes", whole)
    assert chart.rows("theme", "numbers", "total") == [
        ("prevention", (1, 3), 5),
        ("services", (1, 2, 4), 5),
        ("data", (), 5),
    ]
    assert sum(isinstance(patch, Circle) for patch in chart.axes.patches) == 5
    assert [word for word in chart.words if word.isdigit()] == ["1", "2", "3", "4", "5"]
    assert chart.heading == "The activities stand under two of three themes"


def test_one_activity_has_one_column(draw, whole: Slice) -> None:
    chart = draw("activity_themes", whole.narrow("country", "PAK"))
    assert chart.rows("theme", "numbers") == [("prevention", (1,)), ("services", ()), ("data", ())]
    assert chart.heading == "The activity stands under one theme"
    assert "Services for survivors: none" in chart.alt


@pytest.mark.parametrize(("activities", "empty"), [(12, False), (13, True)])
def test_more_than_twelve_activities_are_left_to_other_charts(
    draw, made, activities: int, empty: bool
) -> None:
    rows = "\n".join(f"A{at},Title {at}" for at in range(1, activities + 1))
    chart = draw("activity_themes", made(activities=f"id,title\n{rows}"))
    assert chart.table.empty == empty


def test_activities_without_any_theme_make_no_chart(draw, made) -> None:
    assert draw("activity_themes", made(themes="")).table.empty


def test_a_vocabulary_of_many_themes_fits_the_page(draw, made) -> None:
    codes = [f"t{at:02}" for at in range(30)]
    names = "\n".join(f"approach,{code},Theme {code}" for code in codes)
    pairs = [f"{who},approach,{code}" for code in codes[1:] for who in ("A1", "A3")]
    part = made(
        vocabularies=f"vocabulary,code,name\n{names}",
        themes="\n".join(["activity,vocabulary,code", *pairs, "A2,approach,t29"]),
    )
    partners, themes = draw("partners", part), draw("activities_by_theme", part)
    heads = [word for word in partners.words if word.startswith("Theme")]
    assert len(heads) == 8
    assert "Theme t29" in heads
    assert partners.words[-1] == "And 21 more themes."
    assert themes.words[-1] == "And 10 more themes."
    assert "30 values." in themes.alt  # those without room in the picture too
    assert draw("theme_by_region", part).table["theme"].nunique() == 24
    assert len(draw("activity_themes", part).table) == 29


def test_an_activity_whose_transactions_name_its_theme_again_stands_under_it_once(
    draw, made
) -> None:
    transactions = (
        "id,activity,type,date,value,currency\n"
        "T1,A1,expenditure,2020-02-01,1,USD\nT2,A1,expenditure,2020-03-01,1,USD"
    )
    themes = (
        "activity,transaction,vocabulary,code\nA1,,approach,data\n"
        "A1,T1,approach,data\nA1,T2,approach,data"
    )
    chart = draw("activity_themes", made(themes=themes, transactions=transactions))
    assert dict(zip(chart.table["theme"], chart.table["numbers"], strict=True))["data"] == (1,)
    assert "3 activities" not in chart.alt
