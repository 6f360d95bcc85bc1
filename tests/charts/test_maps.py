"""The maps: how many activities where, and where the country is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, PathPatch

from briefpress.drawing import figure
from briefpress.model import places

FONTS = Path(__file__).parents[2] / "templates/fonts"
PLACES = """\
activity,country,region
A1,KEN,
A2,KEN,
A2,UGA,
A2,PSE,
A3,PAK,
A3,KEN,
A4,KEN,
A4,PAK,
A4,,001
A5,,001
"""


def circles(axes: Axes) -> dict[str, Circle]:
    """Return the countries' circles by country."""
    return {
        gid.removeprefix("circle-"): artist
        for artist in axes.patches
        if isinstance(artist, Circle) and (gid := artist.get_gid())
    }


def located(draw: Any, made: Any, code: str) -> Any:
    part = made(places=f"activity,country\nA1,{code}\n")
    return draw("locator_map", part.narrow("country", code))


def rings(axes: Axes) -> list[Circle]:
    return [a for a in axes.patches if isinstance(a, Circle) and not a.get_fill()]


def test_the_world_map_has_a_row_for_each_country(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places=PLACES))
    assert drawn.rows("country", "activities", "rows") == [
        ("KEN", 4, ("places/A1/KEN", "places/A2/KEN", "places/A3/KEN", "places/A4/KEN")),
        ("PAK", 2, ("places/A3/PAK", "places/A4/PAK")),
        ("PSE", 1, ("places/A2/PSE",)),
        ("UGA", 1, ("places/A2/UGA",)),
    ]
    kenya = places.countries()["KEN"]
    assert drawn.rows("latitude", "longitude")[0] == (kenya.latitude, kenya.longitude)


def test_without_a_country_there_is_no_world_map(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places="activity,region\nA1,001\n"))
    assert drawn.table.empty
    assert list(drawn.table) == ["country", "activities", "latitude", "longitude", "rows"]


def test_bubbles_are_as_large_in_area_as_the_numbers(draw: Any, made: Any) -> None:
    bubbles = circles(draw("world_map", made(places=PLACES)).axes)
    area = {country: bubble.radius**2 for country, bubble in bubbles.items()}
    assert area["KEN"] / area["PAK"] == pytest.approx(4 / 2)
    assert area["KEN"] / area["UGA"] == pytest.approx(4)
    assert area["PSE"] == area["UGA"]


def test_the_bubbles_of_all_countries_leave_the_map_to_be_seen(draw: Any, made: Any) -> None:
    somewhere = [code for code, one in places.countries().items() if one.latitude is not None]
    rows = "".join(f"A1,{code}\nA2,{code}\n" for code in somewhere)
    axes = draw("world_map", made(places=f"activity,country\n{rows}")).axes
    covered = sum(np.pi * bubble.radius**2 for bubble in circles(axes).values())
    assert covered <= 0.101 * max(axes.get_xlim()) * max(axes.get_ylim())


def test_a_bubble_stands_in_its_country(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places=PLACES))
    world = drawn.module.geography.world(drawn.module.WIDTH)
    for country in ("KEN", "UGA", "PAK"):
        assert world.countries(country).contains_point(circles(drawn.axes)[country].center)


def test_numbers_above_one_stand_in_the_bubbles_and_names_beside_them(draw: Any, made: Any) -> None:
    words = draw("world_map", made(places=PLACES)).words
    assert words.count("4") == 1
    assert words.count("2") == 1
    assert "1" not in words
    assert {"Kenya", "Pakistan", "State of Palestine", "Uganda"} <= set(words)


def test_the_legend_shows_the_smallest_and_the_largest_bubble(draw: Any, made: Any) -> None:
    words = draw("world_map", made(places=PLACES)).words
    assert {"1 activity", "4 activities"} <= set(words)


def test_islands_that_have_no_one_place_are_counted_and_not_drawn(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places="activity,country\nA1,UMI\nA1,KEN\n"))
    assert drawn.rows("country", "latitude")[1] == ("UMI", None)
    assert set(circles(drawn.axes)) == {"KEN"}


def crowded(made: Any) -> Any:
    """Return a slice with an activity in each of all countries, and many in one of the smallest."""
    codes = [code for code, country in places.countries().items() if country.latitude is not None]
    rows = [("A1", code) for code in codes] + [(f"M{at}", "TON") for at in range(400)]
    activities = "id,title\nA1,All\n" + "".join(f"M{at},One\n" for at in range(400))
    listed = "activity,country\n" + "".join(f"{name},{code}\n" for name, code in rows)
    empty = dict.fromkeys(("themes", "organisations", "transactions", "results"), "")
    return made(activities=activities, places=listed, **empty)


def test_names_on_a_crowded_map_keep_apart_and_on_the_sheet(draw: Any, made: Any) -> None:
    drawn = draw("world_map", crowded(made))
    width, height = drawn.size
    boxes = [
        label.get_window_extent().transformed(drawn.axes.transData.inverted())
        for label in drawn.axes.texts
    ]
    for at, box in enumerate(boxes):
        assert 0 <= box.x0 <= box.x1 <= width
        assert 0 <= min(box.y0, box.y1) <= max(box.y0, box.y1) <= height
        for other in boxes[at + 1 :]:
            apart_across = box.x1 <= other.x0 or other.x1 <= box.x0
            middles = abs((box.y0 + box.y1) - (other.y0 + other.y1)) / 2
            assert apart_across or middles > 1.8, (drawn.axes.texts[at].get_text(),)


