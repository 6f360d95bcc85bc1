"""Where countries lie and what shape they have, on the globe and on paper."""

from __future__ import annotations

import json
from pathlib import Path as File

import numpy as np
import pytest
from matplotlib.path import Path

from briefpress.drawing import geography
from briefpress.model import places

DISC = 46.0
EARTH = 6371.0
CODES = [code for code in places.countries() if geography.outline(code)]


def square_kilometres(code: str) -> float:
    area = 0.0
    for ring in geography.outline(code):
        east, height = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
        area += float(east[:-1] @ height[1:] - east[1:] @ height[:-1]) / 2
    return abs(area) * EARTH**2


def within(code: str, latitude: float, longitude: float) -> bool:
    return any(Path(ring).contains_point((longitude, latitude)) for ring in geography.outline(code))


def around(code: str) -> geography.Map:
    country = places.countries()[code]
    assert country.latitude is not None
    assert country.longitude is not None
    return geography.neighbourhood(code, country.latitude, country.longitude, DISC)


def segments(path: Path) -> np.ndarray:
    """Return how far the pen goes, in millimetres, on each line that it draws."""
    vertices = np.asarray(path.vertices)
    drawn = np.asarray(path.codes)[1:] == Path.LINETO
    return np.hypot(*np.diff(vertices, axis=0).T)[drawn]


