"""Where the country lies: itself in white on a disc of its part of the earth.

It stands on a band of the accent colour, so it is drawn in tints of the accent
and has neither frame nor ground.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.typing import LineStyleType

from briefpress.drawing import geography
from briefpress.drawing.house import House
from briefpress.language import Text
from briefpress.model import places
from briefpress.model.slices import Slice

DISC = 46.0
"""Millimetres across."""
SEA, NET = 0.86, 0.77
"""Strengths of the accent; the land is as pale as white on it can be seen (House.part)."""
SMALL, DOT = 6.0, 0.3
"""Square millimetres on paper: a smaller country gets a ring around it, and a dot."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: country (ISO 3166-1 alpha-3), region (M49, the smallest around it). One row.

    No row in a slice that is not one country's.
    """
    country = places.countries().get(part.key) if part.over == "country" else None
    rows = []
    if country and country.latitude is not None:
        region = country.intermediate or country.subregion or country.region
        rows = [{"country": country.iso3, "region": region}]
    return pd.DataFrame(rows, columns=["country", "region"], dtype=str)


def size(table: pd.DataFrame) -> tuple[float, float]:
    return DISC, DISC


def heading(table: pd.DataFrame, text: Text) -> str:
    return text.place(table.iloc[0]["country"])


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext("Where the country or area lies")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    code = table.iloc[0]["country"]
    country = places.countries()[code]
    assert country.latitude is not None  # table() saw to it
    assert country.longitude is not None
    found = geography.neighbourhood(code, country.latitude, country.longitude, DISC)

    def fill(path: Path, colour: str) -> None:
        axes.add_artist(PathPatch(path, facecolor=colour, lw=0, clip_on=False))

    def line(path: Path, colour: str, width: float, style: LineStyleType = "solid") -> None:
        axes.add_artist(
            PathPatch(path, fill=False, edgecolor=colour, lw=width, ls=style, clip_on=False)
        )

    middle = (DISC / 2, DISC / 2)
    axes.add_artist(Circle(middle, DISC / 2, facecolor=house.tint(SEA), lw=0, clip_on=False))
    line(found.graticule(10), house.tint(NET), 0.3)
    fill(found.land(), house.part)
    shape = found.countries(code)
    fill(shape, "white")
    line(found.boundaries(settled=True), house.tint(SEA), 0.4)
    line(found.boundaries(settled=False), house.tint(SEA), 0.5, (0, (2, 1.5)))
    _mark(axes, found, code, (country.latitude, country.longitude))


def _mark(axes: Axes, found: geography.Map, code: str, place: tuple[float, float]) -> None:
    """Put a ring around a country too small to be seen, and a dot on one that cannot be drawn."""
    area = found.area(code)
    at, ring = (DISC / 2, DISC / 2), 2.6
    if area < DOT:
        at = found.place(*place)
        axes.add_artist(Circle(at, 0.55, facecolor="white", lw=0, clip_on=False))
    elif area < SMALL:
        points = np.asarray(found.countries(code).vertices, float)
        spread = np.hypot(*(points - at).T).max()
        ring = min(max(spread + 1, ring), 4.5)
    if area < SMALL:
        axes.add_artist(Circle(at, ring, fill=False, edgecolor="white", lw=1.1, clip_on=False))


def alt(table: pd.DataFrame, text: Text) -> str:
    row = table.iloc[0]
    return text.gettext("Map: {country}, {in_region}.").format(
        country=text.place(row["country"]), in_region=text.within(row["region"])
    )
