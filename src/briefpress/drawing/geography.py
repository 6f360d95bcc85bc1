"""Boundaries and map projections: the only module that knows where a country lies and its shape.

Shapes are from ``reference/boundaries.json``; its README says where they come
from, and how boundaries that are not settled are shown. All that is drawn
from here is in millimetres on the chart's sheet, clipped already and reduced
to what print can show, so that a map is a few paths and not thousands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path as File

import numpy as np
from matplotlib.path import Path

from briefpress.drawing import lines
from briefpress.drawing.lines import Arcs, Bools, Floats, Integers

Polygons = list[list[list[int]]]

WORLD_CENTRE = 11.0
"""Degrees east. The map's edge, 169° W, then goes through the Bering Strait and cuts no land."""
_AROUND = 2.2
"""The radius of a neighbourhood, by that of its country."""
_NEAREST, _FARTHEST = np.radians(7.0), np.radians(62.0)
_ENOUGH_LAND = 0.025
"""Of a neighbourhood's disc: other land, to tell where in the ocean an island is."""

_SPECK, _WORLD_SPECK = 0.02, 0.04
"""Square millimetres. A bend or an island that is smaller is not drawn."""
_STEP = 0.05
"""Of a disc's radius: how far apart two points may be before they are clipped."""
_BEYOND, _SOME = np.radians(1.1), 2.0
"""Farther than this outside a disc, points so many degrees apart will do: they are not to be seen.
Two points of the file are no more than a degree apart, so each line is whole up to the rim."""


