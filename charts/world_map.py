"""Where the activities are: a circle a country, its area as large as the number of activities."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch

from briefpress.drawing import alttext, geography
from briefpress.drawing.house import SMALL, House
from briefpress.drawing.lettering import EM, measured, say
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model import places
from briefpress.model.slices import Slice

WIDTH = 174.0
ONE, LARGEST = 1.7, 7.0
"""Millimetres: the radius for one activity, unless the largest would be larger than this."""
COVERED = 0.1
"""Of the sheet, by all circles together: more would lie on one another."""
ROOM = 1.6
"""Millimetres: in a circle with a smaller radius there is no room for its number."""
NAMED = 30
"""No more countries than this, those with most activities, are named: it is a map, not a list."""
ROUNDS = 6
"""How often names are laid out anew, those that found no place first."""

CORE = 0.8
"""Of a circle's radius: half the side of the square that no name may touch."""
HIGH = SMALL * EM
"""Millimetres that a name takes in height."""

Box = tuple[float, float, float, float]


def table(part: Slice) -> pd.DataFrame:
    """Columns: country (ISO 3166-1 alpha-3), activities (count), latitude, longitude, rows.

    One row a country, most activities first. Degrees are None for scattered
    islands that have no one place. What is for a region or the whole world is
    in no row.
    """
    counts = count.by_country(part.tables)
    known = [places.countries()[code] for code in counts["country"]]
    where = [(country.latitude, country.longitude) for country in known]
    counts.insert(2, "latitude", pd.Series([north for north, _ in where], dtype=object))
    counts.insert(3, "longitude", pd.Series([east for _, east in where], dtype=object))
    return counts


def size(table: pd.DataFrame) -> tuple[float, float]:
    return WIDTH, geography.world(WIDTH).height


def heading(table: pd.DataFrame, text: Text) -> str:
    countries = len(table)
    most = table.loc[table["activities"] == table["activities"].max(), "country"]
    if countries > 1 and len(most) == 1:
        return text.ngettext(
            "{countries} country or area, {country} with the most activities",
            "{countries} countries and areas, {country} with the most activities",
            countries,
        ).format(countries=text.number(countries), country=text.place(most.iloc[0]))
    return text.ngettext(
        "Activities in {countries} country or area",
        "Activities in {countries} countries and areas",
        countries,
    ).format(countries=text.words(countries, "country"))


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext(
        "Activities by country or area: the larger the bubble, the more;"
        " an activity counts in each of its countries"
    )


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    world = geography.world(WIDTH)
    columns = ["country", "activities", "latitude", "longitude"]
    rows = list(table[columns].dropna().itertuples(index=False))
    _ground(axes, world, [country for country, *_ in rows], house)
    unit, names, circles = radius_of_one(table), [], []
    for country, activities, latitude, longitude in rows:
        radius = unit * activities**0.5
        x, y = world.place(latitude, longitude)
        x = min(max(x, radius), WIDTH - radius)  # small states at the very edge
        circles.append((x, y, radius))
        _circle(axes, circles[-1], house).set_gid(f"circle-{country}")
        names.append(house.text.place(country))
        if activities > 1 and not _has_room(house.text.number(activities), radius):
            names[-1] += " " + house.text.number(activities)
    for (_, activities, *_), (x, y, radius) in zip(rows, circles, strict=True):
        if activities > 1 and _has_room(house.text.number(activities), radius):
            say(axes, house, x, y, house.text.number(activities), bold=True, colour="white",
                align="middle")  # fmt: skip
    used = _legend(axes, world.height, unit, int(table["activities"].max()), house)
    _names(axes, names[:NAMED], circles, used, house)


def radius_of_one(table: pd.DataFrame) -> float:
    """Return the radius, in millimetres, of the circle for one activity.

    All circles together cover no more than a part of the sheet, however many there are.
    """
    width, height = size(table)
    room = (COVERED * width * height / np.pi / table["activities"].sum()) ** 0.5
    return float(min(ONE, LARGEST / table["activities"].max() ** 0.5, room))


def _has_room(number: str, radius: float) -> bool:
    """Whether a number can stand in a circle; else it stands after the country's name."""
    return radius >= ROOM and measured(number, bold=True) <= 1.6 * radius