def test_nearly_every_country_has_a_shape() -> None:
    without = set(places.countries()) - set(CODES)
    assert without == {
        "BES", "BVT", "CCK", "CXR", "GIB", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM", "TKL", "UMI",
        "VAT",
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_ring_is_closed_and_has_no_leap_in_it(code: str) -> None:
    for ring in geography.outline(code):
        assert len(ring) >= 4
        assert (np.abs(np.diff(ring[:, 1])) < 1.1).all()
        leaps = np.abs(np.diff(ring[:, 0]))
        if code == "ATA":  # its coast goes once around the pole
            leaps = np.minimum(leaps, 360 - leaps)
        assert (leaps < 1.1).all()


@pytest.mark.parametrize(
    ("code", "known"),
    [("BRA", 8_510_000), ("MEX", 1_964_000), ("NAM", 825_000), ("ESH", 266_000), ("FJI", 18_300)],
)
def test_a_country_is_as_large_as_it_is(code: str, known: float) -> None:
    assert square_kilometres(code) == pytest.approx(known, rel=0.03)


def test_equal_earth_has_the_corners_that_its_authors_give() -> None:
    corners = geography.equal_earth(np.array([np.pi, 0]), np.array([0, np.pi / 2]))
    assert corners == pytest.approx(np.array([[2.70663, 0], [0, 1.31736]]), abs=1e-5)


def test_the_azimuthal_projection_agrees_with_snyders_example() -> None:
    # Working Manual, page 332: radius 3, centre 40° N 100° W, point 20° S 100° E
    centre = (np.radians(-100.0), np.radians(40.0))
    point = 3 * geography.azimuthal(np.radians([100.0]), np.radians([-20.0]), centre)
    assert point == pytest.approx(np.array([[-4.2339303, 4.0257775]]), abs=1e-6)


@pytest.mark.parametrize("code", ["BRA", "COD", "PAK", "RUS", "NOR", "ARG"])
def test_equal_earth_keeps_the_ratio_of_areas(code: str) -> None:
    def projected(country: str) -> float:
        area = 0.0
        for ring in geography.outline(country):
            x, y = geography.equal_earth(*np.radians(ring - (geography.WORLD_CENTRE, 0)).T).T
            area += float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2
        return abs(area)

    ratio = projected(code) / projected("DZA")
    assert ratio == pytest.approx(square_kilometres(code) / square_kilometres("DZA"), rel=0.01)


@pytest.mark.parametrize("code", ["BRA", "COD", "PAK", "RUS", "ARG"])
def test_what_is_left_out_for_print_does_not_change_areas_on_paper(code: str) -> None:
    world = geography.world(174)
    ratio = world.area(code) / world.area("DZA")
    assert ratio == pytest.approx(square_kilometres(code) / square_kilometres("DZA"), rel=0.02)


@pytest.mark.parametrize(
    ("place", "inside", "outside"),
    [
        ((45.2, 34.1), "UKR", "RUS"),  # Simferopol's plain, in Crimea
        ((25.0, -13.5), "ESH", "MAR"),
        ((33.0, 35.75), "SYR", "ISR"),  # the Golan
        ((31.9, 35.25), "PSE", "ISR"),  # Ramallah
        ((31.4, 34.35), "PSE", "EGY"),  # Gaza
        ((9.6, 44.1), "SOM", "ETH"),  # Hargeysa
        ((35.3, 33.4), "CYP", "TUR"),  # north of Nicosia
        ((42.6, 21.0), "XKX", "ALB"),
    ],
)
def test_areas_are_where_united_nations_maps_have_them(
    place: tuple[float, float], inside: str, outside: str
) -> None:
    assert within(inside, *place)
    assert not within(outside, *place)


def test_a_boundary_is_either_settled_or_not_and_never_drawn_twice() -> None:
    world = geography.world(174)
    settled, unsettled = (
        {tuple(point) for point in np.asarray(world.boundaries(settled=state).vertices)}
        for state in (True, False)
    )
    assert len(unsettled) > 50
    assert len(settled & unsettled) < len(unsettled) / 2  # where such lines meet
    south, north = world.place(27.67, -13.2), world.place(27.67, -8.7)
    western_sahara = [
        (x, y) for x, y in unsettled if south[0] - 1 < x < north[0] + 1 and abs(y - south[1]) < 0.5
    ]
    assert len(western_sahara) >= 2


def test_the_world_fills_its_width_and_ends_north_of_antarctica() -> None:
    world = geography.world(174)
    land = np.asarray(world.land().vertices)
    assert 0 <= land[:, 0].min() < 5  # less islands too small to draw
    assert 168 < land[:, 0].max() <= 174
    assert land[:, 1].min() == pytest.approx(0, abs=0.1)
    assert 76 < world.height < 84
    assert world.place(-60, 0)[1] > world.height


@pytest.mark.parametrize("code", ["RUS", "FJI", "NZL", "USA", "KIR"])
def test_no_line_runs_across_the_world_from_one_edge_to_the_other(code: str) -> None:
    world = geography.world(174)
    assert (segments(world.countries(code)) < 25).all()  # the boundary on 49° N is 24 long
    assert (segments(world.land()) < 5).all()


def test_places_on_both_sides_of_180_degrees_are_neighbours_on_paper() -> None:
    world = geography.world(174)
    fiji, tonga = world.place(-18, 178.5), world.place(-21, -175)
    assert np.hypot(fiji[0] - tonga[0], fiji[1] - tonga[1]) < 6


@pytest.mark.parametrize("code", ["PAK", "PSE", "NAM", "RUS", "FJI", "NZL", "USA", "ATA", "TUV"])
def test_a_neighbourhood_stays_on_its_disc(code: str) -> None:
    found = around(code)
    for path in (found.land(), found.countries(code), found.boundaries(settled=True)):
        away = np.hypot(*(np.asarray(path.vertices) - DISC / 2).T)
        assert (away < DISC / 2 + 0.05).all()
    assert 0 < found.area("") < np.pi * DISC**2 / 4


@pytest.mark.parametrize("code", ["PAK", "NAM", "MEX", "UKR", "RUS", "IDN", "CHL"])
def test_a_country_is_in_the_middle_and_as_large_as_the_disc_allows(code: str) -> None:
    found = around(code)
    shape = found.countries(code).get_extents()
    assert (shape.x0 + shape.x1) / 2 == pytest.approx(DISC / 2, abs=4)
    assert (shape.y0 + shape.y1) / 2 == pytest.approx(DISC / 2, abs=4)
    assert 0.25 * DISC < max(shape.width, shape.height) < 0.75 * DISC


def test_land_on_the_other_side_of_the_globe_is_not_on_the_disc() -> None:
    # New Zealand's antipode lies on the coast of Portugal, in the largest ring there is.
    assert around("NZL").area("") / (np.pi * DISC**2 / 4) < 0.15
    assert around("CAF").area("") / (np.pi * DISC**2 / 4) > 0.95


@pytest.mark.parametrize("code", ["FJI", "TUV", "WSM", "MDV", "SHN", "NRU"])
def test_an_island_is_shown_with_land_to_tell_where_it_is(code: str) -> None:
    found = around(code)
    assert found.area("") - found.area(code) > 0.02 * np.pi * DISC**2 / 4


def test_a_country_without_a_shape_is_a_place_in_the_middle() -> None:
    found = around("TKL")
    assert found.area("TKL") == 0
    assert len(found.countries("TKL").vertices) == 0
    tokelau = places.countries()["TKL"]
    assert tokelau.latitude is not None
    assert tokelau.longitude is not None
    assert found.place(tokelau.latitude, tokelau.longitude) == pytest.approx((DISC / 2, DISC / 2))


def test_boundaries_do_not_run_along_the_rim() -> None:
    for code in ("PAK", "UKR", "RUS"):
        lines = around(code).boundaries(settled=True)
        away = np.hypot(*(np.asarray(lines.vertices) - DISC / 2).T)
        both = (away[1:] > DISC / 2 - 0.07) & (away[:-1] > DISC / 2 - 0.07)
        assert not (both & (np.asarray(lines.codes)[1:] == Path.LINETO)).any()


def test_the_boundary_file_is_small_and_says_nothing_but_shapes() -> None:
    file = File(geography.__file__).with_name("reference") / "boundaries.json"
    assert file.stat().st_size < 600_000
    topology = json.loads(file.read_bytes())
    assert set(topology["objects"]) == {"land", "countries", "borders", "unsettled"}


@pytest.mark.parametrize("code", ["PAK", "NAM", "FJI", "NZL", "RUS"])
def test_every_line_is_whole_up_to_the_rim_however_much_is_left_out_beyond(code: str) -> None:
    east, north, reach = np.radians(geography._atlas().caps[code])
    points, number = geography._thinned((east, north), reach)
    kept = {(at, *point) for at, point in zip(number.tolist(), points.tolist(), strict=True)}
    arcs = geography._atlas().arcs
    globe = geography._on_sphere(*np.radians(arcs.points).T)
    inside = globe @ geography._on_sphere(np.array(east), np.array(north)) > np.cos(reach)
    beside = np.append(inside[1:], False) | np.append(False, inside[:-1])
    seen = zip(arcs.number.tolist(), globe.tolist(), strict=True)
    needed = {(at, *point) for (at, point), it in zip(seen, inside | beside, strict=True) if it}
    assert set(number.tolist()) == set(range(arcs.number[-1] + 1))
    assert needed <= kept
    assert len(kept) < len(globe) / 2


def test_the_projection_without_sines_is_the_same() -> None:
    longitude, latitude = np.radians([[20.0, -70.0, 179.0], [-10.0, 60.0, 5.0]])
    centre = (np.radians(35.0), np.radians(-20.0))
    points = geography._on_sphere(longitude, latitude)
    expected = geography.azimuthal(longitude, latitude, centre)
    assert geography._azimuthal(points, centre) == pytest.approx(expected)