def equal_earth(longitude: Floats, latitude: Floats) -> Floats:
    """Project radians onto the plane of a sphere with radius 1; x to the east, y to the north.

    Equal Earth: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map
    projection", International Journal of Geographical Information Science 33 (2019).
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(latitude))
    square = theta**2
    sixth = square**3
    slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = 2 / np.sqrt(3) * longitude * np.cos(theta) / slope
    y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square))
    return np.column_stack([x, y])


def azimuthal(longitude: Floats, latitude: Floats, centre: tuple[float, float]) -> Floats:
    """Project radians onto the plane that touches a sphere with radius 1 at ``centre``.

    Lambert's azimuthal equal-area projection: J. P. Snyder, "Map Projections:
    A Working Manual", U.S. Geological Survey Professional Paper 1395 (1987), 182-190.
    """
    east, north = centre
    off = longitude - east
    inner = np.sin(north) * np.sin(latitude) + np.cos(north) * np.cos(latitude) * np.cos(off)
    k = np.sqrt(2 / np.maximum(1 + inner, 1e-12))
    x = k * np.cos(latitude) * np.sin(off)
    y = k * (np.cos(north) * np.sin(latitude) - np.sin(north) * np.cos(latitude) * np.cos(off))
    return np.column_stack([x, y])


def _azimuthal(points: Floats, centre: tuple[float, float]) -> Floats:
    """Project points of a sphere with radius 1 as ``azimuthal`` does, without a sine."""
    east, north = centre
    across = (-np.sin(east), np.cos(east), 0.0)
    up = (-np.sin(north) * np.cos(east), -np.sin(north) * np.sin(east), np.cos(north))
    turned = points @ np.array([across, up, _on_sphere(*np.array(centre))]).T
    k = np.sqrt(2 / np.maximum(1 + turned[:, 2], 1e-12))
    return np.asarray(turned[:, :2] * k[:, None])


@dataclass(frozen=True)
class Map:
    """The world's arcs laid on a sheet of ``width`` by ``height`` millimetres, y downwards.

    ``rim`` is the radius of the disc that they are clipped to; 0 for the world.
    """

    width: float
    height: float
    arcs: Arcs
    lay: Callable[[Floats], Floats]
    """Longitudes and latitudes in degrees to points on the sheet."""
    rim: float = 0

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a place in degrees lies on the sheet."""
        ((x, y),) = self.lay(np.array([[longitude, latitude]]))
        return float(x), float(y)

    def land(self) -> Path:
        """Return all land as one shape; the world's is without Antarctica."""
        ice = _atlas().countries["ATA"] if self.rim else []
        return lines.path(self._rings(self._land + ice), closed=True)

    def countries(self, *codes: str) -> Path:
        """Return these countries as one shape; a code without a shape adds nothing."""
        known = _atlas().countries
        polygons = [polygon for code in codes for polygon in known.get(code, [])]
        return lines.path(self._rings(polygons), closed=True)

    def area(self, code: str) -> float:
        """Return the square millimetres that a country covers, all land for ""."""
        polygons = _atlas().countries.get(code, []) if code else self._land
        return sum(size for size, _ in self._sized(polygons))

    def boundaries(self, *, settled: bool) -> Path:
        """Return the lines between countries: those that are settled, or those that are not."""
        arcs = _atlas().settled if settled else _atlas().unsettled
        return self._inside(self.arcs.some(arcs))

    def graticule(self, step: int) -> Path:
        """Return meridians and parallels, a step of degrees apart."""
        net = _net(step)
        return self._inside(lines.reduced(self._near(self.lay(net.points), net.number), _SPECK))

    def _rings(self, polygons: Polygons) -> Iterator[Floats]:
        return (
            self.arcs.joined(arcs) if arcs else self._around for _, arcs in self._sized(polygons)
        )

    def _sized(self, polygons: Polygons) -> Iterator[tuple[float, list[int]]]:
        """Give the area and the arcs of each ring that is to be seen; without arcs, of the disc."""
        swept, shown = self._swept, self._shown
        for polygon in polygons:
            for number, arcs in enumerate(polygon):
                size = sum(map(swept.__getitem__, arcs))
                if self.rim and size * (-1 if number else 1) < -0.1 * np.pi * self.rim**2:
                    # It has the antipode in it, and is all of the disc but what the ring encloses.
                    yield lines.area(self._around), []
                if abs(size) > (_SPECK if any(map(shown.__getitem__, arcs)) else 1):
                    yield size, arcs

    @property
    def _around(self) -> Floats:
        """The disc as a ring."""
        turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
        return np.asarray(self.rim * (1 + np.column_stack([np.cos(turn), np.sin(turn)])))

    def _near(self, points: Floats, number: Integers) -> Arcs:
        """Return lines without what lies along the rim, where each is cut into several."""
        seen = ~self._on_rim(points)
        near = np.flatnonzero(seen | np.append(seen[1:], False) | np.append(False, seen[:-1]))
        if not len(near):
            return Arcs(points, number)
        apart = (np.diff(near) > 1) | (np.diff(number[near]) != 0)
        return Arcs(points[near], np.append(0, np.cumsum(apart)))

    @cached_property
    def _land(self) -> Polygons:
        """The land that covers any of the sheet: most of it are islands elsewhere."""
        swept = self._swept
        return [
            polygon
            for polygon in _atlas().land
            if len(polygon) > 1 or len(polygon[0]) > 1 or abs(swept[polygon[0][0]]) > _SPECK
        ]

    @cached_property
    def _swept(self) -> list[float]:
        """The area between each arc (~n: arc n backwards) and the origin; a ring's add up."""
        (ax, ay), (bx, by) = self.arcs.points[:-1].T, self.arcs.points[1:].T
        number = self.arcs.number
        cross = np.where(number[1:] == number[:-1], ax * by - ay * bx, 0) / 2
        swept = np.bincount(number[:-1], cross, number[-1] + 1)
        return np.append(swept, -swept[::-1]).astype(np.float64).tolist()

    @cached_property
    def _shown(self) -> list[bool]:
        """Whether an arc (~n: arc n backwards) has a point that is not on the rim."""
        points = np.bincount(self.arcs.number, ~self._on_rim(self.arcs.points))
        return [count > 0 for count in np.append(points, points[::-1]).tolist()]

    def _on_rim(self, points: Floats) -> Bools:
        away = np.hypot(*(points - self.rim).T)
        return np.asarray((away > self.rim - 2 * lines.GRID) & (self.rim > 0))

    def _inside(self, arcs: Arcs) -> Path:
        """Return lines, cut where they run along the rim: what was outside has been put there."""
        points, number = arcs.points, arcs.number
        out = self._on_rim(points)
        return lines.parts(points, (number[1:] == number[:-1]) & ~(out[1:] & out[:-1]))