def _ground(axes: Axes, world: geography.Map, active: Iterable[str], house: House) -> None:
    for shape, colour in ((world.land(), house.land), (world.countries(*active), house.tint(0.3))):
        axes.add_artist(PathPatch(shape, facecolor=colour, lw=0, clip_on=False))
    for settled, style in ((True, "solid"), (False, (0, (1.5, 1.5)))):
        lines = world.boundaries(settled=settled)
        axes.add_artist(
            PathPatch(lines, fill=False, edgecolor="white", lw=0.4, ls=style, clip_on=False)
        )


def _circle(axes: Axes, at: tuple[float, float, float], house: House) -> Circle:
    x, y, radius = at
    edge = 0.6 if radius > 0.8 else 0.0
    circle = Circle((x, y), radius, facecolor=house.accent, edgecolor="white", lw=edge,
                    alpha=0.88, clip_on=False)  # fmt: skip
    axes.add_artist(circle)
    return circle


def _legend(axes: Axes, height: float, unit: float, most: int, house: House) -> Box:
    """Say in the South Pacific what the circles mean; return the room that it takes."""
    x, middle, turned = 4.0, height - 2.0 - unit * most**0.5, house.text.direction == "rtl"
    counts = sorted({1, most})
    for activities in reversed(counts) if turned else counts:
        radius = unit * activities**0.5
        words = house.text.ngettext("{number} activity", "{number} activities", activities).format(
            number=house.text.number(activities)
        )
        wide = measured(words, SMALL)
        before, after = (wide + 1, 0.0) if turned else (0.0, 2 * radius + 1)
        _circle(axes, (x + before + radius, middle, radius), house)
        say(axes, house, x + after + wide / 2, middle, words, size=SMALL, colour=house.muted,
            align="middle")  # fmt: skip
        x += 2 * radius + wide + 5
    return (0, 2 * middle - height, x, height)


def _names(axes: Axes, names: Sequence[str], circles: Sequence[tuple[float, float, float]],
           used: Box, house: House) -> None:  # fmt: skip
    """Write as many countries' names beside their circles as find room, the largest first."""
    widths = [measured(name, SMALL) for name in names]
    cores = [(x, y, CORE * radius) for x, y, radius in circles]
    obstacles = [used, *((x - r, y - r, x + r, y + r) for x, y, r in cores)]
    order, best = list(range(len(names))), dict[int, Box]()
    onward = -1 if house.text.direction == "rtl" else 1
    for _ in range(ROUNDS):
        found = _laid_out(order, circles, widths, obstacles, axes.get_ylim()[0], onward)
        if len(found) > len(best):
            best = found
        order = [at for at in order if at not in found] + [at for at in order if at in found]
        if len(found) == len(names):
            break
    for at, (left, top, right, bottom) in best.items():
        say(axes, house, (left + right) / 2, (top + bottom) / 2, names[at], size=SMALL,
            align="middle")  # fmt: skip


def _laid_out(order: Sequence[int], circles: Sequence[tuple[float, float, float]],
              widths: Sequence[float], obstacles: Sequence[Box],
              height: float, onward: int) -> dict[int, Box]:  # fmt: skip
    """Find each name a place: after its circle, before, above, below, askew; or none.

    ``onward`` is 1 where reading goes to the right, and -1 where it goes to the left.
    """
    taken, found = np.array(obstacles), dict[int, Box]()
    for at in order:
        (x, y, r), wide, high = circles[at], widths[at] / 2, HIGH / 2
        aside, askew = r + 0.8 + wide, CORE * r + 0.3 + wide
        above, aslant = r + 0.3 + high, CORE * r + high
        for right, down in (
            (aside, 0), (-aside, 0), (0, -above), (0, above),
            (askew, -aslant), (askew, aslant), (-askew, -aslant), (-askew, aslant),
        ):  # fmt: skip
            at_x, at_y = x + onward * right, y + down
            box = at_x - wide, at_y - high, at_x + wide, at_y + high
            apart = (taken[:, :2] >= box[2:]) | (taken[:, 2:] <= box[:2])
            inside = min(box) > 0 and box[2] < WIDTH and box[3] < height
            if inside and apart.any(axis=1).all():
                taken = np.vstack([taken, box])
                found[at] = box
                break
    return found


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("World map. {measure}.").format(measure=measure(table, text))
    pairs = list(zip(table["country"].map(text.place), table["activities"], strict=True))
    pairs.sort(key=lambda pair: (-pair[1], text.order(pair[0])))
    return alttext.composed(text, opening, alttext.counted(pairs, text))