def test_bubbles_at_the_edge_of_the_world_stay_on_the_sheet(draw: Any, made: Any) -> None:
    drawn = draw("world_map", crowded(made))
    for bubble in circles(drawn.axes).values():
        assert bubble.radius <= bubble.center[0] <= drawn.size[0] - bubble.radius


def test_the_world_maps_words_have_every_number(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places=PLACES))
    for name, number in drawn.rows("country", "activities"):
        assert f"{places.name(name)}: {number}" in drawn.alt
    assert drawn.heading == "4 countries and areas, Kenya with the most activities"


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ("A1,PSE,\n", "Activities in one country or area"),
        ("A1,PSE,\nA2,KEN,\n", "Activities in two countries and areas"),
    ],
)
def test_a_heading_names_no_leader_where_there_is_none(
    draw: Any, made: Any, rows: str, heading: str
) -> None:
    assert draw("world_map", made(places=f"activity,country,region\n{rows}")).heading == heading


def test_land_is_one_shape_and_countries_with_activities_are_another(draw: Any, made: Any) -> None:
    drawn = draw("world_map", made(places=PLACES))
    shapes = [a for a in drawn.axes.patches if isinstance(a, PathPatch) and a.get_fill()]
    assert [to_hex(shape.get_facecolor()) for shape in shapes] == [
        drawn.house.land,
        drawn.house.tint(0.3),
    ]


def test_a_locator_is_drawn_for_a_country_and_for_nothing_else(draw: Any, made: Any) -> None:
    drawn = located(draw, made, "PAK")
    assert drawn.rows("country", "region") == [("PAK", "034")]
    assert drawn.heading == "Pakistan"
    assert drawn.alt == "Map: Pakistan, in Southern Asia."
    whole = draw("locator_map", made())
    assert whole.table.empty
    assert list(whole.table) == ["country", "region"]
    assert draw("locator_map", made().narrow("theme", "services")).table.empty


def test_the_locator_shows_the_country_in_white_and_nothing_else(draw: Any, made: Any) -> None:
    drawn = located(draw, made, "KEN")
    white = [
        a
        for a in drawn.axes.patches
        if isinstance(a, PathPatch) and to_hex(a.get_facecolor()) == "#ffffff"
    ]
    assert len(white) == 1
    kenya = drawn.module.geography.neighbourhood("KEN", 0, 0, drawn.module.DISC)
    assert np.array_equal(white[0].get_path().vertices, kenya.countries("KEN").vertices)


@pytest.mark.parametrize("code", ["PSE", "BHR", "FJI", "TKL", "VAT"])
def test_a_country_too_small_to_be_seen_has_a_ring_around_it(
    draw: Any, made: Any, code: str
) -> None:
    drawn = located(draw, made, code)
    (ring,) = rings(drawn.axes)
    assert 2 < ring.radius < 5


@pytest.mark.parametrize("code", ["PAK", "NAM", "ALB", "RUS"])
def test_a_country_that_can_be_seen_has_no_ring(draw: Any, made: Any, code: str) -> None:
    assert rings(located(draw, made, code).axes) == []


def test_a_country_without_a_shape_is_a_dot_in_its_ring(draw: Any, made: Any) -> None:
    axes = located(draw, made, "TKL").axes
    (ring,) = rings(axes)
    dots = [a for a in axes.patches if isinstance(a, Circle) and a.get_fill() and a.radius < 1]
    assert [dot.center for dot in dots] == [ring.center]


@pytest.mark.parametrize("code", ["PAK", "UKR", "RUS", "USA"])
def test_a_locator_is_light_on_the_page(draw: Any, made: Any, code: str) -> None:
    drawn = located(draw, made, code)
    with figure.style(FONTS):
        picture = figure.svg(drawn.axes, drawn.alt)
    assert len(picture) < 60_000
    assert b"clip-path" not in picture


def test_the_world_map_is_light_on_the_page_and_always_the_same(draw: Any, made: Any) -> None:
    first, second = (draw("world_map", made(places=PLACES)) for _ in range(2))
    assert first.axes is not second.axes
    with figure.style(FONTS):
        pictures = [figure.svg(drawn.axes, drawn.alt) for drawn in (first, second)]
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) < 150_000
    assert re.search(rb"<title>World map\. .*Kenya: 4; Pakistan: 2", pictures[0])


def test_a_map_is_not_mirrored_in_a_language_from_right_to_left(draw: Any, made: Any) -> None:
    part = made(places=PLACES)
    left = draw("world_map", part)
    arabic = replace(left.house, text=replace(left.house.text, language="ar"))
    right = draw("world_map", part, arabic)
    assert {code: bubble.center for code, bubble in circles(right.axes).items()} == {
        code: bubble.center for code, bubble in circles(left.axes).items()
    }
    assert right.axes.get_xlim() == left.axes.get_xlim()


@pytest.mark.parametrize(("code", "side"), [("en", 1), ("ar", -1)])
def test_what_a_circle_means_is_said_after_it_in_the_direction_of_reading(
    draw: Any, made: Any, code: str, side: int
) -> None:
    chart = draw("world_map", made(places=PLACES))
    house = replace(chart.house, text=replace(chart.house.text, language=code))
    axes = draw("world_map", made(places=PLACES), house).axes
    words = sorted(t.get_position()[0] for t in axes.texts if "activit" in t.get_text())
    keys = sorted(
        artist.center[0]
        for artist in axes.patches
        if isinstance(artist, Circle) and not artist.get_gid()
    )
    assert len(words) == len(keys) == 2
    assert all((word - key) * side > 0 for word, key in zip(words, keys, strict=True))
    (name,) = (t for t in axes.texts if t.get_text().startswith(house.text.place("PAK")))
    assert (name.get_position()[0] - circles(axes)["PAK"].center[0]) * side > 0