@lru_cache(maxsize=8)
def world(width: float) -> Map:
    """Return the world without Antarctica, as wide as the sheet."""
    atlas = _atlas()
    flat, number = atlas.arcs.points, atlas.arcs.number
    plane = equal_earth(np.radians(flat[:, 0] - WORLD_CENTRE), np.radians(flat[:, 1]))
    seen = [a if a >= 0 else ~a for polygon in atlas.land for ring in polygon for a in ring]
    shown = plane[np.isin(number, seen)]
    (left, bottom), (right, top) = shown.min(axis=0), shown.max(axis=0)
    scale = width / (right - left)

    def on_sheet(points: Floats) -> Floats:
        return np.asarray((points - (left, top)) * (scale, -scale))

    def lay(degrees: Floats) -> Floats:
        longitude, latitude = degrees.T
        off = (longitude - WORLD_CENTRE + 180) % 360 - 180
        return on_sheet(equal_earth(np.radians(off), np.radians(latitude)))

    height = float((top - bottom) * scale)
    return Map(width, height, lines.reduced(Arcs(on_sheet(plane), number), _WORLD_SPECK), lay)


@lru_cache(maxsize=512)
def neighbourhood(code: str, latitude: float, longitude: float, diameter: float) -> Map:
    """Return a country and what is around it, on a disc; the place serves if it has no shape.

    The disc is about twice as wide as the country, and wide enough for other
    land to be on it, by which a reader can tell where on earth this is.
    """
    east, north, size = np.radians(_atlas().caps.get(code, (longitude, latitude, 0.0)))
    centre, reach = (east, north), min(max(_AROUND * size, _NEAREST), _FARTHEST)
    enough = _ENOUGH_LAND * np.pi / 4 * diameter**2
    found = _disc(centre, reach, diameter / 2)
    while reach < _FARTHEST and found.area("") - found.area(code) < enough:
        reach = min(reach * 1.3, _FARTHEST)
        found = _disc(centre, reach, diameter / 2)
    return found


def outline(code: str) -> list[Floats]:
    """Return a country's rings: longitude and latitude in degrees, the first point also last.

    What lies across 180° goes on to 181° instead of jumping to 179° W.
    """
    rings = [ring for polygon in _atlas().countries.get(code, []) for ring in polygon]
    joined = map(_atlas().arcs.joined, rings)
    return [np.concatenate([ring, ring[:1]]) for ring in joined]


@dataclass(frozen=True)
class _Atlas:
    """The file: arcs in degrees, and which of them go round what (~n: arc n backwards)."""

    arcs: Arcs
    land: Polygons
    countries: dict[str, Polygons]
    caps: dict[str, tuple[float, float, float]]
    """Longitude and latitude of the centre of a country's main parts, and their reach."""
    settled: list[int]
    unsettled: list[int]


@cache
def _atlas() -> _Atlas:
    file = File(__file__).with_name("reference") / "boundaries.json"
    topology = json.loads(file.read_bytes())
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    objects = topology["objects"]
    countries = {shape["properties"]["a3"]: shape for shape in objects["countries"]["geometries"]}
    return _Atlas(
        lines.flat(np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]),
        objects["land"]["arcs"],
        {code: shape["arcs"] for code, shape in countries.items()},
        {code: tuple(shape["properties"]["cap"]) for code, shape in countries.items()},
        [arc for (arc,) in objects["borders"]["arcs"]],
        [arc for (arc,) in objects["unsettled"]["arcs"]],
    )


def _disc(centre: tuple[float, float], reach: float, radius: float) -> Map:
    """Lay the arcs on a disc; what lies outside is drawn in to its rim, along the radius.

    That keeps every ring closed and changes nothing inside the disc, whatever
    the shapes are (it is a retraction), so no polygon has to be cut.
    """
    edge = 2 * np.sin(reach / 2)

    def on_sheet(plane: Floats) -> Floats:
        inward = np.maximum(np.hypot(*plane.T), 1)[:, None]
        return np.asarray(radius * (1 + plane / inward * (1, -1)))

    def lay(degrees: Floats) -> Floats:
        longitude, latitude = np.radians(degrees).T
        return on_sheet(azimuthal(longitude, latitude, centre) / edge)

    points, number = _thinned(centre, reach)
    plane = _azimuthal(points, centre) / edge
    leap = np.diff(plane, axis=0, append=plane[-1:])
    out = np.hypot(*plane.T) > 1
    beyond = out & np.append(out[1:], False)  # goes round the disc, never across it
    turn = np.arctan2(plane[:, 1], plane[:, 0])
    sweep = (np.diff(turn, append=turn[-1]) + np.pi) % (2 * np.pi) - np.pi
    at, part = _steps(np.where(beyond, np.abs(sweep), np.hypot(*leap.T)), number)
    plane = plane.take(at, axis=0) + part[:, None] * leap.take(at, axis=0)
    around = np.flatnonzero(beyond[at])
    angle = turn[at[around]] + part[around] * sweep[at[around]]
    plane[around] = np.column_stack([np.cos(angle), np.sin(angle)])
    arcs = lines.reduced(Arcs(on_sheet(plane), number[at]), _SPECK)
    return Map(2 * radius, 2 * radius, arcs, lay, radius)


def _steps(length: Floats, number: Integers) -> tuple[Integers, Floats]:
    """Cut the way from each point to the next of its arc in pieces of one step at most.

    Returns where each piece begins: at which point, and at what part of the way.
    """
    pieces = np.maximum(np.ceil(length / _STEP), 1).astype(np.int64)
    pieces[np.diff(number, append=-1) != 0] = 1
    at = np.repeat(np.arange(len(pieces)), pieces)
    return at, (np.arange(len(at)) - (pieces.cumsum() - pieces)[at]) / pieces[at]


def _thinned(centre: tuple[float, float], reach: float) -> tuple[Floats, Integers]:
    """Return the arcs' points on a sphere: all of those in reach, some of those beyond it.

    Of an island beyond it, one: nothing of it is to be seen.
    """
    globe, middle = _globe(), _on_sphere(*np.array(centre))
    near = globe.middles @ middle > np.cos(np.minimum(reach + _BEYOND + globe.radii, np.pi))
    keep = globe.first | globe.some & near[globe.number]
    keep |= globe.points @ middle > np.cos(reach + _BEYOND)
    kept = np.flatnonzero(keep)
    return globe.points.take(kept, axis=0), globe.number.take(kept)


@dataclass(frozen=True)
class _Globe:
    """All points of the arcs, and where each arc that is an island's coast lies."""

    points: Floats
    """On a sphere with radius 1."""
    number: Integers
    first: Bools
    """Whether a point is the first of its arc."""
    some: Bools
    """Whether it is one of those that tell, from far away, how its arc runs; both ends are."""
    middles: Floats
    radii: Floats
    """The cap, in radians, around an arc that is closed; of any other, the whole sphere."""


@cache
def _globe() -> _Globe:
    degrees, number = _atlas().arcs.points, _atlas().arcs.number
    points = _on_sphere(*np.radians(degrees).T)
    first = np.diff(number, prepend=-1) != 0
    last = np.roll(first, -1)
    steps = np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=1)
    gone = np.cumsum(np.where(first, 0, steps)) // np.radians(_SOME)
    some = first | last | (np.diff(gone, prepend=0) > 0)
    sums = np.column_stack([np.bincount(number, part) for part in points.T])
    middles: Floats = sums / np.linalg.norm(sums, axis=1)[:, None]
    cosines = np.minimum.reduceat((points * middles[number]).sum(axis=1), np.flatnonzero(first))
    closed = (degrees[first] == degrees[last]).all(axis=1)
    radii = np.where(closed, np.arccos(np.clip(cosines, -1, 1)), np.pi)
    return _Globe(points, number, first, some, middles, radii)


@cache
def _net(step: int) -> Arcs:
    """Return meridians and parallels, a step of degrees apart."""
    part = np.linspace(0, 1, 61)
    top = 90 - step  # where meridians meet they would be a blot
    meridians = (
        np.column_stack([np.full(61, east), top * (2 * part - 1)])
        for east in range(-180, 180, step)
    )
    parallels = (
        np.column_stack([180 * (half + part), np.full(61, north)])
        for north in range(-top, 90, step)
        for half in (-1, 0)
    )
    return lines.flat([*meridians, *parallels])


def _on_sphere(longitude: Floats, latitude: Floats) -> Floats:
    out = np.cos(latitude)
    return np.stack([out * np.cos(longitude), out * np.sin(longitude), np.sin(latitude)], axis=-1)
